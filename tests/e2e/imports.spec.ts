import { expect, test, type Page } from '@playwright/test'
import { resolve } from 'node:path'
import { assertAccessible } from '../support/axe'
import { startHost, type TestHost } from '../support/host'

const customers = resolve('../shared/data/adventureworks/customers.csv')
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
  await page.getByLabel('Town of the office').fill('Oslo')
  await page.getByLabel('Your name').fill('Nina Berg')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Begin' }).click()
  await expect(page.getByRole('heading', { name: 'Good day, Nina Berg' })).toBeVisible()
}

const tile = (page: Page, name: RegExp) => page.getByRole('button', { name })

async function chooseFile(page: Page, files: Parameters<ReturnType<Page['getByLabel']>['setInputFiles']>[0]) {
  await page.getByRole('link', { name: 'Import' }).first().click()
  await page.getByRole('button', { name: 'New import' }).first().click()
  await page.locator('input[type=file]').setInputFiles(files)
}

test.describe.configure({ mode: 'serial' })

test('R-01.21: 701 customers come in through the wizard, are found, and go again', async ({ page }) => {
  await firstRun(page)
  await chooseFile(page, customers)
  await expect(page.getByRole('radio', { name: 'Customers' })).toBeChecked()
  await assertAccessible(page)
  await page.getByRole('button', { name: 'Go on to the columns' }).click()

  await expect(page.getByLabel('Column for Number')).toHaveValue('customer_number')
  await expect(page.getByRole('region', { name: 'First rows of the file' }).getByRole('row')).toHaveCount(21)
  await assertAccessible(page)
  await page.getByRole('button', { name: 'Check the file' }).click()

  await expect(tile(page, /^701 New$/)).toBeVisible()
  await tile(page, /^2 Warnings$/).click()
  await expect(page.getByRole('grid').getByText('Another line has the same name.').first()).toBeVisible()
  await assertAccessible(page)
  await page.getByRole('button', { name: 'Go on', exact: true }).click()

  const commit = page.getByRole('button', { name: 'Import 701 records' })
  await expect(commit).toBeDisabled()
  await page.getByLabel('I have seen the 2 warnings.').check()
  await commit.click()
  await expect(page.getByText(/Number .*-IMP-/)).toBeVisible()

  await page.getByRole('link', { name: 'Customers' }).first().click()
  await page.getByRole('searchbox', { name: 'Search this list' }).fill('Next-Door Bike')
  await expect(page.getByRole('grid').getByText('AW00000585')).toBeVisible()

  await page.getByRole('link', { name: 'Import' }).first().click()
  await page.getByRole('grid').getByText('customers.csv').dblclick()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page
    .getByRole('dialog')
    .getByLabel(/Reason/)
    .fill('Wrong company')
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Taken back')).toBeVisible()
  const { body } = await host.call('customers/listCustomers', { limit: 1, withCount: true })
  expect(body).toMatchObject({ count: 0 })
})

test('R-01.20: a file with errors shows them and cannot be committed', async ({ page }) => {
  await page.goto(host.openingUrl)
  await page.getByLabel('User', { exact: true }).fill('owner')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  const text = 'customer_number,name\nA1,One\nA2,Two\nA3,\nA4,Four\nA2,Five\n'
  await chooseFile(page, { name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await page.getByRole('button', { name: 'Go on to the columns' }).click()
  await page.getByLabel('Value for Currency').fill('NOK')
  await page.getByRole('button', { name: 'Check the file' }).click()

  await expect(tile(page, /^2 Errors$/)).toBeVisible()
  await expect(page.getByRole('grid').getByText('An earlier line has the same key.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Go on', exact: true })).toHaveCount(0)
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save the rows with errors' }).click()
  expect((await saved).suggestedFilename()).toBe('customers-errors.csv')
})
