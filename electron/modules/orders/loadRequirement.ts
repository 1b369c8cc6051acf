import type { Act } from '../../db/act'
import { assertVersion } from '../../db/version'
import { domainError, refuseAll, type Failure } from '../../shared/contract/domainError'
import { requirementErrors } from '../../shared/contract/orderRequirements'
import { assertReaches } from './access'
import { assertNotCanceled } from './changeLine'
import type { StoredLine } from './lines.repository'
import { assertStagePermits } from './lookup'
import type { OrderDeps } from './orderDeps'
import type { StoredOrder } from './orders.repository'
import type { StoredRequirement } from './requirements.repository'

export interface RequirementRef {
  readonly requirementId: string
  readonly expectedVersion: number
}

/** A requirement with its order and line. */
export interface LoadedRequirement {
  readonly requirement: StoredRequirement
  readonly order: StoredOrder
  readonly line: StoredLine
}

/** Loads a requirement to change it; throws NOT_FOUND, FORBIDDEN, CONFLICT and STAGE_FORBIDS_MODIFY. */
export function loadRequirement(
  deps: OrderDeps,
  { caller }: Act,
  { requirementId, expectedVersion }: RequirementRef,
  mine: object = {},
): LoadedRequirement {
  const requirement = deps.requirements.records.get(requirementId)
  const order = deps.orders.records.get(requirement.orderId)
  assertReaches(deps, caller, 'orders.write', order)
  assertVersion('itemRequirement', requirement, expectedVersion, mine)
  assertStagePermits(deps, order, 'STAGE_FORBIDS_MODIFY')
  const line = deps.lines.find(requirement.lineId)
  if (!line) throw new Error(`requirement ${requirementId} has no line`)
  return { requirement, order, line }
}

/** Throws ORDER_CANCELED, REQUIREMENT_CANCELED and, once its line is posted or canceled, LINE_STATUS_INVALID. */
export function assertWaiting({ line, order, requirement }: LoadedRequirement): void {
  assertNotCanceled({ order, lines: [] })
  if (requirement.status === 'canceled')
    throw domainError(requirementErrors, 'REQUIREMENT_CANCELED', { ids: [requirement.id] })
  assertLineOpen(line)
}

/** Throws LINE_STATUS_INVALID unless the line is Created. */
export function assertLineOpen({ id, status }: StoredLine): void {
  if (status !== 'created') throw domainError(requirementErrors, 'LINE_STATUS_INVALID', { ids: [id], status })
}

/** What is wrong with a quantity of an item: none at all, or finer than its unit. */
export function quantityFailures(
  { catalog }: Pick<OrderDeps, 'catalog'>,
  itemId: string,
  quantity: number,
  field: string,
): Failure[] {
  const { decimals } = catalog.unitOf(itemId)
  if (quantity <= 0) return [{ code: 'QTY_INVALID', field }]
  return quantity % 10 ** (3 - decimals) === 0 ? [] : [{ code: 'UNIT_DECIMALS', field, decimals }]
}

/** Throws every failure at once, if there is any. */
export function refuseIfAny([first, ...rest]: readonly Failure[]): void {
  if (first) throw refuseAll([first, ...rest])
}
