import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Browser, type Page } from '@playwright/test'
import { demoFolder, startHost, type TestHost } from '../support/host'
import { clippedTexts } from '../support/clipped'
import { fillDemo, overlaysOf, screensOf, show, signInAsOwner, type Screen } from '../support/screens'

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
  await page.goto(host.openingUrl)
  await signInAsOwner(page, host)
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
    await page.waitForTimeout(100)
    yield `${name}, ${title}`
  }
}

interface Axe {
  run(context: object, options: object): Promise<{ violations: Violation[] }>
}
interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string; readonly target: readonly string[] }[]
}

/** What axe, once injected, finds serious or critical, each with its place. */
async function findings(page: Page, where: string, rules?: readonly string[]): Promise<readonly string[]> {
  const violations = await page.evaluate(
    async ({ rules: only, isWhole }) => {
      const { axe } = window as unknown as { axe: Axe }
      const options = only ? { runOnly: { type: 'rule', values: only } } : {}
      // The frame of all pages is looked at once.
      const parts = ['main', '.v-overlay-container'].filter((part) => document.querySelector(part))
      const context = isWhole ? document : { include: parts }
      const answer = await axe.run(context, { ...options, resultTypes: ['violations'], elementRef: false })
      return answer.violations.map(({ id, impact, nodes }) => ({
        id,
        impact,
        places: nodes.map(({ html, target }) => `${target.join(' ')} ${html.slice(0, 160)}`),
      }))
    },
    { rules, isWhole: where.startsWith('home') },
  )
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

/** What fades in is looked at when it is there. */
function settle(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const ending = document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity)
    await Promise.allSettled(ending.map((one) => one.finished))
  })
}

async function look(page: Page, where: string): Promise<void> {
  await settle(page)
  found.push(...(await findings(page, where)))
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.waitForTimeout(100)
  await settle(page)
  found.push(...(await findings(page, `${where}, dark`, ['color-contrast'])))
  await page.emulateMedia({ colorScheme: 'light' })
  await speak(page, 'xx')
  await page.waitForTimeout(60)
  for (const text of await clippedTexts(page)) clipped.push(`${where}: ${text}`)
  await speak(page, 'en')
}

/** Walks with a page that axe is injected into; it is not loaded anew afterwards. */
async function walk(browser: Browser, looks: (page: Page) => Promise<void>): Promise<void> {
  test.setTimeout(300_000)
  for (const list of [found, clipped]) list.length = 0
  host = await startHost({ folder: demoFolder() })
  await fillDemo(host)
  const page = await open(browser)
  await new AxeBuilder({ page }).setLegacyMode().analyze()
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
