import { notFound } from '../../db/version'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { ordersErrors, type NewOrderLine } from '../../shared/contract/orders'
import type { Failure } from '../../shared/contract/domainError'
import type { AgreementLineTerms } from '../agreements/index'
import { checkPeriod, checkRunning } from './agreement.rules'
import type { LineDraft, LineWork } from './completeLine'
import type { StoredLine } from './lines.repository'
import type { Lookup } from './lookup'

const longestDescription = 120

/** What an order line has of an agreement's line before anything is said of it (02 §2.2). */
export function termsOfLine(line: AgreementLineTerms) {
  const { categoryId, description, discount, itemId, itemSetup, linePropertyId, quantity, type } = line
  const { unit, warehouseId, workerId } = line
  return {
    ...{ type, categoryId, itemId, itemSetup, warehouseId, workerId, linePropertyId, discount },
    description: description.slice(0, longestDescription).trim(),
    unit: type === 'hour' ? undefined : unit,
    estimatedQty: quantity,
  } satisfies Partial<LineDraft>
}

/**
 * What a new line gets from the agreement's line it names, with its object and task.
 *
 * @throws DIFFERENT_AGREEMENT for a line of another agreement than the order's, INVALID_INPUT for one of another type
 */
export function termsFor(work: LineWork, { agreementLineId, ...given }: NewOrderLine): Partial<LineDraft> {
  if (agreementLineId === undefined) return {}
  const source = work.lookup.agreementLine(agreementLineId)
  if (source.agreementId !== work.order.agreementId)
    throw domainError(ordersErrors, 'DIFFERENT_AGREEMENT', {
      field: 'agreementLineId',
      ids: [agreementLineId],
    })
  if (source.type !== given.type)
    throw domainError(commonErrors, 'INVALID_INPUT', {
      issues: [{ path: ['type'], message: `the agreement's line is ${source.type}` }],
    })
  const { objectId, taskId } = source
  return {
    ...termsOfLine(source),
    agreementDueDate: given.serviceDate ?? work.order.serviceDate,
    objectRelationId: objectId === undefined ? undefined : work.relations?.ofObject(objectId),
    taskRelationId: taskId === undefined ? undefined : work.relations?.ofTask(taskId),
  }
}

/** A new line, and one that gets another date, has to fit the agreement's line it comes from (R04-23, R02-03). */
export function agreementLineFailures(
  lookup: Pick<Lookup, 'agreement' | 'agreementLine'>,
  { agreementLineId, serviceDate }: StoredLine,
  held: StoredLine | undefined,
): Failure[] {
  if (agreementLineId === undefined || held?.serviceDate === serviceDate) return []
  const source = lookup.agreementLine(agreementLineId)
  const running = held ? [] : checkRunning(source, lookup.agreement(source.agreementId))
  return [...running, ...checkPeriod(source, serviceDate)]
}

/** Throws NOT_FOUND for an agreement's line that is not one of these. */
export function assertAmong(lines: readonly AgreementLineTerms[], lineIds: readonly string[]): void {
  const missing = lineIds.find((lineId) => !lines.some(({ id }) => id === lineId))
  if (missing !== undefined) throw notFound('agreementLine', missing)
}
