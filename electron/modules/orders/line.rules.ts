import type { LineType } from '../../shared/contract/agreements'
import type { Failure } from '../../shared/contract/domainError'

const fieldsOf: Readonly<Record<string, readonly LineType[]>> = {
  workerId: ['hour', 'expense', 'fee'],
  itemId: ['item'],
  variant: ['item'],
  warehouseId: ['item'],
  serialNumber: ['item'],
  itemSetup: ['item'],
  startAt: ['hour'],
  endAt: ['hour'],
}

/** The fields that are given but do not belong to lines of this type (04 §2.2). */
export function misplacedFields(type: LineType, given: object): string[] {
  return Object.entries(given)
    .filter(([field, value]: [string, unknown]) => value !== undefined && value !== null && field in fieldsOf)
    .filter(([field]) => fieldsOf[field]?.includes(type) === false)
    .map(([field]) => field)
}

export interface LineFacts {
  readonly type: LineType
  readonly unit: string
  readonly itemId?: string | undefined
  readonly categoryId?: string | undefined
  readonly estimatedQty?: number | undefined
  readonly actualQty?: number | undefined
  readonly startAt?: number | undefined
  readonly endAt?: number | undefined
  readonly reversalOfId?: string | undefined
}
interface ItemFacts {
  readonly unitCode: string
  readonly unitDecimals: number
}

/** What is wrong with a line in itself: missing parts, quantities, unit and times (04 §4). */
export function checkLine(line: LineFacts, item: ItemFacts | undefined): Failure[] {
  const { categoryId, endAt, itemId, startAt, type, unit } = line
  const failures: Failure[] = []
  if (type === 'item' && itemId === undefined)
    failures.push({ code: 'REQUIRED', field: 'itemId', fields: ['itemId'] })
  if (type !== 'item' && categoryId === undefined)
    failures.push({ code: 'REQUIRED', field: 'categoryId', fields: ['categoryId'] })
  failures.push(...checkQuantities(line, item))
  if (unit.toUpperCase() !== (unitOf(type, item) ?? unit).toUpperCase())
    failures.push({ code: 'UNIT_NOT_CONVERTIBLE', field: 'unit', unit })
  if (startAt !== undefined && endAt !== undefined && endAt <= startAt)
    failures.push({ code: 'TIME_RANGE_INVALID', field: 'endAt' })
  return failures
}

function unitOf(type: LineType, item: ItemFacts | undefined): string | undefined {
  return type === 'hour' ? 'MIN' : item?.unitCode
}

function checkQuantities(line: LineFacts, item: ItemFacts | undefined): Failure[] {
  const failures: Failure[] = []
  for (const field of ['estimatedQty', 'actualQty'] as const) {
    const quantity = line[field]
    if (quantity === undefined) continue
    if (quantity < 0 && line.reversalOfId === undefined) failures.push({ code: 'QTY_INVALID', field })
    else if (item && quantity % 10 ** (3 - item.unitDecimals) !== 0)
      failures.push({ code: 'UNIT_DECIMALS', field, decimals: item.unitDecimals })
  }
  return failures
}

/** What a price depends on: a change of one of these runs the search again (R04-34). */
const priced = [
  'estimatedQty',
  'actualQty',
  'workerId',
  'categoryId',
  'itemId',
  'unit',
  'serviceDate',
] as const
type Priced = { readonly [K in (typeof priced)[number]]?: string | number | undefined }

/** Whether a line's price is to be searched: it is new, or something the price depends on differs (R04-34). */
export function isPriceStale(line: Priced, held: Priced | undefined): boolean {
  return held === undefined || priced.some((field) => line[field] !== held[field])
}

/** What counts for amounts: the registered quantity, else the estimate, else nothing (R04-33). */
export function countedQuantity({
  actualQty,
  estimatedQty,
}: {
  readonly actualQty?: number | undefined
  readonly estimatedQty?: number | undefined
}): number {
  return actualQty ?? estimatedQty ?? 0
}
