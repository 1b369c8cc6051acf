import { expect, test, type Page } from '@playwright/test'
import { violationsOf } from '../support/axe'
import { demoFolder, startHost } from '../support/host'
import { openAsOwner } from '../support/signedIn'
import { openWall, wallAddress, wallPin } from '../support/wallScreen'

const full = { viewport: { width: 1920, height: 1080 } }
const sizeOf = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => Math.round(Number.parseFloat(getComputedStyle(element).fontSize) * 10) / 10)

test('07 §3.11: a manager sets a wall up, gives its address away, the screen shows it and leaves by its PIN', async ({
  browser,
}) => {
  const host = await startHost({ folder: demoFolder() })
  const page = await browser.newPage()
  await openAsOwner(page, host)
  await page.goto(`${host.url}/#/settings/wall-screens/new`)
  await page.getByLabel('Name', { exact: true }).fill('Reception')
  await page.getByLabel('PIN').fill(wallPin)
  await expect(page.getByText('rows of 64 px, other text of 52 px, 8 rows')).toBeVisible()
  await page.getByLabel('Diagonal').fill('55')
  await page.getByLabel('Distance').click()
  await expect(page.getByText('rows of 76 px, other text of 62 px')).toBeVisible()
  await page.getByRole('button', { name: 'Save' }).first().click()
  await page.getByRole('button', { name: 'Give an address' }).click()
  const address = await page.getByLabel('Address for a browser').inputValue()

  const screen = await (await browser.newContext(full)).newPage()
  await screen.goto(address)
  await expect(screen.getByText('LATE').first()).toBeVisible()
  expect(screen.url()).toBe(`${host.url}/#/wall`)
  expect(await screen.evaluate(() => history.length)).toBeLessThanOrEqual(2)
  expect(await sizeOf(screen, '.ac-wall-row')).toBe(76)
  expect(await sizeOf(screen, '.ac-wall-head')).toBe(62)
  await expect(screen.getByRole('dialog')).toHaveCount(0)
  await expect(screen.locator('input, textarea, select, a[href]')).toHaveCount(0)

  await screen.evaluate(() => (location.hash = '#/orders'))
  await expect(screen).toHaveURL(/#\/wall$/)
  await screen.keyboard.press('Escape')
  await screen.keyboard.type('000000')
  await expect(screen.getByText('Not the PIN of this screen')).toBeVisible()
  await screen.keyboard.type(wallPin)
  await expect(screen.getByRole('heading', { name: /sign in/i })).toBeVisible()

  // The user's own setting: the program opens with the wall, and leaving it leads into the program.
  const value = /wall-screens\/([\w-]+)/.exec(page.url())?.[1]
  const setting = { key: 'startWallId', scope: 'user', value }
  expect((await host.call('settings/setSetting', setting)).status).toBe(200)
  await page.goto(`${host.url}/#/`)
  await page.reload()
  await expect(page.locator('.ac-wall')).toBeVisible()
  expect(await screen.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).not.toContain('token')
  await host.close()
})

test('R-07.25: host killed, page begun anew: the wall comes back by itself; what it showed stays meanwhile', async ({
  browser,
}) => {
  const folder = demoFolder()
  const host = await startHost({ folder })
  const { path } = await wallAddress(host)
  const context = await browser.newContext(full)
  const screen = await context.newPage()
  await openWall(screen, host, path)
  const first = await screen.locator('.ac-wall-row').first().textContent()

  await screen.reload()
  await expect(screen.locator('.ac-wall-row').first()).toHaveText(first ?? '')
  await host.kill()
  await expect(screen.getByText('No connection, trying again')).toBeVisible({ timeout: 30_000 })
  await expect(screen.locator('.ac-wall-row').first()).toBeVisible()

  const again = await startHost({ folder, args: ['--port', new URL(host.url).port] })
  await expect(screen.getByText('No connection, trying again')).toBeHidden({ timeout: 30_000 })
  await screen.reload()
  await expect(screen.locator('.ac-wall-row').first()).toBeVisible()
  expect(screen.url()).toBe(`${host.url}/#/wall`)
  // After a power cut the browser is opened with the same address.
  await context.close()
  const next = await (await browser.newContext(full)).newPage()
  await openWall(next, again, path)
  await again.close()
})

test('R07-62: at 2160 lines twice the size; nothing serious for axe; nothing can be marked', async ({
  browser,
}) => {
  const host = await startHost({ folder: demoFolder() })
  const { path } = await wallAddress(host)
  const screen = await (await browser.newContext({ viewport: { width: 3840, height: 2160 } })).newPage()
  await openWall(screen, host, path)
  expect(await sizeOf(screen, '.ac-wall-row')).toBe(128)
  expect(await sizeOf(screen, '.ac-wall-head')).toBe(104)
  expect(
    await screen.evaluate(
      () => getComputedStyle(document.querySelector('.ac-wall') ?? document.body).userSelect,
    ),
  ).toBe('none')
  await screen.keyboard.press('Escape')
  const violations = await violationsOf(screen)
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  await host.close()
})
