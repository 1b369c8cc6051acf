import { Temporal } from 'temporal-polyfill'
import type { BoardZoom } from '@/components/board/board.types'

/** Local dates, both of them in it. */
export interface Period {
  readonly from: string
  readonly to: string
}
/** Half-open instants. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

export const zooms: readonly BoardZoom[] = ['hours', 'day', 'week', 'month']
/** A board holds at most so many days (07 §4). */
const mostDays = 92

const dateOf = (date: string) => Temporal.PlainDate.from(date)
const span = (from: Temporal.PlainDate, days: number): Period => ({
  from: from.toString(),
  to: from.add({ days: days - 1 }).toString(),
})

function weekOf(date: Temporal.PlainDate): Period {
  return span(date.subtract({ days: date.dayOfWeek - 1 }), 7)
}

/** The days that a zoom shows around a date: the day itself, its ISO week, its month. */
export function shownPeriod(zoom: BoardZoom, date: string): Period {
  const day = dateOf(date)
  if (zoom === 'month') return span(day.with({ day: 1 }), day.daysInMonth)
  return zoom === 'week' ? weekOf(day) : span(day, 1)
}

/** The days that are read for it: a day comes with its week, so that a change of view asks nothing. */
export function readPeriod(zoom: BoardZoom, date: string): Period {
  return zoom === 'month' ? shownPeriod(zoom, date) : weekOf(dateOf(date))
}

/** A date one view before or after. */
export function stepped(zoom: BoardZoom, date: string, steps: number): string {
  const unit = zoom === 'month' ? { months: steps } : { days: zoom === 'week' ? steps * 7 : steps }
  return dateOf(date).add(unit).toString()
}

/** As many of the days as a board holds. */
export function atMost({ from, to }: Period): Period {
  const last = dateOf(from).add({ days: mostDays - 1 })
  return Temporal.PlainDate.compare(dateOf(to), last) > 0 ? { from, to: last.toString() } : { from, to }
}

/** The instants of local dates in a zone. */
export function stretchOf({ from, to }: Period, zone: string): Stretch {
  const start = (date: Temporal.PlainDate) => date.toZonedDateTime(zone).epochMilliseconds
  return { from: start(dateOf(from)), to: start(dateOf(to).add({ days: 1 })) }
}

export function covers(outer: Stretch, inner: Stretch): boolean {
  return outer.from <= inner.from && outer.to >= inner.to
}
