import type { GenerationRunId, StageId } from '../../shared/contract/id'
import type { StoredLine, StoredOrder } from '../orders/index'
import type { RunLine, RunOrder } from './runRows.repository'

const descriptionLimit = 120

/** A new order of a run: head and snapshots by its agreement, no service level (R03-18, R03-19). */
export function orderOf(
  order: RunOrder,
  given: {
    readonly number: string
    readonly runId: GenerationRunId
    readonly stageId: StageId | undefined
    readonly signOffRequired: boolean
  },
): StoredOrder {
  const {
    agreementId,
    combine,
    description,
    existingOrderId: _none,
    hasConflict,
    position: _place,
    ...head
  } = order
  return {
    ...head,
    ...given,
    // With combine `customer` each line keeps its own agreement.
    ...(combine !== 'customer' && { agreementId }),
    description: description.slice(0, descriptionLimit).trimEnd(),
    progress: 'inProcess',
    // No quantity is registered yet.
    isReadyForPosting: false,
    calendarConflict: hasConflict,
    origin: 'agreement',
    intake: 'none',
  }
}

/** A new order line of a run: the agreement's line with the prices of its service date (R03-20). */
export function orderLineOf(
  line: RunLine,
  given: Pick<StoredLine, 'orderId' | 'lineNo' | 'objectRelationId' | 'taskRelationId' | 'warehouseId'>,
): StoredLine {
  const { agreementLineId, calculatedDate, categoryId, costAmount, costPrice, description, discount } = line
  const { id, isPropertyManual, itemId, linePropertyId, priceRuleId, priceStep } = line
  const { quantity, salesAmount, salesPrice, salesPriceSource, serviceDate, type, unit, workerId } = line
  return {
    ...{ id, ...given, type, status: 'created', description, categoryId, workerId, itemId, unit },
    itemSetup: type === 'item' ? (line.itemSetup ?? 'itemConsumption') : undefined,
    estimatedQty: quantity,
    ...{ costPrice, isCostManual: false, salesPrice, salesPriceSource, priceStep, priceRuleId },
    ...{ discount, linePropertyId, isPropertyManual, agreementLineId, agreementDueDate: calculatedDate },
    ...{ serviceDate, salesAmount, costAmount, isCanceledWithOrder: false },
  }
}
