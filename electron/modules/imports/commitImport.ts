import { z } from 'zod'
import type { Act, JobControl } from '../../db/act'
import type { EntityChange, Outcome } from '../../db/changeLog'
import { DomainError, domainError } from '../../shared/contract/domainError'
import { importsErrors, type ImportCounts } from '../../shared/contract/imports'
import { checkImport } from './checkImport'
import type { ImportsDeps, ImportsInput } from './imports.deps'
import type { StagedEffect, StoredImport } from './imports.repository'
import { assertState } from './mapColumns'

type Input = ImportsInput<'commitImport'>
export interface ImportResult {
  readonly counts: ImportCounts
}

const page = 1000
const StagedRecord = z.looseObject({ id: z.uuid(), version: z.int() })

/**
 * What speaks against a commit before it starts (R01-18).
 *
 * @throws CONFLICT, IMPORT_STATE, PREVIEW_STALE with the current preview, IMPORT_HAS_ERRORS, CONFIRM_REQUIRED
 */
export function assertReady(
  deps: ImportsDeps,
  { importId, expectedVersion, fingerprint, acceptWarnings }: Input,
): void {
  const stored = deps.repository.imports.expect(importId, expectedVersion)
  assertState(deps, stored, 'checked')
  const { counts, version } = stored
  if (!counts || stored.fingerprint !== fingerprint)
    throw domainError(importsErrors, 'PREVIEW_STALE', {
      field: 'fingerprint',
      preview: { counts, fingerprint: stored.fingerprint, version },
    })
  if (counts.errors > 0) throw domainError(importsErrors, 'IMPORT_HAS_ERRORS', { id: importId, counts })
  if (counts.warnings > 0 && !acceptWarnings)
    throw domainError(importsErrors, 'CONFIRM_REQUIRED', {
      field: 'acceptWarnings',
      conflicts: Object.entries(counts.codes).map(([code, count]) => ({
        code,
        level: 'warning',
        count,
        ids: [],
      })),
    })
}

/**
 * Writes what the check has staged in one transaction with one log entry (R01-18). If records that the check looked at
 * changed since, nothing is written and the file is checked anew.
 *
 * @throws PREVIEW_STALE with the new preview
 */
export async function* commitImport(
  deps: ImportsDeps,
  control: JobControl,
  input: Input,
): AsyncGenerator<void, ImportResult> {
  const { busy, repository } = deps
  const { importId } = input
  busy.add(importId)
  try {
    yield
    const result = commitUnlessStale(deps, control, input)
    if (result) {
      // No step after the commit: a cancel now would call undone what is done.
      while (control.local(() => repository.deleteSilent(importId, page * 5)));
      return result
    }
  } finally {
    busy.delete(importId)
  }
  const preview = yield* checkImport(deps, control, importId)
  throw domainError(importsErrors, 'PREVIEW_STALE', { field: 'fingerprint', preview })
}

/** Undefined, with nothing written, when the preview has become stale. */
function commitUnlessStale(deps: ImportsDeps, control: JobControl, input: Input): ImportResult | undefined {
  if (isStale(deps, deps.repository.imports.get(input.importId))) return undefined
  try {
    return control.commit('imports.commitImport', input.reason, (act) => write(deps, act, input))
  } catch (error) {
    if (isOvertaken(error)) return undefined
    throw error
  }
}

/** What was new has been created by somebody else, or what is referred to has been deleted. */
function isOvertaken(error: unknown): boolean {
  if (error instanceof DomainError) return error.code === 'CONFLICT' || error.code === 'NOT_FOUND'
  if (!(error instanceof Error) || !('code' in error)) return false
  return error.code === 'SQLITE_CONSTRAINT_UNIQUE' || error.code === 'SQLITE_CONSTRAINT_FOREIGNKEY'
}

function isStale({ kinds, repository }: ImportsDeps, { id, kind, checkedSeq }: StoredImport): boolean {
  return checkedSeq === undefined || repository.isChangedSince(checkedSeq, id, kinds[kind].reads)
}

/** Undefined when the preview has become stale. */
function write(
  deps: ImportsDeps,
  act: Act,
  { importId, expectedVersion }: Input,
): Outcome<ImportResult | undefined> {
  const { drawNumber, repository } = deps
  const before = repository.imports.expect(importId, expectedVersion)
  if (isStale(deps, before)) return { result: undefined, unchanged: true }
  const { counts } = before
  if (!counts) throw new Error(`import ${importId} was not checked`)
  const count = counts.new + counts.update
  const { officeId } = act.caller
  const committed = { ...before, state: 'committed' as const, committedAt: act.at, sample: [] }
  repository.deleteContent(importId)
  if (count === 0) {
    repository.imports.update(before, committed)
    return { result: { counts }, unchanged: true }
  }
  const number = drawNumber({ type: 'IMP', officeId, entity: 'import', recordId: importId, at: act.at })
  // The entry that this transaction is about to write.
  const entrySeq = repository.lastSeq() + 1
  repository.imports.update(before, { ...committed, number, entrySeq })
  repository.deferReferences()
  return { result: { counts }, changes: writeAll(deps, act, before), count }
}

/** Writes staged updates and new records in the log's order: by entity, then id. */
function* writeAll(deps: ImportsDeps, act: Act, stored: StoredImport): Generator<EntityChange> {
  const { id: importId, keepRepairableOpen } = stored
  const { creations, drafts = [] } = deps.kinds[stored.kind]
  const created = creations?.(act, {
    importId,
    keepRepairableOpen,
    staged: (entity) => stagedRecords(deps, importId, entity),
  })
  const staged = deps.repository.effectEntities(importId).filter((entity) => !drafts.includes(entity))
  for (const entity of [...new Set([...staged, ...(created?.keys() ?? [])])].sort())
    yield* inOrder(writeStaged(deps, importId, entity), created?.get(entity) ?? [])
}

function* stagedRecords(
  { repository }: ImportsDeps,
  importId: string,
  entity: string,
): Generator<z.output<typeof StagedRecord>> {
  let after: string | undefined
  do {
    const effects = repository.effectsAfter(importId, entity, after, page)
    for (const { record } of effects) yield StagedRecord.parse(JSON.parse(record))
    after = effects.at(-1)?.recordId
  } while (after !== undefined)
}

function* writeStaged(
  { records, repository }: ImportsDeps,
  importId: string,
  entity: string,
): Generator<EntityChange> {
  let last: StagedEffect | undefined
  do {
    const effects = repository.effectsAfter(importId, entity, last?.recordId, page)
    for (const { beforeVersion, record } of effects) {
      const target = records.get(entity)
      if (!target) throw new Error(`imports do not write ${entity}`)
      const next = StagedRecord.parse(JSON.parse(record))
      if (beforeVersion === undefined) yield target.insert(next)
      else yield* target.update(target.expect(next.id, beforeVersion), next).changes
    }
    last = effects.at(-1)
  } while (last)
}

/** Two series that are each ordered by id as one. */
function* inOrder(left: Iterable<EntityChange>, right: Iterable<EntityChange>): Generator<EntityChange> {
  const others = right[Symbol.iterator]()
  let other = others.next()
  for (const change of left) {
    for (; !other.done && other.value.id < change.id; other = others.next()) yield other.value
    yield change
  }
  for (; !other.done; other = others.next()) yield other.value
}
