import type { Act } from '../../db/act'
import type { EntityChange } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { assertInOffices } from '../../db/inOffices'
import { notFound } from '../../db/version'
import { domainError } from '../../shared/contract/domainError'
import { BomHistoryId } from '../../shared/contract/id'
import { bomChangeErrors, type BomLineState } from '../../shared/contract/serviceBoms'
import { localDate } from '../calendars/index'
import type { ServiceBomDeps } from './serviceBom.deps'
import type { ListedBom } from './serviceBomLists.repository'
import type { StoredBomEntry, StoredServiceBom, StoredServiceLine } from './serviceBoms.repository'

/** What an act says of an entry; the rest follows from the act. */
export type NotedEntry = Omit<StoredBomEntry, 'id' | 'version' | 'bomId' | 'number' | 'recordedAt' | 'userId'>

/** One act on one list: its parts share the next version, its entries have numbers in a row. */
export interface BomWork {
  readonly deps: ServiceBomDeps
  readonly act: Act
  readonly bom: StoredServiceBom
  /** The same with the zone in which its days count. */
  readonly head: ListedBom
  insert(line: StoredServiceLine): void
  /** Writes a line over its earlier state. */
  update(before: StoredServiceLine, after: StoredServiceLine): void
  /** Ends a part in favour of another one, which is inserted. */
  replace(before: StoredServiceLine, after: StoredServiceLine, fresh: StoredServiceLine): void
  /** Appends to the history (R09-05). */
  note(entry: NotedEntry): StoredBomEntry
  /** Takes along what another module wrote for it. */
  also(changes: readonly EntityChange[]): void
  /** Writes the list itself; everything that was written. A new one keeps its first version. */
  close(isNew?: boolean): { readonly entries: readonly StoredBomEntry[]; readonly changes: EntityChange[] }
}

/** What an entry keeps of a line. */
export function stateOf(line: BomLineState): BomLineState {
  const { batch, description, itemId, parentId, position, quantity } = line
  const { remark, serialNumber, supplier, unitId, warrantyMonths } = line
  return {
    ...{ parentId, position, itemId, description, quantity, unitId },
    ...{ serialNumber, batch, supplier, warrantyMonths, remark },
  }
}

/** Whether the agreement that a list hangs on is over: closed, ended or terminated (R09-08). */
export function isAgreementOver(
  { agreementEndsOn, agreementStatus }: Pick<ListedBom, 'agreementEndsOn' | 'agreementStatus'>,
  zone: string,
  at: number,
): boolean {
  return (
    agreementStatus === 'closed' || (agreementEndsOn !== undefined && agreementEndsOn < localDate(zone, at))
  )
}

/** Whether a list is kept to be read only; with its agreement it becomes so by itself (R09-08, R09-09). */
export function isReadOnly(bom: Omit<ListedBom, 'officeId'>, at: number): boolean {
  return bom.isReadOnly || bom.movedToId !== undefined || isAgreementOver(bom, bom.siteZone, at)
}

/** Opens a list of the caller's offices to change it. @throws NOT_FOUND, FORBIDDEN, CONFLICT, BOM_READ_ONLY */
export function openBom(
  deps: ServiceBomDeps,
  act: Act,
  { bomId, expectedVersion }: { readonly bomId: string; readonly expectedVersion: number },
): BomWork {
  const head = deps.lists.bomList.find(bomId)
  if (!head) throw notFound('serviceBom', bomId)
  assertInOffices(act.caller, 'bom.write', head.officeId)
  const bom = deps.repository.boms.expect(bomId, expectedVersion)
  if (isReadOnly(head, act.at))
    throw domainError(bomChangeErrors, 'BOM_READ_ONLY', {
      ...{ entity: 'serviceBom', id: bom.id },
      ...(bom.movedToId === undefined ? {} : { ids: [bom.movedToId] }),
    })
  return workOn(deps, act, bom, head)
}

/** The act on a list that may be changed. */
export function workOn(deps: ServiceBomDeps, act: Act, bom: StoredServiceBom, head: ListedBom): BomWork {
  const { repository } = deps
  const version = bom.version + 1
  const changes: EntityChange[] = []
  const entries: StoredBomEntry[] = []
  let number = repository.lastNumber(bom.id)
  let lineCount = bom.lineCount
  const live = ({ removedAt }: StoredServiceLine) => (removedAt === undefined ? 1 : 0)

  return {
    ...{ deps, act, bom, head },
    insert(line) {
      changes.push(repository.lines.insert(line, version))
      lineCount += live(line)
    },
    update(before, after) {
      changes.push(repository.lines.update(before, after, version))
      lineCount += live(after) - live(before)
    },
    replace(before, after, fresh) {
      // The old part leaves its serial and then names the new one, which must be there by then: one log line for both.
      repository.lines.update(before, { ...after, replacedById: undefined }, version)
      changes.push(repository.lines.insert(fresh, version))
      changes.push(repository.lines.update(before, after, version))
    },
    note(noted) {
      number += 1
      const entry: StoredBomEntry = {
        ...noted,
        id: BomHistoryId.parse(mintId()),
        version: 1,
        bomId: bom.id,
        number,
        recordedAt: act.at,
        userId: act.caller.userId,
      }
      changes.push(repository.entries.insert(entry))
      entries.push(entry)
      return entry
    },
    also(others) {
      changes.push(...others)
    },
    close(isNew = false) {
      const changeCount = bom.changeCount + entries.filter(({ action }) => action !== 'copied').length
      const after = { ...bom, lineCount, changeCount }
      if (isNew) {
        repository.setCounts(after)
        return { entries, changes }
      }
      const repaired = new Set(entries.flatMap(({ repairLineId }) => repairLineId ?? []))
      for (const id of repaired) changes.push(...deps.repairChanged(id))
      return { entries, changes: [repository.overwrite(bom, after).change, ...changes] }
    },
  }
}

/** A part that is installed now. @throws NOT_FOUND */
export function liveLine({ bom, deps }: BomWork, lineId: string): StoredServiceLine {
  const line = deps.repository.lines.find(lineId)
  if (!line || line.bomId !== bom.id || line.removedAt !== undefined) throw notFound('serviceBomLine', lineId)
  return line
}

/** The lines above a place, from the root's own parts down. */
export function ancestorsOf({ deps }: BomWork, parentId: string | undefined): StoredServiceLine[] {
  const above: StoredServiceLine[] = []
  for (let id = parentId; id !== undefined;) {
    const line = deps.repository.lines.find(id)
    if (!line) throw notFound('serviceBomLine', id)
    above.unshift(line)
    id = line.parentId
  }
  return above
}

/** The installed parts below a line, parents before their parts. */
export function liveBelow(work: BomWork, lineId: string): StoredServiceLine[] {
  return work.deps.repository
    .liveChildren(work.bom.id, lineId)
    .flatMap((line) => [line, ...liveBelow(work, line.id)])
}
