import type { z } from 'zod'
import type { Caller } from '../../db/act'
import { idAfter } from '../../db/ids'
import { notFound } from '../../db/version'
import { EntryId } from '../../shared/contract/id'
import {
  entriesPerAct,
  type ActEntry,
  type HistoryEntry,
  type PartAt,
  type RecordAt,
  type historyContract,
} from '../../shared/contract/history'
import type { HistoryRepository, PartsQuery, StoredEntry } from './history.repository'
import { undoEntity, type UndoRepository } from './undo.repository'
import { undoStateOf } from './undo.state'
import { nameOf } from './recordName'
import type { UndoDeps } from './undo.deps'
import { isVisible, readableFields, recordFrom, workersIn } from './history.rules'

type Input<Name extends keyof typeof historyContract> = z.output<
  NonNullable<(typeof historyContract)[Name]['~orpc']['inputSchema']>
>

export interface HistoryDeps {
  readonly history: HistoryRepository
  readonly undo: UndoRepository
  readonly userName: (id: string) => string | undefined
  readonly workerName: (id: string) => string | undefined
  readonly deviceName: (id: string) => string | undefined
  /** Whether the caller sees every office. */
  readonly seesAllOffices: (caller: Caller) => boolean
  readonly officeOfOrder: (orderId: string) => string | undefined
  /** The order of a repair line, for what belongs to the line. */
  readonly orderOfRepair: (repairLineId: string) => string | undefined
  readonly officeOfCase: (caseId: string) => string | undefined
  readonly officeOfAgreement: (agreementId: string) => string | undefined
  /** Whether an order, a case or an agreement is the caller's own (conventions §8). */
  readonly isOwnRecord: (caller: Caller, id: string) => boolean
}

const shownChanges = 100
const shownParts = 500

/** History, newest first (R01-11). Who sees only own records sees those of own orders and cases, else the own actions. */
export function listEntries(
  deps: HistoryDeps,
  caller: Caller,
  { entity, recordId, field, actorId, command, from, to, after, limit }: Input<'listEntries'>,
): { items: HistoryEntry[]; next?: string } {
  const entities = entity === undefined ? undefined : [entity].flat()
  const isOwnOnly = hasOwnReach(caller) && !(recordId !== undefined && deps.isOwnRecord(caller, recordId))
  if (isOwnOnly && actorId !== undefined && actorId !== caller.userId) return { items: [] }
  const { entries, nextSeq } = deps.history.entries({
    entities,
    recordId,
    field,
    actorId: isOwnOnly ? caller.userId : actorId,
    command,
    from,
    to,
    officeIds: deps.seesAllOffices(caller) ? undefined : caller.officeIds,
    beforeSeq: after !== undefined && /^\d{1,15}$/.test(after) ? Number(after) : undefined,
    limit,
  })
  const items = entries.map((entry) => toEntry(deps, caller, entry, recordId, entities))
  return { items, ...(nextSeq === undefined ? {} : { next: String(nextSeq) }) }
}

function hasOwnReach({ permissions }: Caller): boolean {
  return permissions.get('history.read') === 'own'
}

/** What a split or a link names besides the record itself, and what may be another's. */
function isHead(entity: string): boolean {
  return entity === 'order' || entity === 'case' || entity === 'agreement'
}

function toEntry(
  { history, undo, userName, deviceName, workerName }: HistoryDeps,
  caller: Caller,
  entry: StoredEntry,
  recordId: string | undefined,
  entities: readonly string[] | undefined,
): HistoryEntry {
  const { permissions } = caller
  const changes = history
    .changes({ seq: entry.seq, recordId, entities, limit: shownChanges })
    .filter(({ entity }) => entity !== undoEntity && isVisible(permissions, entity))
    .filter(({ entity, id }) => id === recordId || !hasOwnReach(caller) || !isHead(entity))
    .map((change) => {
      const { entity, id, op, version } = change
      return { entity, id, op, version, fields: readableFields(permissions, change) }
    })
  return {
    ...entry,
    id: EntryId.parse(entry.id),
    actorName: userName(entry.actorId),
    deviceName: deviceName(entry.deviceId),
    changes,
    names: namesOf(
      workerName,
      changes.flatMap(({ fields }) =>
        Object.entries(fields).flatMap(([name, { after, before }]) => [
          [name, before] as const,
          [name, after] as const,
        ]),
      ),
    ),
    changeCount: history.countChanges(entry.seq),
    ...undoStateOf({ history, undo }, caller, entry),
  }
}

/** A record as it stood at an instant, put together from the log; throws NOT_FOUND when it was not there yet. */
export function getRecordAt(
  deps: HistoryDeps,
  caller: Caller,
  { entity, recordId, at, parts = [] }: Input<'getRecordAt'>,
): RecordAt {
  const { permissions } = caller
  const changes = isVisible(permissions, entity) ? deps.history.changesUpTo(entity, recordId, at) : []
  const found = recordFrom(permissions, changes)
  const place = found && placeOf(deps, entity, found.fields)
  const isOwn =
    !hasOwnReach(caller) ||
    [recordId, place?.['orderId'], place?.['caseId'], place?.['agreementId']].some(isOwnRecord)
  if (!found || !place || !isOwn || !isOfOwnOffices(deps, caller, entity, place))
    throw notFound(entity, recordId)
  const held = partsAt(deps, caller, { entity, recordId, at, parts, limit: shownParts })
  const values = [found, ...held].flatMap(({ fields }) => Object.entries(fields))
  return {
    ...{ entity, id: recordId, ...found, names: namesOf(deps.workerName, values) },
    ...(parts.length > 0 ? { parts: held } : {}),
  }

  function isOwnRecord(id: unknown): boolean {
    return typeof id === 'string' && deps.isOwnRecord(caller, id)
  }
}

/** The parts that belonged to the record then and were there, by line number where they have one. */
function partsAt({ history }: HistoryDeps, { permissions }: Caller, query: PartsQuery): PartAt[] {
  const parts = query.parts.filter((part) => isVisible(permissions, part))
  if (parts.length === 0) return []
  return history
    .partsUpTo({ ...query, parts })
    .flatMap(({ entity, id }) => {
      const found = recordFrom(permissions, history.changesUpTo(entity, id, query.at))
      if (!found || found.isDeleted || found.fields[`${query.entity}Id`] !== query.recordId) return []
      return [{ entity, id, version: found.version, fields: found.fields }]
    })
    .sort((a, b) => a.entity.localeCompare(b.entity) || lineNoOf(a) - lineNoOf(b))
}

function lineNoOf({ fields }: PartAt): number {
  return typeof fields['lineNo'] === 'number' ? fields['lineNo'] : 0
}

/** What the workers among the values are called, as lists call them to everybody who reads the record. */
function namesOf(
  workerName: HistoryDeps['workerName'],
  values: readonly (readonly [name: string, value: unknown])[],
): Record<string, string> {
  const found = workersIn(values).flatMap((id) => {
    const name = workerName(id)
    return name === undefined ? [] : [[id, name] as const]
  })
  return Object.fromEntries(found)
}

/** What belongs to a repair line. */
const ofRepairs: ReadonlySet<string> = new Set(['attempt', 'estimate'])

/** A note or an attachment belongs where its record does, an attempt and an estimate where their repair does. */
function placeOf(
  { orderOfRepair }: Pick<HistoryDeps, 'orderOfRepair'>,
  kind: string,
  fields: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { entity, lineId, recordId } = fields
  if (ofRepairs.has(kind) && typeof lineId === 'string') return { orderId: orderOfRepair(lineId) ?? '' }
  if (entity === 'order') return { orderId: recordId }
  if (entity === 'agreement') return { agreementId: recordId }
  return entity === 'case' ? { caseId: recordId } : fields
}

/** Orders, cases, agreements, their parts and their transactions belong to an office (conventions §7). */
function isOfOwnOffices(
  { officeOfAgreement, officeOfCase, officeOfOrder, seesAllOffices }: HistoryDeps,
  caller: Caller,
  entity: string,
  { agreementId, caseId, officeId, orderId }: Readonly<Record<string, unknown>>,
): boolean {
  if (seesAllOffices(caller)) return true
  const isBound = ['order', 'case', 'agreement', 'billableTransaction'].includes(entity)
  // A link of a case may name an order of another office; the case's own counts.
  const ofPart =
    typeof caseId === 'string'
      ? (officeOfCase(caseId) ?? '')
      : typeof orderId === 'string'
        ? (officeOfOrder(orderId) ?? '')
        : typeof agreementId === 'string'
          ? (officeOfAgreement(agreementId) ?? '')
          : undefined
  const owner = isBound ? officeId : ofPart
  return owner === undefined || caller.officeIds.some((id) => id === owner)
}

/** The entries of one act, for the window that began it; only the caller's own. */
export function getAct(
  { history, undo, store }: Pick<HistoryDeps, 'history' | 'undo'> & Pick<UndoDeps, 'store'>,
  caller: Caller,
  { actId, withNames = false }: Input<'getAct'>,
): { items: ActEntry[] } {
  const items = history
    .entriesBetween(actId, idAfter(actId, entriesPerAct - 1))
    .filter(({ actorId }) => actorId === caller.userId)
    .map((entry) => {
      const { at, command, id } = entry
      return {
        ...{ id: EntryId.parse(id), command, at, ...undoStateOf({ history, undo }, caller, entry) },
        ...(withNames ? subjectOf({ undo, store }, entry.seq) : {}),
      }
    })
  return { items }
}

/** The record that an entry is about: the first it names. */
function subjectOf(
  { undo, store }: Pick<UndoDeps, 'undo' | 'store'>,
  seq: number,
): Pick<ActEntry, 'entity' | 'recordName'> {
  const change = undo.changesOf(seq).find(({ entity }) => entity !== undoEntity)
  return change ? { entity: change.entity, recordName: nameOf(store, change.entity, change.id) } : {}
}
