import type { Act } from '../../db/act'
import type { Outcome } from '../../db/changeLog'
import { notFound } from '../../db/version'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { ServiceBomLineId } from '../../shared/contract/id'
import { undoChangeErrors, type BomLineState } from '../../shared/contract/serviceBoms'
import { localDate } from '../calendars/index'
import { liveLine, openBom, type BomWork } from './bomWork'
import { changed, type Changed } from './changeComponents'
import { partFailures, positionFailures, refuse } from './part.checks'
import { takeBackRemoved } from './removedParts'
import type { BomInput, ServiceBomDeps } from './serviceBom.deps'
import type { StoredBomEntry, StoredServiceLine } from './serviceBoms.repository'

/**
 * Takes back the newest change of a line by compensating entries, with its order line, the old part's record and what
 * came with it (R09-20). At the same instant as the change, so that the list is as if it had not been.
 *
 * @throws NOT_LATEST, ALREADY_POSTED, SERIAL_IN_USE, POSITION_TAKEN; FORBIDDEN for others' changes and earlier days
 */
export function undoChange(
  deps: ServiceBomDeps,
  act: Act,
  { historyId, ...input }: BomInput<'undoChange'>,
): Outcome<Changed> {
  const work = openBom(deps, act, input)
  const entry = deps.repository.entries.get(historyId)
  if (entry.bomId !== work.bom.id) throw notFound('bomHistory', historyId)
  assertMayUndo(work, entry)
  const group = [entry, ...deps.repository.entriesWith(entry.id)]
  assertNewest(work, entry, group)
  if (entry.orderLineId !== undefined) work.also(deps.orders.removePart(act, entry.orderLineId))
  work.also(takeBackRemoved(work, entry.id))
  for (const one of group) takeAway(work, one)
  for (const one of group) putBack(work, one)
  for (const one of group) compensate(work, one, entry)
  return changed(work)
}

/** Its own author on the same day at the site, or a manager (09 §4). */
function assertMayUndo({ act, head }: BomWork, { recordedAt, userId }: StoredBomEntry): void {
  const { caller } = act
  const isToday = localDate(head.siteZone, recordedAt) === localDate(head.siteZone, act.at)
  if (caller.permissions.has('bom.manage') || (userId === caller.userId && isToday)) return
  throw domainError(commonErrors, 'FORBIDDEN', { permission: 'bom.manage' })
}

/** Throws NOT_LATEST where something later stands on what would be taken back, naming it. */
function assertNewest({ bom, deps }: BomWork, entry: StoredBomEntry, group: readonly StoredBomEntry[]): void {
  const { repository } = deps
  const ids = new Set<string>(group.map(({ id }) => id))
  const isOpen =
    entry.action !== 'copied' &&
    entry.undoesId === undefined &&
    entry.actId === undefined &&
    !repository.isUndone(entry.id)
  const lineIds = group.flatMap(({ lineId, newLineId }) =>
    newLineId === undefined ? lineId : [lineId, newLineId],
  )
  const later = lineIds
    .map((id) => repository.lastChangeOf(id)?.id)
    .filter((id) => id !== undefined && !ids.has(id))
  const below = createdBy(group)
    .flatMap((id) => repository.liveChildren(bom.id, id))
    .map(({ id }) => repository.lastChangeOf(id)?.id)
    .filter((id) => id !== undefined && !ids.has(id))
  const former = createdBy(group)
    .map((id) => repository.lastFormerPart(id)?.id)
    .map((id) => (id === undefined ? undefined : repository.lastChangeOf(id)?.id))
  const found = [...later, ...below, ...former].filter((id) => id !== undefined)
  if (isOpen && found.length === 0) return
  const named = entry.actId === undefined ? found : [entry.actId]
  throw domainError(undoChangeErrors, 'NOT_LATEST', { entity: 'bomHistory', id: entry.id, ids: named })
}

/** The lines that entries brought in. */
function createdBy(group: readonly StoredBomEntry[]): ServiceBomLineId[] {
  return group.flatMap(({ action, lineId, newLineId }) =>
    newLineId === undefined ? (action === 'added' ? lineId : []) : newLineId,
  )
}

/** Ends what an entry brought in at the instant at which it came, so that it never was there. */
function takeAway(work: BomWork, entry: StoredBomEntry): void {
  for (const id of createdBy([entry])) {
    const line = liveLine(work, id)
    work.update(line, { ...line, removedAt: line.installedAt })
  }
}

/** Gives a line the state it had before an entry. @throws SERIAL_IN_USE, POSITION_TAKEN, NOT_LATEST */
function putBack(work: BomWork, { before, effectiveAt, id, lineId }: StoredBomEntry): void {
  if (!before) return
  const { repository } = work.deps
  const held = repository.lines.find(lineId)
  if (!held) throw notFound('serviceBomLine', lineId)
  const restored: StoredServiceLine = {
    ...held,
    ...emptied(before),
    removedAt: undefined,
    replacedById: undefined,
  }
  if (before.parentId !== undefined && repository.lines.find(before.parentId)?.removedAt !== undefined) {
    const above = repository.lastChangeOf(before.parentId)
    throw domainError(undoChangeErrors, 'NOT_LATEST', {
      entity: 'bomHistory',
      id,
      ids: above ? [above.id] : [],
    })
  }
  refuse([
    ...partFailures(work, restored, { exceptLineId: lineId }).filter(({ code }) => code === 'SERIAL_IN_USE'),
    ...positionFailures(work, restored, effectiveAt),
  ])
  work.update(held, restored)
}

/** A state that also says what is empty: fields that JSON left out. */
function emptied(state: BomLineState): BomLineState {
  const { batch, parentId, remark, serialNumber, supplier, warrantyMonths } = state
  return { ...state, batch, parentId, remark, serialNumber, supplier, warrantyMonths }
}

const opposite = {
  added: 'deleted',
  changed: 'changed',
  replaced: 'changed',
  deleted: 'added',
  copied: 'changed',
} as const

/** The entry that takes one back: what was after it was before this one, and the other way round. */
function compensate({ note }: BomWork, entry: StoredBomEntry, main: StoredBomEntry): StoredBomEntry {
  const { action, after, afterNew, before, effectiveAt, id, lineId, newLineId } = entry
  const { orderId, reasonId, repairLineId } = main
  return note({
    ...{ action: opposite[action], lineId, newLineId, effectiveAt, undoesId: id },
    ...{ orderId, reasonId, repairLineId },
    before: newLineId === undefined ? after : (after ?? afterNew),
    after: before,
  })
}
