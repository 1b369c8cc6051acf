import type { TraceRow } from '@contract/sla'
import { Temporal } from 'temporal-polyfill'
import { intlLocale } from '@/format/locale'

type Translate = (key: string, named?: Record<string, unknown>) => string
interface Formats {
  readonly percent: (basisPoints: number) => string
  readonly number: (value: number) => string
}

/** Seconds as hours and minutes, with seconds only where there are some: "2:00", "480:00:01". */
export function durationText(seconds: number): string {
  const size = Math.abs(seconds)
  const two = (part: number) => String(part).padStart(2, '0')
  const rest = size % 60 === 0 ? '' : `:${two(size % 60)}`
  return `${seconds < 0 ? '\u2212' : ''}${String(Math.floor(size / 3600))}:${two(Math.floor((size % 3600) / 60))}${rest}`
}

/** "Fri 06/03" of an instant, where the site is. */
export function dayText(instant: number, zone: string, language: string): string {
  const options = { weekday: 'short', day: '2-digit', month: '2-digit', timeZone: zone } as const
  return new Intl.DateTimeFormat(intlLocale(language), options).format(instant)
}

/** The time of day where the site is, with seconds only where there are some. */
export function timeText(instant: number, zone: string, language: string): string {
  const second = instant % 60_000 === 0 ? {} : ({ second: '2-digit' } as const)
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone, ...second } as const
  return new Intl.DateTimeFormat(intlLocale(language), options).format(instant)
}

/** "UTC+02:00" of minutes. */
export function offsetText(minutes: number): string {
  const two = (part: number) => String(part).padStart(2, '0')
  const size = Math.abs(minutes)
  return `UTC${minutes < 0 ? '\u2212' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

const isSameDay = (a: number, b: number, zone: string) => dateIn(a, zone) === dateIn(b, zone)
function dateIn(instant: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate().toString()
}

/** From and to of a row; the day stands again where it is another one, the offset where the clock changes (R06-60). */
export function spanOfRow(row: TraceRow, zone: string, language: string): { from: string; to: string } {
  const { from, fromOffset, kind, to, toOffset } = row
  const isChange = kind === 'clockChange' || (toOffset !== undefined && fromOffset !== toOffset)
  const at = (instant: number, offset: number | undefined, hasDay: boolean) => {
    const time = timeText(instant, zone, language)
    const whole = hasDay ? `${dayText(instant, zone, language)} ${time}` : time
    return isChange && offset !== undefined ? `${whole} (${offsetText(offset)})` : whole
  }
  return {
    from: from === undefined ? '' : at(from, fromOffset, true),
    to: to === undefined ? '' : at(to, toOffset, from === undefined || !isSameDay(from, to, zone)),
  }
}

/** What a row says in words. */
export function rowText(row: TraceRow, t: Translate, { number, percent }: Formats): string {
  return [...factsOf(row, t, number, percent), ...marksOf(row, t)].join('; ')
}

function factsOf(
  row: TraceRow,
  t: Translate,
  number: Formats['number'],
  percent: Formats['percent'],
): string[] {
  switch (row.kind) {
    case 'sla':
      return [
        t(`sla.trace.source.${row.slaSource ?? 'order'}`, { code: row.slaCode ?? '' }),
        row.calendarName === undefined
          ? t('sla.sla.everyMinute')
          : t('sla.trace.calendar', { name: row.calendarName }),
      ]
    case 'closed':
      return [row.name ?? t(`sla.closed.${row.closed ?? 'other'}`)]
    case 'start':
    case 'pause':
    case 'resume':
    case 'stop':
      return entryFacts(row, t)
    case 'priority':
      return row.priority === undefined ? [] : [t(`orders.priority.${row.priority}`)]
    case 'result':
      return resultFacts(row, t, number, percent)
    case 'clockChange':
      return [t('sla.trace.clockChange')]
    case 'work':
    case 'deadline':
      return []
  }
}

function entryFacts({ byName, comment, entrySource, reasonName }: TraceRow, t: Translate): string[] {
  const source =
    entrySource === undefined || entrySource === 'manual' ? undefined : t(`sla.entrySource.${entrySource}`)
  return [source, reasonName, comment, byName].filter((part) => part !== undefined)
}

function resultFacts(
  { compliance, exceededBy, outcome }: TraceRow,
  t: Translate,
  number: Formats['number'],
  percent: Formats['percent'],
): string[] {
  const share = compliance === undefined ? [] : [percent(compliance)]
  const over =
    exceededBy === undefined || exceededBy === 0
      ? []
      : [
          exceededBy < 60
            ? t('sla.trace.exceededSeconds', { n: number(exceededBy) })
            : t('sla.trace.exceeded', { span: durationText(exceededBy) }),
        ]
  return [...share, ...(outcome === undefined ? [] : [t(`sla.outcome.${outcome}`)]), ...over]
}

function marksOf({ isAhead, isCorrected, isSuperseded }: TraceRow, t: Translate): string[] {
  return [
    ...(isAhead ? [t('sla.trace.ahead')] : []),
    ...(isCorrected ? [t('sla.trace.corrected')] : []),
    ...(isSuperseded ? [t('sla.trace.superseded')] : []),
  ]
}

/** The rows as tab-separated text, for the clipboard. */
export function traceAsText(
  rows: readonly TraceRow[],
  zone: string,
  language: string,
  t: Translate,
  formats: Formats,
): string {
  const head = ['n', 'kind', 'from', 'to', 'counted', 'total', 'left', 'text'].map((key) =>
    t(`sla.trace.column.${key}`),
  )
  const lines = rows.map((row) => {
    const { from, to } = spanOfRow(row, zone, language)
    const figures = [row.counted, row.total, row.remaining].map(durationText)
    return [String(row.n), t(`sla.traceKind.${row.kind}`), from, to, ...figures, rowText(row, t, formats)]
  })
  return [head, ...lines].map((cells) => cells.join('\t')).join('\n')
}
