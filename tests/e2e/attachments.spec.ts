import { expect, test, type Page } from '@playwright/test'
import { closeSync, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { violationsOf } from '../support/axe'
import { newFolder, newId, startHost, type TestHost } from '../support/host'
import { openAs } from '../support/signedIn'

const password = 'correct-horse-1'
const customerId = newId()
let host: TestHost
test.beforeAll(async () => {
  host = await startHost({ folder: newFolder() })
})
test.afterAll(() => host.close())
test.describe.configure({ mode: 'serial' })

const notes = (page: Page) => page.getByRole('region', { name: 'Notes', exact: true })
const files = (page: Page) => page.getByRole('region', { name: 'Files', exact: true })

async function signIn(page: Page): Promise<void> {
  await openAs(page, host, 'owner', password)
  await expect(page.getByRole('heading', { name: 'Good day, Nina Berg' })).toBeVisible()
}

async function openNotes(page: Page): Promise<void> {
  await page.evaluate((id) => (location.hash = `#/customers/${id}`), customerId)
  await page.getByRole('tab', { name: 'Notes and files' }).click()
  await expect(notes(page).getByLabel('New note')).toBeVisible()
}

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII='

test('01 §2.8, ux §1: a note is kept while it is typed, saved by key, changed with its old text', async ({
  page,
}) => {
  await host.call('session/setUp', {
    language: 'en',
    company: { name: 'Fjord Lifts AS', country: 'NO', currency: 'NOK' },
    office: { code: 'ALE', name: 'Ålesund', zone: 'Europe/Oslo' },
    user: { displayName: 'Nina Berg', login: 'owner', password },
  })
  await host.call('customers/createCustomer', { id: customerId, name: 'Løkke' })
  await signIn(page)
  await openNotes(page)
  await notes(page).getByLabel('New note').fill('Key at the gate')
  await expect
    .poll(async () => JSON.stringify((await host.call('drafts/listDrafts')).body).includes('Key at the gate'))
    .toBe(true)
  await page.reload()
  await openNotes(page)
  await expect(notes(page).getByLabel('New note')).toHaveValue('Key at the gate')

  await notes(page).getByLabel('Customers may see it').check()
  await notes(page).getByLabel('New note').press('Control+Enter')
  const item = notes(page).getByRole('listitem').first()
  await expect(item).toContainText('Key at the gate')
  await expect(item).toContainText('external')
  await expect(notes(page).getByLabel('New note')).toHaveValue('')

  await item.getByRole('button', { name: 'Edit the note' }).click()
  await item.getByLabel('Note', { exact: true }).fill('Key at the bakery')
  await item.getByRole('button', { name: 'Save' }).click()
  await item.getByRole('button', { name: /^Changed by Nina Berg/ }).click()
  await expect(item.getByRole('list', { name: 'What stood there before' })).toContainText('Key at the gate')
  expect(await violationsOf(page, { parts: ['.ac-notes'] })).toEqual([])
})

test('issue 4 §2, §5: files are chosen and dropped, shown, refused when too large, deleted with undo', async ({
  page,
}) => {
  await signIn(page)
  await openNotes(page)
  const huge = join(mkdtempSync(join(tmpdir(), 'aftercare-')), 'film.mov')
  const descriptor = openSync(huge, 'w')
  ftruncateSync(descriptor, 2 * 1024 ** 3)
  closeSync(descriptor)
  const choose = files(page).locator('input[type=file]')
  await choose.setInputFiles(huge)
  await expect(files(page).getByRole('alert')).toContainText('larger than 25 MB')
  rmSync(huge)
  await choose.setInputFiles([
    { name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') },
    {
      name: 'page.html',
      mimeType: 'text/html',
      buffer: Buffer.from('<script>document.title="run"</script>'),
    },
  ])
  await expect(files(page).getByRole('listitem')).toHaveCount(2)
  await expect(files(page).locator('.ac-thumb')).toBeVisible()

  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['first line\n<b>second</b>'], 'log.txt', { type: 'text/plain' }))
    return transfer
  })
  await files(page).dispatchEvent('drop', { dataTransfer: dropped })
  await files(page).getByRole('button', { name: 'log.txt', exact: true }).click()
  await expect(page.getByRole('dialog').locator('pre')).toHaveText('first line\n<b>second</b>')
  await page.keyboard.press('Escape')

  await files(page).getByRole('button', { name: 'photo.png', exact: true }).click()
  await expect(page.getByRole('dialog').getByRole('img')).toHaveJSProperty('naturalWidth', 1)
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()

  await files(page).getByRole('button', { name: 'page.html', exact: true }).click()
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('Aftercare never opens it')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save anyway' }).click()
  expect(readFileSync(await (await download).path(), 'utf8')).toContain('<script>')
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  expect(await page.title()).not.toBe('run')

  await files(page).getByRole('button', { name: 'Delete log.txt' }).click()
  await expect(files(page).getByRole('listitem')).toHaveCount(2)
  await page.locator('.ac-toast').getByRole('button', { name: 'Undo' }).last().click()
  await expect(files(page).getByRole('button', { name: 'log.txt', exact: true })).toBeVisible()
})
