import type { Act, Caller } from '../../db/act'
import { notFound } from '../../db/version'
import type { BomHistoryEntry, ServiceBom } from '../../shared/contract/serviceBoms'
import { textIn } from '../stages/index'
import { officesOf, readBom, seesBom } from './bomOffices'
import { isReadOnly } from './bomWork'
import type { BomInput, ServiceBomDeps } from './serviceBom.deps'
import type { LineNames, ListedBom } from './serviceBomLists.repository'
import type { StoredBomEntry } from './serviceBoms.repository'

/** A list as answered at an instant: an agreement that is over makes it read-only by itself (R09-08). */
export function viewOf(
  { agreementEndsOn, agreementStatus, officeId: _officeId, ...bom }: ListedBom,
  at: number,
): ServiceBom {
  return { ...bom, isReadOnly: isReadOnly({ ...bom, agreementEndsOn, agreementStatus }, at) }
}

/** The list as answered. @throws NOT_FOUND */
export function serviceBomOf(
  { lists }: Pick<ServiceBomDeps, 'lists'>,
  at: number,
  bomId: string,
): ServiceBom {
  const bom = lists.bomList.find(bomId)
  if (!bom) throw notFound('serviceBom', bomId)
  return viewOf(bom, at)
}

/** What a change of a list answers: the list, also by its name (conventions §5). */
export function answered(
  deps: Pick<ServiceBomDeps, 'lists'>,
  at: number,
  bomId: string,
): ServiceBom & { bom: ServiceBom } {
  const bom = serviceBomOf(deps, at, bomId)
  return { ...bom, bom }
}

/**
 * The lists of an object: those that may be changed before those that are kept to be read, and of each the one that
 * serves the order before others: its own, or the one of its agreement (04 §2.3).
 *
 * @throws NOT_FOUND
 */
export function listObjectBoms(
  { lists, objects, orders }: Pick<ServiceBomDeps, 'lists' | 'objects' | 'orders'>,
  { at, caller }: Act,
  { objectId, orderId }: BomInput<'listObjectBoms'>,
): { items: ServiceBom[] } {
  objects.get(objectId)
  const agreementId = orderId === undefined ? undefined : orders.agreementOf(orderId)
  const rank = (bom: ServiceBom) => {
    const serves =
      orderId !== undefined &&
      (bom.orderId === orderId || (bom.agreementId !== undefined && bom.agreementId === agreementId))
    return (bom.isReadOnly ? 4 : 0) + (serves ? (bom.orderId === orderId ? 0 : 1) : 2)
  }
  const items = lists
    .ofObject(objectId)
    .filter((bom) => seesBom(caller, bom))
    .map((bom) => viewOf(bom, at))
  return { items: items.sort((a, b) => rank(a) - rank(b)) }
}

/** Entries with the names that a reader needs. */
export function entryViews(
  { lists, userName }: Pick<ServiceBomDeps, 'lists' | 'userName'>,
  { language }: Pick<Caller, 'language'>,
  entries: readonly StoredBomEntry[],
): BomHistoryEntry[] {
  const names = lists.entryNames(entries.map(({ id }) => id))
  const line = createLineNames(
    lists,
    entries.flatMap(({ lineId, newLineId }) => [lineId, newLineId ?? lineId]),
  )
  return entries.map(({ version: _version, ...entry }) => {
    const named = names.get(entry.id)
    const old = line.of(entry.lineId)
    const fresh = entry.newLineId === undefined ? undefined : line.of(entry.newLineId)
    return {
      ...entry,
      userName: userName(entry.userId),
      reasonName: named?.reason && textIn(named.reason, language),
      repairLineNumber: named?.repairLineNumber,
      orderId: named?.orderId,
      orderNumber: named?.orderNumber,
      isUndone: named?.isUndone ?? false,
      path: line.pathOf(entry.lineId),
      itemNumber: old?.itemNumber ?? '',
      itemName: old?.itemName ?? '',
      newItemNumber: fresh?.itemNumber,
      newItemName: fresh?.itemName,
    }
  })
}

/** The names and paths of lines, read level by level with those above them. */
function createLineNames(lists: ServiceBomDeps['lists'], ids: readonly string[]) {
  const known = new Map<string, LineNames>()
  for (let asked = [...new Set(ids)]; asked.length > 0;) {
    const read = lists.lineNames(asked)
    for (const line of read) known.set(line.id, line)
    const above = read.flatMap(({ parentId }) =>
      parentId === undefined || known.has(parentId) ? [] : parentId,
    )
    asked = [...new Set(above)]
  }
  /** Where it stands, or stood last. */
  function pathOf(id: string): string {
    const line = known.get(id)
    if (!line) return ''
    const position = String(line.position)
    return line.parentId === undefined ? position : `${pathOf(line.parentId)}.${position}`
  }
  return { of: (id: string) => known.get(id), pathOf }
}

/** A page of the history, newest first (09 §2.3). @throws NOT_FOUND */
export function listHistory(
  deps: ServiceBomDeps,
  caller: Caller,
  { after, limit, ...asked }: BomInput<'listHistory'>,
): { items: BomHistoryEntry[]; next?: number | undefined } {
  readBom(deps.lists, caller, asked.bomId)
  const before = after ?? Number.MAX_SAFE_INTEGER
  const ids = deps.lists.entryIds({ ...asked, before, limit: limit + 1 })
  const found = new Map(
    deps.repository.entries.findMany(ids.slice(0, limit)).map((entry) => [entry.id, entry]),
  )
  const page = [...found.values()].sort((a, b) => b.number - a.number)
  const items = entryViews(deps, caller, page)
  return { items, ...(ids.length > limit ? { next: page.at(-1)?.number } : {}) }
}

/** Where an item, or a batch of it, is installed (R09-14); addresses only for who may see customers. */
export function listRecall(
  { catalog, lists }: Pick<ServiceBomDeps, 'catalog' | 'lists'>,
  caller: Caller,
  { limit, ...wanted }: BomInput<'listRecall'>,
) {
  const asked = { ...wanted, offices: officesOf(lists, caller) }
  catalog.items.get(asked.itemId)
  const rows = lists.recall({ ...asked, limit: limit + 1 })
  const shown = rows.slice(0, limit)
  const { pathOf } = createLineNames(
    lists,
    shown.map(({ lineId }) => lineId),
  )
  const seesCustomers = caller.permissions.get('customers.read') === 'all'
  return {
    items: shown.map(({ customerEmail, place: _place, ...row }) => ({
      ...row,
      customerEmail: seesCustomers ? customerEmail : undefined,
      path: pathOf(row.lineId),
    })),
    ...(rows.length > limit ? { next: shown.at(-1)?.place } : {}),
    ...lists.recallCounts(asked),
  }
}
