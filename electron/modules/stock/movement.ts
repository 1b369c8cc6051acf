import { refuseAll, type Failure } from '../../shared/contract/domainError'
import { amountLimit } from '../../shared/contract/money'
import type { StoredItem } from '../catalog/index'
import type { StockDeps } from './stockDeps'
import { costOf, shareOf, type Holding } from './value.rules'

const quantityLimit = 1_000_000_000_000

export interface MovementRequest {
  readonly itemId: string
  readonly quantity: number
  readonly date: string
  readonly serialNumbers?: readonly string[] | undefined
}

/** What forbids a movement of an item, wherever it goes: quantity, item, date, serials. */
export function movementFailures(
  { catalog, isPeriodClosed }: StockDeps,
  item: StoredItem,
  { date, quantity, serialNumbers = [] }: MovementRequest,
): Failure[] {
  const failures: Failure[] = []
  const { code, decimals } = catalog.units.get(item.unitId)
  if (quantity <= 0) failures.push({ code: 'QTY_INVALID', field: 'quantity' })
  else if (quantity % 10 ** (3 - decimals) !== 0)
    failures.push({ code: 'UNIT_DECIMALS', field: 'quantity', unit: code, decimals })
  if (item.kind !== 'stock') failures.push({ code: 'ITEM_NOT_STOCKED', field: 'itemId' })
  if (isPeriodClosed(date)) failures.push({ code: 'PERIOD_CLOSED', field: 'date' })
  const isCounted = serialNumbers.length * 1000 === quantity
  if (!isCounted && (item.serialTracked || serialNumbers.length > 0))
    failures.push({ code: 'SERIAL_COUNT', field: 'serialNumbers' })
  if (new Set(serialNumbers).size < serialNumbers.length)
    failures.push({ code: 'SERIAL_DUPLICATE', field: 'serialNumbers' })
  return failures
}

export function refuse(failures: readonly Failure[]): void {
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])
}

/** Whether what would lie there afterwards can be told in our numbers. */
export function boundFailures(held: Holding, moved: Holding): Failure[] {
  const isInBounds =
    Math.abs(moved.amount) <= amountLimit &&
    Math.abs(held.amount + moved.amount) <= amountLimit &&
    Math.abs(held.quantity + moved.quantity) <= quantityLimit
  return isInBounds ? [] : [{ code: 'QTY_INVALID', field: 'quantity' }]
}

/** A value at the running average, or what stands in for it while nothing is in stock (R10-22). */
export function averageValue(
  { catalog, people, repository }: StockDeps,
  { date, itemId, quantity }: MovementRequest,
  warehouseId: string,
): { readonly amount: number; readonly isZeroCost: boolean } {
  const held = repository.balance(itemId, warehouseId)
  if (held.quantity > 0) return { amount: shareOf(held, quantity), isZeroCost: false }
  const purchase = repository.lastPurchase(itemId)
  if (purchase) return { amount: shareOf(purchase, quantity), isZeroCost: false }
  const { currency } = people.company()
  const row = catalog.costOn(itemId, currency, date)
  if (row) return { amount: costOf(quantity, row.unitCost, currency), isZeroCost: false }
  return { amount: 0, isZeroCost: true }
}
