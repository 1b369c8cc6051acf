import { expect, test, type Browser, type Page } from '@playwright/test'
import { assertAccessible } from '../support/axe'
import { boardOf, onDay, setClock, toBoard, type BoardHost, type Planned } from '../support/boardHost'
import { startHost, type TestHost } from '../support/host'
import { openAsOwner } from '../support/signedIn'

const password = 'Correct-Horse-9'
let host: TestHost
let board: BoardHost

/** One host for all; each test makes the activities it moves. */
test.beforeAll(async () => {
  host = await startHost()
  const { status } = await host.call('session/setUp', {
    language: 'en',
    company: { name: 'Fjord Service', country: 'NO', currency: 'NOK' },
    office: { name: 'Oslo', code: 'OSL', zone: 'Europe/Oslo' },
    user: { displayName: 'Nina Berg', login: 'nina', password },
  })
  expect(status).toBe(200)
  board = await boardOf(host)
})
test.afterAll(() => host.close())

async function open(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await setClock(page)
  await openAsOwner(page, host)
  await toBoard(page)
  return page
}
const bar = (page: Page, { orderNumber }: Planned) =>
  page.getByRole('gridcell', { name: new RegExp(`^Order ${orderNumber}`) })
const card = (page: Page, { orderNumber }: Planned) =>
  page
    .getByRole('region', { name: 'Undispatched' })
    .getByRole('button', { name: new RegExp(`^Order ${orderNumber}`) })
/** Where a worker's row and a full hour meet. */
async function place(page: Page, worker: string, time: string): Promise<{ x: number; y: number }> {
  const row = await page.locator('.ac-board-head__name').filter({ hasText: worker }).first().boundingBox()
  const hour = await page.getByText(time, { exact: true }).first().boundingBox()
  if (!row || !hour) throw new Error(`${worker} at ${time} is not in view`)
  return { x: hour.x - 5, y: row.y + row.height / 2 + 6 }
}
async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 })
  await page.mouse.move(to.x, to.y, { steps: 4 })
  await page.mouse.up()
}
async function middleOf(target: ReturnType<typeof bar>): Promise<{ x: number; y: number }> {
  const box = await target.boundingBox()
  if (!box) throw new Error('not in view')
  return { x: box.x + Math.min(12, box.width / 2), y: box.y + box.height / 2 }
}

test('R-07.33, R-07.15, R-07.10: a dispatcher’s day by mouse; a save is in the other window within a second', async ({
  browser,
}) => {
  test.slow()
  const fresh = await board.work('Sandvika', 60)
  const held = await board.work('Drammen', 120, { worker: 'kari', at: '09:00' })
  const [page, other] = [await open(browser), await open(browser)]

  // From the list into the chart: saved without any further act.
  await drag(page, await middleOf(card(page, fresh)), await place(page, 'Ola', '10:00'))
  await expect(bar(page, fresh)).toBeVisible()
  await expect(page.getByText(/^Saved \d/)).toBeVisible()
  await expect(bar(other, fresh)).toBeVisible({ timeout: 1000 })
  expect(await board.stored(fresh.activityId)).toMatchObject({
    ...{ workerId: board.workers.ola, start: onDay('10:00'), status: 'dispatched' },
  })

  // Onto work of somebody else: the warning is answered at the bar.
  const grabbed = await middleOf(bar(page, fresh))
  const target = await place(page, 'Kari', '10:00')
  await drag(page, grabbed, { x: grabbed.x, y: target.y })
  const question = page.getByRole('group', { name: 'Answer needed' })
  await expect(question).toContainText(`Overlaps order ${held.orderNumber}`)
  await page.keyboard.press('Escape')
  await expect(question).toBeHidden()
  expect(await board.stored(fresh.activityId)).toMatchObject({ workerId: board.workers.ola })

  await drag(page, grabbed, { x: grabbed.x, y: target.y })
  await question.getByRole('button', { name: 'Keep (Enter)' }).click()
  await expect
    .poll(async () => (await board.stored(fresh.activityId)).acknowledged.map(({ code }) => code))
    .toContain('OVERLAP')
  await expect(question).toBeHidden()
  await assertAccessible(page)

  // Two acts, two undos.
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect.poll(() => board.stored(fresh.activityId)).toMatchObject({ workerId: board.workers.ola })
  await page.keyboard.press('Control+z')
  await expect.poll(() => board.stored(fresh.activityId)).toMatchObject({ status: 'undispatched' })
  await expect(card(page, fresh)).toBeVisible()
  await Promise.all([page.close(), other.close()])
})

test('07 §3.10: the same day by keyboard alone', async ({ browser }) => {
  test.slow()
  const fresh = await board.work('Asker', 60, { priority: 'high' })
  const page = await open(browser)

  await page.keyboard.press('F6')
  await card(page, fresh).focus()
  await page.keyboard.press('Enter')
  // Carried: two rows and hours are chosen by arrows, Enter drops.
  await expect(
    page
      .locator('[aria-live]')
      .filter({ hasText: /Kari|Liv|Ola/ })
      .first(),
  ).toBeAttached()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(bar(page, fresh)).toBeVisible()
  await expect.poll(() => board.stored(fresh.activityId)).toMatchObject({ status: 'dispatched' })
  const first = await board.stored(fresh.activityId)

  await expect(bar(page, fresh)).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect
    .poll(async () => (await board.stored(fresh.activityId)).start)
    .toBe((first.start ?? 0) + 30 * 60_000)

  await page.keyboard.press('3')
  await expect(page.getByRole('gridcell', { name: new RegExp(`${fresh.orderNumber}.*Low`) })).toBeVisible()
  await expect.poll(() => board.stored(fresh.activityId)).toMatchObject({ priority: 'low' })
  await page.keyboard.press('Control+z')
  await expect.poll(() => board.stored(fresh.activityId)).toMatchObject({ priority: 'high' })
  await expect(bar(page, fresh)).toBeFocused()
  await page.keyboard.press('l')
  await expect(page.getByRole('gridcell', { name: new RegExp(`${fresh.orderNumber}.*locked`) })).toBeVisible()
  await page.keyboard.press('l')
  await page.keyboard.press('i')
  const panel = page.getByRole('region', { name: 'Information' })
  await expect(panel).toContainText('Asker')
  await panel.getByRole('button', { name: 'Close' }).press('Enter')
  await expect(bar(page, fresh)).toBeFocused()
  await page.keyboard.press('u')
  await expect.poll(() => board.stored(fresh.activityId)).toMatchObject({ status: 'undispatched' })
  await expect(card(page, fresh)).toBeVisible()
  await page.close()
})

test('R-07.13: an undo after a colleague’s change says who, and changes nothing', async ({ browser }) => {
  const moved = await board.work('Lysaker', 60, { worker: 'liv', at: '08:00' })
  const jon = await board.colleague('jon', 'Jon Dahl')
  const page = await open(browser)
  const from = await middleOf(bar(page, moved))
  const [at9, at11] = [await place(page, 'Liv', '09:00'), await place(page, 'Liv', '11:00')]
  await drag(page, from, { x: from.x + at11.x - at9.x, y: from.y })
  await expect.poll(() => board.stored(moved.activityId)).toMatchObject({ start: onDay('10:00') })
  const { version } = await board.stored(moved.activityId)
  await board.move({ ...moved, version }, 'liv', '13:00', 60, jon)

  await page.keyboard.press('Control+z')
  const dialog = page.getByRole('dialog', { name: /undo/i })
  await expect(dialog).toContainText(moved.orderNumber)
  await expect(dialog).toContainText('Jon Dahl')
  await dialog.getByRole('button', { name: 'Close' }).click()
  expect(await board.stored(moved.activityId)).toMatchObject({ start: onDay('13:00') })
  await page.close()
})

test('R-07.14: draft mode saves two edits as one, or none of them until mine or theirs is chosen', async ({
  browser,
}) => {
  test.slow()
  const one = await board.work('Oslo', 60, { worker: 'ola', at: '10:00' })
  const two = await board.work('Oslo', 60, { worker: 'liv', at: '10:00' })
  const page = await open(browser)
  await page.getByLabel('Draft', { exact: true }).click()
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeVisible()

  const [at9, at10] = [await place(page, 'Ola', '09:00'), await place(page, 'Ola', '10:00')]
  for (const each of [one, two]) {
    const from = await middleOf(bar(page, each))
    await drag(page, from, { x: from.x + (at10.x - at9.x) / 2, y: from.y })
  }
  await expect(page.getByText('2 unsaved edits')).toBeVisible()
  expect(await board.stored(one.activityId)).toMatchObject({ version: one.version })

  // A colleague moves one of them meanwhile.
  await board.move(one, 'ola', '16:00', 60)
  await expect(page.getByText(/You have an unsaved edit of it/)).toBeVisible()
  await page.keyboard.press('Control+s')
  const dialog = page.getByRole('dialog', { name: /Changed by someone else/ })
  await expect(dialog).toContainText(one.orderNumber)
  expect(await board.stored(two.activityId)).toMatchObject({ version: two.version })

  await dialog.getByRole('button', { name: 'Keep all mine' }).click()
  await dialog.getByRole('button', { name: 'Save result' }).click()
  await expect.poll(() => board.stored(one.activityId)).toMatchObject({ start: onDay('10:30') })
  expect(await board.stored(two.activityId)).toMatchObject({ start: onDay('10:30') })

  await page.getByLabel('Draft', { exact: true }).click()
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeHidden()
  await page.close()
})

test('ux 4.5: whoever may only read picks nothing up; without the host the last data stay and say their age', async ({
  browser,
}) => {
  test.slow()
  const shown = await board.work('Oslo', 60, { worker: 'kari', at: '12:00' })
  await board.create('people/createUser', {
    ...{ login: 'eva', displayName: 'Eva', roles: ['backOffice'], password, officeIds: [board.officeId] },
  })
  const page = await (await browser.newContext()).newPage()
  await setClock(page)
  await page.goto(host.openingUrl)
  await page.getByLabel('User', { exact: true }).fill('eva')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('navigation').first()).toBeVisible()
  await toBoard(page)
  await bar(page, shown).click()
  await page.keyboard.press('Enter')
  await expect(page.locator('[aria-live]').filter({ hasText: 'Read only' })).toBeAttached()
  await expect(page.getByLabel('Draft', { exact: true })).toBeHidden()

  await host.kill()
  await expect(page.getByText(/^Data from .*,/).first()).toBeVisible()
  await expect(bar(page, shown)).toBeVisible()
  await page.close()
})
