import { expect, test, type Locator, type Page } from '@playwright/test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSheet } from 'read-excel-file/node'
import { countActions, expectMeasured } from '../support/actions'
import { demoFolder, newId, startHost, type TestHost } from '../support/host'
import { show } from '../support/screens'
import { openAsOwner } from '../support/signedIn'

let host: TestHost
test.describe.configure({ mode: 'default' })
test.beforeAll(async () => {
  host = await startHost({ folder: demoFolder() })
})
test.afterAll(() => host.close())

async function open(page: Page): Promise<void> {
  await openAsOwner(page, host)
}
const row = (page: Page, text: string | RegExp) => page.getByRole('row', { name: text })
const heading = (page: Page) => page.getByRole('heading', { level: 1 })
const option = (page: Page): Locator => page.getByRole('option').first()

test('issue 4 §2: a change in one window is in the list and the record of another and of a browser within a second', async ({
  browser,
}) => {
  const id = newId()
  await host.call('customers/createCustomer', { id, name: 'Seen everywhere' })
  // Two windows of one profile, and a browser of its own.
  const windows = await browser.newContext()
  const elsewhere = await browser.newContext()
  const [writing, list, record] = [
    await windows.newPage(),
    await windows.newPage(),
    await elsewhere.newPage(),
  ]
  for (const page of [writing, list, record]) await open(page)
  for (const page of [writing, record]) await show(page, { name: '', path: `customers/${id}` })
  await show(list, { name: '', path: 'customers' })
  await list.getByRole('searchbox').fill('everywhere')
  await expect(row(list, 'Seen everywhere')).toBeVisible()

  await writing.getByLabel('Name', { exact: true }).fill('Seen everywhere at once')
  await writing.keyboard.press('Control+s')
  await expect(heading(writing)).toContainText('at once')
  const saved = Date.now()
  await Promise.all([
    expect(row(list, 'Seen everywhere at once')).toBeVisible(),
    expect(heading(record)).toContainText('Seen everywhere at once'),
    expect(record.getByLabel('Name', { exact: true })).toHaveValue('Seen everywhere at once'),
  ])
  expect(Date.now() - saved).toBeLessThan(1000)
  await windows.close()
  await elsewhere.close()
})

/** Goes on by Tab until the field has the focus. */
async function tabTo(page: Page, field: Locator): Promise<void> {
  for (let tabs = 0; tabs < 30; tabs += 1) {
    if (await field.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Tab does not get there.')
}
test('issue 4 §3, ux §8: the main job by keyboard alone: order, line, stage, undo, post', async ({
  page,
}) => {
  test.slow()
  await open(page)
  // Nothing on the page hears the mouse.
  await page.addStyleTag({ content: '* { pointer-events: none !important }' })
  const made = countActions(page)
  await made.go('o')
  await expect(heading(page)).toHaveText('Service orders')
  await made.press('Control+n')
  await expect(page.getByRole('combobox', { name: 'Customer' })).toBeFocused()
  await made.pick('Tread Industries')
  await made.press('Control+s')
  await expect(heading(page)).toContainText('OSL-SO-')
  await made.press('1')
  await expect(page.getByText('Working hours').first(), 'proposed').toBeVisible()
  await tabTo(page, page.getByRole('combobox', { name: 'Employee' }))
  await made.pick('Kask')
  await tabTo(page, page.getByLabel('Actual'))
  await made.type('1:30')
  await made.press('Enter')
  const line = row(page, /10 Hour Working hours/)
  await expect(line).toContainText('1.50 h')
  expectMeasured('New order + line', made.count())

  const undone = countActions(page)
  await undone.press('Control+z')
  await expect(page.getByText(/^Undone: /)).toBeVisible()
  await expect(line).toBeHidden()
  expectMeasured('Undo a saved change', undone.count())
  await page.keyboard.press('Control+Shift+z')
  await expect(line).toBeVisible()

  await moveTo(page, 'In process')
  await moveTo(page, 'Done')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Post')
  await expect(option(page)).toContainText('Post')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Posting is final.')).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: 'Post 1 line' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText(/is posted$/)).toBeVisible()
})

/** `2027-01`, the month that a plan of orders begins with. */
function nextMonth(): string {
  const now = new Date()
  return new Date(Date.UTC(now.getFullYear(), now.getMonth() + 1, 1)).toISOString().slice(0, 7)
}

async function moveTo(page: Page, stage: string): Promise<void> {
  await page.keyboard.press('s')
  await expect(page.locator('[data-first]')).toBeFocused()
  for (let steps = 0; steps < 6; steps += 1) {
    if ((await page.evaluate(() => document.activeElement?.textContent))?.includes(stage)) break
    await page.keyboard.press('ArrowDown')
  }
  await page.keyboard.press('Enter')
  await expect(page.locator('main button[aria-haspopup=menu]', { hasText: stage }).first()).toBeVisible()
}

test('ux §8: an order by its number, the next stage of a row, the stage of twenty', async ({ page }) => {
  test.slow()
  await open(page)
  const move = page.getByRole('dialog').getByRole('button', { name: /^Move \d+ orders?$/ })
  const outcome = page
    .locator('.ac-toast, [role=dialog]')
    .filter({ hasText: /moved|stage/i })
    .first()
  const opened = countActions(page)
  await opened.press('Control+k')
  await opened.type('OSL-SO-000092')
  await expect(option(page)).toContainText('OSL-SO-000092')
  await opened.press('Enter')
  await expect(heading(page)).toContainText('OSL-SO-000092')
  expectMeasured('Open order by number', opened.count())

  await page.keyboard.press('g')
  await page.keyboard.press('o')
  // One that has a stage to go to: what waits for parts has none.
  await row(page, /OSL-SO-/)
    .filter({ hasText: 'Done' })
    .first()
    .click()
  const stage = countActions(page)
  await stage.press('s')
  await expect(move).toBeFocused()
  await stage.press('Enter')
  await expect(move).toBeHidden()
  await expect(outcome).toBeVisible()
  expectMeasured('Next stage, row selected', stage.count())
  await page.keyboard.press('Escape')

  const many = countActions(page)
  await many.go('o')
  await expect(row(page, /OSL-SO-/).first()).toBeVisible()
  // The last come first: they are planned, all of them.
  await many.click(page.getByRole('columnheader', { name: 'Service time' }))
  await expect(row(page, /OSL-SO-/).first()).toContainText('Planned')
  await many.click(row(page, /OSL-SO-/).first())
  await many.click(row(page, /OSL-SO-/).nth(19), ['Shift'])
  await expect(page.getByText('20 selected')).toBeVisible()
  await many.press('s')
  await expect(move).toBeFocused()
  await many.press('Enter')
  await expect(move).toBeHidden()
  await expect(outcome).toBeVisible()
  expectMeasured('Stage on 20 orders', many.count())
})

test('ux §8: an agreement is planned after a preview, and why a promise is at risk is said', async ({
  page,
}) => {
  test.slow()
  const ask = async <Answer>(path: string, input: object): Promise<Answer> => {
    const { status, body } = await host.call(path, input)
    expect(status, `${path}: ${JSON.stringify(body)}`).toBe(200)
    return body as Answer // the contract answers for the shape
  }
  interface Numbered {
    readonly id: string
    readonly number: string
    readonly version: number
  }
  const { items } = await ask<{ items: readonly (Numbered & { nextServiceDate?: string })[] }>(
    'agreements/listAgreements',
    { filter: { status: ['active'] } },
  )
  const first = nextMonth()
  const agreement = items.find(({ nextServiceDate = '' }) => nextServiceDate.startsWith(first)) ?? items[0]!
  const sla = await ask<Numbered>('sla/createSla', {
    ...{ id: newId(), code: 'QUICK', description: { en: 'Quick' }, allowance: 60 },
  })
  const customer = await ask<Numbered>('customers/createCustomer', { id: newId(), name: 'Quick Laundry' })
  const order = await ask<Numbered>('orders/createOrder', {
    ...{ id: newId(), customerId: customer.id, description: 'Gearbox', preferredServiceAt: Date.now() },
  })
  await ask('sla/setOrderSla', { orderId: order.id, expectedVersion: order.version, slaId: sla.id })
  const held = await ask<Numbered>('orders/getOrder', { orderId: order.id })
  await host.call('sla/startClock', { orderId: order.id, expectedVersion: held.version })
  await open(page)

  const planned = countActions(page)
  await planned.press('Control+k')
  await planned.type(agreement.number)
  await expect(option(page)).toContainText(agreement.number)
  await planned.press('Enter')
  await expect(heading(page)).toContainText(agreement.number)
  await planned.click(page.getByRole('button', { name: 'Plan orders' }))
  await expect(page.getByRole('button', { name: 'Preview F5' })).toBeEnabled()
  await planned.press('F5')
  await expect(page.locator('.ac-plan__totals')).toContainText(/[1-9]\d* orders?/)
  await planned.press('Control+Enter')
  await expect(heading(page)).toContainText(/^Run /)
  expectMeasured('Plan one agreement', planned.count())

  const asked = countActions(page)
  await asked.press('Control+k')
  await asked.type(order.number)
  await expect(option(page)).toContainText(order.number)
  await asked.press('Enter')
  await expect(heading(page)).toContainText(order.number)
  await expect(heading(page), 'its clock').toContainText('left')
  await asked.press('l')
  await expect(page.getByRole('dialog')).toContainText('QUICK')
  await expect(page.getByRole('dialog')).toContainText('Deadline')
  expectMeasured('Why is the SLA at risk', asked.count())
})

test('issue 4 §5: kill -9 during an export leaves no half file under the final name', async () => {
  test.setTimeout(60_000)
  const files = () => join(host.folder, 'files')
  const names = () => readdirSync(files())
  for (let at = 0; at < 800; at += 40)
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        host.call('customers/createCustomer', {
          id: newId(),
          name: `Kunde ${String(at + n)} ${'x'.repeat(60)}`,
        }),
      ),
    )
  const asked = { procedure: 'customers.listCustomers', format: 'xlsx' }
  await host.call('reports/exportList', asked)
  await expect.poll(() => names().filter((name) => !name.endsWith('.part')).length).toBe(1)
  await host.call('reports/exportList', asked)
  for (const end = Date.now() + 5000; Date.now() < end && !names().some((name) => name.endsWith('.part'));)
    await new Promise((tick) => setImmediate(tick))
  await host.kill()
  expect(names().filter((name) => name.endsWith('.part'))).toHaveLength(1)
  for (const name of names().filter((one) => !one.endsWith('.part')))
    expect((await readSheet(readFileSync(join(files(), name)))).length).toBeGreaterThan(800)

  host = await startHost({ folder: host.folder })
  // What was left goes when exports are made again.
  await host.call('reports/exportList', asked)
  await expect.poll(() => names().filter((name) => name.endsWith('.part'))).toEqual([])
})
