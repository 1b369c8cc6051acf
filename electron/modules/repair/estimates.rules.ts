import type { EstimateStatus } from '../../shared/contract/repairEstimates'

/** The status on a date: a version that was sent ends with its last day (R08-18). */
export function statusOn(
  { status, validUntil }: { readonly status: EstimateStatus; readonly validUntil: string },
  today: string,
): EstimateStatus {
  return status === 'sent' && validUntil < today ? 'expired' : status
}

/** Whether a new device is the better choice: the total reaches this share of what the item costs today (R08-20). */
export function isReplacementAdvised(total: number, price: number | undefined, share: number): boolean {
  return price !== undefined && price > 0 && BigInt(total) * 10_000n >= BigInt(price) * BigInt(share)
}

/** A line of an order as its repair's estimate sees it. */
export interface UsedLine {
  readonly id: string
  readonly status: 'created' | 'posted' | 'canceled'
  readonly repairLineId?: string | undefined
  readonly actualQty?: number | undefined
  readonly salesAmount: number
}

/** What is registered on lines made from a repair; what is not chargeable has no amount (R08-19). */
export function actualOf(lines: readonly UsedLine[], repairLineId: string): number {
  return lines
    .filter((line) => line.repairLineId === repairLineId)
    .filter(({ actualQty, status }) => status !== 'canceled' && actualQty !== undefined)
    .reduce((sum, { salesAmount }) => sum + salesAmount, 0)
}
