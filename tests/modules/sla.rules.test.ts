import { describe, expect, it } from 'vitest'
import { offsetAt } from '../../electron/modules/calendars/localTime.rules'
import { alwaysOpen, joinedTime } from '../../electron/modules/calendars/openTime.rules'
import {
  allowanceOf,
  crossingOf,
  mergedEntries,
  stretchesOf,
  timeFailure,
} from '../../electron/modules/sla/clock.rules'
import {
  complianceOf,
  isExceeded,
  outcomeOf,
  responseOutcome,
} from '../../electron/modules/sla/outcome.rules'
import { firedStepId } from '../../electron/modules/sla/firedStepId'
import { crossingsOf } from '../../electron/modules/sla/steps.rules'
import { traceOf, type TracedClock } from '../../electron/modules/sla/trace.rules'
import {
  deadlineOf,
  entriesOf,
  minutesAt,
  openOf,
  oslo,
  said,
  standardWeek,
  wall,
  weekOf,
} from '../support/clocks'

const std = openOf(standardWeek)
const minuteMs = 60_000
const steps = [
  { kind: 'warning' as const, threshold: 7500 },
  { kind: 'breach' as const, threshold: 10_000 },
]
const e1 = ['2026-03-06 14:00', '2026-03-09 10:00', '2026-03-09 13:00', '2026-03-10 09:30'].map((at) =>
  wall(at),
)
const crossings = (entries: readonly number[], allowance = 480, changedAt = 0) =>
  crossingsOf(std, {
    ...{ stretches: stretchesOf(entriesOf(...entries)), allowanceMs: allowance * minuteMs, changedAt, steps },
  }).map(({ at }) => said(at))

describe('the worked examples of 06 §6', () => {
  it('R06-22: E1 – Friday 14:00 and 480 minutes end Monday 14:00; the pause moves that to Tuesday 09:00', () => {
    expect(said(deadlineOf(std, 480, ...e1.slice(0, 1)))).toBe('Mon 2026-03-09 14:00')
    expect(said(deadlineOf(std, 480, ...e1.slice(0, 2)))).toBe('never')
    expect(said(deadlineOf(std, 480, ...e1.slice(0, 3)))).toBe('Tue 2026-03-10 09:00')
    expect(minutesAt(std, wall('2026-03-11 12:00'), ...e1)).toBe(510)
  })

  it('R06-23: E2, E3 – a shift long ends at its end; Saturday counts from Monday', () => {
    expect(said(deadlineOf(std, 480, wall('2026-03-09 08:00')))).toBe('Mon 2026-03-09 16:00')
    expect(said(deadlineOf(std, 480, wall('2026-03-07 11:00')))).toBe('Mon 2026-03-09 16:00')
  })

  it('R-06.06 as a rule: E4, E8, E9, E15', () => {
    const easter = openOf(standardWeek, oslo, [
      { date: '2026-04-01', kind: 'otherHours', shifts: [{ startMinute: 480, endMinute: 720 }] },
      ...['2026-04-02', '2026-04-03', '2026-04-06'].map((date) => ({ date, kind: 'closed' as const })),
    ])
    const shifts = openOf(weekOf({ 'mon-fri': ['06:00-14:00', '14:00-22:00'], sat: ['06:00-14:00'] }))
    const nights = openOf(
      weekOf({ sun: ['22:00-24:00'], 'mon-thu': ['00:00-24:00'], fri: ['00:00-22:00'] }),
      oslo,
      [{ date: '2026-05-14', kind: 'closed' }],
    )

    expect(said(deadlineOf(easter, 480, wall('2026-04-01 10:30')))).toBe('Tue 2026-04-07 14:30')
    expect(said(deadlineOf(shifts, 960, wall('2026-03-13 20:00')))).toBe('Mon 2026-03-16 12:00')
    expect(said(deadlineOf(nights, 540, wall('2026-05-13 23:00')))).toBe('Fri 2026-05-15 08:00')
    expect(said(deadlineOf(std, 960, wall('2028-02-28 14:00')))).toBe('Wed 2028-03-01 14:00')
  })

  it('R-06.07 as a rule: E5, E6, E7 – both clock changes', () => {
    const always = alwaysOpen(oslo)
    const night = openOf(weekOf({ 'mon-sun': ['00:00-06:00', '22:00-24:00'] }))
    const sunday = openOf(weekOf({ sun: ['02:30-04:30'] }))
    const on = (date: string) => minutesAt(sunday, wall(`${date} 12:00`), wall(`${date} 00:00`))

    expect(new Date(deadlineOf(always, 480, wall('2026-03-28 20:00')) ?? 0).toISOString()).toBe(
      '2026-03-29T03:00:00.000Z',
    )
    expect(new Date(deadlineOf(always, 480, wall('2026-10-24 20:00')) ?? 0).toISOString()).toBe(
      '2026-10-25T02:00:00.000Z',
    )
    expect(said(deadlineOf(night, 480, wall('2026-03-28 22:00')))).toBe('Sun 2026-03-29 23:00')
    expect(said(deadlineOf(night, 480, wall('2026-10-24 22:00')))).toBe('Sun 2026-10-25 05:00')
    expect(on('2026-03-29')).toBe(90)
    expect(on('2026-10-25')).toBe(180)
  })

  it('R06-25: E10 – a calendar of the site is read in the site’s zone', () => {
    const start = Date.parse('2026-03-09T06:30Z')

    expect(deadlineOf(std, 240, start)).toBe(Date.parse('2026-03-09T11:00Z'))
    expect(deadlineOf(openOf(standardWeek, 'Europe/Helsinki'), 240, start)).toBe(
      Date.parse('2026-03-09T10:30Z'),
    )
  })

  it('R06-27: E11 – a priority’s allowance holds from the start; a place counts from its change', () => {
    const sla = { allowance: 480, allowanceHigh: 240 }
    const start = wall('2026-03-09 09:00')
    const moved = joinedTime([
      { from: start, open: std },
      { from: wall('2026-03-09 11:00'), open: openOf(standardWeek, 'Europe/Helsinki') },
    ])

    expect(said(deadlineOf(std, allowanceOf(sla, 'normal'), start))).toBe('Tue 2026-03-10 09:00')
    expect(said(deadlineOf(std, allowanceOf(sla, 'high'), start))).toBe('Mon 2026-03-09 13:00')
    expect(crossings([start], allowanceOf(sla, 'high'), wall('2026-03-09 11:00'))).toEqual([
      'Mon 2026-03-09 12:00',
      'Mon 2026-03-09 13:00',
    ])
    expect(allowanceOf(sla, 'low')).toBe(480)
    // Two hours in Oslo, then Helsinki closes an hour earlier: four until Monday 15:00, two on Tuesday from 07:00.
    expect(said(crossingOf(moved, [{ from: start }], 480 * minuteMs))).toBe('Tue 2026-03-10 09:00')
    expect(moved.counted(start, wall('2026-03-09 23:00'))).toBe(360 * minuteMs)
  })

  it('R06-30: E12 – a pause in closed time costs nothing', () => {
    const entries = [e1[0] ?? 0, wall('2026-03-06 16:00'), wall('2026-03-09 08:00')]

    expect(said(deadlineOf(std, 480, ...entries))).toBe('Mon 2026-03-09 14:00')
  })

  it('R-06.23 as a rule: E13 – exceeded is decided in seconds; the percentage is rounded half away', () => {
    expect(complianceOf(28_801, 28_800)).toBe(10_000)
    expect(isExceeded(28_801, 28_800)).toBe(true)
    expect(outcomeOf(28_801, 28_800)).toBe('breached')
    expect(outcomeOf(28_800, 28_800)).toBe('met')
    expect(complianceOf(239 * 60, 240 * 60)).toBe(9958)
    expect(complianceOf(67 * 60, 60 * 60)).toBe(11_167)
    expect(complianceOf(1, 800)).toBe(13)
    expect(complianceOf(0, 60)).toBe(0)
  })
})

describe('entries', () => {
  it('R-06.31: of two offices’ Stops the earlier counts, the later is kept and superseded', () => {
    const at = (time: string) => wall(`2026-03-09 ${time}`)
    const merged = mergedEntries([
      { id: 'a1', kind: 'start', at: at('08:00') },
      { id: 'b3', kind: 'start', at: at('11:00') },
      { id: 'b2', kind: 'stop', at: at('10:20') },
      { id: 'a2', kind: 'stop', at: at('10:00') },
    ])

    expect(merged.map(({ id, isSuperseded }) => [id, isSuperseded])).toEqual([
      ['a1', false],
      ['a2', false],
      ['b2', true],
      ['b3', false],
    ])
    expect(stretchesOf(merged)).toEqual([{ from: at('08:00'), to: at('10:00') }, { from: at('11:00') }])
  })

  it('R06-18: ties are broken by id; a Stop before any Start does not count', () => {
    const merged = mergedEntries([
      { id: 'c', kind: 'stop', at: 5 },
      { id: 'b', kind: 'start', at: 10 },
      { id: 'a', kind: 'start', at: 10 },
    ])

    expect(merged.map(({ id, isSuperseded }) => [id, isSuperseded])).toEqual([
      ['c', true],
      ['a', false],
      ['b', true],
    ])
    expect(stretchesOf(merged)).toEqual([{ from: 10 }])
  })

  it('R06-11: times increase, are at most five minutes ahead and thirty days back', () => {
    const now = wall('2026-03-09 12:00')
    const place = { now, previous: wall('2026-03-09 10:00') }
    const day = 24 * 3_600_000

    expect(timeFailure(place.previous, place)).toBe('TIME_ORDER')
    expect(timeFailure(place.previous + 1000, place)).toBeUndefined()
    expect(timeFailure(now + 6 * minuteMs, place)).toBe('TIME_FUTURE')
    expect(timeFailure(now + 5 * minuteMs, place)).toBeUndefined()
    expect(timeFailure(now, { now, next: now })).toBe('TIME_ORDER')
    expect(timeFailure(now - 30 * day - 1000, { now, createdAt: now })).toBe('TIME_TOO_EARLY')
    expect(timeFailure(now - 30 * day, { now, createdAt: now })).toBeUndefined()
  })
})

describe('steps', () => {
  it('R-06.22 as a rule: no step fires in the pause of E1; 75 % fires at 15:00 instead of 12:00', () => {
    expect(crossings(e1.slice(0, 1))).toEqual(['Mon 2026-03-09 12:00', 'Mon 2026-03-09 14:00'])
    expect(crossings(e1.slice(0, 2))).toEqual([])
    expect(crossings(e1.slice(0, 3))).toEqual(['Mon 2026-03-09 15:00', 'Tue 2026-03-10 09:00'])
  })

  it('R06-50: a step that was passed before a Stop fires with its own instant', () => {
    expect(crossings([e1[0] ?? 0, wall('2026-03-09 12:30')])).toEqual(['Mon 2026-03-09 12:00'])
  })

  it('R06-51: steps that a change lets pass fire at its instant, ascending; while stopped they wait for the Start', () => {
    const start = wall('2026-03-09 08:00')
    const change = wall('2026-03-09 12:00')

    expect(crossings([start], 120, change)).toEqual(['Mon 2026-03-09 12:00', 'Mon 2026-03-09 12:00'])
    expect(crossings([start, wall('2026-03-09 11:00')], 120, change)).toEqual([])
  })

  it('R06-50: a threshold in minutes before the deadline is counted time', () => {
    const found = crossingsOf(std, {
      ...{ stretches: [{ from: e1[0] ?? 0 }], allowanceMs: 480 * minuteMs, changedAt: 0 },
      steps: [
        { kind: 'warning', minutesBefore: 60 },
        { kind: 'warning', minutesBefore: 900 },
      ],
    })

    expect(found.map(({ at }) => said(at))).toEqual(['Fri 2026-03-06 14:00', 'Mon 2026-03-09 13:00'])
  })

  it('R-06.30: two machines that detect a step make the same record', () => {
    const order = '019507e4-5a5c-7f00-8abc-0123456789ab'
    const id = firedStepId(order, { kind: 'warning', threshold: 7500 })

    expect(id).toBe(firedStepId(order, { kind: 'warning', threshold: 7500 }))
    expect(id).toMatch(/^019507e4-5a5c-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(id).not.toBe(firedStepId(order, { kind: 'breach', threshold: 7500 }))
    expect(id).not.toBe(firedStepId(order, { kind: 'warning', minutesBefore: 7500 }))
  })
})

describe('response', () => {
  it('R06-45: met within the allowance, breached after it, open until contacted', () => {
    const allowed = { responseAllowance: 60, due: 100 }

    expect(responseOutcome({})).toBe('notMeasured')
    expect(responseOutcome(allowed)).toBe('open')
    expect(responseOutcome({ ...allowed, counted: 60 * minuteMs })).toBe('met')
    expect(responseOutcome({ ...allowed, counted: 60 * minuteMs + 1000 })).toBe('breached')
    expect(responseOutcome({ ...allowed, endedAt: 101 })).toBe('breached')
    expect(responseOutcome({ ...allowed, endedAt: 99 })).toBe('notMeasured')
  })
})

/** A clock on STD in Oslo, as the explanation takes it. */
function traced(entries: readonly number[], more: Partial<TracedClock> = {}): TracedClock {
  const allowanceMs = 480 * minuteMs
  return {
    entries: entriesOf(...entries),
    open: std,
    offset: (instant) => offsetAt(oslo, instant),
    priorities: [{ at: entries[0] ?? 0, priority: 'normal', allowanceMs }],
    deadline: crossingOf(std, stretchesOf(entriesOf(...entries)), allowanceMs),
    status: entries.length % 2 === 0 ? 'stopped' : 'running',
    now: entries.at(-1) ?? 0,
    sla: { slaCode: 'S8', slaSource: 'agreement' },
    said: () => ({}),
    ...more,
  }
}
const shortly = (clock: TracedClock) =>
  traceOf(clock).map((row) =>
    [
      row.kind + (row.closed ? ` (${row.name ?? row.closed})` : ''),
      row.from === undefined ? '' : said(row.from).slice(0, 3) + said(row.from).slice(14),
      row.to === undefined ? '' : said(row.to).slice(0, 3) + said(row.to).slice(14),
      row.counted / 60,
      row.total / 60,
      row.remaining / 60,
      ...(row.isAhead ? ['ahead'] : []),
    ].join(' '),
  )

describe('the explanation', () => {
  it('R-06.25 as a rule: E1 has the fourteen rows of its table', () => {
    const clock = traced(e1, { result: { outcome: 'breached', compliance: 10_625, exceededBy: 1800 } })

    expect(shortly(clock)).toEqual([
      'sla   0 0 480',
      'start Fri 14:00  0 0 480',
      'work Fri 14:00 Fri 16:00 120 120 360',
      'closed (weekend) Fri 16:00 Mon 08:00 0 120 360',
      'work Mon 08:00 Mon 10:00 120 240 240',
      'pause Mon 10:00 Mon 13:00 0 240 240',
      'resume Mon 13:00  0 240 240',
      'work Mon 13:00 Mon 16:00 180 420 60',
      'closed (night) Mon 16:00 Tue 08:00 0 420 60',
      'work Tue 08:00 Tue 09:00 60 480 0',
      'deadline Tue 09:00  0 480 0',
      'work Tue 09:00 Tue 09:30 30 510 -30',
      'stop Tue 09:30  0 510 -30',
      'result   0 510 -30',
    ])
    expect(traceOf(clock).at(-1)).toMatchObject({ compliance: 10_625, outcome: 'breached', exceededBy: 1800 })
  })

  it('R06-60: a running clock is told until now and ahead of now', () => {
    expect(shortly(traced(e1.slice(0, 1), { now: wall('2026-03-09 09:00') }))).toEqual([
      'sla   0 0 480',
      'start Fri 14:00  0 0 480',
      'work Fri 14:00 Fri 16:00 120 120 360',
      'closed (weekend) Fri 16:00 Mon 08:00 0 120 360',
      'work Mon 08:00 Mon 09:00 60 180 300',
      'work Mon 09:00 Mon 14:00 300 480 0 ahead',
      'deadline Mon 14:00  0 480 0 ahead',
    ])
  })

  it('R06-60: a holiday is named, a stopped clock ends with its pause, a priority has its row', () => {
    const easter = openOf(
      standardWeek,
      oslo,
      [],
      [{ date: '2026-04-02', name: 'Skjærtorsdag', kind: 'closed' }],
    )
    const start = wall('2026-04-01 15:00')
    const clock = traced([start, wall('2026-04-03 09:00')], {
      open: easter,
      deadline: undefined,
      now: wall('2026-04-03 12:00'),
      priorities: [
        { at: start, priority: 'normal', allowanceMs: 480 * minuteMs },
        { at: wall('2026-04-03 08:30'), priority: 'high', allowanceMs: 240 * minuteMs },
      ],
    })

    expect(shortly(clock).slice(2)).toEqual([
      'work Wed 15:00 Wed 16:00 60 60 420',
      'closed (night) Wed 16:00 Thu 00:00 0 60 420',
      'closed (Skjærtorsdag) Thu 00:00 Fri 00:00 0 60 420',
      'closed (night) Fri 00:00 Fri 08:00 0 60 420',
      'work Fri 08:00 Fri 08:30 30 90 390',
      'priority Fri 08:30  0 90 150',
      'work Fri 08:30 Fri 09:00 30 120 120',
      'pause Fri 09:00  0 120 120',
    ])
  })

  it('R06-60: a clock change cuts the work it falls into and shows its offsets', () => {
    const open = alwaysOpen(oslo)
    const start = wall('2026-03-28 20:00')
    const rows = traceOf(traced([start], { open, deadline: deadlineOf(open, 480, start), now: start }))

    expect(
      rows
        .slice(2)
        .map(({ counted, fromOffset, kind, toOffset }) => [kind, counted / 60, fromOffset, toOffset]),
    ).toEqual([
      ['work', 360, 60, 120],
      ['clockChange', 0, 120, undefined],
      ['work', 120, 120, 120],
      ['deadline', 0, 120, undefined],
    ])
  })

  it('R06-18: a superseded entry is shown where it lies', () => {
    const at = (time: string) => wall(`2026-03-09 ${time}`)
    const clock = traced([at('08:00'), at('10:00'), at('11:00')], { now: at('12:00') })
    const entries = [...clock.entries, { id: '9', kind: 'stop' as const, at: at('10:20') }]
    const rows = traceOf({ ...clock, entries })

    expect(
      rows.filter(({ isSuperseded }) => isSuperseded).map(({ from, kind }) => [kind, said(from).slice(15)]),
    ).toEqual([['stop', '10:20']])
    expect(rows.map(({ kind }) => kind)).toEqual([
      ...['sla', 'start', 'work', 'pause', 'stop', 'resume', 'work', 'work', 'closed', 'work', 'deadline'],
    ])
  })
})
