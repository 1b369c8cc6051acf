import { dateOf, dayOf, firstDayOfMonth, lastDay, lastDayOfMonth, monthOf, weekdayOf } from './days.rules'
import type { AllowedDays, CalculatedDate, DatePeriod, DayRules, Series, WindowSpan } from './planning.rules'

const searchedDays = 31

interface Span {
  readonly from: number
  readonly to: number
}

/**
 * The days one occurrence may lie on (R03-10…R03-14). Without a window the closed-day policy decides, with one the open
 * days of the window do; a window without an open day leaves the calculated date.
 */
export function allowedDays(
  { effective, window }: Pick<Series, 'effective' | 'window'>,
  calculated: CalculatedDate,
  rules: DayRules,
): AllowedDays {
  const day = dayOf(calculated.date)
  if (!window) return atClosedDay(day, spanOf(effective), rules)
  const span = meet(meet(windowAround(window, calculated), spanOf(effective)), spanOf(rules.run))
  const days: number[] = []
  for (let at = span.from; at <= span.to; at += 1) if (rules.isOpen(at)) days.push(at)
  return days.length > 0 ? { kind: 'allowed', days } : kept(day)
}

/** The first and last day of the window of a line's date, cut half-way to its neighbours and to the line's start. */
export function windowEnds(
  window: WindowSpan,
  calculated: CalculatedDate,
  start: string,
): { earliest: string; latest: string } {
  const { from, to } = meet(windowAround(window, calculated), spanOf({ from: start }))
  return { earliest: dateOf(from), latest: dateOf(to) }
}

/** The window of a date where its neighbours cut it (R03-12); undefined where they do not. */
export function halfWayCut(window: WindowSpan, calculated: CalculatedDate): DatePeriod | undefined {
  const raw = rawWindow(window, dayOf(calculated.date))
  const { from, to } = windowAround(window, calculated)
  return from === raw.from && to === raw.to ? undefined : { from: dateOf(from), to: dateOf(to) }
}

/** The note of an occurrence that its window let lie on another date (03 §3.5). */
export function windowNote(
  window: WindowSpan | undefined,
  calculatedDate: string,
  serviceDate: string,
): 'MOVED_BY_WINDOW' | undefined {
  return window && calculatedDate !== serviceDate ? 'MOVED_BY_WINDOW' : undefined
}

/**
 * Where a closed day goes (R03-13). `nextOpenSameMonth` looks ahead to the end of the month only, then back; a shift
 * stays in the effective period and may leave the run.
 */
function atClosedDay(day: number, effective: Span, { closedDayPolicy, isOpen }: DayRules): AllowedDays {
  if (isOpen(day)) return { kind: 'allowed', days: [day] }
  const search = (step: 1 | -1, limit: number): number | undefined => {
    for (let at = day + step; (limit - at) * step >= 0; at += step) if (isOpen(at)) return at
    return undefined
  }
  const latest = Math.min(day + searchedDays, effective.to)
  const next = (limit = latest): number | undefined => search(1, limit)
  const previous = (): number | undefined => search(-1, Math.max(day - searchedDays, effective.from))
  switch (closedDayPolicy) {
    case 'keep':
      return kept(day)
    case 'skip':
      return { kind: 'skipped', reason: 'CLOSED_DAY_SKIPPED' }
    case 'nextOpen':
      return shifted(day, next() ?? previous())
    case 'previousOpen':
      return shifted(day, previous() ?? next())
    case 'nextOpenSameMonth':
      return shifted(day, next(Math.min(latest, lastDayOfMonth(monthOf(day)))) ?? previous())
  }
}

function kept(day: number): AllowedDays {
  return { kind: 'allowed', days: [day], note: 'CALENDAR_CONFLICT' }
}

function shifted(day: number, to: number | undefined): AllowedDays {
  return to === undefined ? kept(day) : { kind: 'allowed', days: [to], note: 'MOVED_FROM_CLOSED_DAY' }
}

/** The window of a date, cut half-way to those of its neighbours that it overlaps (R03-12). */
function windowAround(window: WindowSpan, { date, next, previous }: CalculatedDate): Span {
  const day = dayOf(date)
  let { from, to } = rawWindow(window, day)
  if (previous !== undefined) {
    const before = dayOf(previous)
    if (rawWindow(window, before).to >= from) from = Math.max(from, day - Math.floor((day - before - 1) / 2))
  }
  if (next !== undefined) {
    const after = dayOf(next)
    if (rawWindow(window, after).from <= to) to = Math.min(to, day + Math.floor((after - day) / 2))
  }
  return { from, to }
}

function rawWindow(window: WindowSpan, day: number): Span {
  switch (window.method) {
    case 'week': {
      const monday = day - weekdayOf(day)
      return { from: monday, to: monday + 6 }
    }
    case 'month':
      return { from: firstDayOfMonth(monthOf(day)), to: lastDayOfMonth(monthOf(day)) }
    case 'manual':
      return { from: day - window.daysBefore, to: day + window.daysAfter }
  }
}

function spanOf({ from, to }: DatePeriod): Span {
  return { from: dayOf(from), to: to === undefined ? lastDay : dayOf(to) }
}

function meet(a: Span, b: Span): Span {
  return { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) }
}
