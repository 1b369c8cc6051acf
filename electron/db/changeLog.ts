import { createHash, hash as hashAtOnce, randomBytes, type Hash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Db } from './database'
import { toBytes, toId } from './ids'
import { createRowWriter, type RowWriter } from './rowWriter'

export interface FieldChange {
  readonly before: unknown
  readonly after: unknown
}
export type ChangeOp = 'create' | 'update' | 'delete'

/** What one write did to one record; `fields` holds the changed fields, before and after (absent = null). */
export interface EntityChange {
  readonly entity: string
  readonly id: string
  readonly op: ChangeOp
  readonly version: number
  readonly fields: Readonly<Record<string, FieldChange>>
  /** Fields that enter the chain as salted digests. */
  readonly personal?: ReadonlySet<string>
}

/** An entry of the log without its hash: exactly the keys of R12-25. */
export interface ChangeLogEntry {
  readonly seq: number
  readonly entryId: string
  readonly officeId: string
  readonly deviceId: string
  readonly actorId: string
  readonly at: number
  readonly command: string
  readonly reason: string | null
}

/** What a use case returns: its answer, and what it changed. `unchanged` says that nothing was to be done. */
export type Outcome<Result> =
  | { readonly result: Result; readonly changes: readonly [EntityChange, ...EntityChange[]] }
  | { readonly result: Result; readonly changes: Iterable<EntityChange>; readonly count: number }
  | { readonly result: Result; readonly unchanged: true }

/** The answer of a command that had nothing to write: a repeated create, an update that changes nothing. */
export function unchanged<Result>(result: Result): Outcome<Result> {
  return { result, unchanged: true }
}

/** An outcome whose changes are a list that may turn out empty. */
export function outcome<Result>(result: Result, changes: readonly EntityChange[]): Outcome<Result> {
  const [first, ...rest] = changes
  return first ? { result, changes: [first, ...rest] } : unchanged(result)
}

export const firstHash = '0'.repeat(64)

/** JSON with the keys of every object sorted by code point and no spaces (R12-25); undefined counts as null. */
export function canonical(value: unknown): string {
  if (value === undefined || value === null) return 'null'
  if (typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const fields = value as Readonly<Record<string, unknown>> // read by its own keys
  let text = ''
  for (const name of Object.keys(fields).sort())
    if (fields[name] !== undefined)
      text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonical(fields[name])}`
  return `{${text}}`
}

interface ChainChange {
  readonly entity: string
  readonly id: string
  readonly op: ChangeOp
  readonly version: number
  readonly fields: Readonly<Record<string, FieldChange>>
}

/** An entry up to this many characters is hashed in one go, a larger one piece by piece. */
const atOnce = 65_536

/** The SHA-256 of one entry, so that 50,000 changes are never one string. */
function createEntryHash(previous: string, entry: ChangeLogEntry) {
  // The keys in code point order: actorId, at, changes, command, deviceId, entryId, officeId, reason, seq.
  let pending = `${previous}\n{"actorId":${canonical(entry.actorId)},"at":${String(entry.at)},"changes":[`
  let pieces: Hash | undefined
  let isFirst = true

  function addPiece(piece: string): void {
    pending += isFirst ? piece : `,${piece}`
    isFirst = false
    if (pending.length < atOnce) return
    pieces = (pieces ?? createHash('sha256')).update(pending)
    pending = ''
  }
  return {
    add: (change: ChainChange) => addPiece(canonicalChange(change)),
    addText: addPiece,
    addStored: (row: ChangeRow) => addPiece(canonicalStored(row)),
    digest(): string {
      const { command, deviceId, entryId, officeId, reason, seq } = entry
      const rest = `${pending}],${canonical({ command, deviceId, entryId, officeId, reason, seq }).slice(1)}`
      return pieces ? pieces.update(rest).digest('hex') : hashAtOnce('sha256', rest, 'hex')
    },
  }
}

/** `canonical` of a change, whose shape is known: an import has hundreds of thousands. */
function canonicalChange({ entity, fields, id, op, version }: ChainChange): string {
  let text = ''
  for (const name of sorted(Object.keys(fields))) {
    const { before, after } = fields[name] ?? {}
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:{"after":${canonical(after)},"before":${canonical(before)}}`
  }
  return `{"entity":${JSON.stringify(entity)},"fields":{${text}},"id":"${id}","op":"${op}","version":${String(version)}}`
}

/** `canonicalChange` of a stored change, without making the change first: a check walks over millions. */
function canonicalStored({ entity, fields, id, op, version }: ChangeRow): string {
  const stored = JSON.parse(fields) as Readonly<Record<string, unknown>> // written by toStoredFields
  let text = ''
  for (const name of sorted(Object.keys(stored))) {
    const [before, after] = sidesOf(op, stored[name])
    text += `${text === '' ? '' : ','}"${name}":{"after":${canonical(after)},"before":${canonical(before)}}`
  }
  return `{"entity":"${entity}","fields":{${text}},"id":"${toId(id)}","op":"${ops[op]}","version":${String(version)}}`
}

/** The names of fields as records of a kind have them over and over, in the order in which they are hashed. */
interface Shape {
  readonly sorted: readonly string[]
  /** Their places among the names as they came. */
  readonly places: readonly number[]
  /** `"name":` of each. */
  readonly heads: readonly string[]
}
const shapes = new Map<string, Shape>()
const mostShapes = 5000

function shapeOf(names: readonly string[]): Shape {
  const key = names.join('\u0000')
  const known = shapes.get(key)
  if (known) return known
  const sorted = names.toSorted()
  const shape = {
    sorted,
    places: sorted.map((name) => names.indexOf(name)),
    heads: sorted.map((name) => `${JSON.stringify(name)}:`),
  }
  if (shapes.size < mostShapes) shapes.set(key, shape)
  return shape
}

/** Sorts the names of fields. */
function sorted(names: readonly string[]): readonly string[] {
  return shapeOf(names).sorted
}

/** The hash of one entry after `previous` (R12-25). */
export function hashEntry(previous: string, entry: ChangeLogEntry, changes: Iterable<ChainChange>): string {
  const hash = createEntryHash(previous, entry)
  for (const change of changes) hash.add(change)
  return hash.digest()
}

/** The digest under which a personal value stands in the chain (R12-25). */
export function personalDigest(salt: string, value: unknown): string {
  return digestOf(salt, canonical(value))
}

function digestOf(salt: string, text: string): string {
  return `sha256:${hashAtOnce('sha256', `${salt}\n${text}`, 'hex')}`
}

/** Compares two versions of a record field by field, by value; absent and undefined are the same. */
export function fieldsThatDiffer(before: object, after: object): Record<string, FieldChange> {
  const old = before as Readonly<Record<string, unknown>> // both are read by their own keys
  const fresh = after as Readonly<Record<string, unknown>>
  const changed: Record<string, FieldChange> = {}
  for (const name of Object.keys(old))
    if (!isSame(old[name], fresh[name])) changed[name] = { before: old[name], after: fresh[name] }
  for (const name of Object.keys(fresh))
    if (!Object.hasOwn(old, name) && fresh[name] !== undefined)
      changed[name] = { before: undefined, after: fresh[name] }
  return changed
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  return typeof a === 'object' && typeof b === 'object' && isDeepStrictEqual(a, b)
}

/** Salts are drawn many at a time. */
const saltsAtOnce = 1024
const saltDigits = 32
let salts = ''
let saltsUsed = saltsAtOnce
function nextSalt(): string {
  if (saltsUsed === saltsAtOnce) {
    salts = randomBytes((saltsAtOnce * saltDigits) / 2).toString('hex')
    saltsUsed = 0
  }
  saltsUsed += 1
  return salts.slice((saltsUsed - 1) * saltDigits, saltsUsed * saltDigits)
}

/** One line per record, ordered by entity, then id; two lines of one record become one. */
function orderedOnce(changes: readonly EntityChange[]): EntityChange[] {
  const byRecord = new Map<string, EntityChange>()
  for (const change of changes) {
    const key = `${change.entity}\u0000${change.id}`
    const earlier = byRecord.get(key)
    byRecord.set(key, earlier ? merged(earlier, change) : change)
  }
  return [...byRecord.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, change]) => change)
}

function merged(earlier: EntityChange, later: EntityChange): EntityChange {
  const fields = { ...earlier.fields }
  for (const [name, { before, after }] of Object.entries(later.fields))
    fields[name] = { before: name in fields ? fields[name]?.before : before, after }
  const op = later.op === 'delete' ? 'delete' : earlier.op
  return { ...earlier, ...later, op, fields }
}

const opCodes = { create: 0, update: 1, delete: 2 } as const
const ops = ['create', 'update', 'delete'] as const

/** A create stores only what is after, a delete only what was before: the log is the largest table. */
function storedText(op: ChangeOp, before: string, after: string): string {
  if (op === 'create') return after
  return op === 'delete' ? before : `[${before},${after}]`
}

/** Its canonical text is its JSON: it has no keys that could stand in another order. */
function isFlat(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}

/** What a stored field was and became. */
function sidesOf(op: ChangeRow['op'], stored: unknown): readonly [before: unknown, after: unknown] {
  if (op === opCodes.create) return [null, stored]
  if (op === opCodes.delete) return [stored, null]
  return stored as [unknown, unknown] // written by toStoredFields
}

function fromStoredFields(op: ChangeRow['op'], fields: string): Record<string, FieldChange> {
  const stored = JSON.parse(fields) as Record<string, unknown> // written by toStoredFields
  return Object.fromEntries(
    Object.entries(stored).map(([name, value]) => {
      const [before, after] = sidesOf(op, value)
      return [name, { before, after }]
    }),
  )
}

interface LogRow {
  readonly seq: number
  readonly entry_id: Uint8Array
  readonly office_id: Uint8Array
  readonly device_id: Uint8Array
  readonly actor_id: Uint8Array
  readonly command: string
  readonly at: number
  readonly reason: string | null
  readonly hash: string
}
export interface ChangeRow {
  readonly seq: number
  readonly entity: string
  readonly id: Uint8Array
  readonly op: 0 | 1 | 2
  readonly version: number
  readonly fields: string
}

/** Writes entries; only the unit of work calls it, inside the transaction of the act. */
export function createChangeLog(db: Db) {
  const selectLast = db.prepare<[], Pick<LogRow, 'seq' | 'hash'>>(
    'SELECT seq, hash FROM change_log ORDER BY seq DESC LIMIT 1',
  )
  const insertEntry = db.prepare(`
    INSERT INTO change_log (seq, entry_id, office_id, device_id, actor_id, command, at, reason, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const openChanges = createRowWriter(db, 'change', ['seq', 'entity', 'id', 'op', 'version', 'fields'])
  const openPersonal = createRowWriter(db, 'personal_value', [
    ...['seq', 'entity', 'id', 'field', 'side', 'salt', 'value'],
  ])

  /** A side of a personal field: its digest goes into the chain and into the change, its value stands apart. */
  function digestText(
    { entity, id, personal, seq }: Logged,
    field: string,
    side: 'before' | 'after',
    value: unknown,
  ): string {
    if (value === undefined || value === null) return 'null'
    const salt = nextSalt()
    const text = JSON.stringify(value)
    personal.add([seq, entity, id, field, side, salt, text])
    return `"${digestOf(salt, isFlat(value) ? text : canonical(value))}"`
  }

  /** A change as it is hashed and as it is stored, written side by side: a run has hundreds of thousands. */
  function textsOf(
    { fields, id, op, personal, version }: EntityChange,
    logged: Logged,
  ): { readonly chain: string; readonly stored: string } {
    const { heads, places, sorted } = shapeOf(Object.keys(fields))
    const stored: string[] = Array.from({ length: sorted.length })
    let chain = ''
    // In the order of the names, which is that of the personal values too.
    for (let at = 0; at < sorted.length; at += 1) {
      const name = sorted[at] ?? ''
      const head = heads[at] ?? ''
      const { after, before } = fields[name] ?? {}
      const isPersonal = personal?.has(name) === true
      const was = isPersonal ? digestText(logged, name, 'before', before) : canonical(before)
      const is = isPersonal ? digestText(logged, name, 'after', after) : canonical(after)
      chain += `${at === 0 ? '' : ','}${head}{"after":${is},"before":${was}}`
      const kept = isPersonal || isFlat(after) ? is : JSON.stringify(after)
      const gone = isPersonal || isFlat(before) ? was : JSON.stringify(before)
      stored[places[at] ?? 0] = head + storedText(op, gone, kept)
    }
    chain = `{"entity":${JSON.stringify(logged.entity)},"fields":{${chain}},"id":"${id}","op":"${op}","version":${String(version)}}`
    return { chain, stored: `{${stored.join()}}` }
  }

  return {
    /**
     * Appends one entry and its changes.
     *
     * @param changes - a list in any order, or an iterable already ordered by entity, then id, each record once
     */
    append(entry: Omit<ChangeLogEntry, 'seq'>, changes: Iterable<EntityChange>): number {
      const last = selectLast.get()
      const seq = (last?.seq ?? 0) + 1
      const hash = createEntryHash(last?.hash ?? firstHash, { ...entry, seq })
      const changeRows = openChanges()
      const personal = openPersonal()
      let previous = { entity: '', id: '' }
      for (const change of Array.isArray(changes) ? orderedOnce(changes as EntityChange[]) : changes) {
        const { entity, op, version } = change
        if (!isAfter(change, previous)) throw new Error(`change log: ${entity} ${change.id} is out of order`)
        previous = change
        const id = toBytes(change.id)
        const { chain, stored } = textsOf(change, { seq, entity, id, personal })
        hash.addText(chain)
        changeRows.add([seq, entity, id, opCodes[op], version, stored])
      }
      changeRows.flush()
      personal.flush()
      insertEntry.run(
        seq,
        toBytes(entry.entryId),
        toBytes(entry.officeId),
        toBytes(entry.deviceId),
        toBytes(entry.actorId),
        entry.command,
        entry.at,
        entry.reason,
        hash.digest(),
      )
      return seq
    },
  }
}

/** Where the values behind personal digests of a change go. */
interface Logged {
  readonly seq: number
  readonly entity: string
  readonly id: Buffer
  readonly personal: RowWriter
}

type RecordKey = Pick<EntityChange, 'entity' | 'id'>
function isAfter(change: RecordKey, previous: RecordKey): boolean {
  if (change.entity !== previous.entity) return change.entity > previous.entity
  return change.id > previous.id
}

export type ChainVerdict =
  | { readonly ok: true; readonly count: number; readonly lastHash: string }
  | { readonly ok: false; readonly badSeq: number; readonly kind: 'HASH_MISMATCH' | 'SEQ_GAP' }

/** A part of the chain: after one entry, up to and with another. Parts that meet prove the whole. */
export interface ChainPart {
  readonly after: number
  readonly until: number
}
const wholeChain: ChainPart = { after: 0, until: Number.MAX_SAFE_INTEGER }

/** Walks the chain and names the first bad entry (R12-26). Yields the count now and then, for progress and cancel. */
export function* verifyChainSteps(
  db: Db,
  { after, until }: ChainPart = wholeChain,
): Generator<number, ChainVerdict> {
  const selectChanges = db.prepare<[number, number], ChangeRow>(
    'SELECT * FROM change WHERE seq BETWEEN ? AND ? ORDER BY seq, entity, id',
  )
  const selectEntries = db.prepare<[number, number], LogRow>(
    'SELECT * FROM change_log WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT 500',
  )
  const selectHash = db.prepare<[number], string>('SELECT hash FROM change_log WHERE seq = ?').pluck()
  let lastHash = after === 0 ? firstHash : (selectHash.get(after) ?? '')
  let count = after
  for (;;) {
    const rows = selectEntries.all(count, until)
    const last = rows.at(-1)
    if (!last) return { ok: true, count, lastHash }
    const changes = selectChanges.iterate(count + 1, last.seq)
    let next = changes.next()
    try {
      for (const row of rows) {
        if (row.seq !== count + 1) return { ok: false, badSeq: count + 1, kind: 'SEQ_GAP' }
        const hash = createEntryHash(lastHash, toEntry(row))
        for (; !next.done && next.value.seq === row.seq; next = changes.next()) hash.addStored(next.value)
        lastHash = hash.digest()
        if (lastHash !== row.hash) return { ok: false, badSeq: row.seq, kind: 'HASH_MISMATCH' }
        count = row.seq
      }
    } finally {
      changes.return?.()
    }
    yield count
  }
}

/** The whole walk at once, for the command line. */
export function verifyChain(db: Db): ChainVerdict {
  const steps = verifyChainSteps(db)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

function toEntry(row: LogRow): ChangeLogEntry {
  return {
    seq: row.seq,
    entryId: toId(row.entry_id),
    officeId: toId(row.office_id),
    deviceId: toId(row.device_id),
    actorId: toId(row.actor_id),
    at: row.at,
    command: row.command,
    reason: row.reason,
  }
}

/** A stored change as it stands in the chain: personal values as digests. */
export function toChainChange(row: ChangeRow): ChainChange {
  const op = ops[row.op]
  const { entity, version } = row
  return { entity, id: toId(row.id), op, version, fields: fromStoredFields(row.op, row.fields) }
}
