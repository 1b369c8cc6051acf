import { intlLocale } from '@/format/locale'
import type { Period } from './boardRange'

const utc = (date: string) => Date.parse(`${date}T00:00:00Z`)

/** Days as the board's head says them: one with its weekday, several as a range. */
export function periodText({ from, to }: Period, language: string): string {
  const format = new Intl.DateTimeFormat(intlLocale(language), {
    ...(from === to ? { weekday: 'short' as const } : {}),
    ...{ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
  })
  return from === to ? format.format(utc(from)) : format.formatRange(utc(from), utc(to))
}

/** The zone as people call it at an instant: CET. */
export function zoneText(zone: string, at: number, language: string): string {
  const format = new Intl.DateTimeFormat(intlLocale(language), { timeZone: zone, timeZoneName: 'short' })
  return format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? zone
}

/** The time of day of an instant: 09:45. */
export function timeText(at: number, zone: string, language: string): string {
  return new Intl.DateTimeFormat(intlLocale(language), {
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone },
  }).format(at)
}

const nearMs = 6 * 86_400_000

/** Weekday and time of day: Tue 13:00; given now, what is farther away has day and month: 25/09 13:00. */
export function localText(at: number, zone: string, language: string, now?: number): string {
  const isNear = now === undefined || Math.abs(at - now) < nearMs
  return new Intl.DateTimeFormat(intlLocale(language), {
    ...(isNear
      ? { weekday: 'short' as const, day: 'numeric' as const }
      : { day: '2-digit' as const, month: '2-digit' as const }),
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone },
  }).format(at)
}
