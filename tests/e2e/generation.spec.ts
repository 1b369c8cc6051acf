import { expect, test, type Page } from '@playwright/test'
import { demoFolder, newId, startHost, type TestHost } from '../support/host'
import { firstOf, show } from '../support/screens'
import { openAsOwner } from '../support/signedIn'

let host: TestHost
test.describe.configure({ mode: 'default' })
test.beforeAll(async () => {
  host = await startHost({ folder: demoFolder() })
})
test.afterAll(() => host.close())

async function call<Answer extends object>(path: string, input: object): Promise<Answer> {
  const { status, body } = await host.call(path, input)
  expect(status, `${path}: ${JSON.stringify(body)}`).toBe(200)
  return body as Answer // the contract answers for the shape
}

async function intervalOf(code: string): Promise<string> {
  const { items } = await call<{ items: { id: string; code: string }[] }>('generation/listIntervals', {})
  return items.find((one) => one.code === code)!.id
}

/** The documented example (E1): lines from 1 April 2007 weekly, every two weeks, weekly, on two objects. */
async function exampleOne(combine: string): Promise<string> {
  const customerId = await firstOf(host, 'customers/listCustomers')
  const objects = await Promise.all(
    ['X-1', 'X-2'].map((description) =>
      call<{ id: string }>('objects/createObject', { id: newId(), description, customerId }),
    ),
  )
  const { id: accountId } = await call<{ id: string }>('agreements/createBillingAccount', {
    id: newId(), name: 'Care', customerId, type: 'timeAndMaterial',
  }) // prettier-ignore
  const { items: categories } = await call<{ items: { id: string; code: string }[] }>(
    'agreements/listCategories',
    {},
  )
  const categoryId = categories.find(({ code }) => code === 'HOUR')!.id
  const { id: groupId } = await call<{ id: string }>('agreements/createAgreementGroup', {
    ...{ id: newId(), code: newId().slice(-8), description: 'Presses' },
  })
  const [weekly, twoWeeks] = [await intervalOf('1W'), await intervalOf('2W')]
  const line = (objectId: string, intervalId: string) => ({
    ...{ id: newId(), type: 'hour', categoryId, quantity: 120, objectId, intervalId },
    startDate: '2007-04-01',
  })
  const [first, second] = objects.map(({ id }) => id)
  const made = await call<{ id: string; version: number }>('agreements/createAgreement', {
    ...{ id: newId(), customerId, billingAccountId: accountId, description: 'Presses', groupId, combine },
    startDate: '2007-03-31',
    objectRelations: objects.map(({ id }) => ({ objectId: id })),
    lines: [line(first!, weekly), line(second!, twoWeeks), line(second!, weekly)],
  })
  await call('agreements/activate', { agreementId: made.id, expectedVersion: made.version })
  return made.id
}

async function openPlan(page: Page, agreementId: string): Promise<void> {
  await openAsOwner(page, host)
  await show(page, { name: '', path: `generation?agreement=${agreementId}` })
  await page.getByRole('textbox', { name: 'From' }).fill('01/04/2007')
  await page.getByRole('textbox', { name: 'To' }).fill('30/04/2007')
  await page.keyboard.press('Tab')
}
const totals = (page: Page) => page.locator('.ac-plan__totals')
const dataRows = (page: Page) => page.getByRole('grid').getByRole('row')

test('R-03.01: the documented example by object is looked at, created and undone from the screens', async ({
  page,
}) => {
  const agreementId = await exampleOne('object')
  await openPlan(page, agreementId)

  await page.keyboard.press('F5')
  await expect(totals(page)).toHaveText(/^10 orders, 13 lines, 26(\.0+|:00)? h, 0 skipped/)
  await expect(dataRows(page)).toHaveCount(11)
  await page.getByRole('tab', { name: 'Calendar' }).click()
  await expect(page.getByRole('table', { name: 'April 2007: 10 orders' })).toBeVisible()
  await page.getByRole('button', { name: /15\/04\/2007: 2 orders/ }).click()
  await expect(dataRows(page)).toHaveCount(3)

  const taken = page.waitForEvent('download')
  await page.keyboard.press('Control+e')
  expect((await taken).suggestedFilename()).toMatch(/xlsx$/)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/^Run .*-GEN-\d{6}/)
  await expect(totals(page)).toContainText('10 orders, 13 lines')
  await expect(page.getByText('Created', { exact: true })).toBeVisible()

  await page.getByRole('button', { name: 'Undo run…' }).click()
  await page.getByRole('dialog').getByLabel('Reason').fill('Wrong month')
  await page.getByRole('dialog').getByRole('button', { name: 'Undo run' }).click()
  await expect(page.getByText('Undone', { exact: true })).toBeVisible()
  await expect(page.getByText(/Undone .*: Wrong month/)).toBeVisible()
})

test('R-03.02, R-03.18: a change of parameters clears the plan, and what is there already is not created again', async ({
  page,
}) => {
  const agreementId = await exampleOne('agreement')
  await openPlan(page, agreementId)
  await page.keyboard.press('F5')
  await expect(totals(page)).toContainText('5 orders, 13 lines')

  await page.getByLabel('Fee', { exact: true }).uncheck()
  await expect(totals(page)).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Create orders' })).toBeDisabled()
  await page.keyboard.press('F5')
  await page.getByRole('button', { name: 'Create 5 orders' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/^Run/)

  await openPlan(page, agreementId)
  await page.keyboard.press('F5')
  await expect(totals(page)).toContainText('0 orders, 0 lines')
  await page.getByRole('tab', { name: 'Skipped' }).click()
  await expect(page.getByRole('gridcell', { name: 'Created already' })).toHaveCount(13)
  await expect(page.getByRole('button', { name: 'Create orders' })).toBeDisabled()
})

test('R-03.18: a plan whose data changed meanwhile is not written, and the new one says what differs', async ({
  page,
}) => {
  const agreementId = await exampleOne('agreement')
  await openPlan(page, agreementId)
  await page.keyboard.press('F5')
  await expect(totals(page)).toContainText('5 orders, 13 lines')
  const agreement = await call<{ version: number; lines: { id: string }[] }>('agreements/getAgreement', {
    agreementId,
  })
  await call('agreements/stopLine', {
    expectedVersion: agreement.version, lineId: agreement.lines[1]!.id, date: '2007-04-01', reason: 'Sold',
  }) // prettier-ignore

  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('region', { name: 'Plan' }).getByRole('alert')).toContainText(
    'Nothing was written',
  )
  await expect(page.getByRole('region', { name: 'Plan' }).getByRole('alert')).toContainText(
    'line 20: no longer created on 15/04/2007',
  )
  await expect(totals(page)).toContainText('5 orders, 10 lines')
})

test('R-03.22: a deleted order is skipped, and its dates can be made available again', async ({ page }) => {
  const agreementId = await exampleOne('agreement')
  await openPlan(page, agreementId)
  await page.keyboard.press('F5')
  await page.getByRole('button', { name: 'Create 5 orders' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/^Run/)
  const { items } = await call<{ items: { id: string; version: number }[] }>('orders/listOrders', {
    filter: { agreementId: [agreementId], serviceDate: { from: '2007-04-29', to: '2007-04-29' } },
  })
  await call('orders/deleteOrder', { orderId: items[0]!.id, expectedVersion: items[0]!.version })

  await openPlan(page, agreementId)
  await page.keyboard.press('F5')
  await expect(totals(page)).toContainText('0 orders, 0 lines')
  await page.getByRole('tab', { name: 'Skipped' }).click()
  await expect(page.getByRole('gridcell', { name: 'Created earlier and deleted' })).toHaveCount(3)
  await page.getByRole('gridcell', { name: 'Created earlier and deleted' }).first().dblclick()
  await page.getByRole('button', { name: 'Make date available again' }).click()
  await expect(totals(page)).toContainText('1 order, 1 line')
})

test('03 §5: an interval shows its next twelve dates as it is written', async ({ page }) => {
  await openAsOwner(page, host)
  await show(page, { name: '', path: 'settings/service-intervals/new' })
  await page.getByRole('textbox', { name: 'Line starts on' }).fill('30/04/2027')
  await page.getByLabel('End of month').press('Enter')
  await page.getByRole('option', { name: 'Always the last day' }).click()

  const dates = page.getByRole('region', { name: 'Next twelve dates' }).getByRole('listitem')
  await expect(dates).toHaveCount(12)
  await expect(dates.nth(1)).toContainText('31/05/2027')
})
