import { describe, expect, it } from 'vitest'
import { dateOf, dayOf, offsetAt, weekdayOf } from '../../electron/modules/calendars/localTime.rules'
import { alwaysOpen, type OpenTime } from '../../electron/modules/calendars/openTime.rules'
import { countedAt, crossingOf, stretchesOf } from '../../electron/modules/sla/clock.rules'
import { crossingsOf } from '../../electron/modules/sla/steps.rules'
import { traceOf } from '../../electron/modules/sla/trace.rules'
import type { CalendarException, Holiday, Shift, Week } from '../../electron/shared/contract/calendars'
import { entriesOf, openOf, standardWeek, weekOf } from '../support/clocks'

/** 1,000 clocks in `npm test`, ten times as many in the soak. */
const clocks = Number(process.env['AFTERCARE_CLOCKS'] ?? 1000)
const seed = Number(process.env['AFTERCARE_FUZZ_SEED'] ?? 1)
const minuteMs = 60_000
const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

interface Plan {
  /** Undefined: every minute counts. */
  readonly week?: Week
  readonly exceptions: CalendarException[]
  readonly holidays: Holiday[]
}

const closed = (date: string, name: string): Holiday => ({ date, name, kind: 'closed' })
const holidays: Holiday[] = [
  ...[closed('2026-03-25', 'Spring'), closed('2026-04-02', 'Thursday'), closed('2026-04-03', 'Friday')],
  ...[closed('2026-04-06', 'Monday'), closed('2026-10-26', 'Autumn'), closed('2026-11-03', 'Day')],
  { date: '2026-04-01', name: 'Half', kind: 'half', untilMinute: 720 },
  { date: '2026-10-30', name: 'Half', kind: 'half', untilMinute: 600 },
]
const plans: readonly Plan[] = [
  { week: standardWeek, exceptions: [], holidays },
  {
    week: weekOf({ 'mon-thu': ['07:30-12:00', '12:45-16:30'], fri: ['07:30-12:00', '12:30-15:00'] }),
    exceptions: [
      { date: '2026-03-28', kind: 'otherHours', shifts: [{ startMinute: 600, endMinute: 840 }] },
      { date: '2026-10-29', kind: 'closed', text: 'Inventory' },
    ],
    holidays,
  },
  // Every night, also both nights of the clock changes, with an edge inside the hour that is skipped or comes twice.
  {
    week: weekOf({ 'mon-sat': ['00:00-06:00', '22:00-24:00'], sun: ['02:30-04:30', '22:00-24:00'] }),
    exceptions: [],
    holidays,
  },
  { exceptions: [], holidays: [] },
]
const zones = ['Europe/Oslo', 'Europe/Helsinki', 'America/New_York']
/** Dates around both clock changes of these zones, 26 days long. */
const periods = ['2026-03-05', '2026-03-24', '2026-10-19'].map(dayOf)
const periodMinutes = 26 * 1440

interface Reading {
  readonly date: string
  readonly minute: number
}
const readings = new Map<string, Reading[]>()

/** The wall clock of each minute of a period, a day before and a day after it, asked of Intl. */
function wallClock(zone: string, day: number): Reading[] {
  const key = `${zone} ${String(day)}`
  const known = readings.get(key)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone: zone, hourCycle: 'h23' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  })
  const read = Array.from({ length: periodMinutes + 2 * 1440 }, (_, index) => {
    const parts = format.formatToParts((day - 1) * 1440 * minuteMs + index * minuteMs)
    const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
    return {
      date: `${part('year')}-${part('month')}-${part('day')}`,
      minute: Number(part('hour')) * 60 + Number(part('minute')),
    }
  })
  readings.set(key, read)
  return read
}

/** A date is read: its exception, its holiday, the week (01 §2.6). */
function shiftsOn(plan: Plan, date: string): readonly Shift[] {
  const exception = plan.exceptions.find((one) => one.date === date)
  if (exception) return exception.kind === 'closed' ? [] : (exception.shifts ?? [])
  const holiday = plan.holidays.find((one) => one.date === date)
  if (holiday?.kind === 'closed') return []
  const day = names[weekdayOf(dayOf(date))] ?? 'mon'
  const usual = plan.week?.[day] ?? []
  return usual.flatMap(({ endMinute, startMinute }) => {
    const end = Math.min(endMinute, holiday?.untilMinute ?? 1440)
    return end > startMinute ? [{ startMinute, endMinute: end }] : []
  })
}

/** Whether each minute of a period is open: from a shift's start, the first of two, to its end, the second (conventions §3). */
function openMinutes(plan: Plan, zone: string, day: number): Uint8Array {
  const clock = wallClock(zone, day)
  const open = new Uint8Array(clock.length)
  if (!plan.week) return open.fill(1)
  const byDate = new Map<string, number[]>()
  for (const [index, { date }] of clock.entries()) byDate.set(date, [...(byDate.get(date) ?? []), index])
  for (const [date, indexes] of byDate)
    for (const { endMinute, startMinute } of shiftsOn(plan, date)) {
      const first = indexes.find((index) => (clock[index]?.minute ?? 0) >= startMinute)
      const last = indexes.findLast((index) => (clock[index]?.minute ?? 0) < endMinute)
      if (first !== undefined && last !== undefined && last >= first) open.fill(1, first, last + 1)
    }
  return open
}

/** Whole numbers from a seed, the same on every machine. */
function chance(from: number) {
  let state = from >>> 0
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

interface World {
  readonly open: OpenTime
  readonly slow: Uint8Array
  readonly zone: string
  readonly begin: number
}

function worlds(): World[] {
  return plans.flatMap((plan) =>
    zones.flatMap((zone) =>
      periods.map((day) => ({
        open: plan.week ? openOf(plan.week, zone, plan.exceptions, plan.holidays) : alwaysOpen(zone),
        slow: openMinutes(plan, zone, day),
        zone,
        begin: (day - 1) * 1440 * minuteMs,
      })),
    ),
  )
}

/** What walking minute by minute finds: minutes counted at the end, and the first minute at which so many were. */
function walk(slow: Uint8Array, entries: readonly number[], allowance: number, now: number) {
  let counted = 0
  let elapsed = 0
  let deadline: number | undefined
  let warning: number | undefined
  for (let minute = entries[0] ?? 0; minute < slow.length; minute += 1) {
    const started = entries.filter((entry) => entry <= minute).length
    if (minute === now) elapsed = counted
    if (started % 2 === 0 && entries.length % 2 === 0 && started === entries.length && minute >= now) break
    if (started % 2 === 1 && slow[minute] === 1) counted += 1
    if (counted * 4 >= allowance * 3) warning ??= minute + 1
    if (counted >= allowance) deadline ??= minute + 1
  }
  return { elapsed, deadline, warning }
}

describe('random clocks', () => {
  it(
    `06 §3.3, §3.4, R06-60: ${String(clocks)} clocks equal a count minute by minute, and their traces add up`,
    () => {
      const all = worlds()
      const next = chance(seed)
      const wrong: unknown[] = []
      let reached = 0
      for (let run = 0; run < clocks; run += 1) {
        const { begin, open, slow, zone } = all[next(all.length)]!
        const entries = [1440 + next(6 * 1440)]
        for (let pauses = next(7) * 2 - next(2); pauses > 0; pauses -= 1)
          entries.push((entries.at(-1) ?? 0) + 1 + next(1200))
        const now = (entries.at(-1) ?? 0) + next(2880)
        const allowance = 4 * (1 + next(600))
        const instant = (minute: number) => begin + minute * minuteMs
        const expected = walk(slow, entries, allowance, now)
        const given = entriesOf(...entries.map(instant))
        const stretches = stretchesOf(given)
        const allowanceMs = allowance * minuteMs
        const deadline = crossingOf(open, stretches, allowanceMs)
        const rows = traceOf({
          ...{ entries: given, open, deadline, now: instant(now), said: () => ({}), sla: {} },
          offset: (at) => offsetAt(zone, at),
          priorities: [{ at: instant(entries[0] ?? 0), priority: 'normal', allowanceMs }],
          status: entries.length % 2 === 0 ? 'stopped' : 'running',
        })
        const past = rows.filter(({ isAhead }) => !isAhead)
        const steps = [{ kind: 'warning' as const, threshold: 7500 }]
        const [warning] = crossingsOf(open, { stretches, allowanceMs, changedAt: 0, steps })
        // Beyond the period the walk sees nothing.
        const isSeen = expected.deadline !== undefined
        if (isSeen) reached += 1
        const found = {
          elapsed: countedAt(open, stretches, instant(now)) / minuteMs,
          total: (past.at(-1)?.total ?? 0) / 60,
          sum: past.reduce((sum, { counted }) => sum + counted, 0) / 60,
          deadline: isSeen ? deadline : undefined,
          row: isSeen ? rows.find(({ kind }) => kind === 'deadline')?.from : undefined,
          warning: expected.warning === undefined ? undefined : warning?.at,
          isWhole: rows.every(
            ({ counted, total }, index) => total === (rows[index - 1]?.total ?? 0) + counted,
          ),
          isClosedEmpty: rows.every(({ counted, kind }) => kind === 'work' || counted === 0),
          isJoined: rows.every(({ from, kind }, index) => {
            const before = rows[index - 1]
            return !['work', 'closed'].includes(kind) || from === (before?.to ?? before?.from)
          }),
        }
        const wanted = {
          ...{ elapsed: expected.elapsed, total: expected.elapsed, sum: expected.elapsed },
          deadline: expected.deadline === undefined ? undefined : instant(expected.deadline),
          row: expected.deadline === undefined ? undefined : instant(expected.deadline),
          warning: expected.warning === undefined ? undefined : instant(expected.warning),
          ...{ isWhole: true, isClosedEmpty: true, isJoined: true },
        }
        if (JSON.stringify(found) !== JSON.stringify(wanted))
          wrong.push({
            run,
            zone,
            entries,
            allowance,
            now,
            found,
            wanted,
            on: dateOf(Math.floor(begin / 86_400_000)),
          })
      }

      expect(wrong.slice(0, 2)).toEqual([])
      expect(reached).toBeGreaterThan(clocks / 4)
    },
    60_000 + clocks * 20,
  )
})
