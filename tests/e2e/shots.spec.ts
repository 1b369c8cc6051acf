import { expect, test, type Browser, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { demoFolder, newId, startHost, type Answer, type TestHost } from '../support/host'

// `npm run shots`: pictures of every screen, to be judged by eye (ux §9): screen-state-theme-lang-size.png in shots/.
interface Look {
  readonly theme: 'light' | 'dark'
  readonly lang: 'en' | 'nb' | 'fi' | 'lv' | 'et' | 'de' | 'pseudo'
  readonly width: number
  readonly height: number
  /** Times the pixels of a usual screen: at 2 the page is half as large. */
  readonly zoom: number
}
interface Scene {
  readonly name: string
  readonly path: string
  /** What is done before the picture is taken. */
  readonly act?: (page: Page) => Promise<void>
}
interface Listed {
  readonly items?: readonly { readonly id: string }[]
}

const standard: Look = { theme: 'light', lang: 'en', width: 1440, height: 900, zoom: 1 }
const dark: Look = { ...standard, theme: 'dark' }
const german: Look = { ...standard, lang: 'de' }
const pseudo: Look = { ...standard, lang: 'pseudo' }
const small: Look = { ...standard, width: 1366, height: 768 }
const zoomed: Look = { ...standard, zoom: 2 }
const others = (['nb', 'fi', 'lv', 'et'] as const).map((lang): Look => ({ ...small, lang }))
const germanDark: Look = { ...german, theme: 'dark' }
const everyLook = [standard, dark, german, germanDark, ...others, pseudo, small, zoomed]

const lists = [
  'orders', 'orders/board', 'requirements', 'cases', 'customers', 'sites', 'objects', 'items', 'workers', 'stock',
  'stock/transactions', 'stock/serials', 'imports', 'reports',
  'settings/billing-accounts', 'settings/categories', 'settings/line-properties', 'settings/price-rules',
  'settings/calendars', 'settings/holiday-sets', 'settings/units', 'settings/item-categories',
  'settings/product-categories', 'settings/customer-groups', 'settings/number-series', 'settings/object-groups',
  'settings/users', 'settings/roles', 'settings/offices', 'settings/devices', 'settings/stages',
  'settings/reason-codes', 'settings/warehouses', 'settings/mine', 'settings/rules', 'settings/company',
  'settings/service-tasks', 'settings/case-categories', 'settings/alert-rules', 'settings/order-events',
  'settings/backups', 'settings/retention', 'settings/printing',
] // prettier-ignore
const records = [
  ['order', 'orders/listOrders', 'orders'],
  ['case', 'orders/listCases', 'cases'], ['stage', 'stages/listStages', 'settings/stages'], ['customer', 'customers/listCustomers', 'customers'],
  ['site', 'customers/listSites', 'sites'], ['object', 'objects/listObjects', 'objects'],
  ['item', 'catalog/listItems', 'items'], ['worker', 'people/listWorkers', 'workers'],
  ['calendar', 'calendars/listCalendars', 'settings/calendars'], ['user', 'people/listUsers', 'settings/users'],
  ['office', 'people/listOffices', 'settings/offices'], ['priceRule', 'agreements/listPriceRules', 'settings/price-rules'],
] as const // prettier-ignore
const forms = ['orders', 'customers', 'objects', 'items', 'workers', 'settings/calendars', 'settings/users']

const orderTabs = 12

let host: TestHost

async function open(browser: Browser, look: Look): Promise<Page> {
  const { width, height, zoom, theme } = look
  const page = await browser.newPage({
    viewport: { width: width / zoom, height: height / zoom },
    deviceScaleFactor: zoom,
    locale: look.lang === 'pseudo' || look.lang === 'en' ? 'en-GB' : look.lang,
    colorScheme: theme,
    reducedMotion: 'reduce',
  })
  await page.goto(host.openingUrl)
  if (look.lang === 'pseudo') await page.goto(`${host.url}/?pseudo`)
  return page
}

/** As the owner, who may open everything. */
async function signIn(page: Page, { lang }: Look): Promise<void> {
  const { body } = await host.call('session/getSession')
  const { user } = body as { user: { id: string } } // the contract answers for the shape
  const kept = { token: host.token, key: `aftercare.language.${user.id}`, lang }
  await page.evaluate(({ token, key, lang: language }) => {
    sessionStorage.setItem('aftercare.token', token)
    if (language !== 'pseudo') localStorage.setItem(key, language)
  }, kept)
  await page.reload()
  await expect(page.locator('main h1')).toBeVisible()
}

async function shoot(page: Page, name: string, { theme, lang, width, height, zoom }: Look): Promise<void> {
  await page.waitForTimeout(350)
  const size = `${String(width)}x${String(height)}${zoom === 1 ? '' : `@${String(zoom * 100)}`}`
  const file = [name.replaceAll('/', '-'), theme, lang, size].join('-')
  await page.screenshot({ path: resolve('shots', `${file}.png`) })
}

const idOf = ({ body }: Answer) => (body as Listed).items?.[0]?.id // the contract answers for the shape

async function scenes(): Promise<readonly Scene[]> {
  const shown: Scene[] = [
    { name: 'home-filled', path: '' },
    { name: 'help-keys', path: 'help' },
    { name: 'notFound-error', path: 'nowhere' },
    { name: 'customer-error', path: `customers/${newId()}` },
    ...lists.map((path) => ({ name: `${path}-list`, path })),
    ...forms.map((path) => ({ name: `${path}-form`, path: `${path}/new` })),
    {
      name: 'palette-open',
      path: 'orders',
      act: async (page) => {
        await page.keyboard.press('ControlOrMeta+k')
        await page.keyboard.type('a')
        await page.waitForTimeout(300)
      },
    },
    {
      name: 'customers-noHits',
      path: 'customers',
      act: (page) => page.locator('input[type=search]').first().fill('qqqq'),
    },
  ]
  for (const [name, call, path] of records) {
    const id = idOf(await host.call(call, { limit: 1 }))
    if (id === undefined) continue
    shown.push({ name: `${name}-record`, path: `${path}/${id}` })
    // Each part of the order's page.
    if (name === 'order')
      for (let tab = 0; tab < orderTabs; tab += 1)
        shown.push({
          name: `order-tab${String(tab)}`,
          path: `${path}/${id}`,
          act: async (page) => {
            const part = page.getByRole('tab').nth(tab)
            if (await part.count()) await part.click()
          },
        })
  }
  return shown
}

async function show(page: Page, { path, act }: Scene): Promise<void> {
  await page.evaluate((to) => (location.hash = to), `#/${path}`)
  await page.waitForTimeout(250)
  await page.locator('.v-progress-linear--active').first().waitFor({ state: 'hidden' })
  await act?.(page)
}

test.describe('@shots', () => {
  test.describe.configure({ timeout: 600_000 })
  test.beforeAll(async () => {
    host = await startHost({ folder: demoFolder() })
  })
  test.afterAll(() => host.close())

  for (const look of everyLook) {
    const { theme, lang, width, zoom } = look
    test(`every screen, ${theme} ${lang} ${String(width)} at ${String(zoom)}`, async ({ browser }) => {
      const page = await open(browser, look)
      await shoot(page, 'signIn-empty', look)
      await signIn(page, look)
      for (const scene of await scenes()) {
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
