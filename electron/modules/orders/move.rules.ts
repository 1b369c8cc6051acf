import type { Failure } from '../../shared/contract/domainError'
import type { OrderIntake, OrderProgress } from '../../shared/contract/orders'

/** What the rules of moving ask of an order. */
export interface MovableOrder {
  readonly id: string
  readonly agreementId?: string | undefined
  readonly currency: string
  readonly progress: OrderProgress
  readonly intake: OrderIntake
  /** Its stage permits changes (area 05). */
  readonly allowModify: boolean
}

/** What speaks against moving any line from an order to another one, in the area's order (R04-72, R04-73). */
export function checkOrders(source: MovableOrder, target: MovableOrder): Failure[] {
  if (source.id === target.id) return [{ code: 'SAME_ORDER', field: 'targetId', ids: [target.id] }]
  const both = [source, target]
  const closed = both.filter(({ intake, progress }) => progress !== 'inProcess' || intake !== 'none')
  const fixed = both.filter(({ allowModify }) => !allowModify)
  const isSame = source.agreementId !== undefined && source.agreementId === target.agreementId
  return [
    ...(isSame ? [] : [{ code: 'DIFFERENT_AGREEMENT', field: 'targetId', ids: idsOf(both) }]),
    ...(closed.length > 0 ? [{ code: 'ORDER_NOT_OPEN', field: 'targetId', ids: idsOf(closed) }] : []),
    ...(fixed.length > 0 ? [{ code: 'STAGE_FORBIDS_MODIFY', field: 'stageId', ids: idsOf(fixed) }] : []),
    ...(source.currency === target.currency
      ? []
      : [{ code: 'CURRENCY_MISMATCH', currency: source.currency, wanted: target.currency }]),
  ]
}

function idsOf(orders: readonly MovableOrder[]): string[] {
  return orders.map(({ id }) => id)
}
