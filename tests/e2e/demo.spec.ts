import { expect, test } from '@playwright/test'
import { newId, startHost, type Answer } from '../support/host'

interface DemoStart {
  readonly state: string
  readonly demoUsers?: readonly { login: string; role: string; password: string }[]
}
const startOf = ({ body }: Answer) => body as DemoStart // the contract answers for the shape

test('R01-32: --demo is there with the ready line, lists its users, and starts again as it is', async () => {
  const host = await startHost({ args: ['--demo'] })
  const { demoUsers = [], state } = startOf(await host.call('session/getStart'))
  expect(state).toBe('signIn')
  expect(demoUsers).toHaveLength(6)
  const manager = demoUsers.find(({ role }) => role === 'serviceManager')
  const signedIn = await host.call('session/signIn', { login: manager?.login, password: manager?.password })
  expect(signedIn.status).toBe(200)
  const counted = await host.call('orders/listOrders', { limit: 1, withCount: true })
  expect(counted.body).toMatchObject({ count: 259 })
  expect(await host.close()).toBe(0)

  const again = await startHost({ folder: host.folder, args: ['--demo'] })
  expect((await again.call('orders/listOrders', { limit: 1, withCount: true })).body).toMatchObject({
    count: 259,
  })
  await again.close()
})

test('R01-32: --demo refuses a folder with data of its own, in one line', async () => {
  const host = await startHost()
  await host.call('customers/createCustomer', { id: newId(), name: 'Pump Oy' })
  await host.close()
  await expect(startHost({ folder: host.folder, args: ['--demo'] })).rejects.toThrow(/data of its own/)
})

test('R01-31: the first run loads it without anyone signed in, beside the window', async () => {
  const host = await startHost()
  const started = await host.call('backups/loadDemo', {}, { authorization: '' })
  expect(started.status).toBe(200)
  await expect
    .poll(async () => startOf(await host.call('session/getStart')).state, { timeout: 30_000 })
    .toBe('signIn')
  expect((await host.call('orders/listOrders', { limit: 1, withCount: true })).body).toMatchObject({
    count: 259,
  })
  const refused = await host.call('backups/loadDemo', {}, { authorization: '' })
  expect(refused.status).toBe(401)
  await host.close()
})
