import { expect, test, type Page } from '@playwright/test'
import { assertAccessible } from '../support/axe'
import { newId, startHost, type TestHost } from '../support/host'
import { openAs } from '../support/signedIn'

const password = 'Correct-Horse-9'
const hour = 3_600_000
const day = 24 * hour
let host: TestHost
let orderId = ''

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

/** The Friday of the week before the last one, as its date: its Monday and Tuesday are past too. */
function fridayBefore(): Date {
  const today = new Date(new Date().toISOString().slice(0, 10))
  const back = ((today.getUTCDay() + 2) % 7) + 7
  return new Date(today.getTime() - back * day)
}
const friday = fridayBefore()
const dateOf = (days: number) => {
  const [year, month, date] = new Date(friday.getTime() + days * day).toISOString().slice(0, 10).split('-')
  return `${String(date)}/${String(month)}/${String(year)}`
}

/** S8 of area 06 on the standard week, for a company in a zone without changes of the clock. */
test.beforeAll(async () => {
  host = await startHost()
  await ask('session/setUp', {
    language: 'en',
    company: { name: 'Fjord Service', country: 'GB', currency: 'GBP' },
    office: { name: 'Reykjavik', code: 'REK', zone: 'Atlantic/Reykjavik' },
    user: { displayName: 'Nina Berg', login: 'nina', password },
  })
  const { items } = await ask<{ items: readonly { id: string }[] }>('calendars/listCalendars', {})
  const s8 = await create('sla/createSla', {
    ...{ code: 'S8', description: { en: 'Eight working hours' }, allowance: 480 },
    calendarId: items[0]?.id,
  })
  await ask('settings/setSetting', { key: 'slaStartsAutomatically', scope: 'company', value: false })
  const { id: slaGroupId } = await create('sla/createSlaGroup', {
    ...{ code: 'GOLD', description: 'Gold customers', slaId: s8.id, rank: 1 },
  })
  const { id: customerId } = await create('customers/createCustomer', {
    ...{ name: 'Harbour Hotel', currency: 'GBP', slaGroupId },
  })
  const { id: workerId } = await create('people/createWorker', { displayName: 'Ola' })
  const { id: categoryId } = await create('agreements/createCategory', {
    ...{ code: 'REPAIR', name: 'Repair', type: 'hour' },
  })
  const { id } = await create('orders/createOrder', {
    ...{ customerId, description: 'Boiler', preferredServiceAt: Date.now() },
    lines: [
      {
        ...{ id: newId(), type: 'hour', categoryId, workerId, actualQty: 60 },
        ...{ salesPrice: 1_000_000, costPrice: 500_000 },
      },
    ],
  })
  orderId = id
})
test.afterAll(() => host.close())

async function signIn(page: Page): Promise<void> {
  await openAs(page, host, 'nina', password)
  await expect(page.getByRole('navigation').first()).toBeVisible()
}
/** Opens the order's tab *SLA*. */
async function toClock(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Service orders' }).first().click()
  await page.getByRole('row').filter({ hasText: 'Boiler' }).dblclick()
  await page.getByRole('tab', { name: 'SLA', exact: true }).click()
}
async function record(page: Page, act: 'Start' | 'Stop', date: string, time: string): Promise<void> {
  await page.getByRole('button', { name: act, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'When (optional)' }).fill(date)
  await dialog.getByRole('textbox', { name: 'When (optional)' }).press('Tab')
  await expect(dialog.getByRole('textbox', { name: 'Time', exact: true })).toHaveValue(/\d/)
  await dialog.getByRole('textbox', { name: 'Time', exact: true }).fill(time)
  await dialog.getByRole('textbox', { name: 'Time', exact: true }).press('Tab')
  await dialog.getByRole('button', { name: act, exact: true }).click()
  await expect(dialog).toBeHidden()
}
/** The same stands in the tab *General*, which is not shown. */
const seen = (page: Page, text: string | RegExp) => page.getByText(text).filter({ visible: true }).first()
const cells = (page: Page) =>
  page
    .getByRole('dialog')
    .getByRole('table')
    .evaluate((table) =>
      [...table.querySelectorAll('tbody tr')].map((row) =>
        [...row.querySelectorAll('td')].map((cell) => cell.textContent.replaceAll('\u00a0', ' ').trim()),
      ),
    )

test.describe.serial('an order of the example', () => {
  test('R-06.02: is started, stopped and started again from the screens; its deadline moves by the pause', async ({
    page,
  }) => {
    test.slow()
    await signIn(page)
    await toClock(page)

    await record(page, 'Start', dateOf(0), '14:00')
    await expect(seen(page, `${dateOf(3)}, 14:00`), 'the deadline before the pause').toBeVisible()
    await record(page, 'Stop', dateOf(3), '10:00')
    await expect(seen(page, /^Paused – would be/)).toBeVisible()
    await record(page, 'Start', dateOf(3), '13:00')
    await expect(seen(page, `${dateOf(4)}, 09:00`), 'the deadline after the pause').toBeVisible()
    await record(page, 'Stop', dateOf(4), '09:30')
    await expect(seen(page, '8:30 of 8:00 h counted, 106.25 %')).toBeVisible()
    await assertAccessible(page)
  })

  test('06 §5: stands in the watchlist and in the list of orders as breached', async ({ page }) => {
    await signIn(page)
    await page.getByRole('link', { name: 'Service orders' }).first().click()
    const row = page.getByRole('row').filter({ hasText: 'Boiler' })
    await expect(row.getByText('Breached')).toBeVisible()
    await page.getByRole('link', { name: 'SLA watchlist' }).click()
    await expect(row.getByText('Breached')).toBeVisible()
    await expect(row.getByRole('gridcell', { name: /^[-\u2212]30$/ })).toBeVisible()
    await assertAccessible(page)
  })

  test('R-06.25: once posted, L explains it in the fourteen rows of the example', async ({ page }) => {
    const { version } = await ask<Kept>('orders/getOrder', { orderId })
    await ask('orders/postOrder', {
      ...{ orderId, expectedVersion: version, date: new Date().toISOString().slice(0, 10) },
    })
    await signIn(page)
    await page.evaluate((id) => (location.hash = `#/orders/${id}`), orderId)
    await expect(page.getByRole('button', { name: /^Breached/ })).toBeVisible()
    await page.getByRole('tab', { name: 'General' }).focus()
    await page.keyboard.press('l')
    await expect(page.getByRole('dialog').getByRole('table')).toBeVisible()

    const rows = await cells(page)

    expect(rows.map(([n, , , kind, counted, total, left]) => [n, kind, counted, total, left])).toEqual([
      ['1', 'SLA', '0:00', '0:00', '8:00'],
      ['2', 'Start', '0:00', '0:00', '8:00'],
      ['3', 'Work', '2:00', '2:00', '6:00'],
      ['4', 'Closed', '0:00', '2:00', '6:00'],
      ['5', 'Work', '2:00', '4:00', '4:00'],
      ['6', 'Pause', '0:00', '4:00', '4:00'],
      ['7', 'Resume', '0:00', '4:00', '4:00'],
      ['8', 'Work', '3:00', '7:00', '1:00'],
      ['9', 'Closed', '0:00', '7:00', '1:00'],
      ['10', 'Work', '1:00', '8:00', '0:00'],
      ['11', 'Deadline', '0:00', '8:00', '0:00'],
      ['12', 'Work', '0:30', '8:30', '\u22120:30'],
      ['13', 'Stop', '0:00', '8:30', '\u22120:30'],
      ['14', 'Result', '0:00', '8:30', '\u22120:30'],
    ])
    expect([rows[3]?.[7], rows[8]?.[7]]).toEqual(['weekend', 'night'])
    expect(rows[13]?.[7]).toBe('106.25 %; Breached; exceeded by 0:30 h')
    await assertAccessible(page)
  })
})

test('06 §5: a service level is tried out while it is typed', async ({ page }) => {
  await signIn(page)
  await page.evaluate(() => (location.hash = '#/settings/service-levels'))
  await page.getByRole('row').filter({ hasText: 'S8' }).click()
  await page.keyboard.press('Enter')
  await expect(
    page.getByText(/^Fri .* 14:00 \+ 8.00 h → Mon .* 14:00, because closed: weekend$/),
  ).toBeVisible()
  await page.getByLabel('Time to completion').fill('2')
  await page.getByLabel('Time to completion').press('Tab')
  await expect(page.getByText(/^Fri .* 14:00 \+ 2.00 h → Fri .* 16:00$/)).toBeVisible()
  await assertAccessible(page)
})
