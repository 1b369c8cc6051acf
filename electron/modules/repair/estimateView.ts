import type { Caller } from '../../db/act'
import { limitOf } from '../../shared/contract/estimateAmount'
import { decimalsOf, divideRounded } from '../../shared/contract/money'
import type { Estimate } from '../../shared/contract/repairEstimates'
import { readableRepair, todayOf, type EstimateDeps } from './estimates.deps'
import type { EstimatedRepair, StoredEstimate } from './estimates.repository'
import { isReplacementAdvised, statusOn } from './estimates.rules'

/** One version; throws NOT_FOUND. */
export function getEstimate(deps: EstimateDeps, caller: Caller, at: number, estimateId: string): Estimate {
  const estimate = deps.repository.estimates.get(estimateId)
  return estimateView(deps, readableRepair(deps, caller, estimate.lineId), estimate, at)
}

/** The versions of a repair line, the newest first. */
export function listEstimates(
  deps: EstimateDeps,
  caller: Caller,
  at: number,
  lineId: string,
): { items: Estimate[] } {
  const repair = readableRepair(deps, caller, lineId)
  const versions = deps.repository.ofLine(lineId).reverse()
  return { items: versions.map((estimate) => estimateView(deps, repair, estimate, at)) }
}

/** A version as it reads now: what has run out is told by today's date (R08-18), replacement by today's price (R08-20). */
export function estimateView(
  deps: EstimateDeps,
  repair: EstimatedRepair,
  estimate: StoredEstimate,
  at: number,
): Estimate {
  const { currency, lines, total, ...fields } = estimate
  const money = (minor: number) => ({ minor, currency })
  const today = todayOf(repair, at)
  const price = priceOf(deps, repair, currency, today)
  const share = deps.settings.value('economicRepairShare', repair)
  return {
    ...fields,
    currency,
    lines: lines.map((line) => ({ ...line, amount: money(line.amount) })),
    total: money(total),
    limit: money(limitOf(estimate)),
    status: statusOn(estimate, today),
    ...(price === undefined ? {} : { replacementPrice: money(price) }),
    isReplacementAdvised: isReplacementAdvised(total, price, share),
  }
}

/** What the repaired item costs today, in minor units. */
function priceOf(
  { itemPrice }: EstimateDeps,
  { itemId }: EstimatedRepair,
  currency: string,
  today: string,
): number | undefined {
  const price = itemId === undefined ? undefined : itemPrice(itemId, currency, today)
  if (price === undefined) return undefined
  return Number(divideRounded(BigInt(price) * 10n ** BigInt(decimalsOf(currency)), 10_000n))
}
