import type { Act, JobControl } from '../../db/act'
import type { EntityChange, FieldChange, Outcome } from '../../db/changeLog'
import type { Column, Stored } from '../../db/entityTable'
import type { Parts } from '../../db/parts'
import { applyPatch, type Records } from '../../db/records'
import { domainError } from '../../shared/contract/domainError'
import { importsErrors } from '../../shared/contract/imports'
import type { ImportsDeps, ImportsInput, PartsOwner } from './imports.deps'
import type { Blocker, CommittedChange } from './undo.repository'

type Input = ImportsInput<'undoImport'>
export interface UndoResult {
  readonly counts: { readonly deleted: number; readonly restored: number; readonly passedOver: number }
}

const page = 1000
const shown = 20

/**
 * Takes a committed import back in one transaction: deletes what it created, restores what it changed, passes over what
 * was deleted meanwhile (R01-19).
 *
 * @throws IMPORT_IN_USE with the records changed since and those from outside that depend on it
 */
export function* undoImport(
  deps: ImportsDeps,
  control: JobControl,
  input: Input,
): Generator<void, UndoResult> {
  const { busy, repository } = deps
  const { importId } = input
  busy.add(importId)
  try {
    const { entrySeq } = repository.imports.get(importId)
    // First without the lock: others go on working while the uses are looked for.
    if (entrySeq !== undefined) yield* assertUnused(deps, entrySeq)
    return control.commit('imports.undoImport', input.reason, (act) => takeBack(deps, act, input))
  } finally {
    busy.delete(importId)
  }
}

function* assertUnused({ undo }: ImportsDeps, seq: number): Generator<void> {
  const blockers: Blocker[] = []
  for (const entity of undo.entitiesOf(seq)) {
    blockers.push(...undo.changedSince(seq, entity))
    yield
    blockers.push(...undo.outsideDependants(seq, entity))
    yield
  }
  if (blockers.length === 0) return
  const counts: Record<string, number> = {}
  for (const { entity } of blockers) counts[entity] = (counts[entity] ?? 0) + 1
  const later = undo.laterImports(
    seq,
    blockers.map(({ id }) => id),
  )
  throw domainError(importsErrors, 'IMPORT_IN_USE', {
    counts,
    dependants: [...later, ...blockers].slice(0, shown),
  })
}

function takeBack(deps: ImportsDeps, act: Act, { importId, expectedVersion }: Input): Outcome<UndoResult> {
  const { repository } = deps
  const before = repository.imports.expect(importId, expectedVersion)
  const { entrySeq } = before
  // The entry that this transaction is about to write.
  const undoSeq = entrySeq === undefined ? undefined : repository.lastSeq() + 1
  repository.imports.update(before, { ...before, state: 'undone', undoneAt: act.at, undoSeq })
  const counts = { deleted: 0, restored: 0, passedOver: 0 }
  if (entrySeq === undefined) return { result: { counts }, unchanged: true }
  const steps = assertUnused(deps, entrySeq) // once more, now that nobody else writes
  while (!steps.next().done);
  repository.deferReferences()
  return { result: { counts }, changes: reversals(deps, entrySeq, counts), count: 1 }
}

/** The opposite of each change, in the log's order. */
function* reversals(
  { owners, parts, records, undo }: ImportsDeps,
  seq: number,
  counts: { deleted: number; restored: number; passedOver: number },
): Generator<EntityChange> {
  // Before anything is deleted: parts go with their record.
  const gone = new Map(undo.entitiesOf(seq).map((entity) => [entity, undo.missing(seq, entity)]))
  for (const [entity, missing] of gone) {
    const target = records.get(entity)
    let last: CommittedChange | undefined
    do {
      const changes = undo.changesAfter(seq, entity, last?.id, page)
      for (const change of changes) {
        if (missing.has(change.id)) counts.passedOver += 1
        else if (!target) yield takeBackPart(parts.get(entity), entity, change, records)
        else if (change.isCreate) {
          counts.deleted += 1
          yield target.remove(target.get(change.id))
        } else {
          counts.restored += 1
          yield* restore(target, change, undo.personalBefore(seq, entity, change.id), owners.get(entity))
        }
      }
      last = changes.at(-1)
    } while (last)
  }
  for (const [entity, { settle }] of owners) settle(restoredOf(undo, seq, entity))
}

/** The records of an entity that the commit changed and did not make. */
function* restoredOf({ changesAfter }: ImportsDeps['undo'], seq: number, entity: string): Generator<string> {
  let last: CommittedChange | undefined
  do {
    const changes = changesAfter(seq, entity, last?.id, page)
    for (const { id, isCreate } of changes) if (!isCreate) yield id
    last = changes.at(-1)
  } while (last)
}

/** A part of a record that stays is taken away or put back; it has the record's version. */
function takeBackPart(
  parts: Parts | undefined,
  entity: string,
  change: CommittedChange,
  records: ImportsDeps['records'],
): EntityChange {
  const part = parts?.find(change.id)
  if (!parts || !part) return partRemoved(entity, change)
  const { owner } = parts.table
  const version = records.get(owner.entity)?.get(String(part[owner.field])).version ?? change.version
  if (change.isCreate) return parts.remove(part, version)
  const earlier = Object.entries(change.fields).map(([name, one]) => {
    const before: unknown = Array.isArray(one) ? one[0] : null
    return [name, before ?? null] as const
  })
  return parts.update(part, applyPatch(part, Object.fromEntries(earlier)), version)
}

/** A part goes with its record; its log line says what it was. */
function partRemoved(entity: string, { id, version, fields }: CommittedChange): EntityChange {
  const removed: Record<string, FieldChange> = {}
  for (const [name, before] of Object.entries(fields)) removed[name] = { before, after: null }
  return { entity, id, op: 'delete', version: version + 1, fields: removed }
}

function restore(
  target: Records<Stored>,
  { id, fields }: CommittedChange,
  personal: ReadonlyMap<string, unknown>,
  owner: PartsOwner | undefined,
): EntityChange[] {
  const current = target.get(id)
  const columns: Readonly<Record<string, Column>> = target.table.columns
  const earlier = Object.entries(fields).flatMap(([name, change]) => {
    const before: unknown = Array.isArray(change) ? change[0] : null
    // What retention took away nobody knows any more: the field stays as it is (R12-27).
    const isRemoved = columns[name]?.personal === true && before !== null && !personal.has(name)
    return isRemoved ? [] : [[name, before === null ? null : (personal.get(name) ?? before)] as const]
  })
  const before = applyPatch(current, Object.fromEntries(earlier))
  // Its parts share its version, whatever of itself differs.
  return owner ? [owner.overwrite(current, before)] : target.update(current, before).changes
}
