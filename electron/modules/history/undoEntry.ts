import { assertMay, type Act, type Caller } from '../../db/act'
import type { EntityChange, Outcome } from '../../db/changeLog'
import { notFound } from '../../db/version'
import type { z } from 'zod'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { undoErrors, type historyContract } from '../../shared/contract/history'
import { EntryId } from '../../shared/contract/id'
import { metaOf } from '../../shared/contract/index'
import { Permission } from '../../shared/contract/permission'
import type { StoredEntry } from './history.repository'
import { nameOf } from './recordName'
import { effectOf, permissionFor } from './undo.state'
import { isHiddenField, type StoredChange } from './history.rules'
import { reversalOf } from './undo.commands'
import type { UndoDeps } from './undo.deps'
import {
  planOf,
  RemovedValueError,
  SecretValueError,
  stepOf,
  withOwners,
  type FieldClash,
  type Plan,
  type Step,
} from './undo.plan'
import { undoEntity } from './undo.repository'
import { writePlan } from './undo.write'

type Input = z.output<NonNullable<(typeof historyContract)['undoEntry']['~orpc']['inputSchema']>>

/**
 * Takes an entry back: writes what its fields were before as a new entry, keeps later changes of other fields
 * (conventions §6). All its records or none; an undo is undone likewise.
 *
 * @throws NOT_UNDOABLE with the proper reversal, UNDO_CONFLICT for fields written since, IN_USE, and the codes of the
 *   rules that the records would break
 */
export function undoEntry(deps: UndoDeps, act: Act, { entryId }: Input): Outcome<{ entryId: EntryId }> {
  const entry = deps.history.findEntry(entryId)
  if (!entry) throw notFound('entry', entryId)
  const changes = deps.undo.changesOf(entry.seq)
  const command = effectOf(deps.undo, entry)
  const permission = assertMayUndo(deps, act.caller, entry, command)
  const plan = planFor(deps, entry, command, changes)
  for (const { after, before, entity } of plan.steps) {
    const record = before ?? after
    if (record) deps.rules[entity]?.assertReach?.(act, record, permission)
  }
  for (const step of plan.steps) deps.rules[step.entity]?.check?.(act, step, plan)
  complete(deps, act, plan)
  const written = refusingTaken(() => writePlan(deps, act, plan), plan)
  return {
    result: { entryId: EntryId.parse(act.entryId) },
    changes: [undoLine(deps, entry.id, command), ...written],
  }
}

function assertMayUndo(deps: UndoDeps, caller: Caller, entry: StoredEntry, command: string): Permission {
  if (!metaOf(command.split('.'))) throw notUndoable(command, 'programsOwn')
  const permission = permissionFor(caller, entry, command)
  const inOffice = caller.officeIds.some((id) => id === entry.officeId) || deps.seesAllOffices(caller)
  if (!permission || !inOffice) {
    const named = metaOf(command.split('.'))?.permission
    throw domainError(commonErrors, 'FORBIDDEN', named === undefined ? {} : { permission: named })
  }
  const reversal = reversalOf(command)
  if (reversal) throw notUndoable(command, reversal)
  assertMay(caller, permission)
  return permission
}

function notUndoable(command: string, reversal: string): Error {
  return domainError(undoErrors, 'NOT_UNDOABLE', { command, reversal })
}

function planFor(
  deps: UndoDeps,
  entry: StoredEntry,
  command: string,
  changes: readonly StoredChange[],
): Plan {
  const keptOf = (entity: string) => {
    const kept = deps.store.kept?.get(entity)
    if (!kept) throw notUndoable(command, 'programsOwn')
    return kept
  }
  const steps: Step[] = []
  const clashes: FieldClash[] = []
  try {
    for (const change of changes) {
      if (change.entity === undoEntity || isEmptyUpdate(change, changes)) continue
      const found = stepOf(keptOf(change.entity), change)
      steps.push(found.step)
      clashes.push(...found.clashes)
    }
  } catch (error) {
    if (error instanceof RemovedValueError) throw notUndoable(command, 'removedValue')
    if (error instanceof SecretValueError) throw notUndoable(command, 'setAgain')
    throw error
  }
  if (clashes.length > 0) throw conflict(deps, entry, clashes)
  return planOf(withOwners(steps, keptOf), keptOf)
}

/** A head that only took a new version because of its parts; it comes in again as their owner. */
function isEmptyUpdate({ fields, op }: StoredChange, changes: readonly StoredChange[]): boolean {
  return op === 'update' && Object.keys(fields).length === 0 && changes.length > 1
}

/** Parts first: what a record derives, it derives from them. */
function complete(deps: UndoDeps, act: Act, plan: Plan): void {
  const isPart = ({ kept }: Step) => ('owner' in kept.table ? 0 : 1)
  for (const step of [...plan.steps].sort((a, b) => isPart(a) - isPart(b)))
    if (step.after) step.after = deps.rules[step.entity]?.complete?.(act, step.after, plan) ?? step.after
}

function conflict(deps: UndoDeps, entry: StoredEntry, clashes: readonly FieldClash[]): Error {
  const named = clashes.slice(0, 20).map(({ entity, field, id, now, wanted }) => {
    const by = deps.undo.lastWriter(entity, id, entry.seq, field)
    const isHidden = field !== undefined && isHiddenField(new Map(), entity, field)
    return {
      ...{ entity, id, field, actorId: by?.actorId, at: by?.at, recordName: nameOf(deps.store, entity, id) },
      actorName: by && deps.userName(by.actorId),
      ...(isHidden ? {} : { now, wanted }),
    }
  })
  return domainError(undoErrors, 'UNDO_CONFLICT', { ...named[0], conflicts: named })
}

/** A key that was given to another record since is a conflict like any other. */
function refusingTaken<Result>(write: () => Result, { steps }: Plan): Result {
  try {
    return write()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'SQLITE_CONSTRAINT_UNIQUE')) throw error
    const [, table = '', column = ''] = /failed: (\w+)\.(\w+)/.exec(error.message) ?? []
    const step = steps.find(({ kept }) => kept.table.table === table)
    const field = column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    const named = { entity: step?.entity ?? table, id: step?.id ?? '', field }
    throw domainError(undoErrors, 'UNDO_CONFLICT', { ...named, conflicts: [named] })
  }
}

/** Says which entry was undone, and whose right an undo of the undo asks for. */
function undoLine({ undo }: UndoDeps, entryId: string, command: string): EntityChange {
  const times = undo.lastUndo(entryId)?.times ?? 0
  const field = (before: unknown, after: unknown) => ({ before, after })
  return {
    entity: undoEntity,
    id: entryId,
    op: times === 0 ? 'create' : 'update',
    version: times + 1,
    fields:
      times === 0
        ? { command: field(undefined, command), times: field(undefined, 1) }
        : { times: field(times, times + 1), command: field(command, command) },
  }
}
