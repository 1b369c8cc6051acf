import { expect, test, type Page } from '@playwright/test'
import { v7 } from 'uuid'
import { assertAccessible } from '../support/axe'
import { startHost, type TestHost } from '../support/host'

const password = 'correct-horse-1'
let host: TestHost
test.beforeAll(async () => {
  host = await startHost()
})
test.afterAll(() => host.close())

async function firstRun(page: Page): Promise<void> {
  await page.goto(host.openingUrl)
  await page.getByLabel('My own company').check()
  await page.getByLabel('Company name').fill('Fjord Lifts AS')
  await page.getByLabel('Country').fill('Norway')
  await page.keyboard.press('Enter')
  await page.getByLabel('Town of the office').fill('Ålesund')
  await page.getByLabel('Your name').fill('Nina Berg')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await expect(page.getByLabel('Office code')).toHaveValue('ALE')
  await expect(page.getByLabel('Currency')).toHaveValue(/NOK/)
  await page.getByRole('button', { name: 'Begin' }).click()
}

async function signIn(page: Page): Promise<void> {
  await page.goto(host.openingUrl)
  await page.getByLabel('User', { exact: true }).fill('owner')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Good day, Nina Berg' })).toBeVisible()
}

const grid = (page: Page) => page.getByRole('grid', { name: 'Customers' })

test.describe.configure({ mode: 'serial' })

test('R01-31: first run proposes currency and office code, and signs the owner in', async ({ page }) => {
  await firstRun(page)
  await expect(page.getByRole('heading', { name: 'Good day, Nina Berg' })).toBeVisible()

  await page.reload()
  await expect(page.getByRole('heading', { name: 'Good day, Nina Berg' })).toBeVisible()
})

test('R01-01: a wrong password says no more than that', async ({ page }) => {
  await page.goto(host.openingUrl)
  await page.getByLabel('User', { exact: true }).fill('owner')
  await page.getByLabel('Password', { exact: true }).fill('wrong-password')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('User or password is wrong.')).toBeVisible()
})

test('creates a customer by keyboard, with its number from the series and its history', async ({ page }) => {
  await signIn(page)
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await expect(page.getByText('Nothing here yet')).toBeVisible()

  await page.keyboard.press('Control+n')
  await page.getByLabel('Name').fill('Harbour Hotel')
  await page.getByLabel('Annual sales (optional)').fill('1 234,50')
  await page.keyboard.press('Control+s')

  await expect(page.getByRole('heading', { name: 'ALE-CU-000001 Harbour Hotel' })).toBeVisible()
  await page.keyboard.press('Alt+8')
  await expect(page.getByText('Customer created')).toBeVisible()
  await expect(page.getByText('1,234.50 NOK')).toBeVisible()
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(grid(page).getByText('Harbour Hotel')).toBeVisible()
  await assertAccessible(page)
})

test('walks, sorts, searches and selects a list by keyboard, whatever its length', async ({ page }) => {
  for (let at = 2; at <= 250; at++)
    await host.call('customers/createCustomer', { id: v7(), name: `Customer ${String(at).padStart(3, '0')}` })
  await signIn(page)
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await expect(page.getByText('250 records')).toBeVisible()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '251')

  await grid(page).getByText('Customer 002').click()
  await page.keyboard.press('End')
  await expect(grid(page).getByRole('row', { name: /Harbour Hotel/ })).toBeFocused()
  await page.keyboard.press('Home')
  await expect(grid(page).getByRole('row', { name: /Customer 002/ })).toBeFocused()

  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(grid(page).getByRole('columnheader', { name: 'Number' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  )
  await page.keyboard.press('f')
  await page.keyboard.type('harb')
  await expect(page.getByText('1 record', { exact: true })).toBeVisible()
  await page.keyboard.type('7777')
  await expect(page.getByText('No hits')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filter' }).first().click()
  await expect(page.getByText('250 records')).toBeVisible()
})

test('R-01.39: two people change the same field, and the second one chooses', async ({ page }) => {
  const id = v7()
  await host.call('customers/createCustomer', { id, name: 'Shared' })
  await signIn(page)
  await page.evaluate((to) => (location.hash = to), `#/customers/${id}`)
  await page.getByLabel('Name').fill('Mine')
  await host.call('customers/updateCustomer', {
    customerId: id,
    expectedVersion: 1,
    patch: { name: 'Theirs', taxNumber: 'NO 1' },
  })

  await expect(page.getByText('Someone else has changed fields that you have typed in.')).toBeVisible()
  await expect(page.getByLabel('Tax number (optional)')).toHaveValue('NO 1')
  await page.keyboard.press('Control+s')
  await page.getByRole('radio', { name: 'Mine' }).check()
  await page.getByRole('button', { name: 'Save result' }).click()

  await expect(page.getByRole('heading', { name: /Mine/ })).toBeVisible()
  const { body } = await host.call('customers/getCustomer', { customerId: id })
  expect(body).toMatchObject({ name: 'Mine', taxNumber: 'NO 1', version: 3 })
})

test('R01-05: a customer with a site is not deleted but deactivated', async ({ page }) => {
  const id = v7()
  await host.call('customers/createCustomer', { id, name: 'With a site' })
  await host.call('customers/createSite', {
    id: v7(),
    customerId: id,
    name: 'Main',
    country: 'NO',
    zone: 'Europe/Oslo',
  })
  await signIn(page)
  await page.evaluate((to) => (location.hash = to), `#/customers/${id}`)

  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('1 site')).toBeVisible()
  await assertAccessible(page)
  await page.getByRole('button', { name: 'Deactivate' }).click()

  await expect(page.getByRole('heading', { name: /With a site Inactive/ })).toBeVisible()
})

test('R01-02: the lock hides the screen and keeps what was typed', async ({ page }) => {
  await signIn(page)
  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await page.getByRole('button', { name: 'New customer' }).first().click()
  await page.getByLabel('Name').fill('Half typed')

  await page.getByRole('button', { name: /Nina Berg/ }).click()
  await page.getByText('Lock', { exact: true }).click()
  await expect(page.getByRole('dialog', { name: 'Locked' })).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Unlock' }).click()

  await expect(page.getByLabel('Name')).toHaveValue('Half typed')
})
