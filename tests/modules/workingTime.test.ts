import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateOf, dayOf, edgeInstant, weekdayOf } from '../../electron/modules/calendars/localTime.rules'
import {
  openIntervals,
  prepareCalendar,
  workingInstant,
  workingMinutes,
  type CalendarView,
} from '../../electron/modules/calendars/working.rules'
import type { CalendarException, Holiday, Shift, Week } from '../../electron/shared/contract/calendars'
import { cpuTime } from '../support/cpuTime'

const minuteMs = 60_000
const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** Zones with changes in both halves of the year, at midnight, by half an hour, and without any. */
const zones = [
  'Europe/Oslo',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'America/Santiago',
  'Asia/Kolkata',
  'UTC',
]

/** The wall clock of an instant, asked of Intl directly. */
function wallClock(zone: string) {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  const known = new Map<number, { date: string; minute: number }>()
  return (instant: number) => {
    const held = known.get(instant)
    if (held) return held
    const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]))
    const date = `${String(parts['year'])}-${String(parts['month'])}-${String(parts['day'])}`
    const reading = { date, minute: Number(parts['hour']) * 60 + Number(parts['minute']) }
    known.set(instant, reading)
    return reading
  }
}

const wallClocks = new Map(zones.map((zone) => [zone, wallClock(zone)]))
const aDayAndMore = 27 * 60 * minuteMs

/** The shifts of a date, read as the sentence of 01 §2.6 says. */
function shiftsOn(calendar: Plan, date: string): readonly Shift[] {
  const exception = calendar.exceptions.find((day) => day.date === date)
  if (exception) return exception.kind === 'closed' ? [] : (exception.shifts ?? [])
  const holiday = calendar.holidays.find((day) => day.date === date)
  if (holiday?.kind === 'closed') return []
  const own = names.some((name) => calendar.week[name].length > 0)
  const usual = own
    ? calendar.week[names[weekdayOf(dayOf(date))]!]
    : calendar.base
      ? shiftsOn(calendar.base, date)
      : []
  if (!holiday) return usual
  return usual.map((shift) => ({ ...shift, endMinute: Math.min(shift.endMinute, holiday.untilMinute ?? 0) }))
}

/**
 * Minute by minute: open are the minutes from the first one at or after a shift's start on its date (first occurrence) to
 * before the last one that reaches its end (second occurrence).
 */
function slowOpenMinutes(plan: Plan, zone: string, from: number, to: number): Set<number> {
  const clock = wallClocks.get(zone)!
  const byDate = new Map<string, { instant: number; minute: number }[]>()
  for (let instant = from - aDayAndMore; instant < to + aDayAndMore; instant += minuteMs) {
    const { date, minute } = clock(instant)
    const minutes = byDate.get(date) ?? []
    minutes.push({ instant, minute })
    byDate.set(date, minutes)
  }
  const open = new Set<number>()
  for (const [date, minutes] of byDate)
    for (const { endMinute, startMinute } of shiftsOn(plan, date)) {
      if (endMinute <= startMinute) continue
      const first = minutes.findIndex(({ minute }) => minute >= startMinute)
      const last = minutes.findLastIndex(({ minute }) => minute < endMinute)
      if (first < 0) continue
      for (const { instant } of minutes.slice(first, last + 1)) open.add(instant)
    }
  return open
}

interface Plan {
  readonly week: Week
  readonly exceptions: CalendarException[]
  readonly holidays: Holiday[]
  readonly base?: Plan
}

const shifts = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 6 })
  .map((bounds) => bounds.map((bound) => bound * 15).sort((a, b) => a - b))
  .map((bounds) =>
    bounds.flatMap((start, index) =>
      index % 2 === 0 && bounds[index + 1] !== undefined
        ? [{ startMinute: start, endMinute: bounds[index + 1]! }]
        : [],
    ),
  )
const nights = fc.constant<Shift[]>([
  { startMinute: 0, endMinute: 360 },
  { startMinute: 1320, endMinute: 1440 },
])
const day: fc.Arbitrary<Shift[]> = fc.oneof(shifts, nights, fc.constant<Shift[]>([]))
const week: fc.Arbitrary<Week> = fc.record({
  mon: day,
  tue: day,
  wed: day,
  thu: day,
  fri: day,
  sat: day,
  sun: day,
})
const noWeek: Week = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }

function planAround(firstDay: number): fc.Arbitrary<Plan> {
  const date = fc.integer({ min: firstDay - 1, max: firstDay + 4 }).map(dateOf)
  const exceptions = fc.uniqueArray(
    fc.oneof(
      fc.record({ date, kind: fc.constant('closed' as const) }),
      fc.record({ date, kind: fc.constant('otherHours' as const), shifts }),
    ),
    { maxLength: 2, selector: (exception) => exception.date },
  )
  const holidays = fc.uniqueArray(
    fc.oneof(
      fc.record({ date, name: fc.constant('Closed'), kind: fc.constant('closed' as const) }),
      fc.record({
        date,
        name: fc.constant('Half'),
        kind: fc.constant('half' as const),
        untilMinute: fc.integer({ min: 1, max: 1439 }),
      }),
    ),
    { maxLength: 2, selector: (holiday) => holiday.date },
  )
  const base = fc.record({ week, exceptions, holidays })
  return fc.oneof(
    fc.record({ week, exceptions, holidays }),
    fc.record({ week: fc.constant(noWeek), exceptions, holidays, base }),
  )
}

function viewOf(plan: Plan): CalendarView {
  return prepareCalendar(plan, plan.holidays, plan.base ? viewOf(plan.base) : undefined)
}

/** Days near both clock changes of the zones above, and ordinary ones. */
const startDays = [
  '2027-03-27',
  '2027-10-30',
  '2027-03-13',
  '2027-11-06',
  '2027-04-03',
  '2027-10-02',
  '2027-04-29',
  '2027-10-28',
  '2027-09-04',
  '2027-06-15',
].map(dayOf)

const cases = fc
  .record({ zone: fc.constantFrom(...zones), firstDay: fc.constantFrom(...startDays) })
  .chain(({ firstDay, zone }) =>
    fc.record({
      zone: fc.constant(zone),
      plan: planAround(firstDay),
      from: fc.integer({ min: 0, max: 2880 }).map((minute) => firstDay * 86_400_000 + minute * minuteMs),
      length: fc.integer({ min: 1, max: 2880 }),
    }),
  )

describe('working time', () => {
  it('R01-09: working minutes equal a count minute by minute, clock changes, holidays and nights included', () => {
    fc.assert(
      fc.property(cases, ({ from, length, plan, zone }) => {
        const to = from + length * minuteMs
        const open = slowOpenMinutes(plan, zone, from, to)
        let expected = 0
        for (let instant = from; instant < to; instant += minuteMs) if (open.has(instant)) expected += 1

        expect(workingMinutes(viewOf(plan), zone, from, to)).toBe(expected)
      }),
      { numRuns: 60 },
    )
  }, 30_000)

  it('R06-22: the working instant is the earliest with the minutes counted', () => {
    fc.assert(
      fc.property(cases, ({ from, length, plan, zone }) => {
        const view = viewOf(plan)
        const instant = workingInstant(view, zone, from, length)
        fc.pre(instant !== undefined)

        expect(workingMinutes(view, zone, from, instant)).toBe(length)
        expect(workingMinutes(view, zone, from, instant - 1)).toBe(length - 1)
      }),
      { numRuns: 300 },
    )
  })

  it('conventions §3: a start in the gap is the first instant after it, in the overlap the first; an end the second', () => {
    const at = (date: string, minute: number, edge: 'start' | 'end') =>
      new Date(edgeInstant('Europe/Oslo', dayOf(date), minute, edge)).toISOString().slice(0, 16)

    expect(at('2027-03-28', 150, 'start')).toBe('2027-03-28T01:00')
    expect(at('2027-03-28', 150, 'end')).toBe('2027-03-28T01:00')
    expect(at('2027-10-31', 150, 'start')).toBe('2027-10-31T00:30')
    expect(at('2027-10-31', 150, 'end')).toBe('2027-10-31T01:30')
  })

  it('R06-21: a night of 22–06 has 7 hours in spring and 9 in autumn', () => {
    const night = [
      { startMinute: 0, endMinute: 360 },
      { startMinute: 1320, endMinute: 1440 },
    ]
    const nightly = { mon: night, tue: night, wed: night, thu: night, fri: night, sat: night, sun: night }
    const view = prepareCalendar({ week: nightly, exceptions: [] }, [], undefined)
    const between = (from: string, to: string) =>
      workingMinutes(view, 'Europe/Oslo', Date.parse(from), Date.parse(to))

    expect(between('2027-03-27T12:00Z', '2027-03-28T12:00Z')).toBe(7 * 60)
    expect(between('2027-10-30T12:00Z', '2027-10-31T12:00Z')).toBe(9 * 60)
  })

  it('R01-09: a change at midnight counts nothing twice', () => {
    const full = [{ startMinute: 0, endMinute: 1440 }]
    const always = { mon: full, tue: full, wed: full, thu: full, fri: full, sat: full, sun: full }
    const view = prepareCalendar({ week: always, exceptions: [] }, [], undefined)
    for (const zone of ['America/Havana', 'Africa/Cairo', 'America/Santiago', 'Asia/Beirut'])
      for (let day = dayOf('2027-01-01'); day < dayOf('2028-01-01'); day += 1) {
        const [today] = openIntervals(view, zone, day)
        const [tomorrow] = openIntervals(view, zone, day + 1)
        expect(today?.end).toBe(tomorrow?.start)
      }
  })

  it('R01-09: a year of minutes is counted in milliseconds', () => {
    const office = [{ startMinute: 480, endMinute: 960 }]
    const week = { ...noWeek, mon: office, tue: office, wed: office, thu: office, fri: office }
    const view = prepareCalendar({ week, exceptions: [] }, [], undefined)
    const year = () =>
      workingMinutes(view, 'Europe/Oslo', Date.parse('2027-01-01T00:00Z'), Date.parse('2028-01-01T00:00Z'))
    expect(year()).toBe(261 * 480)
    const spent = cpuTime()

    for (let run = 0; run < 20; run += 1) year()

    expect(spent() / 20).toBeLessThan(50)
  })
})
