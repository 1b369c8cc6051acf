import type { Instant, LocalDate } from '@contract/time'
import type { TimeScale } from './timeScale'
import type { BoardDay, ZoneClock } from './zoneClock'

export interface AxisTick {
  readonly at: Instant
  readonly left: number
  readonly width: number
  readonly text: string
  /** A line through the chart: strong where a day begins. */
  readonly isStrong: boolean
  readonly isClosed: boolean
}

interface AxisTexts {
  readonly time: (instant: Instant) => string
  readonly day: (date: LocalDate) => string
  readonly shortDay: (date: LocalDate) => string
  readonly dayOfMonth: (day: BoardDay) => string
  readonly week: (number: number, date: LocalDate) => string
  readonly month: (date: LocalDate) => string
}

const hourMs = 3_600_000
/** An hour narrower than this is told with every second or third other only. */
const leastForHour = 44

/** The lower line of the axis within a stretch of pixels: hours, or days from the week on. */
export function lowerTicks(
  scale: TimeScale,
  clock: ZoneClock,
  { from, to }: { readonly from: number; readonly to: number },
  texts: AxisTexts,
): AxisTick[] {
  const days = daysWithin(scale, clock, from, to)
  if (scale.zoom === 'week' || scale.zoom === 'month')
    return days.map((day) =>
      tick(scale, day, scale.zoom === 'week' ? texts.shortDay(day.date) : texts.dayOfMonth(day), {
        isStrong: day.weekday === 1,
        isClosed: day.weekday > 5,
      }),
    )
  const every = scale.hourWidth >= leastForHour ? 1 : 2
  return days.flatMap((day) =>
    hoursOf(day, every).flatMap((hour) => {
      const shown = tick(scale, hour, texts.time(hour.from), {
        isStrong: hour.from === day.from,
        isClosed: false,
      })
      return shown.left + shown.width > from && shown.left < to ? [shown] : []
    }),
  )
}

/** The upper line: days, in the week ISO weeks, in the month months. */
export function upperTicks(
  scale: TimeScale,
  clock: ZoneClock,
  { from, to }: { readonly from: number; readonly to: number },
  texts: AxisTexts,
): AxisTick[] {
  const days = daysWithin(scale, clock, from, to)
  const strong = { isStrong: true, isClosed: false }
  switch (scale.zoom) {
    case 'hours':
    case 'day':
      return days.map((day) => tick(scale, day, texts.day(day.date), strong))
    case 'week':
      return joined(clock.days, ({ date, weekday }) => isoWeekMonday(date, weekday)).flatMap((week) =>
        ticksIn(scale, week, texts.week(isoWeek(week.date), week.date), from, to),
      )
    case 'month':
      return joined(clock.days, ({ date }) => date.slice(0, 7)).flatMap((month) =>
        ticksIn(scale, month, texts.month(month.date), from, to),
      )
  }
}

export function daysWithin(scale: TimeScale, clock: ZoneClock, from: number, to: number): BoardDay[] {
  const [start, end] = [scale.instantAt(from), scale.instantAt(to)]
  return clock.days.filter((day) => day.to > start && day.from < end)
}

function tick(
  scale: TimeScale,
  { from, to }: { readonly from: Instant; readonly to: Instant },
  text: string,
  looks: Pick<AxisTick, 'isStrong' | 'isClosed'>,
): AxisTick {
  const left = Math.round(scale.x(from))
  return { at: from, left, width: Math.round(scale.x(to)) - left, text, ...looks }
}

function ticksIn(scale: TimeScale, span: BoardDay, text: string, from: number, to: number): AxisTick[] {
  const shown = tick(scale, span, text, { isStrong: true, isClosed: false })
  return shown.left + shown.width > from && shown.left < to ? [shown] : []
}

/** Real hours of a day: where the clock changes one is missing, or there twice. */
function hoursOf({ from, to }: BoardDay, every: number): { from: Instant; to: Instant }[] {
  const hours: { from: Instant; to: Instant }[] = []
  for (let at = from; at < to; at += every * hourMs)
    hours.push({ from: at, to: Math.min(to, at + every * hourMs) })
  return hours
}

/** Neighbouring days with the same key as one span. */
function joined(days: readonly BoardDay[], keyOf: (day: BoardDay) => string): BoardDay[] {
  const spans: BoardDay[] = []
  let key: string | undefined
  for (const day of days) {
    const last = spans.at(-1)
    if (last && keyOf(day) === key) spans[spans.length - 1] = { ...last, to: day.to }
    else spans.push(day)
    key = keyOf(day)
  }
  return spans
}

const dayMs = 24 * hourMs

function isoWeekMonday(date: LocalDate, weekday: number): string {
  return String(Date.parse(date) / dayMs - weekday + 1)
}

/** ISO 8601: the week that holds the year's first Thursday is its first. */
export function isoWeek(date: LocalDate): number {
  const day = Date.parse(date) / dayMs
  const weekday = ((((day + 3) % 7) + 7) % 7) + 1
  const thursday = day - weekday + 4
  const year = new Date(thursday * dayMs).getUTCFullYear()
  return Math.floor((thursday - Date.UTC(year, 0, 1) / dayMs) / 7) + 1
}
