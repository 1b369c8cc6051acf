import { expect, test, type Browser, type Page } from '@playwright/test'
import { boardOf, onDay, openBoard, setClock, type BoardHost, type Planned } from '../support/boardHost'
import { demoFolder, startHost, type TestHost } from '../support/host'
import { fillDemo, show, signInAsOwner } from '../support/screens'
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

// `npm run shots`: the dispatch board, the map and the technician's day (ux §9.4), to be judged by eye.
const demoPassword = 'aftercare-demo'

async function emptyHost(): Promise<TestHost> {
  const host = await startHost()
  const { status } = await host.call('session/setUp', {
    ...{ language: 'en', company: { name: 'Fjord Service', country: 'NO', currency: 'NOK' } },
    office: { name: 'Oslo', code: 'OSL', zone: 'Europe/Oslo' },
    user: { displayName: 'Nina Berg', login: 'nina', password: 'Correct-Horse-9' },
  })
  expect(status).toBe(200)
  return host
}

async function toBoard(browser: Browser, host: TestHost, look: Look): Promise<Page> {
  const page = await openLook(browser, host, look, setClock)
  await signInTo(page, host, look)
  await openBoard(page)
  return page
}

/** Presses keys, then takes the picture. */
async function press(page: Page, look: Look, name: string, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
  await page.waitForTimeout(500)
  await shoot(page, `board-${name}`, look)
}

/** Holds the bar of an order over the row of a worker, so many pixels to the right, without letting it go. */
async function aim(page: Page, { orderNumber }: Planned, worker: string, by: number): Promise<void> {
  const bar = page.locator(`.ac-bar[aria-label*="${orderNumber}"]`).first()
  await bar.scrollIntoViewIfNeeded()
  const row = page.locator('.ac-board-head__name').filter({ hasText: worker }).first()
  const [from, to] = [await bar.boundingBox(), await row.boundingBox()]
  if (!from || !to) throw new Error(`${orderNumber} and ${worker} are not in view`)
  await page.mouse.move(from.x + 12, from.y + from.height / 2)
  await page.mouse.down()
  const y = to.y + to.height / 2 + 6
  await page.mouse.move(from.x + 12 + by / 2, (from.y + y) / 2, { steps: 4 })
  await page.mouse.move(from.x + 12 + by, y, { steps: 4 })
  await page.waitForTimeout(700)
}

async function letGo(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.mouse.up()
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

/** Two hundred technicians in eight teams, by the standard calendar; every third has a visit. */
async function fillTeams(board: BoardHost): Promise<void> {
  const numberOf = (at: number) => String(at + 1).padStart(3, '0')
  for (let team = 0; team < 8; team += 1) {
    const { id: teamId } = await board.create('dispatch/createTeam', {
      ...{ code: `Z${String(team + 1)}`, description: `Region ${String(team + 1)}` },
    })
    for (let at = team * 25; at < team * 25 + 25; at += 1) {
      const { id: workerId } = await board.create('people/createWorker', {
        ...{
          number: `T${numberOf(at)}`,
          displayName: `Technician ${numberOf(at)}`,
          officeId: board.officeId,
        },
      })
      await board.create('dispatch/createMembership', { teamId, workerId, from: '2020-01-01' })
      if (at % 3 > 0) continue
      const priority = ['high', 'normal', 'low'][at % 5] ?? 'normal'
      const { activityId, version } = await board.work('Oslo', 60 + (at % 4) * 30, { priority })
      const start = onDay(`${String(8 + (at % 5)).padStart(2, '0')}:00`)
      const slot = { start, end: start + (60 + (at % 4) * 30) * 60_000 }
      await board.ask('dispatch/saveEdits', {
        edits: [{ activityId, expectedVersion: version, workerId, slot, confirmed: ['OUTSIDE_HOURS'] }],
      })
    }
  }
}

test.describe('@shots', () => {
  test.describe.configure({ timeout: 900_000 })

  test('the dispatch board', async ({ browser }) => {
    const host = await emptyHost()
    const board = await boardOf(host)
    const jon = await board.colleague('jon', 'Jon Dahl')
    const first = await board.work('Lysaker', 90, { worker: 'ola', at: '08:00', priority: 'high' })
    const second = await board.work('Asker', 120, { worker: 'ola', at: '13:00', priority: 'low' })
    await board.work('Drammen', 240, { worker: 'kari', at: '08:00' })
    let moved = await board.work('Oslo', 60, { worker: 'liv', at: '10:00' })
    const locked = await board.work('Sandvika', 60, { worker: 'kari', at: '14:00' })
    await board.ask(
      'dispatch/lockActivity',
      { activityId: locked.activityId, expectedVersion: locked.version, reason: 'Promised by phone' },
      jon,
    )
    for (const priority of ['high', 'normal', 'low']) await board.work('Sandvika', 90, { priority })
    // The owner may move what others have locked; a dispatcher may not.
    const nora = { login: 'nora', displayName: 'Nora Lie', roles: ['dispatcher'] }
    await board.create('people/createUser', {
      ...{ ...nora, password: board.password, officeIds: [board.officeId] },
    })
    for (const look of [standard, dark, german, germanDark, small]) {
      const page = await toBoard(browser, host, look)
      await press(page, look, 'day')
      await press(page, look, 'week', 'z')
      await press(page, look, 'month', 'z')
      await press(page, look, 'hours', 'z')
      await press(page, look, 'day-again', 'z')
      await page.locator('.ac-bar').first().click()
      await press(page, look, 'information', 'i')
      await press(page, look, 'suggestions', 'a')
      await press(page, look, 'picked-up', 'Escape', 'Enter', 'ArrowDown')
      await press(page, look, 'warning', 'ArrowDown', 'Enter')
      await press(page, look, 'taken-back', 'Escape')
      await press(page, look, 'map', 'v')
      await page.keyboard.press('v')
      await aim(page, second, 'Liv', -30)
      await shoot(page, 'board-ghost-fits', look)
      await letGo(page)
      await aim(page, first, 'Kari', 60)
      await shoot(page, 'board-ghost-warns', look)
      await letGo(page)
      await page.locator(`.ac-bar[aria-label*="${second.orderNumber}"]`).first().click()
      await page.keyboard.press('2')
      await expect(page.getByRole('status').filter({ hasText: /\d/ }).first()).toBeVisible()
      await press(page, look, 'after-undo', 'Control+z')
      await page.locator('.ac-dispatch .v-switch input').click()
      for (const { orderNumber } of [second, moved]) {
        await page.locator(`.ac-bar[aria-label*="${orderNumber}"]`).first().click()
        for (const key of ['Enter', 'ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key)
      }
      await page.locator('.ac-dispatch h1').click()
      await press(page, look, 'draft')
      await page.keyboard.press('Control+z')
      await page.keyboard.press('Control+z')
      await page.locator('.ac-dispatch .v-switch input').click()
      moved = await board.move(
        moved,
        'liv',
        look === standard || look === german ? '12:00' : '14:00',
        60,
        jon,
      )
      await press(page, look, 'colleague')
      await page.context().close()
    }
    const { token } = await board.ask<{ token: string }>('session/signIn', {
      ...{ login: nora.login, password: board.password },
    })
    const call: TestHost['call'] = (path, input = {}) =>
      host.call(path, input, { authorization: `Bearer ${token}` })
    const asNora: TestHost = { ...host, token, call }
    for (const look of [standard, germanDark]) {
      const page = await openLook(browser, host, look, setClock)
      await signInAsOwner(page, asNora, look.lang)
      await openBoard(page)
      await aim(page, locked, 'Liv', 60)
      await shoot(page, 'board-ghost-refused', look)
      await letGo(page)
      await page.context().close()
    }
    await host.close()
  })

  test('a board of two hundred technicians', async ({ browser }) => {
    const host = await emptyHost()
    const board = await boardOf(host)
    await fillTeams(board)
    for (const look of [standard, germanDark]) {
      const page = await toBoard(browser, host, look)
      await press(page, look, '200-day')
      await page.locator('.ac-board__scroller').evaluate((element) => element.scrollTo({ top: 4000 }))
      await press(page, look, '200-scrolled')
      await press(page, look, '200-week', 'z')
      await page.context().close()
    }
    await host.close()
  })

  test('a technician’s day, and the map of everybody’s', async ({ browser }) => {
    const host = await startHost({ folder: demoFolder() })
    await fillDemo(host)
    await planDay(host)
    const { body } = await host.call('session/signIn', { login: 'technician', password: demoPassword })
    const { token } = body as { token: string } // the contract answers for the shape
    const headers = { authorization: `Bearer ${token}` }
    const call: TestHost['call'] = (path, input = {}) => host.call(path, input, headers)
    const technician: TestHost = { ...host, token, call }
    const narrow = { ...standard, width: 800, height: 1280 }
    const phone = { ...standard, width: 420, height: 900 }
    const narrowLooks: Look[] = [
      narrow,
      { ...narrow, lang: 'de' },
      phone,
      { ...phone, lang: 'de', theme: 'dark' },
    ]
    for (const look of [...narrowLooks, small, { ...small, theme: 'dark' } as const]) {
      const page = await openLook(browser, host, look)
      await signInAsOwner(page, technician, look.lang)
      await show(page, { name: '', path: 'my-day' })
      await expect(page.locator('.ac-visit').first()).toBeVisible()
      await shoot(page, 'myDay-planned', look)
      await page.close()
    }
    for (const look of [standard, dark, germanDark]) {
      const page = await openLook(browser, host, look)
      await signInTo(page, host, look)
      await show(page, { name: '', path: 'dispatch' })
      await page.keyboard.press('v')
      await expect(page.locator('.ac-map-drawing__land')).toBeVisible()
      await shoot(page, 'dispatch-map', look)
      await page.close()
    }
    await host.close()
  })
})
