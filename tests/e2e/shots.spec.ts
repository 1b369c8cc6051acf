import { expect, test, type Browser, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { demoFolder, startHost, type TestHost } from '../support/host'
import { fillDemo, screensOf, show } from '../support/screens'
import {
  dark,
  german,
  germanDark,
  openLook,
  shoot,
  signInTo,
  small,
  standard,
  type Look,
} from '../support/shots'

// `npm run shots`: pictures of every screen, to be judged by eye (ux §9).
const pseudo: Look = { ...standard, lang: 'pseudo' }
const zoomed: Look = { ...standard, zoom: 2 }
const others = (['nb', 'fi', 'lv', 'et'] as const).map((lang): Look => ({ ...small, lang }))
const everyLook = [standard, dark, german, germanDark, ...others, pseudo, small, zoomed]

let host: TestHost
const open = (browser: Browser, look: Look) => openLook(browser, host, look)
const signIn = (page: Page, look: Look) => signInTo(page, host, look)

test.describe('@shots', () => {
  test.describe.configure({ timeout: 600_000 })
  test.beforeAll(async () => {
    host = await startHost({ folder: demoFolder() })
    await fillDemo(host)
  })
  test.afterAll(() => host.close())

  for (const look of everyLook) {
    const { theme, lang, width, zoom } = look
    test(`every screen, ${theme} ${lang} ${String(width)} at ${String(zoom)}`, async ({ browser }) => {
      const page = await open(browser, look)
      await shoot(page, 'signIn-empty', look)
      await signIn(page, look)
      for (const scene of await screensOf(host)) {
        await show(page, scene)
        await shoot(page, scene.name, look)
      }
      await page.close()
    })
  }

  test('the import wizard', async ({ browser }) => {
    const file = readFileSync(resolve('../shared/data/adventureworks/customers.csv'))
    for (const look of [standard, dark, { ...small, zoom: 2 }]) {
      const page = await open(browser, look)
      await signIn(page, look)
      await show(page, { name: '', path: 'imports/new' })
      await shoot(page, 'import-file', look)
      const text = `${file.toString()}AW00000001,Twice,BM,1,1\n`
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
      await shoot(page, 'import-file-chosen', look)
      const next = page.locator('.ac-import__foot .v-btn').last()
      await next.click()
      await expect(page.locator('.ac-map')).toBeVisible()
      await shoot(page, 'import-mapping', look)
      await next.click()
      await expect(page.locator('.ac-counts')).toBeVisible()
      await page.locator('.ac-counts button').nth(6).click()
      await page.getByRole('row').nth(1).click()
      await page.keyboard.press('Enter')
      await shoot(page, 'import-check', look)
      if ((await next.textContent())?.includes('Go on')) {
        await next.click()
        await shoot(page, 'import-confirm', look)
      }
      await page.close()
    }
  })

  test('first run', async ({ browser }) => {
    const filled = host
    host = await startHost()
    for (const look of [standard, dark, zoomed]) {
      const page = await open(browser, look)
      await shoot(page, 'firstRun-empty', look)
      await page.close()
    }
    await host.close()
    host = filled
  })
})
