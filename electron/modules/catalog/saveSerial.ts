import type { z } from 'zod'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { notFound } from '../../db/version'
import { catalogErrors, type catalogContract, type Serial } from '../../shared/contract/catalog'
import { domainError } from '../../shared/contract/domainError'
import type { SerialId } from '../../shared/contract/id'
import type { CatalogRepository, StoredSerial } from './catalog.repository'

type Input<Name extends keyof typeof catalogContract> = z.output<
  NonNullable<(typeof catalogContract)[Name]['~orpc']['inputSchema']>
>

/** Creates a serial of an item. @throws SERIAL_IN_USE when the item has it already */
export function createSerial(
  repository: CatalogRepository,
  { reason: _reason, ...fields }: Input<'createSerial'>,
): Outcome<Serial> {
  const { items, serials } = repository
  const replayed = serials.replayed(fields.id, fields)
  if (replayed) return unchanged(serialOf(repository, replayed.id))
  items.get(fields.itemId)
  const serial: StoredSerial = { ...fields, version: 1 }
  assertFree(repository, serial)
  const change = serials.insert(serial)
  return { result: serialOf(repository, serial.id), changes: [change] }
}

export function updateSerial(
  repository: CatalogRepository,
  { serialId, expectedVersion, patch }: Input<'updateSerial'>,
): Outcome<Serial> {
  const { before, after } = repository.serials.patched(serialId, expectedVersion, patch)
  repository.items.get(after.itemId)
  assertFree(repository, after)
  const { changes } = repository.serials.update(before, after)
  return outcome(serialOf(repository, serialId), changes)
}

function assertFree(repository: CatalogRepository, { id, itemId, serialNumber }: StoredSerial): void {
  const holder = repository.serialOf(itemId, serialNumber)
  if (holder && holder.id !== id)
    throw domainError(catalogErrors, 'SERIAL_IN_USE', { field: 'serialNumber', ids: [holder.id] })
}

/** The serial as answered; throws NOT_FOUND. */
export function serialOf(repository: CatalogRepository, id: SerialId): Serial {
  const serial = repository.serialList.find(id)
  if (!serial) throw notFound('serial', id)
  return serial
}
