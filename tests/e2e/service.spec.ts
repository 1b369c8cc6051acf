import { expect, test } from '@playwright/test'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { newFolder, newId } from '../support/host'

async function open() {
  const built = pathToFileURL(resolve('out/main/host-api.js')).href
  const { startHost } = (await import(built)) as typeof import('../../electron/rpc/startHost')
  const host = await startHost({ out: resolve('out'), folder: newFolder(), log: () => undefined })
  async function call(path: string, input: unknown) {
    const answer = await fetch(`${host.url}/api/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${host.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  return { host, call }
}

test('each instance that dies comes back; a call in flight fails at once with a clear error', async () => {
  const { host, call } = await open()
  for (const role of ['writer', 'reader'] as const) {
    const path = role === 'writer' ? 'customers/createCustomer' : 'customers/listCustomers'
    const input = () => (role === 'writer' ? { id: newId(), name: role } : {})
    const inFlight = Array.from({ length: 20 }, () => call(path, input()))
    void host.services.child(role)?.crash()
    for (const { status, body } of await Promise.all(inFlight))
      if (status !== 200)
        expect(body).toMatchObject({ defined: true, code: 'SERVICE_UNAVAILABLE', status: 503 })
    await expect.poll(async () => (await call(path, input())).status).toBe(200)
  }
  await host.close()
})

test('the writer that comes back knows the same owner token', async () => {
  const { host, call } = await open()
  await host.services.child('writer')?.crash()
  await expect.poll(async () => (await call('session/setOffice', { officeId: newId() })).status).toBe(404)
  await host.close()
})

test('the jobs instance starts when it is first asked and is then kept', async () => {
  const { host } = await open()
  expect(host.services.child('jobs')).toBeUndefined()

  const first = await host.services.demand('jobs')
  expect(first).toBeDefined()
  expect(await host.services.demand('jobs')).toBe(first)

  await first?.crash()
  await expect.poll(() => host.services.child('jobs')).toBeDefined()
  expect(host.services.child('jobs')).not.toBe(first)
  await host.close()
})

test('a page says that the connection is lost, comes back by itself and shows what was written since', async ({
  page,
}) => {
  const { host, call } = await open()
  const user = { displayName: 'Astrid', login: 'astrid', password: 'a long enough password' }
  const setUp = await call('session/setUp', {
    language: 'en',
    company: { name: 'Fjord Service', country: 'NO', currency: 'NOK' },
    office: { name: 'Oslo', code: 'OSL', zone: 'Europe/Oslo' },
    user,
  })
  expect(setUp.status, JSON.stringify(setUp.body)).toBe(200)
  await page.goto(host.openingUrl)
  await page.getByLabel('User', { exact: true }).fill(user.login)
  await page.getByLabel('Password', { exact: true }).fill(user.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('link', { name: 'Customers' }).first().click()
  const create = (name: string) => call('customers/createCustomer', { id: newId(), name })
  await create('Before AS')
  await expect(page.getByText('Before AS')).toBeVisible()

  await host.services.child('writer')?.crash()
  await expect(page.getByText('The connection to the data service is broken')).toBeVisible()
  await expect(page.getByText('The connection to the data service is broken')).toBeHidden()

  await expect.poll(async () => (await create('After AS')).status).toBe(200)
  await expect(page.getByText('After AS').first()).toBeVisible()
  await host.services.child('reader')?.crash()
  await expect.poll(async () => (await create('Later AS')).status).toBe(200)
  await expect(page.getByText('Later AS').first()).toBeVisible()
  await host.close()
})
