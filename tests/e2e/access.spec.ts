import { expect, test, type Browser, type Page } from '@playwright/test'
import { violationsOf, type AxeOptions } from '../support/axe'
import { clippedTexts } from '../support/clipped'
import { demoFolder, startHost, type TestHost } from '../support/host'
import { fillDemo, overlaysOf, screensOf, settle, show, type Screen } from '../support/screens'
import { openAsOwner } from '../support/signedIn'

let host: TestHost
const found: string[] = []
const clipped: string[] = []
test.use({ trace: 'off' })
test.describe.configure({ mode: 'parallel' })

async function open(browser: Browser): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width: 1366, height: 768 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
  })
  await openAsOwner(page, host)
  await page.addStyleTag({ content: '* { transition: none !important }' })
  return page
}

const alike = new Set<string>()
/** The tabs of a record are screens too; notes and history are looked at once, being the same everywhere. */
async function* faces(page: Page, { name }: Screen): AsyncGenerator<string> {
  yield name
  if (!name.endsWith('-record')) return
  const seen = new Set<string>()
  const tabs = page.locator('main [role=tab]')
  const more = page.locator('.ac-record-tabs > button')
  const isNew = (title: string) => !seen.has(title) && !alike.has(title)
  seen.add((await tabs.allTextContents())[0] ?? '')
  for (;;) {
    let entries = tabs
    let at = (await tabs.allTextContents()).findIndex(isNew)
    if (at < 0 && (await more.count()) > 0) {
      await more.click()
      entries = page.locator('.v-overlay--active .v-list-item-title')
      await entries.first().waitFor()
      at = (await entries.allTextContents()).findIndex(isNew)
      if (at < 0) await page.keyboard.press('Escape')
    }
    if (at < 0) return
    const title = (await entries.nth(at).textContent()) ?? ''
    seen.add(title)
    if (/^(Notes|History)/.test(title)) alike.add(title)
    await entries.nth(at).click()
    await settle(page)
    yield `${name}, ${title}`
  }
}

/** What axe finds serious or critical, each with its place. */
async function findings(page: Page, where: string, options: AxeOptions = {}): Promise<readonly string[]> {
  // The frame of all pages is looked at once.
  const parts = ['main', '.v-overlay-container']
  const isThere = await page.evaluate(
    (all) => all.map((part) => document.querySelector(part) !== null),
    parts,
  )
  const own = where.startsWith('home') ? {} : { parts: parts.filter((_, at) => isThere[at]) }
  const violations = await violationsOf(page, { ...own, ...options })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, places }) => `${where}: ${id}: ${places.join(' | ')}`)
}

interface VueRoot extends Element {
  readonly __vue_app__: { config: { globalProperties: { $i18n: { locale: string } } } }
}
/** `xx` is the pseudo-locale. */
function speak(page: Page, locale: string): Promise<void> {
  return page.evaluate((to) => {
    const root = document.querySelector('#app') as VueRoot
    root.__vue_app__.config.globalProperties.$i18n.locale = to
  }, locale)
}

async function look(page: Page, where: string): Promise<void> {
  await settle(page)
  found.push(...(await findings(page, where)))
  await page.emulateMedia({ colorScheme: 'dark' })
  await settle(page)
  found.push(...(await findings(page, `${where}, dark`, { rules: ['color-contrast'] })))
  await page.emulateMedia({ colorScheme: 'light' })
  await speak(page, 'xx')
  await settle(page)
  for (const text of await clippedTexts(page)) clipped.push(`${where}: ${text}`)
  await speak(page, 'en')
}

/** Walks with a page of its own, which is not loaded anew. */
async function walk(browser: Browser, looks: (page: Page) => Promise<void>): Promise<void> {
  test.setTimeout(300_000)
  for (const list of [found, clipped]) list.length = 0
  host = await startHost({ folder: demoFolder() })
  await fillDemo(host)
  const page = await open(browser)
  await looks(page)
  await page.close()
  await host.close()
  expect.soft(found, 'axe').toEqual([])
  expect.soft(clipped, 'cut').toEqual([])
}

// One walk for all three, because opening a page costs more than looking at it; every third screen in each, side by side.
for (const [turn, some] of ['first', 'second', 'third'].entries())
  test(`issue 4 §3: on the ${some} screens axe finds nothing serious, light or dark, and longer texts are not cut`, async ({
    browser,
  }) => {
    await walk(browser, async (page) => {
      const screens = await screensOf(host)
      for (const screen of screens.filter((_, at) => at % 3 === turn)) {
        await show(page, screen)
        for await (const where of faces(page, screen)) await look(page, where)
      }
    })
  })

test('issue 4 §3: in no dialog axe finds anything serious, light or dark, and longer texts are not cut', async ({
  browser,
}) => {
  await walk(browser, async (page) => {
    for (const screen of await overlaysOf(host)) {
      await show(page, { name: '', path: 'help' })
      await show(page, screen)
      await expect(page.locator('.v-overlay--active').first(), screen.name).toBeVisible()
      await look(page, screen.name)
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
    }
  })
})
