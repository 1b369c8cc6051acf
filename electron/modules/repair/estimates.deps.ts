import type { z } from 'zod'
import type { Caller } from '../../db/act'
import { notFound } from '../../db/version'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { Permission } from '../../shared/contract/permission'
import { estimateErrors, type repairEstimatesContract } from '../../shared/contract/repairEstimates'
import { localDate } from '../calendars/index'
import type { OrdersForEstimates } from '../orders/index'
import type { SettingsRepository } from '../settings/index'
import type { EstimatedRepair, EstimatesRepository } from './estimates.repository'

export type EstimatesInput<Name extends keyof typeof repairEstimatesContract> = z.output<
  NonNullable<(typeof repairEstimatesContract)[Name]['~orpc']['inputSchema']>
>

/** What estimates need of the rest. */
export interface EstimateDeps {
  readonly repository: EstimatesRepository
  readonly orders: OrdersForEstimates
  readonly settings: Pick<SettingsRepository, 'value'>
  /** What an item costs on a date, in ten-thousandths; undefined without a price. */
  readonly itemPrice: (itemId: string, currency: string, date: string) => number | undefined
  readonly userName: (userId: string) => string | undefined
}

/** A repair line as the caller may see it; throws NOT_FOUND, and FORBIDDEN for a board (08 §1). */
export function readableRepair(deps: EstimateDeps, caller: Caller, lineId: string): EstimatedRepair {
  if (caller.permissions.get('repair.read') === 'board')
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'repair.read' })
  const repair = deps.repository.expectRepair(lineId)
  if (!caller.officeIds.includes(repair.officeId)) throw notFound('repairLine', lineId)
  return repair
}

/**
 * A repair line whose estimates the caller may change.
 *
 * @throws NOT_FOUND; FORBIDDEN for orders out of reach; ORDER_LOCKED once the order is posted or canceled (R08-06)
 */
export function writableRepair(
  deps: EstimateDeps,
  caller: Caller,
  permission: Permission,
  lineId: string,
): EstimatedRepair {
  const repair = reachedRepair(deps, caller, permission, lineId)
  assertUnlocked(repair)
  return repair
}

/** A repair line within the caller's reach, locked or not; throws NOT_FOUND and FORBIDDEN. */
export function reachedRepair(
  deps: EstimateDeps,
  caller: Caller,
  permission: Permission,
  lineId: string,
): EstimatedRepair {
  const repair = readableRepair(deps, caller, lineId)
  deps.orders.reached(caller, permission, repair.orderId)
  return repair
}

export function assertUnlocked({ isLocked, orderId }: EstimatedRepair): void {
  if (isLocked) throw domainError(estimateErrors, 'ORDER_LOCKED', { entity: 'order', id: orderId })
}

/** The local date where the object stands (08 §2). */
export function todayOf({ zone }: Pick<EstimatedRepair, 'zone'>, at: number): string {
  return localDate(zone, at)
}
