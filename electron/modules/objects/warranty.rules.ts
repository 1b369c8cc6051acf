/**
 * The last covered day of `months` of warranty from a date: the day before the same day of that month, or the month's
 * last day where that day does not exist; undefined for 0 months (R08-09).
 */
export function lastDay(start: string, months: number): string | undefined {
  if (months <= 0) return undefined
  const [year = 0, month = 1, day = 1] = start.split('-').map(Number)
  const target = month - 1 + months
  const daysInTarget = new Date(Date.UTC(year, target + 1, 0)).getUTCDate()
  const last = day <= daysInTarget ? Date.UTC(year, target, day - 1) : Date.UTC(year, target, daysInTarget)
  const date = new Date(last)
  return date.getUTCFullYear() > 9999 ? '9999-12-31' : date.toISOString().slice(0, 10)
}

/** The last day of an object's product warranty; undefined without start or months (08 §2.5). */
export function warrantyUntil(object: {
  readonly warrantyStart?: string | undefined
  readonly installedDate?: string | undefined
  readonly productWarrantyMonths?: number | undefined
}): string | undefined {
  const start = object.warrantyStart ?? object.installedDate
  return start === undefined ? undefined : lastDay(start, object.productWarrantyMonths ?? 0)
}
