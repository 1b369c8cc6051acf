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

/** A company in Oslo with two users, a customer in Bergen, prices and a tree of three stages. */
test.beforeAll(async () => {
  host = await startHost()
  await ask('session/setUp', {
    language: 'en',
    company: { name: 'Fjord Service', country: 'NO', currency: 'NOK' },
    office: { name: 'Oslo', code: 'OSL', zone: 'Europe/Oslo' },
    user: { displayName: 'Nina Berg', login: 'nina', password },
  })
  await create('people/createUser', {
    login: 'jon', displayName: 'Jon Lie', roles: ['serviceManager'], password, mustChangePassword: false,
  }) // prettier-ignore
  const hour = await create('agreements/createCategory', {
    code: 'INSPECT', name: 'Inspection', type: 'hour', isDefault: true,
  }) // prettier-ignore
  const fee = await create('agreements/createCategory', {
    code: 'CALL', name: 'Call-out', type: 'fee', isDefault: true,
  }) // prettier-ignore
  const price = { kind: 'sales', currency: 'NOK', validFrom: '2020-01-01' }
  await create('agreements/createPriceRule', {
    ...price,
    type: 'hour',
    categoryId: hour.id,
    value: 11_950_000,
  })
  await create('agreements/createPriceRule', { ...price, type: 'fee', categoryId: fee.id, value: 4_500_000 })
  await create('people/createWorker', { displayName: 'Kari Hansen' })
  const planned = await create('stages/createStage', {
    code: 'PLAN', description: { en: 'Planned' }, allowPost: false,
  }) // prettier-ignore
  await create('stages/createStage', {
    code: 'DONE', description: { en: 'Done' }, parentId: planned.id, allowPost: true,
  }) // prettier-ignore
  const { id: customerId } = await create('customers/createCustomer', {
    name: 'Harbour Hotel',
    currency: 'NOK',
  })
  await create('customers/createSite', {
    customerId, kind: 'main', name: 'Front house', city: 'Bergen', country: 'NO', zone: 'Europe/Oslo',
  }) // prettier-ignore
})
test.afterAll(() => host.close())

async function signIn(page: Page, login: string): Promise<void> {
  await openAs(page, host, login, password)
}

const toOrders = (page: Page) => page.getByRole('link', { name: 'Service orders' }).first().click()
const row = (page: Page, text: string) => page.getByRole('row', { name: text })

test('the main job: an order with an hour and a fee, moved, posted and found again', async ({ page }) => {
  test.slow()
  await signIn(page, 'nina')
  await toOrders(page)
  await expect(page.getByText('Nothing here yet')).toBeVisible()
  await page.keyboard.press('Control+n')

  await page.getByRole('combobox', { name: 'Customer' }).fill('Harbour')
  await page.getByRole('option', { name: /Harbour Hotel/ }).click()
  await expect(page.getByText(/^Front house/), 'proposed').toBeVisible()
  await page.getByLabel('Description (optional)').fill('Boiler leaks')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('heading', { name: /OSL-SO-000001 Boiler leaks/ })).toBeVisible()

  await page.keyboard.press('1')
  await expect(page.getByText('The price search finds 1,195.00 NOK: base price, category.')).toBeVisible()
  await page.getByRole('combobox', { name: 'Employee' }).fill('Kari')
  await page.getByRole('option', { name: /Kari Hansen/ }).click()
  await page.getByLabel('Actual').fill('1:30')
  await page.keyboard.press('Enter')
  await expect(row(page, '10 Hour Inspection')).toContainText('1,792.50')

  await page.keyboard.press('Insert')
  await page.keyboard.press('4')
  await page.getByLabel('Actual').fill('2')
  await page.keyboard.press('Enter')
  await expect(row(page, '20 Fee Call-out')).toContainText('900.00')
  await expect(page.getByText('2,692.50 NOK').first()).toBeVisible()

  await assertAccessible(page)
  const post = page.getByRole('button', { name: /^Post/ })
  await expect(post, 'says why not').toHaveAccessibleName(/stage does not allow posting/)
  await page.keyboard.press('s')
  await expect(page.locator('[data-first]')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(post).toHaveAccessibleName('Post')
  await post.click()
  await expect(page.getByText('Posting is final.')).toBeVisible()
  await page.getByRole('button', { name: 'Post 2 lines' }).click()
  await expect(page.getByText('OSL-SO-000001 is posted')).toBeVisible()
  await page.getByRole('button', { name: 'Close' }).last().click()

  await page.reload()
  await expect(page.getByRole('heading', { name: /OSL-SO-000001/ })).toContainText('Posted')
  await toOrders(page)
  await page.getByRole('tab', { name: 'All' }).click()
  await page.getByRole('searchbox').fill('Boiler')
  await expect(row(page, 'OSL-SO-000001')).toContainText('Posted')
  await row(page, 'OSL-SO-000001').click()
  await page.keyboard.press('Space')
  await expect(page.getByRole('complementary')).toContainText('2,692.50 NOK')
  await assertAccessible(page)
})

async function newOrder(description: string): Promise<Kept> {
  const { items } = await ask<{ items: Kept[] }>('customers/listCustomers', {})
  return create('orders/createOrder', { customerId: items[0]?.id, description })
}

test('R-04.21: of two users the second gets the conflict, and what he has typed stays', async ({
  browser,
}) => {
  const order = await newOrder('Door is stuck')
  const [first, second] = [await browser.newPage(), await browser.newPage()]
  for (const [page, login] of [
    [first, 'jon'],
    [second, 'nina'],
  ] as const) {
    await signIn(page, login)
    await page.evaluate((id) => (location.hash = `#/orders/${id}`), order.id)
    await expect(page.getByRole('heading', { name: /Door is stuck/ })).toBeVisible()
  }
  const description = (page: Page) => page.getByLabel('Description (optional)')
  await description(second).fill('Door is stuck, second floor')
  await description(first).fill('Door is stuck, garage')
  await first.keyboard.press('Control+s')
  await expect(first.getByText('Saved', { exact: true })).toBeVisible()

  const stale = { orderId: order.id, expectedVersion: order.version, patch: { description: 'Too late' } }
  const refused = await host.call('orders/updateOrder', stale)
  expect(refused.body).toMatchObject({ code: 'CONFLICT', data: { currentVersion: order.version + 1 } })

  await second.keyboard.press('Control+s')
  const dialog = second.getByRole('dialog')
  await expect(dialog.getByText('Door is stuck, garage')).toBeVisible()
  await expect(dialog.getByText('Door is stuck, second floor')).toBeVisible()
  await expect(description(second)).toHaveValue('Door is stuck, second floor')
  await dialog.getByRole('button', { name: 'Keep all mine' }).click()
  await dialog.getByRole('button', { name: 'Save result' }).click()
  await expect(first.getByRole('heading', { name: /second floor/ })).toBeVisible()
  await first.close()
  await second.close()
})

test('R-04.13: nothing selected is refused; R-04.12: bulk cancel tells what each order comes to', async ({
  page,
}) => {
  for (const path of ['orders/cancelOrders', 'orders/deleteOrders'])
    expect((await host.call(path, { orderIds: [] })).body).toMatchObject({ code: 'NO_SELECTION' })
  await newOrder('Filter change')
  await signIn(page, 'nina')
  await toOrders(page)
  await page.getByRole('searchbox').fill('no such order')
  await page.getByRole('button', { name: 'Clear filter' }).first().focus()
  await page.keyboard.press('s')
  await expect(page.getByText('Please select at least one record.')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filter' }).first().click()

  await row(page, 'Filter change').click()
  await page.keyboard.press('x')
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByText('Cancel orders').click()
  await expect(page.getByText('1 will be done, 0 left as they are.')).toBeVisible()
  await page.getByLabel('Reason').fill('Customer called it off')
  await page.getByRole('button', { name: 'Cancel 1 order' }).click()
  await expect(page.getByText('1 done, 0 left as they were.')).toBeVisible()
  await page.getByRole('button', { name: 'Close' }).last().click()
  await expect(row(page, 'Filter change')).toBeHidden()
})
