import { expect, test, type Page } from '@playwright/test'
import { assertAccessible } from '../support/axe'
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

let customerId = ''

/** A tree Planned → Doing → Done, of which Doing wants a reason, and forty open orders in Planned. */
test.beforeAll(async () => {
  host = await startHost()
  await ask('session/setUp', {
    language: 'en',
    company: { name: 'Fjord Service', country: 'NO', currency: 'NOK' },
    office: { name: 'Oslo', code: 'OSL', zone: 'Europe/Oslo' },
    user: { displayName: 'Nina Berg', login: 'nina', password },
  })
  const stage = (code: string, en: string, fields: object = {}) =>
    create('stages/createStage', { code, description: { en }, ...fields })
  const planned = await stage('PLAN', 'Planned')
  const doing = await stage('DOING', 'Doing', { parentId: planned.id, reasonRequired: true })
  await stage('DONE', 'Done', { parentId: doing.id })
  await create('stages/createReasonCode', {
    ...{ code: 'START', description: { en: 'Parts are here' }, uses: ['stageChange'] },
  })
  customerId = (await create('customers/createCustomer', { name: 'Harbour Hotel', currency: 'NOK' })).id
  for (let hour = 0; hour < 40; hour += 1)
    await create('orders/createOrder', {
      ...{ customerId, description: 'Boiler', priority: hour === 0 ? 'high' : 'normal' },
      preferredServiceAt: Date.UTC(2026, 2, 10, hour),
    })
})
test.afterAll(() => host.close())

async function signIn(page: Page): Promise<void> {
  await openAs(page, host, 'nina', password)
  await expect(page.getByRole('navigation').first()).toBeVisible()
}
async function toBoard(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Service orders' }).first().click()
  await page.getByRole('link', { name: 'Board', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Stage board' })).toBeVisible()
}
const column = (page: Page, name: string) => page.getByRole('region', { name: new RegExp(`^${name},`) })
const card = (page: Page, name: string, number: string) =>
  column(page, name).getByRole('button', { name: new RegExp(`^${number}`) })

test('issue 4 §1: the stage board shows a column a stage by pages, and moves by key what the tree permits', async ({
  page,
}) => {
  test.slow()
  await signIn(page)
  await toBoard(page)

  await expect(page.getByRole('region', { name: 'Planned, 40 open orders' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Done, 0 open orders' })).toBeVisible()
  await expect(column(page, 'Planned').locator('[data-card]')).toHaveCount(30)
  // Scrolling to its end brings the rest; the button does it for who does not scroll.
  await column(page, 'Planned').getByRole('button', { name: 'Show more' }).dispatchEvent('click')
  await expect(column(page, 'Planned').locator('[data-card]')).toHaveCount(40)
  await assertAccessible(page)

  await card(page, 'Planned', 'OSL-SO-000001').focus()
  await page.keyboard.press('ArrowDown')
  await expect(card(page, 'Planned', 'OSL-SO-000002')).toBeFocused()
  await page.keyboard.press('s')
  await expect(page.locator('[data-first]')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Move to Doing'), 'the stage wants a reason').toBeVisible()
  await page.getByRole('button', { name: 'Move', exact: true }).click()

  await expect(card(page, 'Doing', 'OSL-SO-000002')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Planned, 39 open orders' })).toBeVisible()
})

test('R05-21: a card that is dropped where it may not go stays, and the board says why', async ({ page }) => {
  await signIn(page)
  await toBoard(page)
  await card(page, 'Planned', 'OSL-SO-000001').dragTo(column(page, 'Done'))

  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  await dialog.getByRole('button', { name: /Back|Close/ }).click()
  await expect(card(page, 'Planned', 'OSL-SO-000001')).toBeVisible()
})

test('issue 4 §2: what another window does appears on the board; its filter holds', async ({ page }) => {
  await signIn(page)
  await toBoard(page)
  await expect(column(page, 'Planned')).toBeVisible()
  await create('orders/createOrder', {
    customerId,
    description: 'New',
    priority: 'high',
    preferredServiceAt: Date.UTC(2026, 2, 9),
  })
  await expect(card(page, 'Planned', 'OSL-SO-000041')).toBeAttached()

  await page.getByRole('combobox', { name: 'Priority' }).press('ArrowDown')
  await page.getByRole('option', { name: 'High' }).click()
  await expect(page.getByRole('region', { name: 'Planned, 2 open orders' })).toBeVisible()
})

test('04 §5: a case by keyboard: created, said, taken up, closed with its resolution', async ({ page }) => {
  test.slow()
  await create('orders/createCaseCategory', { code: 'NOISE', name: 'Noise' })
  await signIn(page)
  await page.getByRole('link', { name: 'Cases' }).first().click()
  await expect(page.getByRole('heading', { name: 'Cases' })).toBeVisible()
  await page.keyboard.press('Control+n')
  await page.getByRole('combobox', { name: 'Customer' }).fill('Harbour')
  await page.getByRole('option', { name: /Harbour Hotel/ }).click()
  await page.getByLabel('Title').fill('The boiler knocks')
  await page.getByRole('combobox', { name: 'Category' }).fill('Noise')
  await page.getByRole('option', { name: /Noise/ }).click()
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('heading', { name: /OSL-CAS-000001/ })).toBeVisible()

  await page.getByLabel('What was said').fill('Knocks since Monday')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('region', { name: 'Log' }).getByText('Knocks since Monday')).toBeVisible()
  await assertAccessible(page)
  await page.getByRole('button', { name: 'Take up' }).click()
  await page.getByRole('button', { name: 'Close case' }).click()
  await page.getByRole('dialog').getByLabel('Resolution').fill('Bled the pipes')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { name: /OSL-CAS-000001/ })).toContainText('Closed')
})

test('12 §5: a report is run and taken along as a file', async ({ page }) => {
  await signIn(page)
  await page.getByRole('link', { name: 'Reports' }).first().click()
  await page.getByRole('textbox', { name: 'Service date from' }).fill('01.03.2026')
  await page.getByRole('textbox', { name: 'Service date to' }).fill('31.03.2026')
  await page.getByRole('button', { name: 'Run' }).click()

  // The tests before made some of their own.
  const march = {
    filter: { serviceDate: { from: '2026-03-01', to: '2026-03-31' } },
    limit: 1,
    withCount: true,
  }
  const { count } = await ask<{ count: number }>('orders/listOrders', march)
  expect(count).toBeGreaterThanOrEqual(40)
  await expect(page.getByRole('row', { name: /^Total/ })).toContainText(String(count))
  await assertAccessible(page)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'PDF' }).click()
  expect((await download).suggestedFilename()).toBe('Service order progress.pdf')
})
