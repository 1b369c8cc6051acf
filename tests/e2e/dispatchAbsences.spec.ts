import { expect, test, type Page } from '@playwright/test'
import { assertAccessible } from '../support/axe'
import { newId, startHost, type TestHost } from '../support/host'
import { openAs } from '../support/signedIn'

const password = 'Correct-Horse-9'
const hour = 3_600_000
const day = 24 * hour
let host: TestHost
let workerId = ''

async function ask<Result>(path: string, input: unknown): Promise<Result> {
  const { status, body } = await host.call(path, input)
  expect(status, `${path}: ${JSON.stringify(body)}`).toBe(200)
  return body as Result
}
interface Kept {
  readonly id: string
  readonly version: number
}
interface Visit extends Kept {
  readonly subject: string
  readonly status: string
  readonly workerName?: string
}
const create = (path: string, fields: object) => ask<Kept>(path, { id: newId(), ...fields })

/** A day of the week after the next one, so that it lies ahead whatever day it is. */
const monday = (() => {
  const today = Math.floor(Date.now() / day) * day
  const weekday = (new Date(today).getUTCDay() + 6) % 7
  return today + (14 - weekday) * day
})()
const typed = (at: number) => {
  const [year, month, date] = new Date(at).toISOString().slice(0, 10).split('-')
  return `${String(date)}/${String(month)}/${String(year)}`
}

/** Two visits of Ola on a Monday, in a zone without changes of the clock. */
test.beforeAll(async () => {
  host = await startHost()
  await ask('session/setUp', {
    language: 'en',
    company: { name: 'Fjord Service', country: 'GB', currency: 'GBP' },
    office: { name: 'Reykjavik', code: 'REK', zone: 'Atlantic/Reykjavik' },
    user: { displayName: 'Nina Berg', login: 'nina', password },
  })
  const { items } = await ask<{ items: readonly Kept[] }>('calendars/listCalendars', {})
  const { items: offices } = await ask<{ items: readonly Kept[] }>('people/listOffices', {})
  const at = { officeId: offices[0]?.id, calendarId: items[0]?.id }
  workerId = (await create('people/createWorker', { displayName: 'Ola', ...at })).id
  // Work is suggested to members of teams.
  const kari = await create('people/createWorker', { displayName: 'Kari', ...at })
  const { id: teamId } = await create('dispatch/createTeam', { code: 'T9', description: 'Harbour' })
  await create('dispatch/createMembership', { teamId, workerId: kari.id, from: '2026-01-01' })
  const { id: customerId } = await create('customers/createCustomer', {
    name: 'Harbour Hotel',
    currency: 'GBP',
  })
  const { id: categoryId } = await create('agreements/createCategory', {
    ...{ code: 'REPAIR', name: 'Repair', type: 'hour' },
  })
  for (const [description, start] of [
    ['Boiler', 9],
    ['Pump', 13],
  ] as const) {
    const order = await create('orders/createOrder', {
      ...{ customerId, description, preferredServiceAt: monday + 8 * hour },
      lines: [{ id: newId(), type: 'hour', categoryId, estimatedQty: 60, salesPrice: 1_000_000 }],
    })
    const { items: made } = await ask<{ items: readonly Visit[] }>('dispatch/listActivities', {
      orderId: order.id,
    })
    const [visit] = made
    await ask('dispatch/updateActivity', {
      ...{ activityId: visit?.id, expectedVersion: visit?.version, confirmed: ['TRAVEL', 'WINDOW'] },
      patch: { workerId, start: monday + start * hour, subject: description },
    })
  }
})
test.afterAll(() => host.close())

async function signIn(page: Page): Promise<void> {
  await openAs(page, host, 'nina', password)
  await expect(page.getByRole('navigation').first()).toBeVisible()
}
const go = (page: Page, hash: string) => page.evaluate((to) => (location.hash = to), hash)
const dialogOf = (page: Page) => page.getByRole('dialog')
async function pick(page: Page, label: string, text: string): Promise<void> {
  await dialogOf(page).getByLabel(label, { exact: true }).fill(text)
  await page
    .getByRole('option', { name: new RegExp(text) })
    .first()
    .click()
}
async function choose(page: Page, name: RegExp, option: RegExp): Promise<void> {
  await dialogOf(page).getByRole('combobox', { name }).press('ArrowDown')
  await page.getByRole('option', { name: option }).first().click()
}
const visits = async () =>
  (await ask<{ items: readonly Visit[] }>('dispatch/listActivities', {})).items.map(
    ({ status, subject, workerName }) => [subject, status, workerName],
  )

test('R-07.21: a team is set up and has a member by date; another team in that time is refused', async ({
  page,
}) => {
  test.slow()
  await signIn(page)
  for (const [code, description] of [
    ['t1', 'North'],
    ['t2', 'South'],
  ] as const) {
    await go(page, '#/settings/dispatch-teams')
    await page.getByRole('button', { name: 'New dispatch team' }).first().click()
    await page.getByLabel('Code', { exact: true }).fill(code)
    await page.getByLabel('Description', { exact: true }).fill(description)
    await page.keyboard.press('Control+s')
    await expect(page.getByRole('heading', { name: description })).toBeVisible()
    await page.getByRole('tab', { name: 'Members' }).click()
    await page.getByRole('button', { name: 'Add a member' }).first().click()
    await pick(page, 'Employee', 'Ola')
    await dialogOf(page).getByRole('button', { name: 'Save' }).click()
    if (code === 't2') break
    await expect(dialogOf(page)).toBeHidden()
    await expect(page.getByRole('row').filter({ hasText: 'Ola' })).toBeVisible()
    await assertAccessible(page)
  }
  await expect(dialogOf(page).getByText(/is in team T1 in that time/)).toBeVisible()
})

test.describe.serial('an absence over two visits', () => {
  test('R-07.23: an absence over two visits asks what becomes of each, and is saved with the answers', async ({
    page,
  }) => {
    test.slow()
    await signIn(page)
    await go(page, `#/workers/${workerId}`)
    await page.getByRole('tab', { name: 'Dispatch' }).click()
    await page.getByRole('button', { name: 'New absence' }).first().click()
    const dialog = dialogOf(page)
    await choose(page, /^Kind/, /^Sick$/)
    for (const label of ['From', 'Last day']) {
      await dialog.getByLabel(label, { exact: true }).fill(typed(monday))
      await dialog.getByLabel(label, { exact: true }).press('Tab')
    }
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog.getByText('2 activities in this time')).toBeVisible()
    await expect(dialog.getByText('Boiler')).toBeVisible()
    expect((await ask<{ items: readonly Kept[] }>('dispatch/listAbsences', {})).items).toEqual([])

    await choose(page, /-SA-000001$/, /^Unassign/)
    await choose(page, /-SA-000002$/, /^Give it/)
    await choose(page, /^Somebody else/, /Kari/)
    await assertAccessible(page)
    await dialog.getByRole('button', { name: 'Save decisions' }).click()
    await expect(dialog).toBeHidden()

    await expect(page.getByRole('row').filter({ hasText: 'Sick' })).toBeVisible()
    expect(await visits()).toEqual([
      ['Boiler', 'undispatched', undefined],
      ['Pump', 'dispatched', 'Kari'],
    ])
  })

  test('R07-01: what waits opens among the activities of its order, and is moved from there', async ({
    page,
  }) => {
    test.slow()
    await signIn(page)
    await go(page, '#/dispatch/undispatched')
    await page.getByRole('row').filter({ hasText: 'Boiler' }).dblclick()
    const dialog = dialogOf(page)
    await expect(dialog.getByText('No time yet')).toBeVisible()
    await assertAccessible(page)
    await dialog.getByRole('button', { name: 'Move to …' }).click()
    const form = dialogOf(page).last()
    await form.getByLabel('Employee', { exact: true }).fill('Kari')
    await page.getByRole('option', { name: /Kari/ }).first().click()
    await form.getByRole('textbox', { name: 'Start' }).fill(typed(monday))
    await form.getByRole('textbox', { name: 'Start' }).press('Tab')
    await form.getByRole('textbox', { name: 'Time', exact: true }).fill('06:00')
    await form.getByRole('textbox', { name: 'Time', exact: true }).press('Tab')
    await expect(form.getByText(/outside working hours/)).toBeVisible()
    await form.getByRole('button', { name: 'Move in spite of the warnings' }).click()
    await expect(dialog.getByText('Outside working hours: Nina Berg', { exact: false })).toBeVisible()
    expect(await visits()).toContainEqual(['Boiler', 'dispatched', 'Kari'])
  })
})
