import type { Failure } from '../../shared/contract/domainError'
import type { LineType } from '../../shared/contract/agreements'
import { needsWorker } from './progress.rules'

/** A line as posting sees it; `quantity` is the registered one, or the estimate where the caller chose that. */
export interface PostingLine {
  readonly id: string
  readonly type: LineType
  readonly quantity: number | undefined
  readonly workerId?: string | undefined
  readonly salesPrice?: number | undefined
  readonly serialNumber?: string | undefined
  readonly warehouseId?: string | undefined
  readonly itemId?: string | undefined
  readonly isChargeable: boolean
  readonly isStocked: boolean
  readonly isSerialTracked: boolean
  readonly isSigned: boolean
  /** What was delivered for the line before, and what is reserved for it now (R04-28). */
  readonly deliveredQty?: number | undefined
  readonly reservedQty?: number | undefined
}

export interface PostingFacts {
  readonly allowPost: boolean
  readonly signOffRequired: boolean
  readonly isPeriodClosed: boolean
  readonly negativeStockAllowed: boolean
  readonly available: (itemId: string, warehouseId: string) => number
  /** R04-21 and what the setting says. */
  readonly agreementFailures: readonly Failure[]
  /** Approved estimates that the lines would exceed (R08-19). */
  readonly estimateFailures: readonly Failure[]
}

/** Everything that speaks against posting these lines, in the order of R04-50; each names its lines. */
export function checkPosting(lines: readonly PostingLine[], facts: PostingFacts): Failure[] {
  const failing = (code: string, field: string, isWrong: (line: PostingLine) => boolean): Failure[] => {
    const ids = lines.filter(isWrong).map(({ id }) => id)
    return ids.length > 0 ? [{ code, field, ids }] : []
  }
  return [
    ...(facts.allowPost ? [] : [{ code: 'STAGE_FORBIDS_POST', field: 'stageId' }]),
    ...failing('ACTUAL_MISSING', 'actualQty', ({ quantity }) => quantity === undefined),
    ...failing('SIGN_OFF_REQUIRED', 'signOffRequired', ({ isSigned }) => facts.signOffRequired && !isSigned),
    ...failing('WORKER_REQUIRED', 'workerId', ({ type, workerId }) => needsWorker(type, workerId)),
    ...failing('PRICE_MISSING', 'salesPrice', (line) => line.isChargeable && line.salesPrice === undefined),
    ...facts.agreementFailures,
    ...facts.estimateFailures,
    ...(facts.isPeriodClosed ? [{ code: 'PERIOD_CLOSED', field: 'date' }] : []),
    ...(facts.negativeStockAllowed ? [] : shortLines(lines, facts.available)),
    ...failing(
      'SERIAL_REQUIRED',
      'serialNumber',
      (line) => line.isSerialTracked && isMoving(line) && !line.serialNumber,
    ),
  ]
}

/** What the line still takes out of stock: what it used beyond what was delivered for it (R04-28). */
function takenFrom({ deliveredQty = 0, quantity = 0 }: PostingLine): number {
  return Math.max(0, quantity - deliveredQty)
}

/** Whether goods move by posting the line; those delivered before have left with their serials. */
function isMoving(line: PostingLine): boolean {
  return line.quantity !== 0 && (line.deliveredQty === undefined || takenFrom(line) > 0)
}

/** Lines whose items their warehouse does not hold together (STOCK_SHORT). */
function shortLines(lines: readonly PostingLine[], available: PostingFacts['available']): Failure[] {
  const taking = lines.filter((line) => line.isStocked && takenFrom(line) > 0)
  const needs = new Map<string, PostingLine[]>()
  for (const line of taking) {
    const place = `${line.itemId ?? ''} ${line.warehouseId ?? ''}`
    needs.set(place, [...(needs.get(place) ?? []), line])
  }
  const short = [...needs.values()].filter(([first, ...rest]) => {
    if (first?.itemId === undefined || first.warehouseId === undefined) return true
    const needed = [first, ...rest].reduce((sum, line) => sum + takenFrom(line), 0)
    const own = [first, ...rest].reduce((sum, { reservedQty = 0 }) => sum + reservedQty, 0)
    return needed > available(first.itemId, first.warehouseId) + own
  })
  const ids = short.flat().map(({ id }) => id)
  return ids.length > 0 ? [{ code: 'STOCK_SHORT', field: 'warehouseId', ids }] : []
}

export interface TechnicalLine {
  readonly type: LineType
  readonly actualQty?: number | undefined
}

/** The line by which an imported repair is closed: zero minutes; it makes no transaction (01 §3.2, R12-02). */
export function isTechnicalLine(origin: string, { actualQty, type }: TechnicalLine): boolean {
  return origin === 'import' && type === 'hour' && actualQty === 0
}
