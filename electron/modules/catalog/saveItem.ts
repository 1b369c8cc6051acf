import type { z } from 'zod'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { notFound } from '../../db/version'
import type { catalogContract, Item } from '../../shared/contract/catalog'
import { refuseAll, type Failure } from '../../shared/contract/domainError'
import type { ItemId } from '../../shared/contract/id'
import type { CatalogRepository, StoredItem } from './catalog.repository'

type Input<Name extends keyof typeof catalogContract> = z.output<
  NonNullable<(typeof catalogContract)[Name]['~orpc']['inputSchema']>
>

/** Creates an item; its prices are set apart (01 §2.5). @throws NUMBER_TAKEN, PERIOD_INVALID */
export function createItem(
  repository: CatalogRepository,
  { reason: _reason, ...fields }: Input<'createItem'>,
): Outcome<Item> {
  const { items } = repository
  const replayed = items.replayed(fields.id, fields)
  if (replayed) return unchanged(itemOf(repository, replayed.id))
  const item: StoredItem = { ...fields, version: 1 }
  assertItem(repository, item)
  const change = items.insert(item)
  return { result: itemOf(repository, item.id), changes: [change] }
}

/** Changes an item. @throws NUMBER_TAKEN, PERIOD_INVALID, SERIAL_TRACKING_FIXED once a serial exists */
export function updateItem(
  repository: CatalogRepository,
  { itemId, expectedVersion, patch }: Input<'updateItem'>,
): Outcome<Item> {
  const { before, after } = repository.items.patched(itemId, expectedVersion, patch)
  assertItem(repository, after, before)
  const { changes } = repository.items.update(before, after)
  return outcome(itemOf(repository, itemId), changes)
}

function assertItem(repository: CatalogRepository, item: StoredItem, before?: StoredItem): void {
  const { itemCategories, items, units } = repository
  units.get(item.unitId)
  if (item.categoryId !== undefined) itemCategories.get(item.categoryId)
  const failures: Failure[] = []
  if (items.isTaken('number', item.number, item.id)) failures.push({ code: 'NUMBER_TAKEN', field: 'number' })
  if (before && before.serialTracked !== item.serialTracked && repository.hasSerials(item.id))
    failures.push({ code: 'SERIAL_TRACKING_FIXED', field: 'serialTracked' })
  if (item.sellEnd !== undefined && item.sellEnd < (item.sellStart ?? item.sellEnd))
    failures.push({ code: 'PERIOD_INVALID', field: 'sellEnd' })
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])
}

/** The item as answered; throws NOT_FOUND. */
export function itemOf(repository: CatalogRepository, id: ItemId): Item {
  const item = repository.itemList.find(id)
  if (!item) throw notFound('item', id)
  return item
}
