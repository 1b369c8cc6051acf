import { intlLocale } from './locale'

const minuteMs = 60_000
const steps = [
  ['minute', minuteMs, 60 * minuteMs],
  ['hour', 60 * minuteMs, 48 * 60 * minuteMs],
  ['day', 24 * 60 * minuteMs, Number.POSITIVE_INFINITY],
] as const

/** How long ago something was, in the largest unit that still says enough: "3 hours ago", "5 days ago". */
export function formatAge(at: number, now: number, language: string): string {
  const age = Math.max(0, now - at)
  const [unit, unitMs] = steps.find(([, , below]) => age < below) ?? steps[2]
  return new Intl.RelativeTimeFormat(intlLocale(language), { numeric: 'auto' }).format(
    -Math.floor(age / unitMs),
    unit,
  )
}

const units = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** A size of a file or disk: "320 kB", "1.4 GB". */
export function formatBytes(bytes: number, language: string): string {
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3) - 1))
  const value = bytes / 1000 ** (step + 1)
  return new Intl.NumberFormat(intlLocale(language), {
    style: 'unit',
    unit: units[step] ?? 'kilobyte',
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value)
}
