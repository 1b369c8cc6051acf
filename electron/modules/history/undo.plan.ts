import { canonical } from '../../db/changeLog'
import type { Kept } from '../../db/records'
import type { StoredChange } from './history.rules'

/** A record by its fields; one with a version of its own has it here. */
export type Fields = { readonly id: string } & Readonly<Record<string, unknown>>

/** What an undo does to one record: from what is there now to what shall be; absent is not there. */
export interface Step {
  readonly entity: string
  readonly id: string
  readonly kept: Kept
  readonly before: Fields | undefined
  after: Fields | undefined
  /** The version the record had when the undone entry was written. */
  readonly version: number
  /** Whether the entry named the record, or only parts of it. */
  readonly isOwn: boolean
}

/** Why a field cannot be set back: someone wrote it since. */
export interface FieldClash {
  readonly entity: string
  readonly id: string
  readonly field?: string
  readonly now?: unknown
  readonly wanted?: unknown
}

/** The records of one undo, before any is written. */
export interface Plan {
  readonly steps: readonly Step[]
  /** A record as it will be. */
  after(entity: string, id: string): Fields | undefined
  /** The parts of a record as they will be. */
  partsAfter(entity: string, ownerId: string): Fields[]
}

const digest = /^sha256:[0-9a-f]{64}$/

/** A personal value that retention took away: what it was nobody knows any more. */
export class RemovedValueError extends Error {
  constructor(readonly field: string) {
    super(`${field} was removed`)
  }
}
/** A secret is never in the log. */
export class SecretValueError extends Error {
  constructor(readonly field: string) {
    super(`${field} is secret`)
  }
}

function isSecret(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).join() === 'changed'
}

/** One side of a logged field; throws for what the log does not know. */
function valueOf(change: StoredChange, field: string, side: 'before' | 'after'): unknown {
  const stored = change.fields[field]?.[side]
  if (isSecret(stored)) throw new SecretValueError(field)
  if (typeof stored !== 'string' || !digest.test(stored)) return stored ?? undefined
  const key = `${field} ${side}`
  if (!change.personal.has(key)) throw new RemovedValueError(field)
  return change.personal.get(key)
}

const isSame = (a: unknown, b: unknown) => canonical(a) === canonical(b)

function columnsOf({
  table,
}: Kept): Readonly<Record<string, { readonly derived?: boolean; readonly secret?: boolean }>> {
  return table.columns
}

/** The step that takes one change back, with the fields that were written since. */
export function stepOf(kept: Kept, change: StoredChange): { step: Step; clashes: FieldClash[] } {
  const { entity, id, version } = change
  const before: Fields | undefined = kept.find(id)
  const base = { entity, id, kept, before, version, isOwn: true }
  switch (change.op) {
    case 'create':
      return {
        step: { ...base, after: undefined },
        clashes: before ? changedSince(kept, change, before) : [{ entity, id }],
      }
    case 'delete':
      return { step: { ...base, after: deletedRecord(change) }, clashes: before ? [{ entity, id }] : [] }
    case 'update':
      if (!before) return { step: { ...base, after: undefined }, clashes: [{ entity, id }] }
      return updated(base, change, before)
  }
}

/** Fields of a created record that are not what they were then. */
function changedSince(kept: Kept, change: StoredChange, now: Fields): FieldClash[] {
  const { entity, id } = change
  return Object.entries(columnsOf(kept))
    .filter(([, column]) => column.derived !== true && column.secret !== true)
    .filter(([field]) => !isSame(now[field], valueOf(change, field, 'after')))
    .map(([field]) => ({ entity, id, field, now: now[field] }))
}

function deletedRecord(change: StoredChange): Fields {
  const fields: Record<string, unknown> = {}
  for (const field of Object.keys(change.fields)) {
    if (isSecret(change.fields[field]?.before)) continue // a user comes back without password
    const value = valueOf(change, field, 'before')
    if (value !== undefined) fields[field] = value
  }
  return { ...fields, id: change.id }
}

function updated(
  base: Omit<Step, 'after'>,
  change: StoredChange,
  now: Fields,
): { step: Step; clashes: FieldClash[] } {
  const { entity, id } = change
  const clashes: FieldClash[] = []
  const after: Record<string, unknown> = { ...now }
  for (const field of Object.keys(change.fields)) {
    const wanted = valueOf(change, field, 'before')
    if (!isSame(now[field], valueOf(change, field, 'after')))
      clashes.push({ entity, id, field, now: now[field], wanted })
    if (wanted === undefined) Reflect.deleteProperty(after, field)
    else after[field] = wanted
  }
  return { step: { ...base, after: { ...after, id } }, clashes }
}

/** Adds the records whose parts are touched: they share a version, and derive values from them. */
export function withOwners(steps: readonly Step[], keptOf: (entity: string) => Kept): Step[] {
  const all = [...steps]
  for (const { after, before, kept } of steps) {
    if (!('owner' in kept.table)) continue
    const { entity, field } = kept.table.owner
    for (const part of [before, after]) {
      const id = String(part?.[field])
      if (!part || all.some((step) => step.entity === entity && step.id === id)) continue
      const owner = keptOf(entity)
      const now: Fields | undefined = owner.find(id)
      if (!now) continue
      const version = Number(now['version'])
      all.push({ entity, id, kept: owner, before: now, after: now, version, isOwn: false })
    }
  }
  return all
}

export function planOf(steps: readonly Step[], keptOf: (entity: string) => Kept): Plan {
  const byKey = new Map(steps.map((step) => [`${step.entity} ${step.id}`, step]))
  return {
    steps,
    after(entity, id) {
      const step = byKey.get(`${entity} ${id}`)
      return step ? step.after : keptOf(entity).find(id)
    },
    partsAfter(entity, ownerId) {
      const parts = keptOf(entity)
      if (!('ofOwner' in parts)) throw new Error(`${entity} is no part`)
      const { field } = parts.table.owner
      const kept = parts.ofOwner(ownerId).filter(({ id }) => !byKey.has(`${entity} ${id}`))
      const written = steps.flatMap((step) => (step.entity === entity && step.after ? [step.after] : []))
      return [...kept, ...written.filter((part) => part[field] === ownerId)]
    },
  }
}
