import { costAmount, salesAmount, type PriceRequest } from '../agreements/index'
import { countedQuantity, isPriceStale } from './line.rules'
import type { StoredLine } from './lines.repository'
import type { Lookup } from './lookup'
import type { StoredOrder } from './orders.repository'

interface PriceWork {
  readonly lookup: Pick<Lookup, 'price' | 'property' | 'agreement' | 'agreementLine'>
  readonly order: StoredOrder
}

/**
 * The line with the prices of the search (R04-30), where it is due: the line is new, or what prices depend on has
 * changed, and the price was not set by hand (R04-34).
 */
export function priceLine(work: PriceWork, line: StoredLine, held: StoredLine | undefined): StoredLine {
  if (line.salesPriceSource === 'manual' && line.isCostManual) return line
  if (!isPriceStale(line, held) && !wantsPrice(line, held)) return line
  return findPrice(work, line)
}

/** A price was taken away: the search finds one again. */
function wantsPrice(line: StoredLine, held: StoredLine | undefined): boolean {
  if (!held) return true
  const lacksSales = line.salesPriceSource !== 'manual' && line.salesPrice === undefined
  const lacksCost = !line.isCostManual && line.costPrice === undefined
  return (
    (lacksSales && held.salesPrice !== undefined) ||
    (lacksCost && (held.isCostManual || held.costPrice !== undefined))
  )
}

/** The line with what the search finds now; prices set by hand stay. */
export function findPrice({ lookup, order }: PriceWork, line: StoredLine): StoredLine {
  const { categoryId, itemId, serviceDate, type, workerId } = line
  const found = lookup.price({
    type,
    ...agreementOf(lookup, order, line),
    billingAccountId: order.billingAccountId,
    customerId: order.customerId,
    workerId,
    categoryId,
    itemId,
    currency: order.currency,
    date: serviceDate,
  })
  const sales =
    line.salesPriceSource === 'manual'
      ? {}
      : {
          salesPrice: found.unitPrice,
          salesPriceSource: found.source,
          priceStep: found.unitPrice === undefined ? undefined : found.step,
          priceRuleId:
            found.source === 'agreementLine' ? line.agreementLineId : (found.ruleId ?? found.itemPriceId),
        }
  return { ...line, ...sales, costPrice: line.isCostManual ? line.costPrice : found.unitCost }
}

/**
 * Whose prices come first: the agreement's line itself, in the agreement's currency, then the agreement's rules (R04-30).
 * A line of an order that was combined by customer has an agreement where its order has none.
 */
function agreementOf(
  lookup: PriceWork['lookup'],
  { agreementId, currency }: StoredOrder,
  { agreementLineId }: StoredLine,
): Pick<PriceRequest, 'agreementId' | 'agreementLine'> {
  if (agreementLineId === undefined) return { agreementId }
  const { agreementId: ownId, costOverride, priceOverride } = lookup.agreementLine(agreementLineId)
  const isSameCurrency = lookup.agreement(ownId).currency === currency
  return { agreementId: ownId, agreementLine: isSameCurrency ? { priceOverride, costOverride } : undefined }
}

/** The line with its amounts: sales by discount and share, cost by share alone (R04-33). */
export function withAmounts(
  { lookup, order }: { readonly lookup: Pick<Lookup, 'property'>; readonly order: StoredOrder },
  line: StoredLine,
): StoredLine {
  const shares = lookup.property(line.linePropertyId)
  const { costPrice, discount, salesPrice, type } = line
  const counted = { type, quantity: countedQuantity(line), currency: order.currency }
  return {
    ...line,
    salesAmount: salesAmount({ ...counted, unitPrice: salesPrice, discount }, shares),
    costAmount: costAmount({ ...counted, unitCost: costPrice }, shares),
  }
}
