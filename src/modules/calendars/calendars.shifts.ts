import type { Shift, Week } from '@contract/calendars'
import type { Parsed } from '@/format/parse'
import { formatMinuteOfDay, parseTime } from '@/format/time'

/** The days of a week as a calendar names them, Monday first. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

export const emptyWeek: Week = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }

const dayMinutes = 1440

/** Shifts as they are typed: "08:00–12:00, 13:00–16:00". */
export function shiftsText(shifts: readonly Shift[]): string {
  return shifts
    .map(({ startMinute, endMinute }) => `${formatMinuteOfDay(startMinute)}–${formatMinuteOfDay(endMinute)}`)
    .join(', ')
}

function minuteOf(text: string): number | undefined {
  const plain = text.trim()
  if (/^24([:.]?00)?$/.test(plain)) return dayMinutes
  const time = parseTime(plain)
  if (!time.ok) return undefined
  const [hours = 0, minutes = 0] = time.value.split(':').map(Number)
  return hours * 60 + minutes
}

/** Reads typed shifts; one that ends before it starts goes over midnight and ends beyond minute 1440. */
export function readShifts(text: string): readonly Shift[] | undefined {
  const shifts: Shift[] = []
  for (const part of text.split(/[,;]/)) {
    const [from = '', to = '', ...more] = part.split(/[-–—]/)
    const startMinute = minuteOf(from)
    const endMinute = minuteOf(to)
    if (startMinute === undefined || endMinute === undefined || more.length > 0) return undefined
    shifts.push({ startMinute, endMinute: endMinute < startMinute ? endMinute + dayMinutes : endMinute })
  }
  return shifts
}

/** Typed shifts brought to one form, for a field that reads its text. */
export function parseShifts(text: string): Parsed<string> {
  const shifts = readShifts(text)
  if (!shifts) return { ok: false, problem: 'shifts' }
  const same = shifts.map(({ startMinute, endMinute }) => ({
    startMinute,
    endMinute: endMinute > dayMinutes ? endMinute - dayMinutes : endMinute,
  }))
  return { ok: true, value: shiftsText(same) }
}

/** A week with other shifts on one day; what goes over midnight continues on the next day (01 §2.6). */
export function withShifts(week: Week, day: Weekday, shifts: readonly Shift[]): Week {
  const next = weekdays[(weekdays.indexOf(day) + 1) % 7] ?? 'mon'
  const own = shifts.map(({ startMinute, endMinute }) => ({
    startMinute,
    endMinute: Math.min(endMinute, dayMinutes),
  }))
  const rest = shifts
    .filter(({ endMinute }) => endMinute > dayMinutes)
    .map(({ endMinute }) => ({ startMinute: 0, endMinute: endMinute - dayMinutes }))
    .filter(
      ({ endMinute }) => !week[next].some((held) => held.startMinute === 0 && held.endMinute === endMinute),
    )
  return { ...week, [day]: own, ...(rest.length > 0 ? { [next]: [...rest, ...week[next]] } : {}) }
}

/** The minutes of all shifts together. */
export function minutesOf(shifts: readonly Shift[]): number {
  return shifts.reduce((sum, { startMinute, endMinute }) => sum + endMinute - startMinute, 0)
}
