import { mintId } from '../../db/ids'
import type { Failure } from '../../shared/contract/domainError'
import { OrderLineId } from '../../shared/contract/id'
import { completeLine, type CompletedLine, type LineWork } from './completeLine'
import type { StoredLine } from './lines.repository'
import { withAmounts } from './priceLine'
import { mappedRelations, type CarriedRelations } from './relocate'

const lineStep = 10

interface CopyOf {
  readonly lineNo: number
  readonly carried: CarriedRelations
  /** Prices as the source has them; else they are searched again. */
  readonly keepPrices: boolean
  /** Whether the copy comes from the agreement's line as the source does (04 §2.2). */
  readonly keepsAgreement: (source: StoredLine) => boolean
}

/**
 * A Created line like another one: what was registered becomes the estimate, nothing is registered, signed or timed; its
 * date is the order's (R04-70, R-04.28).
 */
export function copiedLine(
  work: LineWork,
  source: StoredLine,
  { carried, keepPrices, keepsAgreement, lineNo }: CopyOf,
): CompletedLine {
  const { categoryId, description, discount, isPropertyManual, itemId, linePropertyId, type, unit } = source
  const {
    agreementDueDate,
    agreementLineId,
    costPrice,
    isCostManual,
    priceRuleId,
    priceStep,
    salesPrice,
    salesPriceSource,
  } = source
  const { line, failures } = completeLine(work, {
    ...{ type, description, categoryId, itemId, unit, discount, isPropertyManual, lineNo },
    ...mappedRelations(carried, source),
    id: OrderLineId.parse(mintId()),
    orderId: work.order.id,
    status: 'created',
    isCanceledWithOrder: false,
    ...(keepsAgreement(source) ? { agreementLineId, agreementDueDate } : {}),
    workerId: source.workerId,
    variant: source.variant,
    warehouseId: source.warehouseId,
    itemSetup: source.itemSetup,
    estimatedQty: source.actualQty ?? source.estimatedQty,
    linePropertyId: isPropertyManual ? linePropertyId : undefined,
  })
  const named: Failure[] = failures.map((failure) => ({ ...failure, lineNo: source.lineNo }))
  if (!keepPrices) return { line, failures: named }
  const kept = { costPrice, isCostManual, priceRuleId, priceStep, salesPrice, salesPriceSource }
  return { line: withAmounts(work, { ...line, ...kept }), failures: named }
}

/** Copies of lines, numbered on from the last number. */
export function copiedLines(
  work: LineWork,
  sources: readonly StoredLine[],
  how: Omit<CopyOf, 'lineNo'>,
  lastNo: number,
): { lines: StoredLine[]; failures: Failure[] } {
  const copies = sources.map((source, index) =>
    copiedLine(work, source, { ...how, lineNo: lastNo + lineStep * (index + 1) }),
  )
  return { lines: copies.map(({ line }) => line), failures: copies.flatMap(({ failures }) => failures) }
}
/** The highest number of an order's lines. */
export function lastLineNo(lines: readonly StoredLine[]): number {
  return Math.max(0, ...lines.map(({ lineNo }) => lineNo))
}
