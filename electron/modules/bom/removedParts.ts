import { mintId } from '../../db/ids'
import { notFound } from '../../db/version'
import { domainError, type Failure } from '../../shared/contract/domainError'
import type { EntityChange } from '../../db/changeLog'
import { RemovedPartId } from '../../shared/contract/id'
import { undoChangeErrors, type RemovedPart } from '../../shared/contract/serviceBoms'
import { localDate } from '../calendars/index'
import type { BomWork } from './bomWork'
import type { BomInput, ServiceBomDeps } from './serviceBom.deps'
import type { StoredBomEntry, StoredRemovedPart, StoredServiceLine } from './serviceBoms.repository'

type Given = NonNullable<BomInput<'replaceComponent'>['removedPart']>

/**
 * What keeps an old part from going where it shall: WAREHOUSE_REQUIRED, PERIOD_CLOSED and what is wrong with serials. The
 * stock counts in the item's own unit, and knows no other (UNIT_NOT_CONVERTIBLE).
 */
export function removedFailures(
  work: BomWork,
  old: StoredServiceLine,
  quantity: number,
  { disposition, warehouseId }: Given,
): Failure[] {
  const { act, deps, head } = work
  if (warehouseId !== undefined) deps.stock.assertWarehouse(warehouseId)
  if (!isStocked(deps, old.itemId, disposition)) return []
  const failures: Failure[] = []
  if (warehouseId === undefined) failures.push({ code: 'WAREHOUSE_REQUIRED', field: 'warehouseId' })
  const { serialTracked, unitId } = deps.catalog.items.get(old.itemId)
  if (old.unitId !== unitId)
    failures.push({
      code: 'UNIT_NOT_CONVERTIBLE',
      field: 'removedPart',
      unit: deps.catalog.units.get(old.unitId).code,
    })
  if (deps.isPeriodClosed(localDate(head.siteZone, act.at)))
    failures.push({ code: 'PERIOD_CLOSED', field: 'at' })
  const serials = serialsOf(old)
  if (serialTracked && serials.length * 1000 !== quantity)
    failures.push({ code: 'SERIAL_COUNT', field: 'serialNumber' })
  if (serialTracked) failures.push(...deps.stock.receiptFailures(old.itemId, serials))
  return failures
}

/** Notes what became of an old part; one that goes back to stock is received there (R09-17). */
export function keepRemoved(
  work: BomWork,
  entry: StoredBomEntry,
  old: StoredServiceLine,
  quantity: number,
  { disposition, remark, warehouseId }: Given,
): RemovedPartId {
  const { act, bom, deps, head } = work
  const part: StoredRemovedPart = {
    ...{ id: RemovedPartId.parse(mintId()), version: 1, historyId: entry.id, bomId: bom.id, lineId: old.id },
    ...{ itemId: old.itemId, quantity, unitId: old.unitId, serialNumber: old.serialNumber, batch: old.batch },
    ...{ disposition, warehouseId, removedAt: entry.effectiveAt, orderId: entry.orderId },
    remark: remark === '' ? undefined : remark,
  }
  work.also([deps.repository.removedParts.insert(part)])
  if (warehouseId !== undefined && isStocked(deps, old.itemId, disposition))
    work.also(
      deps.stock.returnToStock({ ...moveOf(part, warehouseId), ...bookedAt(act.at, head.siteZone) }).changes,
    )
  return part.id
}

/** Takes back what a replacement said of the old part, also out of the stock. @throws STOCK_SHORT, SERIAL_NOT_IN_STOCK */
export function takeBackRemoved({ act, deps, head }: BomWork, entryId: string): EntityChange[] {
  return deps.repository.removedPartsOf(entryId).flatMap((part) => {
    const { disposition, itemId, quantity, warehouseId } = part
    const change = deps.repository.removedParts.remove(part)
    if (warehouseId === undefined || !isStocked(deps, itemId, disposition)) return [change]
    const move = moveOf(part, warehouseId)
    const [failure] = deps.stock.serialFailures(itemId, warehouseId, move.serialNumbers)
    if (failure) throw domainError(undoChangeErrors, 'SERIAL_NOT_IN_STOCK', { ...failure })
    const available = deps.stock.available(itemId, warehouseId)
    if (available < quantity)
      throw domainError(undoChangeErrors, 'STOCK_SHORT', { ids: [itemId], warehouseId, available })
    return [change, ...deps.stock.issueForOrder({ ...move, ...bookedAt(act.at, head.siteZone) }).changes]
  })
}

/** A removed part as answered. @throws NOT_FOUND */
export function removedPartOf({ lists }: Pick<ServiceBomDeps, 'lists'>, id: string): RemovedPart {
  const part = lists.removedList.find(id)
  if (!part) throw notFound('removedPart', id)
  return part
}

function isStocked(
  { catalog }: Pick<ServiceBomDeps, 'catalog'>,
  itemId: string,
  disposition: StoredRemovedPart['disposition'],
): boolean {
  return disposition === 'returnToStock' && catalog.items.get(itemId).kind === 'stock'
}

function serialsOf({ serialNumber }: { readonly serialNumber?: string | undefined }): string[] {
  return serialNumber === undefined ? [] : [serialNumber]
}

function moveOf(part: StoredRemovedPart, warehouseId: string) {
  const { id, itemId, quantity } = part
  return {
    itemId,
    warehouseId,
    quantity,
    sourceEntity: 'removedPart',
    sourceId: id,
    serialNumbers: serialsOf(part),
  }
}

function bookedAt(at: number, zone: string) {
  return { at, date: localDate(zone, at) }
}
