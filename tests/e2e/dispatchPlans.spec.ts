import { expect, test, type Browser, type Page } from '@playwright/test'
import { assertAccessible } from '../support/axe'
import { boardOf, onDay, setClock, toBoard, type BoardHost, type Planned } from '../support/boardHost'
import { startHost, type TestHost } from '../support/host'
import { openAsOwner } from '../support/signedIn'

let host: TestHost
let board: BoardHost

test.beforeEach(async () => {
  host = await startHost()
  const { status } = await host.call('session/setUp', {
    language: 'en',
    company: { name: 'Fjord Service', country: 'NO', currency: 'NOK' },
    office: { name: 'Oslo', code: 'OSL', zone: 'Europe/Oslo' },
    user: { displayName: 'Nina Berg', login: 'nina', password: 'Correct-Horse-9' },
  })
  expect(status).toBe(200)
  board = await boardOf(host)
})
test.afterEach(() => host.close())

async function open(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'en-GB' })
  const page = await context.newPage()
  await setClock(page)
  await openAsOwner(page, host)
  await toBoard(page)
  return page
}
const card = (page: Page, { orderNumber }: Planned) =>
  page
    .getByRole('region', { name: 'Undispatched' })
    .getByRole('button', { name: new RegExp(`^Order ${orderNumber}`) })

test('R07-40: suggestions say why, by keyboard, and one is used like any other edit', async ({ browser }) => {
  test.slow()
  await board.work('Lysaker', 90, { worker: 'ola', at: '06:00' })
  const fresh = await board.work('Sandvika', 60)
  const page = await open(browser)
  await card(page, fresh).focus()
  await page.keyboard.press('a')

  const panel = page.getByRole('region', { name: 'Suggestions' })
  await expect(
    panel.getByRole('heading', { name: `Suggestions for order ${fresh.orderNumber}` }),
  ).toBeVisible()
  await panel.getByLabel('From', { exact: true }).fill('11/03/2036')
  await panel.getByLabel('From', { exact: true }).press('Enter')
  const people = panel.locator('[data-suggestion]')
  await expect(people).toHaveCount(3)
  await people.first().focus()
  await page.keyboard.press('ArrowDown')
  await expect(people.nth(1)).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect(panel.getByText(/^\d+ min from (the base|Lysaker): \d+ of 30$/)).toBeVisible()
  const [score, ...parts] = await panel.locator('tbody tr').first().locator('td').allInnerTexts()
  const points = (text: string) => Number(text.trim().split(/\s/)[0])
  expect(parts.slice(0, 5).reduce((sum, text) => sum + points(text), 0)).toBe(points(score ?? ''))
  await assertAccessible(page, '.ac-suggestions')

  await panel.getByRole('button', { name: /^Use / }).first().click()
  await expect(panel).toBeHidden()
  await expect.poll(() => board.stored(fresh.activityId)).toMatchObject({ status: 'dispatched' })
  await page.close()
})

test('R07-45: a day is planned as a draft; nothing is stored before it is accepted', async ({ browser }) => {
  test.slow()
  const works = [
    await board.work('Asker', 60, { priority: 'high' }),
    await board.work('Drammen', 120),
    await board.work('Oslo', 90),
  ]
  const long = await board.work('Oslo', 1200)
  const page = await open(browser)
  await page.getByRole('button', { name: 'Auto-plan', exact: true }).click()
  await page.getByRole('button', { name: 'Plan', exact: true }).click()

  const draft = page.getByRole('region', { name: 'Draft of the plan' })
  await expect(draft.getByRole('button', { name: 'Accept all 3 activities' })).toBeVisible()
  await expect(draft).toContainText('Left over: 1 activity')
  await draft.getByText(`${long.orderNumber} Fjord Laundry`).click()
  await expect(draft.getByText('Ola: no free time that fits')).toBeVisible()
  for (const { activityId } of works)
    expect(await board.stored(activityId)).toMatchObject({ status: 'undispatched' })
  await assertAccessible(page, '.ac-planned')
  await assertAccessible(page, '.ac-autoplan')

  const [first] = works
  if (!first) throw new Error('there are three')
  await draft.getByRole('button', { name: `Accept order ${first.orderNumber}` }).click()
  await expect.poll(() => board.stored(first.activityId)).toMatchObject({ status: 'dispatched' })
  await draft.getByRole('button', { name: 'Accept all 2 activities' }).click()
  for (const { activityId } of works)
    await expect.poll(() => board.stored(activityId)).toMatchObject({ status: 'dispatched' })
  expect((await board.stored(first.activityId)).start).toBeGreaterThanOrEqual(onDay('06:00'))
  await page.keyboard.press('Control+z')
  await expect
    .poll(async () => {
      const found = await Promise.all(works.map(({ activityId }) => board.stored(activityId)))
      return found.filter(({ status }) => status === 'undispatched').length
    })
    .toBe(2)
  await page.close()
})
