import type { Order, OrderLine } from '@contract/orders'

/** Whether a line can be moved to another order or divided (R04-71). */
export function isMovable({ reversalOfId, signOffId, status }: OrderLine): boolean {
  return status === 'created' && reversalOfId === undefined && signOffId === undefined
}

/** What can be divided of a line: what is registered, else the estimate. */
export function wholeOf({ actualQty, estimatedQty }: OrderLine): number {
  return actualQty ?? estimatedQty ?? 0
}

/** What of a posted line no other line stands against yet (3.2). */
export function remainingOf(line: OrderLine, { lines }: Pick<Order, 'lines'>): number {
  return lines
    .filter(({ reversalOfId, status }) => reversalOfId === line.id && status !== 'canceled')
    .reduce((rest, { actualQty = 0 }) => rest + actualQty, line.actualQty ?? 0)
}
