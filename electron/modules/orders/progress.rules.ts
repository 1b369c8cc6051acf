import type { LineType } from '../../shared/contract/agreements'
import type { LineStatus, OrderProgress } from '../../shared/contract/orders'

/** An order's progress by its lines alone; without lines by whether its head was canceled (R04-10). */
export function progressOf(statuses: readonly LineStatus[], isHeaderCanceled: boolean): OrderProgress {
  if (statuses.length === 0) return isHeaderCanceled ? 'canceled' : 'inProcess'
  if (statuses.includes('created')) return 'inProcess'
  return statuses.includes('posted') ? 'posted' : 'canceled'
}

export interface PostableLine {
  readonly status: LineStatus
  readonly type: LineType
  readonly actualQty?: number | undefined
  readonly workerId?: string | undefined
  readonly salesPrice?: number | undefined
  readonly isChargeable: boolean
  /** The line must be signed and is not (R04-40). */
  readonly isUnsigned: boolean
}

/** Whether everything is registered to post the order: its Created lines have quantity, worker and price (R04-50). */
export function isReadyForPosting(lines: readonly PostableLine[], allowPost: boolean): boolean {
  const open = lines.filter(({ status }) => status === 'created')
  return allowPost && open.length > 0 && open.every(isComplete)
}

function isComplete(line: PostableLine): boolean {
  const { actualQty, isChargeable, isUnsigned, salesPrice, type, workerId } = line
  const isPriced = salesPrice !== undefined || !isChargeable
  return actualQty !== undefined && !isUnsigned && !needsWorker(type, workerId) && isPriced
}

/** Hours and expenses are posted for a worker. */
export function needsWorker(type: LineType, workerId: string | undefined): boolean {
  return workerId === undefined && (type === 'hour' || type === 'expense')
}

export type LineTransition = 'cancel' | 'revoke' | 'post'
const wanted: Readonly<Record<LineTransition, LineStatus>> = {
  cancel: 'created',
  revoke: 'canceled',
  post: 'created',
}

/** The status changes of 3.2; every other one is LINE_STATUS_INVALID. */
export function isTransitionAllowed(status: LineStatus, transition: LineTransition): boolean {
  return wanted[transition] === status
}
