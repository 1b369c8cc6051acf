import { expect, test, type Page } from '@playwright/test'
import { newId, startHost, type TestHost } from '../support/host'

const password = 'correct-horse-1'
let host: TestHost
test.beforeAll(async () => {
  host = await startHost()
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
  await page.getByLabel('User', { exact: true }).fill('owner')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

async function ended(start: string, input: object): Promise<{ file: string }> {
  const { body } = await host.call(start, input)
  const { jobId } = body as { jobId: string }
  for (;;) {
    const answer = await host.call('jobs/getJob', { jobId }).catch(() => undefined)
    const job = answer?.body as { state: string; result?: unknown } | undefined
    if (job?.state === 'done') return job.result as { file: string }
    if (job?.state === 'failed') throw new Error(JSON.stringify(job))
    await new Promise((tick) => setTimeout(tick, 50))
  }
}

test('ux §1: what is typed in a dialog is there again after Esc and a reload; Cancel throws it away', async ({
  page,
}) => {
  await firstRun(page)
  await page.evaluate(() => (location.hash = '#/stock'))
  const opener = page.getByRole('button', { name: 'Receive', exact: true })
  const dialog = page.getByRole('dialog')
  const reason = dialog.getByLabel(/^Reason/)
  await opener.click()
  await reason.fill('Found behind the shelf')
  await expect(dialog.getByText(/^Draft kept/)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)

  await page.reload()
  await opener.click()
  await expect(reason).toHaveValue('Found behind the shelf')
  await dialog.getByRole('button', { name: 'Cancel' }).click()

  await opener.click()
  await expect(reason).toHaveValue('')
})

test('R01-22: after a restore an open window asks to sign in, shows the restored records and keeps what was typed', async ({
  page,
}) => {
  await host.call('customers/createCustomer', { id: newId(), name: 'Before' })
  const { file } = await ended('backups/createBackup', {})
  await host.call('customers/createCustomer', { id: newId(), name: 'After' })
  await page.goto(host.openingUrl)
  await signIn(page)
  await expect(greeting(page)).toBeVisible()
  await page.evaluate(() => (location.hash = '#/customers'))
  await expect(page.getByText('After', { exact: true })).toBeVisible()
  await page.evaluate(() => (location.hash = '#/customers/new'))
  await page.getByLabel('Name', { exact: true }).fill('Typed meanwhile')
  await expect(page.getByText(/^Draft kept/)).toBeVisible()

  await ended('backups/restoreBackup', { file, companyName: 'Fjord Lifts AS' }).catch(() => undefined)

  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible({ timeout: 20_000 })
  await signIn(page)
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Typed meanwhile')
  await page.evaluate(() => (location.hash = '#/customers'))
  await expect(page.getByText('Before', { exact: true })).toBeVisible()
  await expect(page.getByText('After', { exact: true })).toHaveCount(0)
})
