import { Temporal } from 'temporal-polyfill'
import { intlLocale } from './locale'
import type { Parsed } from './parse'

const formats = new Map<string, Intl.DateTimeFormat>()

function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`
  const format = formats.get(key) ?? new Intl.DateTimeFormat(intlLocale(language), options)
  formats.set(key, format)
  return format
}

const day = { day: '2-digit', month: '2-digit', year: 'numeric' } as const

/** A date without time of day; never shifts with a zone. */
export function formatDate(date: string, language: string): string {
  const [year = 0, month = 1, dayOfMonth = 1] = date.split('-').map(Number)
  return dateFormat(language, { ...day, timeZone: 'UTC' }).format(Date.UTC(year, month - 1, dayOfMonth))
}

export interface InstantFormat {
  readonly language: string
  /** Where the time is read. */
  readonly zone: string
  /** The reader's own zone: the abbreviation shows where the two differ then (R01-14). */
  readonly homeZone?: string | undefined
  readonly hasSeconds?: boolean | undefined
}

/** Date and time of day in a zone, with the zone's abbreviation when it differs from the reader's (R01-14). */
export function formatInstant(
  instant: number,
  { language, zone, homeZone, hasSeconds }: InstantFormat,
): string {
  const isForeign =
    homeZone !== undefined && zone !== homeZone && offsetAt(instant, zone) !== offsetAt(instant, homeZone)
  const text = dateFormat(language, {
    ...day,
    hour: '2-digit',
    minute: '2-digit',
    ...(hasSeconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
    timeZone: zone,
    ...(isForeign ? { timeZoneName: 'short' } : {}),
  }).format(instant)
  // Half an hour's zone without an abbreviation reads +10:30; with GMT before it, it would not fit into a cell.
  return text.replace(/(GMT|UTC)\s?(?=[+\-\u2212]\d+[:.]\d)/, '')
}

function offsetAt(instant: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).offset
}

/** The local date and time of an instant in a zone: `YYYY-MM-DD` and `HH:MM`. */
export function localOf(instant: number, zone: string): { date: string; time: string } {
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone)
  return {
    date: zoned.toPlainDate().toString(),
    time: zoned.toPlainTime().toString({ smallestUnit: 'minute' }),
  }
}

/** The instant of a local date and time; in a clock change Temporal's `compatible` (conventions §3). */
export function instantOf(date: string, time: string, zone: string): number {
  return Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone).epochMilliseconds
}

/** Today in a zone. */
export function todayIn(zone: string): string {
  return Temporal.Now.plainDateISO(zone).toString()
}

/** The half-open range of instants that a range of local dates covers in a zone; both dates belong to it. */
export function instantRange(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  zone: string,
): { from?: number; to?: number } {
  const start = (date: string, days: number) =>
    Temporal.PlainDate.from(date).add({ days }).toZonedDateTime(zone).epochMilliseconds
  return { ...(from ? { from: start(from, 0) } : {}), ...(to ? { to: start(to, 1) } : {}) }
}

/** Day, month and year in the order in which the language writes them. */
function dateOrder(language: string): readonly ('day' | 'month' | 'year')[] {
  const parts = dateFormat(language, { ...day, timeZone: 'UTC' }).formatToParts(0)
  return parts.flatMap(({ type }) => (type === 'day' || type === 'month' || type === 'year' ? [type] : []))
}

/** Reads a typed date: `t` today, `+3` and `-3` days, `25.11`, `25.11.2025`, `2511`, `2025-11-25`. */
export function parseDate(text: string, language: string, today: string): Parsed<string> {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/\u2212/g, '-')
  const now = Temporal.PlainDate.from(today)
  if (plain === 't') return { ok: true, value: today }
  const shift = /^([+-])\s?(\d{1,4})$/.exec(plain)
  if (shift)
    return { ok: true, value: now.add({ days: Number(`${shift[1] ?? ''}${shift[2] ?? ''}`) }).toString() }
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(plain)
  if (iso) return dateOf(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const parts = /^\d{4}$/.test(plain)
    ? [plain.slice(0, 2), plain.slice(2)]
    : plain.split(/[./\-\s]+/).filter((part) => part !== '')
  if (parts.length < 2 || parts.length > 3 || parts.some((part) => !/^\d{1,4}$/.test(part))) return failDate
  const order = dateOrder(language).filter((part) => parts.length === 3 || part !== 'year')
  const at = (part: 'day' | 'month' | 'year') => Number(parts[order.indexOf(part)] ?? '')
  return dateOf(parts.length === 3 ? fullYear(at('year')) : now.year, at('month'), at('day'))
}

const failDate = { ok: false, problem: 'date' } as const

function fullYear(year: number): number {
  return year < 100 ? 2000 + year : year
}

function dateOf(year: number, month: number, dayOfMonth: number): Parsed<string> {
  try {
    if (year < 1800) return failDate
    const date = Temporal.PlainDate.from({ year, month, day: dayOfMonth }, { overflow: 'reject' })
    return { ok: true, value: date.toString() }
  } catch (error) {
    if (error instanceof RangeError) return failDate
    throw error
  }
}

/** Reads a typed time of day: `9`, `930`, `9:30`, `9.30`, `09,30`. */
export function parseTime(text: string): Parsed<string> {
  const match = /^(\d{1,2})(?:[:.,]?(\d{2}))?$/.exec(text.trim())
  const hour = Number(match?.[1] ?? 99)
  const minute = Number(match?.[2] ?? 0)
  if (hour > 23 || minute > 59) return { ok: false, problem: 'time' }
  return { ok: true, value: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` }
}

/** Minutes of a day as a time: 480 is "08:00", 1440 "24:00". */
export function formatMinuteOfDay(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
