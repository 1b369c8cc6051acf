import { Temporal } from 'temporal-polyfill'
import type { PlanDay } from '@contract/generationRuns'

export interface MonthDay {
  readonly date: string
  readonly day: number
  readonly orders: number
  readonly lines: number
}
export interface MonthWeek {
  /** Empty places before the first and after the last day of the month. */
  readonly days: readonly (MonthDay | undefined)[]
  readonly orders: number
  readonly lines: number
}
export interface Month {
  /** `YYYY-MM` */
  readonly key: string
  readonly weeks: readonly MonthWeek[]
  readonly orders: number
}

/** The months that hold days of a plan, by weeks from Monday. */
export function calendarMonths(days: readonly PlanDay[]): Month[] {
  const byDate = new Map(days.map((day) => [day.date, day]))
  const keys = [...new Set(days.map(({ date }) => date.slice(0, 7)))].sort()
  return keys.map((key) => {
    const first = Temporal.PlainDate.from(`${key}-01`)
    const own = Array.from({ length: first.daysInMonth }, (_, index): MonthDay => {
      const date = first.add({ days: index }).toString()
      const planned = byDate.get(date)
      return { date, day: index + 1, orders: planned?.orders ?? 0, lines: planned?.lines ?? 0 }
    })
    const places = [...Array.from({ length: first.dayOfWeek - 1 }, () => undefined), ...own]
    const weeks = Array.from({ length: Math.ceil(places.length / 7) }, (_, index) =>
      weekOf(Array.from({ length: 7 }, (_, at) => places[index * 7 + at])),
    )
    return { key, weeks, orders: weeks.reduce((sum, { orders }) => sum + orders, 0) }
  })
}

function weekOf(days: readonly (MonthDay | undefined)[]): MonthWeek {
  const sum = (of: 'orders' | 'lines') => days.reduce((all, day) => all + (day?.[of] ?? 0), 0)
  return { days, orders: sum('orders'), lines: sum('lines') }
}
