import { expect, test, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { readSheet } from 'read-excel-file/node'
import { assertAccessible } from '../support/axe'
import { startHost, type TestHost } from '../support/host'
import { openAs } from '../support/signedIn'

const password = 'correct-horse-1'
let host: TestHost
test.beforeAll(async () => {
  host = await startHost()
})
test.afterAll(() => host.close())

const grid = (page: Page) => page.getByRole('grid', { name: 'Customers' })
const cell = (page: Page, row: number, column: number) =>
  grid(page).getByRole('row').nth(row).getByRole('gridcell').nth(column)

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

/** Three customers over HTTP, as any other program would make them. */
async function customers(): Promise<void> {
  for (const [at, name] of ['Alta Heis', 'Bergen Lift', 'Drammen Service'].entries()) {
    const { status } = await host.call('customers/createCustomer', {
      id: `01890000-0000-7000-8000-00000000000${String(at)}`,
      name,
      employeeCount: at,
    })
    expect(status).toBe(200)
  }
}

async function open(page: Page): Promise<void> {
  await openAs(page, host, 'owner', password)
  await page.getByRole('link', { name: 'Customers' }).first().click()
  await expect(grid(page)).toBeVisible()
}

test.describe.configure({ mode: 'serial' })
test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

test('ux §3: a cell is changed in its row: F2, Enter goes down, Esc puts back, a wrong entry says so', async ({
  page,
}) => {
  await firstRun(page)
  await customers()
  await page.getByRole('link', { name: 'Customers' }).first().click()
  await cell(page, 1, 1).click()
  await page.keyboard.press('F2')
  await page.keyboard.type('Alta Heis & Rulletrapp')
  await page.keyboard.press('Enter')
  await expect(cell(page, 1, 1)).toHaveText('Alta Heis & Rulletrapp')
  await expect(grid(page).getByRole('textbox')).toHaveValue('Bergen Lift')
  await page.keyboard.press('Escape')
  await expect(grid(page).getByRole('textbox')).toHaveCount(0)

  await cell(page, 1, 8).dblclick()
  await page.keyboard.type('many')
  await page.keyboard.press('Enter')
  await expect(grid(page).getByRole('alert')).toContainText('Type a number')
  await page.keyboard.press('Escape')
  await expect(cell(page, 1, 8)).toHaveText('0')
})

test('ux §3: cells are copied as text and pasted after a look at what changes', async ({ page }) => {
  await open(page)
  await cell(page, 1, 1).click()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Control+c')
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied.split(/\r?\n/)).toEqual(['Alta Heis & Rulletrapp', 'Bergen Lift'])

  await page.evaluate(() => navigator.clipboard.writeText('Alta Heis\nBergen Service\n'))
  await page.keyboard.press('Escape')
  await cell(page, 1, 1).click()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Control+v')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('2 records change')).toBeVisible()
  await dialog.getByRole('button', { name: 'Change 2 records' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(cell(page, 2, 1)).toHaveText('Bergen Service')
})

test('01 §2.8: a changed list shows a dot, is saved as a view and found again', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: 'Columns' }).click()
  const columns = page.getByRole('dialog', { name: 'Columns' })
  await columns.getByRole('checkbox', { name: 'Country' }).uncheck()
  await page.keyboard.press('Escape')
  await expect(grid(page).getByRole('columnheader', { name: 'Country' })).toHaveCount(0)
  await page.getByRole('button', { name: 'View, changed' }).click()
  await page.getByText('Save as a new view').click()
  await page.getByLabel('Name of the view').fill('Short')
  await page.getByLabel('Opens this list').check()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('tab', { name: 'Short' })).toHaveAttribute('aria-selected', 'true')

  await page.reload()
  await expect(page.getByRole('tab', { name: 'Short' })).toHaveAttribute('aria-selected', 'true')
  await expect(grid(page).getByRole('columnheader', { name: 'Country' })).toHaveCount(0)
  await page.getByRole('tab', { name: 'All' }).click()
  await expect(grid(page).getByRole('columnheader', { name: 'Country' })).toHaveCount(1)
})

test('ux §3: columns by keyboard: wider, moved, frozen; rows grouped with their count', async ({ page }) => {
  await open(page)
  await page.getByRole('tab', { name: 'All' }).click()
  const head = grid(page).getByRole('columnheader', { name: 'Number' })
  const { width } = (await head.boundingBox())!
  await head.focus()
  await page.keyboard.press('Shift+ArrowRight')
  await expect.poll(async () => Math.round((await head.boundingBox())!.width - width)).toBe(16)
  await page.keyboard.press('Control+ArrowRight')
  await expect(grid(page).getByRole('columnheader').nth(1)).toHaveAccessibleName('Number')

  await page.getByRole('button', { name: 'Columns' }).click()
  await page.locator('.v-select', { hasText: 'Group by' }).click()
  await page.getByRole('option', { name: 'Status' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByText('Active').and(page.locator('.ac-group strong'))).toBeVisible()
  await expect(page.locator('.ac-group')).toContainText('3 records')
})

test('R-12.19: the list is exported with the columns and the rows shown', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: 'Export' }).click()
  const saved = page.waitForEvent('download')
  await page.getByText('Columns shown, as Excel workbook').click()
  const download = await saved
  expect(download.suggestedFilename()).toBe('Customers.xlsx')
  const rows = await readSheet(readFileSync(await download.path()))
  expect(rows[0]).not.toContain('Country')
  expect(rows.slice(1).map((row) => row[1])).toEqual(['Alta Heis', 'Bergen Service', 'Drammen Service'])
})

test('ux §3: without hits the list says what to drop; the page has nothing that axe minds', async ({
  page,
}) => {
  await open(page)
  await page.getByRole('searchbox', { name: 'Search this list' }).fill('nobody')
  await expect(page.getByText('0 of 3')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filter' }).first().click()
  await expect(cell(page, 1, 1)).toBeVisible()
  await assertAccessible(page)
})
