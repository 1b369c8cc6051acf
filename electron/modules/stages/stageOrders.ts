import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { OrderId, StageId } from '../../shared/contract/id'
import type { Permission } from '../../shared/contract/permission'
import type { OrderFilter } from '../../shared/contract/orders'
import type { Caller } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import type { z } from 'zod'

/** An order as its stage sees it. */
export interface StageOrder {
  readonly id: OrderId
  readonly version: number
  readonly number: string
  readonly stageId?: StageId | undefined
  /** The zone of its site, for working time. */
  readonly siteZone: string
  /** Whether it is the caller's own: preferred technician or worker of a line. */
  readonly isOwn: boolean
}

/** What stages need of orders; written by the area that owns them. */
export interface StageOrders {
  /** The order within the caller's offices, own or not; throws NOT_FOUND. */
  findForStage(orderId: OrderId, caller: Caller): StageOrder
  /** Writes the stage over this version; throws CONFLICT. */
  setStage(orderId: OrderId, expectedVersion: number, stageId: StageId): readonly EntityChange[]
  /** The first orders that the filter finds for the caller, by creation. */
  listForStage(filter: z.output<typeof OrderFilter>, caller: Caller, limit: number): readonly OrderId[]
  /** Orders in each stage. */
  countByStage(): ReadonlyMap<string, number>
}

/** Working minutes between two instants in a calendar, read in a zone when it is site-local. */
export type WorkingMinutes = (
  calendarId: string,
  zone: string,
  from: number,
  to: number,
) => number | undefined

/** Throws FORBIDDEN when a right reaches own orders only and this is none, or boards only. */
export function assertReaches(caller: Caller, permission: Permission, { isOwn }: StageOrder): void {
  const reach = caller.permissions.get(permission)
  const reaches = reach === 'all' || ((reach === 'own' || reach === 'setting') && isOwn)
  if (!reaches) throw domainError(commonErrors, 'FORBIDDEN', { permission })
}
