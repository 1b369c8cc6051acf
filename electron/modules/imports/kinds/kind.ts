import type { Act } from '../../../db/act'
import { fieldsThatDiffer, type EntityChange } from '../../../db/changeLog'
import type { Stored } from '../../../db/entityTable'
import { mintId } from '../../../db/ids'
import type { BomReport } from '../../../shared/contract/bomReport'
import type { ImportAction, ImportChange } from '../../../shared/contract/imports'
import type { Target } from '../mapping.rules'
import type { RowReader } from '../rowReader'

/** A record's fields by name. */
export type StagedRecord = Stored & Readonly<Record<string, unknown>>

/** A record as the commit will write it; `beforeVersion` names the version it replaces. */
export interface Effect {
  readonly entity: string
  readonly record: StagedRecord
  readonly beforeVersion?: number | undefined
}

/** What the check says of a row without errors. */
export interface Verdict {
  readonly action: ImportAction
  /** The record the row is about. */
  readonly recordId?: string
  readonly changes?: readonly ImportChange[]
  readonly effects?: readonly Effect[]
  /** Keeps what a kind with a commit of its own needs of the row. */
  readonly stage?: (importId: string, line: number) => void
}

/** What a check knows of the import. */
export interface CheckContext {
  readonly act: Act
  readonly officeId: string
  readonly officeZone: string
  readonly companyCurrency: string
  readonly emptyClears: boolean
}

/** A finding that only the whole file shows. */
export interface LateFinding {
  readonly line: number
  readonly severity: 'error' | 'warning'
  readonly code: string
  readonly field?: string
  readonly value?: string
}

/** The check of one file. */
export interface FileCheck {
  /** The key by which a row names its record; undefined when it cannot be told. */
  key(row: RowReader): string | undefined
  /** Judges a row whose required targets are filled and whose key is new in the file. */
  check(row: RowReader): Verdict | undefined
  /** What is wrong with the rows together. */
  finish?(): readonly LateFinding[]
  /** What there is to say of the whole file, once `finish` was asked. */
  report?(): BomReport
}

export interface KindSpec {
  readonly targets: readonly Target[]
  /** The target that a repeated key is reported at. */
  readonly keyTarget: string
  /** Entities of which any change after the check makes it stale, beside the records that rows are about. */
  readonly reads: readonly string[]
  open(context: CheckContext): FileCheck
  /** Entities that rows stage for `creations` alone. */
  readonly drafts?: readonly string[]
  /** The log lines of records that the kind itself writes, by entity, each ordered by id. */
  creations?(act: Act, options: CommitOptions): ReadonlyMap<string, Iterable<EntityChange>>
}

export interface CommitOptions {
  readonly importId: string
  /** What rows have staged of an entity, in the order of the file. */
  readonly staged: (entity: string) => Iterable<StagedRecord>
  /** Orders of repairable rows stay in process (01 §3.2). */
  readonly keepRepairableOpen: boolean
}

/** The given fields of mapped targets; a field is named as its target. */
export function mappedFields(
  row: RowReader,
  fields: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => row.isMapped(name)))
}

function filled(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

export interface Settling {
  readonly entity: string
  readonly existing: Stored | undefined
  /** Fields of the file; undefined is an empty cell. */
  readonly given: Readonly<Record<string, unknown>>
  /** Fields of a new record that the file does not give. */
  readonly defaults: Readonly<Record<string, unknown>>
  readonly emptyClears: boolean
}

/**
 * A new record, an update of the fields that differ, or the same: an unmapped field is not touched, an empty cell
 * clears only when told (R01-21).
 */
export function settle({ entity, existing, given, defaults, emptyClears }: Settling): Verdict {
  if (!existing) {
    const record = { ...defaults, ...filled(given), id: mintId(), version: 1 }
    return { action: 'new', recordId: record.id, effects: [{ entity, record }] }
  }
  const record = { ...filled({ ...existing, ...(emptyClears ? given : filled(given)) }), ...stamp(existing) }
  const changes = Object.entries(fieldsThatDiffer(existing, record)).map(([field, change]) => ({
    field,
    ...change,
  }))
  if (changes.length === 0) return { action: 'same', recordId: existing.id }
  const beforeVersion = existing.version
  return {
    action: 'update',
    recordId: existing.id,
    changes,
    effects: [{ entity, record, beforeVersion }],
  }
}

function stamp({ id, version }: Stored): Stored {
  return { id, version }
}
