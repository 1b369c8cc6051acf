import { expect, test, type Page } from '@playwright/test'
import { assertAccessible } from '../support/axe'
import { demoFolder, startHost, type TestHost } from '../support/host'
import { openAs } from '../support/signedIn'

let host: TestHost
test.beforeAll(async () => {
  host = await startHost({ folder: demoFolder() })
})
test.afterAll(() => host.close())

async function signIn(page: Page, hash: string): Promise<void> {
  await openAs(page, host, 'manager', 'aftercare-demo')
  await expect(page.getByRole('heading', { name: /Good day/ })).toBeVisible()
  await page.evaluate((to) => (location.hash = to), hash)
}

/** Takes the first record that a reference field offers for a text. */
async function choose(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(text)
  await page
    .getByRole('option', { name: new RegExp(text) })
    .first()
    .click()
}

test('creates an item with a price through the screens and finds it again', async ({ page }) => {
  await signIn(page, '#/items')
  await page.getByRole('button', { name: 'New item' }).first().click()
  await page.getByLabel('Number', { exact: true }).fill('GB-1040')
  await page.getByLabel('Name', { exact: true }).fill('Gearbox seal')
  await choose(page, 'Unit', 'Each')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('heading', { name: 'GB-1040 Gearbox seal' })).toBeVisible()

  await page.getByRole('tab', { name: 'Prices' }).click()
  await page.getByRole('button', { name: 'Set a price' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Price per unit').fill('46,60')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('gridcell', { name: '46.60' })).toBeVisible()
  await assertAccessible(page)

  await page.evaluate(() => (location.hash = '#/items'))
  await page.getByRole('searchbox').fill('gearbox')
  await page.getByRole('gridcell', { name: 'GB-1040' }).dblclick()
  await expect(page.getByRole('heading', { name: 'GB-1040 Gearbox seal' })).toBeVisible()
})

test('INTERVAL_OVERLAP stands beside the day whose shifts overlap; a shift over midnight is cut in two', async ({
  page,
}) => {
  await signIn(page, '#/settings/calendars/new')
  await page.getByLabel('Code').fill('NIGHT')
  await page.getByLabel('Name', { exact: true }).fill('Night shift')
  await page.getByLabel('Monday').fill('8-12, 11-16')
  await page.keyboard.press('Control+s')
  const monday = page.locator('.v-input', { has: page.getByLabel('Monday') })
  await expect(monday).toContainText('Two entries overlap.')

  await page.getByLabel('Monday').fill('22-6')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('heading', { name: 'NIGHT Night shift' })).toBeVisible()
  await expect(page.getByLabel('Monday')).toHaveValue('22:00–24:00')
  await expect(page.getByLabel('Tuesday')).toHaveValue('00:00–06:00')

  await page.getByRole('tab', { name: 'Year' }).click()
  await expect(page.getByRole('rowheader', { name: 'December' })).toBeVisible()
  await assertAccessible(page)
})
