import { expect, test, type Browser, type Page } from '@playwright/test'
import { resolve } from 'node:path'
import { demoFolder, startHost, type TestHost } from '../support/host'
import { fillLargeBom } from '../support/largeBom'
import { show, signInAsOwner } from '../support/screens'

// `npm run shots`: repairs and lists of parts (ux §9.1, §9.6), to be judged by eye.
const looks = [
  { theme: 'light', lang: 'en', width: 1440, height: 900 },
  { theme: 'dark', lang: 'de', width: 1440, height: 900 },
  { theme: 'light', lang: 'en', width: 1366, height: 768 },
] as const
type Look = (typeof looks)[number]

interface Listed {
  readonly items: readonly {
    readonly id: string
    readonly objectId?: string
    readonly changeCount?: number
  }[]
}
interface Scene {
  readonly name: string
  readonly path: string
  readonly act?: (page: Page) => Promise<unknown>
}

/** Nothing is loading any more. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(150)
  await page.locator('.v-progress-linear--active').first().waitFor({ state: 'hidden' })
}

async function shoot(page: Page, name: string, { height, lang, theme, width }: Look): Promise<void> {
  await settled(page)
  await page.waitForTimeout(350)
  const file = `${name}-${theme}-${lang}-${String(width)}x${String(height)}.png`
  await page.screenshot({ path: resolve('shots', file) })
}

async function open(browser: Browser, host: TestHost, { height, lang, theme, width }: Look): Promise<Page> {
  const page = await browser.newPage({
    viewport: { width, height },
    locale: lang === 'en' ? 'en-GB' : lang,
    colorScheme: theme,
    reducedMotion: 'reduce',
  })
  await page.goto(host.openingUrl)
  await signInAsOwner(page, host, lang)
  return page
}

const press =
  (...keys: readonly string[]) =>
  async (page: Page) => {
    for (const key of keys) {
      await page.keyboard.press(key)
      await settled(page)
    }
  }
const tab = (at: number) => (page: Page) => page.getByRole('tab').nth(at).click()
const button = (name: RegExp) => (page: Page) => page.getByRole('button', { name }).first().click()

/** What the demo company has to show: repairs in every stage, and a bicycle whose parts were changed. */
async function scenesOf({ call }: TestHost): Promise<readonly Scene[]> {
  const list = async (path: string, input: object) => ((await call(path, input)).body as Listed).items // the contract's shape
  const [line] = await list('repair/listLines', { filter: { isFinished: true }, limit: 1 })
  const [open] = await list('repair/listLines', { filter: { isFinished: false }, limit: 1 })
  const [bom] = await list('bom/listServiceBoms', {
    sort: [{ field: 'changeCount', direction: 'desc' }],
    limit: 1,
  })
  const [template] = await list('bom/listTemplates', { limit: 1 })
  const repair = `repairs/${open?.id ?? ''}`
  const parts = `bom?bomId=${bom?.id ?? ''}`
  const measures = ['pareto', 'fixRate', 'firstTimeFix', 'repeatRate', 'mtbf', 'resolutions']
  const tabs = ['diagnosis', 'attempts', 'estimate', 'parts', 'history']
  return [
    { name: 'repair-list', path: 'repairs' },
    { name: 'repair-line', path: repair },
    ...tabs.map((tab) => ({ name: `repair-line-${tab}`, path: `${repair}?tab=${tab}` })),
    { name: 'repair-line-finished', path: `repairs/${line?.id ?? ''}` },
    { name: 'intake-scan', path: 'repairs/intake' },
    { name: 'intake-object', path: `repairs/intake?objectId=${bom?.objectId ?? ''}` },
    {
      name: 'intake-second-object',
      path: `repairs/intake?objectId=${open?.objectId ?? ''}`,
      act: press('Control+n'),
    },
    ...measures.map((measure) => ({
      name: `statistics-${measure}`,
      path: `repairs/statistics?measure=${measure}`,
    })),
    { name: 'statistics-empty', path: 'repairs/statistics?from=2012-01-01&to=2012-12-31' },
    { name: 'repair-codes', path: 'settings/repair-codes' },
    { name: 'bom-live', path: parts, act: press('ArrowDown', 'ArrowDown') },
    { name: 'bom-replace', path: parts, act: press('ArrowDown', 'ArrowDown', 'Control+r') },
    { name: 'bom-past', path: parts, act: press('PageUp') },
    { name: 'bom-compare', path: parts, act: button(/^(Compare|Vergleichen)/) },
    { name: 'object-history', path: `objects/${bom?.objectId ?? ''}`, act: tab(2) },
    { name: 'template-designer', path: `bom-templates/${template?.id ?? ''}` },
    { name: 'template-list', path: 'bom-templates' },
    { name: 'removed-parts', path: 'removed-parts' },
    { name: 'recall', path: 'bom-recall' },
  ]
}

test.describe('@shots', () => {
  test.describe.configure({ timeout: 600_000 })
  let host: TestHost
  test.beforeAll(async () => {
    host = await startHost({ folder: demoFolder() })
  })
  test.afterAll(() => host.close())

  for (const look of looks)
    test(`repairs and parts, ${look.theme} ${look.lang} ${String(look.width)}`, async ({ browser }) => {
      const page = await open(browser, host, look)
      for (const scene of await scenesOf(host)) {
        // A page that is there already keeps what it shows.
        if (scene.path.includes('?')) await show(page, { name: '', path: '' })
        await show(page, scene)
        await shoot(page, scene.name, look)
        if (await page.getByRole('dialog').isVisible()) await page.keyboard.press('Escape')
      }
      await page.close()
    })

  test('a list of ten thousand parts', async ({ browser }) => {
    const machines = await startHost()
    const { bomId } = await fillLargeBom(machines)
    for (const look of looks) {
      const page = await open(browser, machines, look)
      await show(page, { name: '', path: `bom?bomId=${bomId}` })
      await expect(page.getByRole('treegrid').getByRole('row').nth(1)).toBeVisible()
      await shoot(page, 'bom-10000', look)
      await press('f')(page)
      await page.keyboard.type('D57')
      await shoot(page, 'bom-10000-found', look)
      await page.close()
    }
    await machines.close()
  })
})
