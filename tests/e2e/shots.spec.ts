import { expect, test, type Browser, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { boardOf, openBoard, setClock } from '../support/boardHost'
import { demoFolder, startHost, type TestHost } from '../support/host'
import { fillDemo, screensOf, show, signInAsOwner } from '../support/screens'

// `npm run shots`: pictures of every screen, to be judged by eye (ux §9): screen-state-theme-lang-size.png in shots/.
interface Look {
  readonly theme: 'light' | 'dark'
  readonly lang: 'en' | 'nb' | 'fi' | 'lv' | 'et' | 'de' | 'pseudo'
  readonly width: number
  readonly height: number
  /** Times the pixels of a usual screen: at 2 the page is half as large. */
  readonly zoom: number
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

let host: TestHost
const demoPassword = 'aftercare-demo'

async function asHolder(token: string, path: string, input: unknown) {
  const headers = { authorization: `Bearer ${token}` }
  return host.call(path, input, headers)
}

interface Waiting {
  readonly id: string
  readonly version: number
  readonly duration: number
  readonly latitude?: number
}

/** Gives the demo company's technician four visits today, from eight o'clock on. */
async function planDay({ call }: TestHost): Promise<void> {
  const users = (await call('people/listUsers', { filter: { login: 'technician' } })).body
  const workerId = (users as { items: { workerId: string }[] }).items[0]?.workerId ?? ''
  const { items } = (await call('dispatch/listUndispatched', { limit: 100 })).body as { items: Waiting[] }
  const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Oslo' })
  let start = Date.parse(`${today}T07:00:00Z`)
  const confirmed = ['ABSENT', 'HOLIDAY', 'OUTSIDE_HOURS', 'TRAVEL', 'WINDOW', 'SLA_LATE', 'MAX_MINUTES']
  for (const { duration, id, version } of items
    .filter(({ latitude }) => (latitude ?? 0) > 54_000_000)
    .slice(0, 4)) {
    const end = start + duration * 60_000
    const edit = { activityId: id, expectedVersion: version, workerId, slot: { start, end } }
    const skills = ['SKILL_MISSING', 'SKILL_LEVEL', 'SKILL_EXPIRED', 'PARTS_MISSING']
    const { status } = await call('dispatch/saveEdits', {
      edits: [{ ...edit, confirmed: [...confirmed, ...skills] }],
    })
    expect(status).toBe(200)
    start = end + 45 * 60_000
  }
}

async function open(browser: Browser, look: Look, prepare?: (page: Page) => Promise<unknown>): Promise<Page> {
  const { width, height, zoom, theme } = look
  const page = await browser.newPage({
    viewport: { width: width / zoom, height: height / zoom },
    deviceScaleFactor: zoom,
    locale: look.lang === 'pseudo' || look.lang === 'en' ? 'en-GB' : look.lang,
    colorScheme: theme,
    reducedMotion: 'reduce',
  })
  await prepare?.(page)
  await page.goto(host.openingUrl)
  if (look.lang === 'pseudo') await page.goto(`${host.url}/?pseudo`)
  return page
}

/** As the owner; the pseudo-locale is in the address. */
const signIn = (page: Page, { lang }: Look) => signInAsOwner(page, host, lang === 'pseudo' ? 'en' : lang)

async function shoot(page: Page, name: string, { theme, lang, width, height, zoom }: Look): Promise<void> {
  await page.waitForTimeout(350)
  const size = `${String(width)}x${String(height)}${zoom === 1 ? '' : `@${String(zoom * 100)}`}`
  const file = [name.replaceAll('/', '-'), theme, lang, size].join('-')
  await page.screenshot({ path: resolve('shots', `${file}.png`) })
}

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

  test('a technician’s day, and the map of everybody’s', async ({ browser }) => {
    await planDay(host)
    const { body } = await host.call('session/signIn', { login: 'technician', password: demoPassword })
    const { token } = body as { token: string } // the contract answers for the shape
    const technician: TestHost = { ...host, token, call: (path, input = {}) => asHolder(token, path, input) }
    const narrow = { ...standard, width: 800, height: 1280 }
    for (const look of [
      narrow,
      { ...narrow, lang: 'de' } as const,
      small,
      { ...small, theme: 'dark' } as const,
    ]) {
      const page = await open(browser, look)
      await signInAsOwner(page, technician, look.lang)
      await show(page, { name: '', path: 'my-day' })
      await expect(page.locator('.ac-visit').first()).toBeVisible()
      await shoot(page, 'myDay-planned', look)
      await page.close()
    }
    for (const look of [standard, dark]) {
      const page = await open(browser, look)
      await signIn(page, look)
      await show(page, { name: '', path: 'dispatch' })
      await page.keyboard.press('v')
      await expect(page.locator('.ac-map-drawing__land')).toBeVisible()
      await shoot(page, 'dispatch-map', look)
      await page.close()
    }
  })

  test('the dispatch board', async ({ browser }) => {
    const filled = host
    host = await startHost()
    await host.call('session/setUp', {
      ...{ language: 'en', company: { name: 'Fjord Service', country: 'NO', currency: 'NOK' } },
      office: { name: 'Oslo', code: 'OSL', zone: 'Europe/Oslo' },
      user: { displayName: 'Nina Berg', login: 'nina', password: 'Correct-Horse-9' },
    })
    const board = await boardOf(host)
    const jon = await board.colleague('jon', 'Jon Dahl')
    await board.work('Lysaker', 90, { worker: 'ola', at: '08:00', priority: 'high' })
    await board.work('Asker', 120, { worker: 'ola', at: '13:00', priority: 'low' })
    await board.work('Drammen', 240, { worker: 'kari', at: '08:00' })
    let moved = await board.work('Oslo', 60, { worker: 'liv', at: '10:00' })
    for (const priority of ['high', 'normal', 'low']) await board.work('Sandvika', 90, { priority })
    for (const look of [standard, dark, german, small]) {
      const page = await open(browser, look, setClock)
      await signIn(page, look)
      await openBoard(page)
      const press = async (name: string, ...keys: string[]) => {
        for (const key of keys) await page.keyboard.press(key)
        await page.waitForTimeout(500)
        await shoot(page, `board-${name}`, look)
      }
      await press('day')
      await press('week', 'z')
      await press('month', 'z')
      await press('hours', 'z')
      await press('day-again', 'z')
      await page.locator('.ac-bar').first().click()
      await press('information', 'i')
      await press('suggestions', 'a')
      await press('picked-up', 'Escape', 'Enter', 'ArrowDown')
      await press('warning', 'ArrowDown', 'Enter')
      await press('taken-back', 'Escape')
      await press('map', 'v')
      moved = await board.move(moved, 'liv', look === standard ? '12:00' : '14:00', 60, jon)
      await press('colleague', 'v')
      await page.context().close()
    }
    await host.close()
    host = filled
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
