import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import type { Order } from '../../electron/shared/contract/orders'
import type { OrderSla } from '../../electron/shared/contract/sla'
import { said, wall } from '../support/clocks'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, orderOf, refOf, type Branch } from '../support/orders'
import { clockOf, clockRef, promise, slaOf, standardCalendar } from '../support/sla'

// The first document loads the layout engine with its letters.
vi.setConfig({ testTimeout: 30_000 })

let app: TestApp
let branch: Branch
beforeEach(async () => {
  app = setUp({ now: wall('2026-03-06 14:00') })
  branch = await branchOf(app)
})
afterEach(() => {
  expect(verifyChain(app.db).ok).toBe(true)
  app.close()
})

const at = (text: string) => {
  app.clock.now = wall(text)
}
const siteOrder = (fields: object = {}) => orderOf(app.owner, branch, { siteId: branch.siteId, ...fields })
const clock = (order: Pick<Order, 'id'>) => clockOf(app.owner, order)
const stop = async (order: Pick<Order, 'id'>, fields: object = {}) =>
  app.owner.sla.stopClock({ ...clockRef(await clock(order)), ...fields })
const start = async (order: Pick<Order, 'id'>, fields: object = {}) =>
  app.owner.sla.startClock({ ...clockRef(await clock(order)), ...fields })
const read = ({ id }: Pick<Order, 'id'>) => app.owner.orders.getOrder({ orderId: id })
const drawn = [
  [
    { x: 20, y: 100 },
    { x: 80, y: 40 },
    { x: 140, y: 120 },
  ],
]
const sign = async (order: Pick<Order, 'id'>, fields: object = {}) => {
  const { lines, ...head } = await read(order)
  const lineIds = lines.map(({ id }) => id)
  return app.owner.orders.signOff({ ...refOf(head), lineIds, signer: 'Ola', strokes: drawn, ...fields })
}
const setting = (
  key: 'reasonOnSlaExceeded' | 'reasonOnSlaCancel' | 'slaStartsAutomatically',
  value: boolean,
) => app.owner.settings.setSetting({ key, scope: 'company', value })
const reasonFor = async (use: 'slaExceeded' | 'slaCanceled' | 'stageChange') =>
  (await app.owner.stages.createReasonCode({ id: newId(), code: use, description: { en: use }, uses: [use] }))
    .id
const deadline = (sla: OrderSla) => said(sla.latestCompletion)

/** An order whose clock has run since Friday 14:00 (E1). */
async function e1(fields: object = {}, more: object = {}): Promise<Order> {
  const sla = await slaOf(app.owner, more)
  await promise(app.owner, branch.customerId, sla.id)
  at('2026-03-06 14:00')
  return siteOrder({ lines: [hours(branch)], ...fields })
}

/** E1 with its pause. */
async function pausedE1(): Promise<Order> {
  const order = await e1()
  at('2026-03-09 10:00')
  await stop(order)
  at('2026-03-09 13:00')
  await start(order)
  return order
}

describe('the clock of an order', () => {
  it('R-06.01: E1 before the pause has its latest completion at 2026-03-09T13:00Z', async () => {
    const order = await e1()
    const sla = await clock(order)

    expect(sla).toMatchObject({ status: 'running', outcome: 'open', slaCode: 'S8', source: 'customerGroup' })
    expect(sla.latestCompletion).toBe(Date.parse('2026-03-09T13:00Z'))
    expect(sla.open[0]).toEqual({ start: wall('2026-03-06 14:00'), end: wall('2026-03-06 16:00') })
  })

  it('R-06.02: E1 stopped is shown as paused, after the restart it is 2026-03-10T08:00Z', async () => {
    const order = await e1()
    at('2026-03-09 10:00')
    const stopped = await stop(order)
    at('2026-03-09 12:00')
    const paused = await clock(order)
    at('2026-03-09 13:00')
    const restarted = await start(order)

    expect(stopped).toMatchObject({ status: 'stopped', elapsed: 14_400 })
    expect(stopped.latestCompletion).toBeUndefined()
    expect(said(paused.ifStartedNow)).toBe('Mon 2026-03-09 16:00')
    expect(restarted.latestCompletion).toBe(Date.parse('2026-03-10T08:00Z'))
  })

  it('R-06.03: E1 signed off Tuesday 09:30 is 30,600 s, 106.25 %, breached', async () => {
    const order = await pausedE1()
    at('2026-03-10 09:30')
    await sign(order)

    expect(await clock(order)).toMatchObject({
      ...{ status: 'stopped', outcome: 'breached', elapsed: 30_600, compliance: 10_625 },
      ...{ finalStop: wall('2026-03-10 09:30'), isExceeded: true, isOverdue: false },
    })
  })

  it('R-06.04: E1 signed off Tuesday 09:00:00 is 100.00 % and met', async () => {
    const order = await pausedE1()
    at('2026-03-10 09:00')
    await sign(order)

    expect(await clock(order)).toMatchObject({ outcome: 'met', compliance: 10_000, isExceeded: false })
  })

  it('R-06.05: E2 and E3 end Monday 16:00', async () => {
    const order = await e1()
    const { customerId } = order
    at('2026-03-07 11:00')
    const saturday = await orderOf(app.owner, { customerId }, { siteId: branch.siteId })
    at('2026-03-09 08:00')
    const monday = await orderOf(app.owner, { customerId }, { siteId: branch.siteId })

    expect(deadline(await clock(saturday))).toBe('Mon 2026-03-09 16:00')
    expect(deadline(await clock(monday))).toBe('Mon 2026-03-09 16:00')
  })

  it('R-06.06: E4, E8, E9 and E15 end as stated', async () => {
    const { calendars, sla } = app.owner
    const closed = (date: string) => ({ date, kind: 'closed' as const })
    const shift = (startMinute: number, endMinute: number) => ({ startMinute, endMinute })
    const empty = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
    const standard = { ...empty, mon: [shift(480, 960)] }
    const weekdays = {
      mon: standard.mon,
      tue: standard.mon,
      wed: standard.mon,
      thu: standard.mon,
      fri: standard.mon,
    }
    const calendar = (code: string, fields: Partial<Parameters<typeof calendars.createCalendar>[0]>) =>
      calendars.createCalendar({ id: newId(), code, name: code, zone: 'SITE', ...fields })
    const ended = async (code: string, allowance: number, begin: string, fields: object) => {
      const { id: calendarId } = await calendar(code, fields)
      const asked = { draft: { allowance, calendarId }, zone: 'Europe/Oslo', start: wall(begin) }
      return said((await sla.previewDeadline(asked)).deadline)
    }
    const two = [shift(360, 840), shift(840, 1320)]

    expect(
      await ended('E4', 480, '2026-04-01 10:30', {
        week: { ...empty, ...weekdays },
        exceptions: [
          { date: '2026-04-01', kind: 'otherHours', shifts: [shift(480, 720)] },
          ...['2026-04-02', '2026-04-03', '2026-04-06'].map(closed),
        ],
      }),
    ).toBe('Tue 2026-04-07 14:30')
    expect(
      await ended('E8', 960, '2026-03-13 20:00', {
        week: { mon: two, tue: two, wed: two, thu: two, fri: two, sat: [shift(360, 840)], sun: [] },
      }),
    ).toBe('Mon 2026-03-16 12:00')
    const all = [shift(0, 1440)]
    expect(
      await ended('E9', 540, '2026-05-13 23:00', {
        week: {
          mon: all,
          tue: all,
          wed: all,
          thu: all,
          fri: [shift(0, 1320)],
          sat: [],
          sun: [shift(1320, 1440)],
        },
        exceptions: [closed('2026-05-14')],
      }),
    ).toBe('Fri 2026-05-15 08:00')
    expect(await ended('E15', 960, '2028-02-28 14:00', { week: { ...empty, ...weekdays } })).toBe(
      'Wed 2028-03-01 14:00',
    )
  })

  it('R-06.07: E5, E6 and E7 count both clock changes', async () => {
    const { calendars, sla } = app.owner
    const night = [
      { startMinute: 0, endMinute: 360 },
      { startMinute: 1320, endMinute: 1440 },
    ]
    const nightly = { mon: night, tue: night, wed: night, thu: night, fri: night, sat: night, sun: night }
    const sundays = {
      mon: [],
      tue: [],
      wed: [],
      thu: [],
      fri: [],
      sat: [],
      sun: [{ startMinute: 150, endMinute: 270 }],
    }
    const zone = 'Europe/Oslo'
    const { id: nights } = await calendars.createCalendar({
      id: newId(),
      code: 'N',
      name: 'N',
      zone: 'SITE',
      week: nightly,
    })
    const { id: sunday } = await calendars.createCalendar({
      id: newId(),
      code: 'S',
      name: 'S',
      zone: 'SITE',
      week: sundays,
    })
    const ended = async (begin: string, calendarId?: typeof nights) =>
      (await sla.previewDeadline({ draft: { allowance: 480, calendarId }, zone, start: wall(begin) }))
        .deadline
    const minutes = async (date: string) =>
      (
        await calendars.getWorkingMinutes({
          ...{ calendarId: sunday, zone, from: wall(`${date} 00:00`), to: wall(`${date} 12:00`) },
        })
      ).minutes

    expect(await ended('2026-03-28 20:00')).toBe(Date.parse('2026-03-29T03:00Z'))
    expect(await ended('2026-10-24 20:00')).toBe(Date.parse('2026-10-25T02:00Z'))
    expect(said(await ended('2026-03-28 22:00', nights))).toBe('Sun 2026-03-29 23:00')
    expect(said(await ended('2026-10-24 22:00', nights))).toBe('Sun 2026-10-25 05:00')
    expect(await minutes('2026-03-29')).toBe(90)
    expect(await minutes('2026-10-25')).toBe(180)
  })

  it('R-06.08: E10 ends 11:00Z in Oslo and 10:30Z in Helsinki', async () => {
    await e1({}, { allowance: 240, code: 'S-240' })
    app.clock.now = Date.parse('2026-03-09T06:30Z')
    const oslo = await siteOrder()
    const helsinki = await siteOrder({ siteId: null, siteZone: 'Europe/Helsinki' })

    expect((await clock(oslo)).latestCompletion).toBe(Date.parse('2026-03-09T11:00Z'))
    expect((await clock(helsinki)).latestCompletion).toBe(Date.parse('2026-03-09T10:30Z'))
  })

  it('R-06.09: E11 raised to High ends Monday 13:00 and its trace has a priority row', async () => {
    await e1({}, { allowanceHigh: 240 })
    at('2026-03-09 09:00')
    const order = await siteOrder()
    expect(deadline(await clock(order))).toBe('Tue 2026-03-10 09:00')
    at('2026-03-09 11:00')
    await app.owner.orders.updateOrder({ ...refOf(order), patch: { priority: 'high' } })
    const { rows } = await app.owner.sla.explainDeadline({ orderId: order.id })

    expect(deadline(await clock(order))).toBe('Mon 2026-03-09 13:00')
    expect(rows.find(({ kind }) => kind === 'priority')).toMatchObject({
      ...{ from: wall('2026-03-09 11:00'), priority: 'high', total: 7200, remaining: 7200 },
    })
  })

  it('R06-27: a change of the site’s zone keeps what was counted and counts on in the new one', async () => {
    await e1()
    at('2026-03-09 09:00')
    const order = await siteOrder()
    at('2026-03-09 11:00')
    await app.owner.orders.updateOrder({
      ...refOf(order),
      patch: { siteId: null, siteZone: 'Europe/Helsinki' },
    })

    // Two hours in Oslo, four until Helsinki closes at 15:00 Oslo time, two on Tuesday from 07:00.
    expect(deadline(await clock(order))).toBe('Tue 2026-03-10 09:00')
  })

  it('R-06.10: E12, a pause in closed time does not move the deadline', async () => {
    const order = await e1()
    at('2026-03-06 16:00')
    await stop(order)
    at('2026-03-09 08:00')

    expect(deadline(await start(order))).toBe('Mon 2026-03-09 14:00')
  })

  it('R-06.19: an edit of the SLA leaves a running order at 480 and gives a new one 240', async () => {
    const order = await e1()
    const { slaId } = await clock(order)
    if (!slaId) throw new Error('the clock has a service level')
    await app.owner.sla.updateSla({ slaId, expectedVersion: 1, patch: { allowance: 240 } })
    const later = await siteOrder()

    expect((await clock(order)).allowance).toBe(480 * 60)
    expect((await clock(later)).allowance).toBe(240 * 60)
  })

  it('R-06.20: a holiday on Monday moves the deadline to Tuesday 14:00; a finished order keeps its figures', async () => {
    const order = await e1()
    const finished = await siteOrder({ lines: [hours(branch)] })
    at('2026-03-06 15:00')
    await sign(finished)
    const before = await clock(finished)
    const calendarId = await standardCalendar(app.owner)
    const closed = (date: string) => ({ date, kind: 'closed' as const, text: 'Holiday' })
    const close = async (...dates: string[]) => {
      const { version } = await app.owner.calendars.getCalendar({ calendarId })
      const patch = { exceptions: dates.map(closed) }
      await app.owner.calendars.updateCalendar({ calendarId, expectedVersion: version, patch })
    }
    await close('2026-03-09')

    expect(deadline(await clock(order))).toBe('Tue 2026-03-10 14:00')
    await close('2026-03-06', '2026-03-09')
    expect(deadline(await clock(order))).toBe('Tue 2026-03-10 16:00')
    expect((await clock(finished)).elapsed).toBe(before.elapsed)
    expect(await clock(finished)).toMatchObject({ outcome: 'met', elapsed: 3600, compliance: 1250 })
  })

  it('R-06.25: E1 explains itself in the fourteen rows of its table', async () => {
    const order = await pausedE1()
    at('2026-03-10 09:30')
    await sign(order)
    const { rows } = await app.owner.sla.explainDeadline({ orderId: order.id })

    expect(
      rows.map(({ counted, kind, n, remaining, total }) => [
        n,
        kind,
        counted / 60,
        total / 60,
        remaining / 60,
      ]),
    ).toEqual([
      [1, 'sla', 0, 0, 480],
      [2, 'start', 0, 0, 480],
      [3, 'work', 120, 120, 360],
      [4, 'closed', 0, 120, 360],
      [5, 'work', 120, 240, 240],
      [6, 'pause', 0, 240, 240],
      [7, 'resume', 0, 240, 240],
      [8, 'work', 180, 420, 60],
      [9, 'closed', 0, 420, 60],
      [10, 'work', 60, 480, 0],
      [11, 'deadline', 0, 480, 0],
      [12, 'work', 30, 510, -30],
      [13, 'stop', 0, 510, -30],
      [14, 'result', 0, 510, -30],
    ])
    expect(rows[3]?.closed).toBe('weekend')
    expect(rows[8]?.closed).toBe('night')
    expect(rows[12]).toMatchObject({ entrySource: 'signOff', from: wall('2026-03-10 09:30') })
    expect(rows[13]).toMatchObject({ compliance: 10_625, outcome: 'breached', exceededBy: 1800 })
  })

  it('R-06.23: 28,801 s of 28,800 s is breached at 10,000 bp and 100.00 % exceeded by 1 s', async () => {
    const order = await e1()
    app.clock.now = wall('2026-03-09 14:00') + 1000
    await sign(order)

    expect(await clock(order)).toMatchObject({
      ...{ elapsed: 28_801, compliance: 10_000, outcome: 'breached' },
    })
  })

  it('R-06.27: a calendar without working time lets the order be made, with a warning instead of a deadline', async () => {
    const empty = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
    const { id: calendarId } = await app.owner.calendars.createCalendar({
      ...{ id: newId(), code: 'NEVER', name: 'Never', zone: 'SITE', week: empty },
    })
    const order = await e1({}, { calendarId })
    const sla = await clock(order)

    expect(sla).toMatchObject({ status: 'running', warnings: ['CALENDAR_EMPTY'] })
    expect(sla.latestCompletion).toBeUndefined()
    await expect(app.owner.sla.explainDeadline({ orderId: order.id })).rejects.toMatchObject({
      code: 'CALENDAR_EMPTY',
    })
  })
})

describe('starting and stopping', () => {
  it('R-06.13: Start while running, Stop while stopped and both once canceled are SLA_STATUS_INVALID', async () => {
    const order = await e1()
    const refused = { code: 'SLA_STATUS_INVALID' }
    at('2026-03-06 15:00')

    await expect(start(order)).rejects.toMatchObject(refused)
    await stop(order)
    await expect(stop(order)).rejects.toMatchObject(refused)
    await app.owner.sla.cancelClock(clockRef(await clock(order)))
    await expect(start(order)).rejects.toMatchObject(refused)
    await expect(stop(order)).rejects.toMatchObject(refused)
    await expect(app.owner.sla.cancelClock(clockRef(await clock(order)))).rejects.toMatchObject(refused)
  })

  it('R-06.14: a Start at the time of the last entry is TIME_ORDER, a second later it succeeds', async () => {
    const order = await e1()
    at('2026-03-09 12:00')
    const ten = wall('2026-03-09 10:00')
    await stop(order, { at: ten })

    await expect(start(order, { at: ten })).rejects.toMatchObject({
      code: 'TIME_ORDER',
      data: { field: 'at' },
    })
    expect(await start(order, { at: ten + 1000 })).toMatchObject({ status: 'running' })
  })

  it('R-06.15: at 12:00 a Stop at 12:06 is TIME_FUTURE, one at 12:05 succeeds', async () => {
    const order = await e1()
    at('2026-03-09 12:00')

    await expect(stop(order, { at: wall('2026-03-09 12:06') })).rejects.toMatchObject({ code: 'TIME_FUTURE' })
    expect(await stop(order, { at: wall('2026-03-09 12:05') })).toMatchObject({ status: 'stopped' })
  })

  it('R-06.16: beyond the allowance a Stop needs a reason where the company asks; at 480:00 it does not', async () => {
    const order = await e1()
    const other = await siteOrder()
    await setting('reasonOnSlaExceeded', true)
    const reasonId = await reasonFor('slaExceeded')
    const wrongId = await reasonFor('stageChange')
    at('2026-03-09 15:00')
    const end = wall('2026-03-09 14:00')

    await expect(stop(order, { at: end + 1000 })).rejects.toMatchObject({
      code: 'REASON_REQUIRED',
      data: { field: 'reasonId' },
    })
    await expect(stop(order, { at: end + 1000, reasonId: wrongId })).rejects.toMatchObject({
      code: 'REASON_NOT_ALLOWED',
    })
    expect((await clock(order)).status).toBe('running')
    expect((await stop(order, { at: end })).status).toBe('stopped')
    const { entries } = await stop(other, { at: end + 1000, reasonId, comment: 'Late parts' })
    expect(entries.at(-1)).toMatchObject({
      reasonCode: 'SLAEXCEEDED',
      comment: 'Late parts',
      source: 'manual',
    })
  })

  it('R-06.17: cancelClock without reason is REASON_REQUIRED where the company asks; the status stays', async () => {
    const order = await e1()
    await setting('reasonOnSlaCancel', true)
    at('2026-03-06 15:00')

    await expect(app.owner.sla.cancelClock(clockRef(await clock(order)))).rejects.toMatchObject({
      code: 'REASON_REQUIRED',
    })
    expect((await clock(order)).status).toBe('running')
    const reasonId = await reasonFor('slaCanceled')
    expect(await app.owner.sla.cancelClock({ ...clockRef(await clock(order)), reasonId })).toMatchObject({
      ...{ status: 'canceled', outcome: 'notMeasured' },
    })
  })

  it('R06-13: the reason of a stopped clock’s cancel stands in the log', async () => {
    const order = await e1()
    at('2026-03-06 15:00')
    await stop(order)
    const reasonId = await reasonFor('slaCanceled')
    await app.owner.sla.cancelClock({ ...clockRef(await clock(order)), reasonId })

    const [entry] = (await app.owner.history.listEntries({ limit: 1 })).items
    expect(entry).toMatchObject({ command: 'sla.cancelClock', reason: 'SLACANCELED' })
  })

  it('R-06.18: cancel of the order cancels a running clock; its revoke leaves it stopped with the same elapsed', async () => {
    const order = await e1()
    at('2026-03-06 15:00')
    const canceled = await app.owner.orders.cancelOrder(refOf(order))
    const sla = await clock(order)
    at('2026-03-06 15:30')
    await app.owner.orders.revokeCancel(refOf(canceled))

    expect(sla).toMatchObject({ status: 'canceled', outcome: 'notMeasured', elapsed: 3600 })
    expect(await clock(order)).toMatchObject({ status: 'stopped', outcome: 'open', elapsed: 3600 })
    expect(deadline(await start(order))).toBe('Mon 2026-03-09 14:30')
  })

  it('06 §3.2: a clock that was canceled by hand stays so when the order comes back', async () => {
    const order = await e1()
    at('2026-03-06 15:00')
    await app.owner.sla.cancelClock(clockRef(await clock(order)))
    const canceled = await app.owner.orders.cancelOrder(refOf(await read(order)))
    await app.owner.orders.revokeCancel(refOf(canceled))

    expect((await clock(order)).status).toBe('canceled')
  })

  it('R-06.28: a correction of the restart from 13:00 to 12:00 gives Monday 16:00; the trace says so', async () => {
    const order = await pausedE1()
    const entry = (await clock(order)).entries.at(-1)
    if (!entry) throw new Error('the clock has entries')
    const correct = (fields: object) =>
      app.owner.sla.correctEntry({
        entryId: entry.id,
        expectedVersion: 1,
        at: wall('2026-03-09 12:00'),
        ...fields,
      })

    await expect(correct({})).rejects.toMatchObject({ code: 'REASON_REQUIRED' })
    await expect(correct({ reason: 'R', at: wall('2026-03-09 10:00') })).rejects.toMatchObject({
      code: 'TIME_ORDER',
    })
    const corrected = await correct({ reason: 'Typed wrong' })
    expect(deadline(corrected)).toBe('Mon 2026-03-09 16:00')
    expect(corrected.entries.at(-1)).toMatchObject({ correctedFrom: wall('2026-03-09 13:00'), version: 2 })
    const { rows } = await app.owner.sla.explainDeadline({ orderId: order.id })
    expect(rows.find(({ kind }) => kind === 'resume')).toMatchObject({ isCorrected: true })
    const dispatcher = await app.as('dispatcher')
    await expect(
      dispatcher.sla.correctEntry({ entryId: entry.id, expectedVersion: 2, at: 1, reason: 'R' }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('R06-11: a first Start may be thirty days before the order, not more', async () => {
    await setting('slaStartsAutomatically', false)
    const order = await e1()
    const day = 24 * 3_600_000
    const { now } = app.clock

    expect(await clock(order)).toMatchObject({ status: 'none', outcome: 'notMeasured', slaCode: 'S8' })
    await expect(start(order, { at: now - 31 * day })).rejects.toMatchObject({ code: 'TIME_TOO_EARLY' })
    expect(await start(order, { at: now - 30 * day })).toMatchObject({
      status: 'running',
      startTime: now - 30 * day,
    })
  })

  it('06 §4: an order without a service level is NO_SLA, one with a stale version CONFLICT', async () => {
    const order = await siteOrder()
    const ref = refOf(order)

    await expect(app.owner.sla.startClock(ref)).rejects.toMatchObject({ code: 'NO_SLA' })
    await expect(app.owner.sla.stopClock(ref)).rejects.toMatchObject({ code: 'NO_SLA' })
    await expect(app.owner.sla.explainDeadline({ orderId: order.id })).rejects.toMatchObject({
      code: 'NO_SLA',
    })
    await expect(app.owner.sla.startClock({ ...ref, expectedVersion: 9 })).rejects.toMatchObject({
      code: 'CONFLICT',
    })
  })

  it('06 §4: an SLA set by hand starts with the next Start; once running it needs a reason and counts from the start', async () => {
    const { id: slaId } = await slaOf(app.owner)
    const { id: shortId, version } = await slaOf(app.owner, { code: 'S2', allowance: 120 })
    const order = await siteOrder({ lines: [hours(branch)] })
    const set = await app.owner.sla.setOrderSla({ ...refOf(order), slaId })
    expect(set).toMatchObject({ status: 'none', slaCode: 'S8', source: 'order' })
    const running = await start(order)
    expect(running).toMatchObject({ status: 'running', source: 'order' })
    at('2026-03-09 09:00')

    await expect(app.owner.sla.setOrderSla({ ...clockRef(running), slaId: shortId })).rejects.toMatchObject({
      code: 'REASON_REQUIRED',
    })
    const other = await app.owner.sla.setOrderSla({ ...clockRef(running), slaId: shortId, reason: 'Agreed' })
    expect(other).toMatchObject({ slaCode: 'S2', allowance: 7200, isOverdue: true })
    expect(deadline(other)).toBe('Fri 2026-03-06 16:00')
    await app.owner.sla.deactivateSla({ slaId: shortId, expectedVersion: version })
    const fresh = await siteOrder()
    await expect(app.owner.sla.setOrderSla({ ...refOf(fresh), slaId: shortId })).rejects.toMatchObject({
      code: 'SLA_INACTIVE',
    })
    await sign(order)
    const signed = await clock(order)
    await expect(
      app.owner.sla.setOrderSla({ ...clockRef(signed), slaId, reason: 'R' }),
    ).rejects.toMatchObject({
      code: 'SLA_STATUS_INVALID',
    })
  })

  it('R06-45: the first contact is measured from the start without pauses', async () => {
    const order = await e1({}, { responseAllowance: 150 })
    const sla = await clock(order)
    expect(sla).toMatchObject({ responseOutcome: 'open' })
    expect(said(sla.responseDue)).toBe('Mon 2026-03-09 08:30')
    at('2026-03-09 08:30')
    const met = await app.owner.sla.recordContact(clockRef(sla))
    expect(met).toMatchObject({ responseOutcome: 'met', firstResponse: wall('2026-03-09 08:30') })
    const late = await siteOrder()
    at('2026-03-09 11:01')

    expect(await app.owner.sla.recordContact(clockRef(await clock(late)))).toMatchObject({
      responseOutcome: 'breached',
    })
    await expect(
      app.owner.sla.recordContact({ ...clockRef(await clock(late)), at: app.clock.now + 600_000 }),
    ).rejects.toMatchObject({ code: 'TIME_FUTURE' })
  })

  it('06 §3.2: a revoked sign-off starts the clock again and opens the outcome', async () => {
    const order = await e1()
    at('2026-03-06 15:00')
    const { signOff } = await sign(order)
    expect((await clock(order)).outcome).toBe('met')
    at('2026-03-06 15:30')
    await app.owner.orders.revokeSignOff({
      signOffId: signOff.id,
      expectedVersion: signOff.version,
      reason: 'Wrong',
    })
    const sla = await clock(order)

    expect(sla).toMatchObject({ status: 'running', outcome: 'open' })
    expect(sla.finalStop).toBeUndefined()
    expect(sla.entries.map(({ kind, source }) => [kind, source])).toEqual([
      ['start', 'creation'],
      ['stop', 'signOff'],
      ['start', 'revoke'],
    ])
    expect(deadline(sla)).toBe('Mon 2026-03-09 14:30')
  })

  it('R06-12: a sign-off beyond the allowance needs a reason where the company asks', async () => {
    const order = await e1()
    await setting('reasonOnSlaExceeded', true)
    const slaReasonId = await reasonFor('slaExceeded')
    at('2026-03-10 09:00')

    await expect(sign(order)).rejects.toMatchObject({
      code: 'REASON_REQUIRED',
      data: { field: 'slaReasonId' },
    })
    await expect(sign(order, { slaReasonId: await reasonFor('stageChange') })).rejects.toMatchObject({
      code: 'REASON_NOT_ALLOWED',
    })
    await sign(order, { slaReasonId })
    expect((await clock(order)).entries.at(-1)).toMatchObject({
      source: 'signOff',
      reasonCode: 'SLAEXCEEDED',
    })
  })

  it('R06-40: posting without sign-off ends the measurement, a stopped clock at its last Stop', async () => {
    const running = await e1()
    const stopped = await siteOrder({ lines: [hours(branch)] })
    at('2026-03-06 15:00')
    await stop(stopped)
    at('2026-03-06 15:30')
    for (const order of [running, stopped])
      await app.owner.orders.postOrder({ ...refOf(await read(order)), date: '2026-03-06' })

    expect(await clock(running)).toMatchObject({
      outcome: 'met',
      elapsed: 5400,
      finalStop: wall('2026-03-06 15:30'),
    })
    expect(await clock(stopped)).toMatchObject({
      outcome: 'met',
      elapsed: 3600,
      finalStop: wall('2026-03-06 15:00'),
    })
    expect((await clock(running)).entries.at(-1)?.source).toBe('posting')
    await expect(start(running)).rejects.toMatchObject({ code: 'SLA_STATUS_INVALID' })
  })

  it('R06-40: the cancel of the last line that is not posted ends the measurement as well', async () => {
    const order = await e1({ lines: [hours(branch), hours(branch)] })
    const { lines } = await read(order)
    at('2026-03-06 15:00')
    const posted = await app.owner.orders.postOrder({
      ...{ ...refOf(await read(order)), lineIds: [lines[0]!.id], date: '2026-03-06' },
    })
    expect(await clock(order)).toMatchObject({ status: 'running', outcome: 'open' })
    at('2026-03-06 15:30')
    await app.owner.orders.cancelLine({ ...refOf(posted.order), lineIds: [lines[1]!.id] })

    expect(await clock(order)).toMatchObject({ outcome: 'met', finalStop: wall('2026-03-06 15:30') })
  })

  it('R06-14: stopped with exactly the allowance counted a clock is paused, not past its time', async () => {
    const order = await e1()
    at('2026-03-09 14:00')
    await stop(order)
    at('2026-03-09 15:00')
    const paused = await clock(order)
    const { total } = await app.owner.sla.getCompliance({
      ...{ from: '2026-03-01', to: '2026-03-31', groupBy: 'sla' },
    })

    expect(paused).toMatchObject({ elapsed: 28_800, isOverdue: false, isExceeded: false })
    expect(paused.latestCompletion).toBeUndefined()
    expect(total).toMatchObject({ measured: 0, breached: 0, openInTime: 1 })
  })

  it('R06-46: the reason of a late Stop counts while the order is open', async () => {
    const order = await e1()
    at('2026-03-09 14:30')
    await stop(order, { reasonId: await reasonFor('slaExceeded') })
    const { rows, total } = await app.owner.sla.getCompliance({
      ...{ from: '2026-03-01', to: '2026-03-31', groupBy: 'sla' },
    })

    expect(total).toMatchObject({ breached: 1, reasons: [{ name: 'slaExceeded', orders: 1 }] })
    expect(rows).toMatchObject([{ reasons: [{ name: 'slaExceeded', orders: 1 }] }])
  })

  it('R-04.25: a split after three hours of counted time gives the part three hours as well', async () => {
    const order = await e1({ lines: [hours(branch), hours(branch), hours(branch), hours(branch)] })
    at('2026-03-09 09:00')
    const { lines } = await read(order)
    const split = await app.owner.orders.splitOrder({
      ...refOf(order),
      ...{ lineIds: lines.slice(0, 2).map(({ id }) => id), date: '2026-03-10' },
    })
    const part = await clock({ id: split.newOrderId })

    expect(part).toMatchObject({ status: 'running', elapsed: 3 * 3600, startTime: wall('2026-03-06 14:00') })
    expect(part.entries).toMatchObject([{ kind: 'start', source: 'split' }])
    expect(part.latestCompletion).toBe((await clock(order)).latestCompletion)
  })
})
