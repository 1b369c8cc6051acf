import type { EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import type { Failure } from '../../shared/contract/domainError'
import { ItemId, SerialId, WarehouseId } from '../../shared/contract/id'
import type { StoredItem } from '../catalog/index'
import type { StockDeps } from './stockDeps'

/** A serial that lies in stock already cannot be received again. */
export function receivedSerialFailures(
  { catalog }: StockDeps,
  item: StoredItem,
  serialNumbers: readonly string[] = [],
): Failure[] {
  const present = serialNumbers.filter((text) => catalog.serialOf(item.id, text)?.status === 'inStock')
  return present.length > 0
    ? [{ code: 'SERIAL_DUPLICATE', field: 'serialNumbers', serialNumbers: present }]
    : []
}

/** Serials of a tracked item leave only where they lie. */
export function issuedSerialFailures(
  { catalog }: StockDeps,
  item: StoredItem,
  warehouseId: string,
  serialNumbers: readonly string[] = [],
): Failure[] {
  if (!item.serialTracked) return []
  const missing = serialNumbers.filter((text) => {
    const serial = catalog.serialOf(item.id, text)
    return serial?.status !== 'inStock' || serial.warehouseId !== warehouseId
  })
  return missing.length > 0
    ? [{ code: 'SERIAL_NOT_IN_STOCK', field: 'serialNumbers', serialNumbers: missing }]
    : []
}

/** Notes where the serials of a tracked item are now: in a warehouse, or issued. */
export function placeSerials(
  { catalog }: StockDeps,
  item: StoredItem,
  serialNumbers: readonly string[] = [],
  warehouseId?: string,
): EntityChange[] {
  if (!item.serialTracked) return []
  const place =
    warehouseId === undefined
      ? { status: 'issued' as const, warehouseId: undefined }
      : { status: 'inStock' as const, warehouseId: WarehouseId.parse(warehouseId) }
  return serialNumbers.flatMap((serialNumber) => {
    const known = catalog.serialOf(item.id, serialNumber)
    if (known) return catalog.serials.update(known, { ...known, ...place }).changes
    const fresh = { id: SerialId.parse(mintId()), version: 1, itemId: ItemId.parse(item.id), serialNumber }
    return [catalog.serials.insert({ ...fresh, ...place })]
  })
}
