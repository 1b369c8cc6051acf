import { decimalsOf, divideRounded } from '../../shared/contract/money'
import { addDays } from './agreement.rules'

/** A unit price with the increase of a renewal, rounded half away to the currency's minor unit (R02-24). */
export function increasedPrice(price: number, increase: number, currency: string): number {
  const minorUnit = 10n ** BigInt(4 - decimalsOf(currency))
  return Number(divideRounded(BigInt(price) * BigInt(10_000 + increase), 10_000n * minorUnit) * minorUnit)
}

/** Whether `auto` renews today, so many days ahead of the end (R02-25). */
export function isRenewalDue(endDate: string, today: string, daysAhead: number): boolean {
  return today >= addDays(endDate, -daysAhead)
}

/** Which days before the end have come, the smallest first; one that comes first says all (R02-28). */
export function dueAlerts(endDate: string, alertDays: readonly number[], today: string): number[] {
  if (today > endDate) return []
  return [...new Set(alertDays)].filter((days) => today >= addDays(endDate, -days)).sort((a, b) => a - b)
}
