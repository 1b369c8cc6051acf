import { expect, type Page } from '@playwright/test'
import { newId, type TestHost } from './host'

/** Micro-degrees of 07 §6. */
const places = {
  Oslo: [59_913_900, 10_752_200],
  Lysaker: [59_912_700, 10_640_800],
  Sandvika: [59_890_600, 10_526_000],
  Asker: [59_833_100, 10_439_200],
  Drammen: [59_744_000, 10_204_500],
} as const
export type City = keyof typeof places

export interface Planned {
  readonly activityId: string
  readonly version: number
  readonly orderId: string
  readonly orderNumber: string
}
interface Kept {
  readonly id: string
  readonly version: number
  readonly number: string
}

const zone = 'Europe/Oslo'
const password = 'Correct-Horse-9'

/** A Tuesday far ahead, so that there is always time left to plan it; 08:40 is now. */
export const boardDate = '2036-03-11'
/** The instant of a local time of that day in Oslo. */
export const onDay = (time: string) => Date.parse(`${boardDate}T${time}:00+01:00`)

/**
 * A board of one team: Ola and Kari in Oslo, Liv in Drammen, each from 06 to 22 every day, and activities as the tests
 * need them. Everything by the procedures, as the owner.
 */
export async function boardOf(host: TestHost) {
  async function ask<Result>(
    path: string,
    input: unknown,
    headers: Record<string, string> = {},
  ): Promise<Result> {
    const { status, body } = await host.call(path, input, headers)
    expect(status, `${path}: ${JSON.stringify(body)}`).toBe(200)
    return body as Result
  }
  const create = (path: string, fields: object) => ask<Kept>(path, { id: newId(), ...fields })
  const { items: offices } = await ask<{ items: Kept[] }>('people/listOffices', {})
  const officeId = offices[0]?.id

  const open = [{ startMinute: 360, endMinute: 1320 }]
  const week = { mon: open, tue: open, wed: open, thu: open, fri: open, sat: open, sun: open }
  const calendar = await create('calendars/createCalendar', {
    code: 'LONG',
    name: 'Every day',
    zone: 'SITE',
    week,
  })
  const team = await create('dispatch/createTeam', { code: 'T1', description: 'Oslo' })
  async function worker(number: string, displayName: string, city: City): Promise<string> {
    const [latitude, longitude] = places[city]
    const { id } = await create('people/createWorker', {
      ...{ number, displayName, officeId, calendarId: calendar.id, latitude, longitude },
    })
    await create('dispatch/createMembership', { teamId: team.id, workerId: id, from: '2020-01-01' })
    return id
  }
  const workers = {
    ola: await worker('W01', 'Ola', 'Oslo'),
    kari: await worker('W02', 'Kari', 'Oslo'),
    liv: await worker('W03', 'Liv', 'Drammen'),
  }
  const { id: customerId } = await create('customers/createCustomer', {
    name: 'Fjord Laundry',
    currency: 'NOK',
  })
  const { id: categoryId } = await create('agreements/createCategory', {
    ...{ code: 'BOARD', name: 'Inspection', type: 'hour' },
  })
  const sites = new Map<City, string>()
  async function siteIn(city: City): Promise<string> {
    const [latitude, longitude] = places[city]
    const held = sites.get(city)
    if (held !== undefined) return held
    const site = await create('customers/createSite', {
      ...{ customerId, name: city, city, country: 'NO', zone, latitude, longitude },
    })
    sites.set(city, site.id)
    return site.id
  }

  /** An order with one activity; with a worker and a time it is dispatched. */
  async function work(
    city: City,
    minutes: number,
    plan: { worker?: keyof typeof workers; at?: string; priority?: string } = {},
  ): Promise<Planned> {
    const order = await create('orders/createOrder', {
      ...{
        customerId,
        siteId: await siteIn(city),
        description: 'Inspection',
        priority: plan.priority ?? 'normal',
      },
      lines: [{ id: newId(), type: 'hour', categoryId, estimatedQty: minutes }],
    })
    const { items } = await ask<{ items: Kept[] }>('dispatch/listActivities', { orderId: order.id })
    const [activity] = items
    if (!activity) throw new Error('an hour line makes an activity')
    const made = { orderId: order.id, orderNumber: order.number }
    const held = { activityId: activity.id, version: activity.version, ...made }
    if (plan.worker === undefined || plan.at === undefined) return held
    return move(held, plan.worker, plan.at, minutes)
  }

  /** What the dispatcher of another window does; warnings are confirmed. */
  async function move(
    { activityId, version, ...made }: Planned,
    name: keyof typeof workers,
    time: string,
    minutes: number,
    headers: Record<string, string> = {},
  ): Promise<Planned> {
    const slot = { start: onDay(time), end: onDay(time) + minutes * 60_000 }
    const confirmed = ['OVERLAP', 'TRAVEL', 'OUTSIDE_HOURS', 'HOLIDAY', 'WINDOW', 'SLA_LATE']
    const { activities } = await ask<{ activities: Kept[] }>(
      'dispatch/saveEdits',
      { edits: [{ activityId, expectedVersion: version, workerId: workers[name], slot, confirmed }] },
      headers,
    )
    return { activityId, version: activities[0]?.version ?? version, ...made }
  }
  const stored = (activityId: string) =>
    ask<{
      workerId?: string
      start?: number
      end?: number
      version: number
      status: string
      priority: string
      acknowledged: { code: string }[]
    }>('dispatch/getActivity', { activityId })
  /** Another dispatcher, and how calls as this person are made. */
  async function colleague(login: string, displayName: string): Promise<Record<string, string>> {
    await create('people/createUser', {
      login,
      displayName,
      roles: ['dispatcher'],
      password,
      officeIds: [officeId],
    })
    const { token } = await ask<{ token: string }>('session/signIn', { login, password })
    return { authorization: `Bearer ${token}` }
  }
  return { ask, create, work, move, stored, colleague, workers, teamId: team.id, officeId, password }
}
export type BoardHost = Awaited<ReturnType<typeof boardOf>>

/** Sets a page's clock to 08:40 of the board's day; before it is loaded. */
export const setClock = (page: Page) => page.clock.setFixedTime(onDay('08:40'))

/** Opens the board, with all teams shown, whatever the language. */
export async function openBoard(page: Page): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press('d')
  await page.locator('.ac-board__scroller').waitFor({ state: 'attached' })
  await page.locator('.ac-head .v-btn-toggle').last().getByRole('button').last().click()
  await expect(page.locator('.ac-board-head__name').filter({ hasText: 'Ola' }).first()).toBeVisible()
}

/** Opens the board, with all teams shown. */
export async function toBoard(page: Page): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press('d')
  await expect(page.getByRole('heading', { name: 'Dispatch board', level: 1 })).toBeVisible()
  await page.getByRole('button', { name: 'All teams', exact: true }).click()
  await expect(page.locator('.ac-board-head__name').filter({ hasText: 'Ola' }).first()).toBeVisible()
}
