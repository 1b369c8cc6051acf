/** What a number is made of. */
export interface NumberFormat {
  /** Pattern before the digits; `{office}`, `{type}` and `{year}` stand for themselves. */
  readonly prefix: string
  readonly type: string
  readonly digits: number
}

/** The standard pattern: `OSL-SO-000123` (01 §2.7). */
export const standardPrefix = '{office}-{type}-'

/** The text before the digits; the year stays open. */
export function headOf({ prefix, type }: Omit<NumberFormat, 'digits'>, officeCode: string): string {
  return prefix.replaceAll('{office}', officeCode).replaceAll('{type}', type)
}

/** The number of a value, e.g. `OSL-SO-000123`; yearly series have the year in their pattern (R01-06). */
export function formatNumber(format: NumberFormat, officeCode: string, value: number, year: number): string {
  return numbersOf(format, officeCode, year)(value)
}

/** `formatNumber` of very many values. */
export function numbersOf(format: NumberFormat, officeCode: string, year: number): (value: number) => string {
  const head = headOf(format, officeCode).replaceAll('{year}', String(year))
  return (value) => `${head}${String(value).padStart(format.digits, '0')}`
}

/** The local date and year at the moment of writing, in the office's zone (R01-06). */
export function yearOf(at: number, zone: string): { localDate: string; year: number } {
  const localDate = dayFormat(zone).format(at)
  return { localDate, year: Number(localDate.slice(0, 4)) }
}

// Making a format takes fifty times as long as using one.
const dayFormats = new Map<string, Intl.DateTimeFormat>()
function dayFormat(zone: string): Intl.DateTimeFormat {
  const known = dayFormats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  dayFormats.set(zone, made)
  return made
}
