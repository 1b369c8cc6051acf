import type { WallRow } from '@contract/wall'
import { localOf } from '@/format/time'
import { intlLocale } from '@/format/locale'

export interface RowPlace {
  readonly now: number
  readonly zone: string
  readonly language: string
}

const minuteMs = 60_000
const longestHours = 100

/** Hours and minutes: "1:42"; beyond a hundred hours the days. */
export function spanText(ms: number, language: string): string {
  const minutes = Math.floor(Math.abs(ms) / minuteMs)
  const hours = Math.floor(minutes / 60)
  if (hours < longestHours) return `${String(hours)}:${String(minutes % 60).padStart(2, '0')}`
  return new Intl.NumberFormat(intlLocale(language), {
    style: 'unit',
    unit: 'day',
    unitDisplay: 'narrow',
  }).format(Math.floor(hours / 24))
}

/** The instant that a row is about: the promise of late and endangered orders, else the visit. */
export function momentOf({ due, end, start, state }: WallRow): number | undefined {
  if (state === 'late' || state === 'risk') return due
  return state === 'working' ? end : (start ?? due)
}

/** A time of the office's day; of another day its date. */
export function momentText(at: number | undefined, { language, now, zone }: RowPlace): string {
  if (at === undefined) return ''
  const { date, time } = localOf(at, zone)
  if (date === localOf(now, zone).date) return time
  return new Intl.DateTimeFormat(intlLocale(language), {
    day: 'numeric',
    month: 'numeric',
    timeZone: zone,
  }).format(at)
}

/** What stands at the end of a row: how late, how long still, how far, how soon. */
export function amountText(row: WallRow, { language, now }: RowPlace): string {
  const { due, end, start, state } = row
  if ((state === 'late' || state === 'risk') && due !== undefined) return spanText(now - due, language)
  if (state === 'working' && start !== undefined && end !== undefined) {
    const share = Math.min(1, Math.max(0, (now - start) / (end - start)))
    return new Intl.NumberFormat(intlLocale(language), { style: 'percent' }).format(share)
  }
  return state === 'planned' && start !== undefined && start > now ? spanText(start - now, language) : ''
}
