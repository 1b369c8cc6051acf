import { expect, test, type Page } from '@playwright/test'
import { newFolder, newId, startHost, type TestHost } from '../support/host'
import { openAs } from '../support/signedIn'

const password = 'correct-horse-1'
const folder = newFolder()
const customerId = newId()
let host: TestHost
test.beforeAll(async () => {
  host = await startHost({ folder })
})
test.afterAll(() => host.close())
test.describe.configure({ mode: 'serial' })

const greeting = (page: Page) => page.getByRole('heading', { name: 'Good day, Nina Berg' })

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
  await page.getByRole('button', { name: 'Begin' }).click()
  await expect(greeting(page)).toBeVisible()
}

async function signIn(page: Page): Promise<void> {
  await openAs(page, host, 'owner', password)
  await expect(greeting(page)).toBeVisible()
}

async function open(page: Page): Promise<void> {
  await page.evaluate((id) => (location.hash = `#/customers/${id}`), customerId)
  await expect(page.getByLabel('Name', { exact: true })).toBeVisible()
}
const stored = async () => {
  const { body } = await host.call('customers/getCustomer', { customerId })
  return body as { name: string; version: number }
}

test('ux §2: a save is told of with Undo; Mod+Z takes it back, Mod+Shift+Z does it again, the history keeps all', async ({
  page,
}) => {
  await firstRun(page)
  await host.call('customers/createCustomer', { id: customerId, name: 'Løkke' })
  await open(page)
  await page.getByLabel('Name', { exact: true }).fill('Løkke Verksted')
  await page.keyboard.press('Control+s')
  const toast = page.locator('.ac-toast')
  await expect(toast.getByRole('button', { name: 'Undo' })).toBeVisible()
  expect((await stored()).name).toBe('Løkke Verksted')

  await page.getByRole('heading', { level: 1 }).focus()
  await page.keyboard.press('Control+z')
  await expect(page.getByText(/^Undone: /)).toBeVisible()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Løkke')
  await page.keyboard.press('Control+Shift+z')
  await expect(page.getByText(/^Done again: /)).toBeVisible()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Løkke Verksted')

  await page.keyboard.press('Control+Shift+h')
  await expect(page.getByRole('dialog', { name: 'Done in this window' })).toBeVisible()
  await page.keyboard.press('Escape')
})

test('ux §2: what someone else changed since is named, nothing is undone', async ({ page }) => {
  await signIn(page)
  await open(page)
  await page.getByLabel('Name', { exact: true }).fill('Mine')
  await page.keyboard.press('Control+s')
  await expect(page.locator('.ac-toast').getByRole('button', { name: 'Undo' })).toBeVisible()
  const { version } = await stored()
  await host.call('customers/updateCustomer', {
    customerId,
    expectedVersion: version,
    patch: { name: 'Theirs' },
  })
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Theirs')
  await page.getByRole('heading', { level: 1 }).focus()
  await page.keyboard.press('Control+z')
  const dialog = page.getByRole('dialog', { name: 'Not undone' })
  await expect(dialog.getByText('Theirs')).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).click()
  expect((await stored()).name).toBe('Theirs')
})

test('ux §4: the timeline shows who, old and new, undoes an entry, and the record as it was', async ({
  page,
}) => {
  await signIn(page)
  await open(page)
  await page.getByRole('tab', { name: 'History' }).click()
  const entries = page.locator('.ac-history__entry')
  await expect(entries.first()).toContainText('Theirs')
  await entries.last().getByRole('button', { name: 'Show as of then' }).click()
  await expect(page.getByText(/^State on /)).toBeVisible()
  await expect(page.locator('.ac-record-at')).toContainText('Løkke')
  await page.getByRole('button', { name: 'Back to the history' }).click()
  await entries.first().getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await stored()).name).toBe('Mine')
})

test('issue 4 §5: after kill -9 during typing the draft is there', async ({ page }) => {
  await signIn(page)
  await open(page)
  await page.getByLabel('Name', { exact: true }).press('End')
  await page.getByLabel('Name', { exact: true }).pressSequentially(' and more', { delay: 20 })
  await expect(page.getByText(/^Draft kept /)).toBeVisible()
  await page.waitForTimeout(1000)
  await host.kill()
  host = await startHost({ folder })
  await page.context().clearCookies()
  await page.close()
})

test('ux §1: a draft is listed at home after a restart, and opens with what was typed', async ({ page }) => {
  await signIn(page)
  const drafts = page.getByRole('region', { name: 'Drafts' })
  await drafts.getByRole('link').first().click()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Mine and more')
  expect((await stored()).name).toBe('Mine')
  await page.keyboard.press('Control+s')
  await expect.poll(async () => (await stored()).name).toBe('Mine and more')
})
