import { expect, test, type Page } from '@playwright/test'
import { violationsOf } from '../support/axe'
import { newId, startHost, type TestHost } from '../support/host'
import { openAs } from '../support/signedIn'

const password = 'Correct-Horse-9'
let host: TestHost

async function ask<Result>(path: string, input: unknown): Promise<Result> {
  const { status, body } = await host.call(path, input)
  expect(status, `${path}: ${JSON.stringify(body)}`).toBe(200)
  return body as Result
}
interface Kept {
  readonly id: string
  readonly version: number
  readonly number: string
}
const create = (path: string, fields: object) => ask<Kept>(path, { id: newId(), ...fields })

let workerId = ''
let categoryId = ''
const hour = 3_600_000
/** About the middle of today in Oslo. */
const noonOfToday = () =>
  Date.parse(`${new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Oslo' })}T11:00:00Z`)

/** An order whose activity stands in the technician's plan. */
async function visit(name: string, start: number, place?: { latitude: number; longitude: number }) {
  const { id: customerId } = await create('customers/createCustomer', { name, currency: 'NOK' })
  const { id: siteId } = await create('customers/createSite', {
    ...{ customerId, name: 'Hall 1', addressLine1: 'Storgata 1', city: 'Sandvika', country: 'NO' },
    ...{ zone: 'Europe/Oslo', accessNotes: 'Ring at gate B', ...place },
  })
  const order = await create('orders/createOrder', {
    ...{ customerId, siteId, description: 'Boiler', internalNote: 'Mind the dog' },
    lines: [{ id: newId(), type: 'hour', categoryId, description: 'Inspection', estimatedQty: 60 }],
  })
  const { items } = await ask<{ items: Kept[] }>('dispatch/listActivities', { orderId: order.id })
  const [activity] = items
  if (!activity) throw new Error('an hour line makes an activity')
  const edit = {
    ...{ activityId: activity.id, expectedVersion: activity.version, workerId },
    slot: { start, end: start + hour },
    confirmed: ['ABSENT', 'HOLIDAY', 'OUTSIDE_HOURS', 'TRAVEL', 'WINDOW', 'SLA_LATE', 'OVERLAP'],
  }
  await ask('dispatch/saveEdits', { edits: [edit] })
}

test.beforeAll(async () => {
  host = await startHost()
  await ask('session/setUp', {
    language: 'en',
    company: { name: 'Fjord Service', country: 'NO', currency: 'NOK' },
    office: { name: 'Oslo', code: 'OSL', zone: 'Europe/Oslo' },
    user: { displayName: 'Nina Berg', login: 'nina', password },
  })
  workerId = (
    await create('people/createWorker', {
      displayName: 'Ola Dahl',
      latitude: 59_913_900,
      longitude: 10_752_200,
    })
  ).id
  await create('people/createUser', {
    ...{ login: 'ola', displayName: 'Ola Dahl', roles: ['technician'], password, workerId },
  })
  categoryId = (
    await create('agreements/createCategory', { code: 'INSPECT', name: 'Inspection', type: 'hour' })
  ).id
  const noon = noonOfToday()
  await visit('Fjord Laundry', noon - 3 * hour, { latitude: 59_912_700, longitude: 10_640_800 })
  await visit('Harbour Hotel', noon, { latitude: 59_890_600, longitude: 10_526_000 })
})
test.afterAll(() => host.close())

async function signIn(page: Page): Promise<void> {
  await openAs(page, host, 'ola', password)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ola Dahl')
}

test('07 §5: a technician’s day on a narrow window: what is next, begun and finished', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 780 })
  await signIn(page)
  await expect(page.getByText('2 visits left today')).toBeVisible()
  await page.getByRole('button', { name: 'My day' }).click()

  const first = page.getByRole('article', { name: 'Visit 1: Fjord Laundry' })
  await expect(first).toContainText('Ring at gate B')
  await expect(first).toContainText('Mind the dog')
  expect(await violationsOf(page)).toEqual([])
  for (const button of await first.getByRole('button').all())
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)

  await first.getByRole('button', { name: 'Start' }).click()
  await expect(first).toContainText('Started')
  await first.getByRole('button', { name: 'Finish' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Finish', exact: true }).click()
  await expect(first).toContainText('Finished')
  await expect(first.getByRole('button', { name: 'Reopen' })).toBeVisible()
  // The next one opens by itself.
  await expect(page.getByRole('article', { name: 'Visit 2: Harbour Hotel' })).toContainText('Mind the dog')
})

test('07 §3.12: on a wide window the way is drawn beside, and what is planned later is there at once', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1366, height: 768 })
  await signIn(page)
  await page.getByRole('link', { name: 'My day' }).click()
  await expect(page.locator('.ac-map-drawing__mark')).toHaveCount(2)
  await expect(page.locator('.ac-map-drawing__land')).toHaveAttribute('d', /^M/)
  const noon = noonOfToday()
  await visit('Late Bakery', noon + 4 * hour)
  await expect(page.getByRole('article', { name: 'Visit 3: Late Bakery' })).toBeVisible()
  await expect(page.locator('.ac-map-drawing__mark')).toHaveCount(2)
})
