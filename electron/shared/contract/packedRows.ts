/** Rows of one kind column by column: the names of their fields once, and a text that comes over and over once. */
export interface PackedRows {
  readonly count: number
  readonly columns: readonly PackedColumn[]
}

interface PackedColumn {
  readonly name: string
  /** What the rows that have the field hold, in their order; with `places` each different value once. */
  readonly values: readonly unknown[]
  /** Of each row that has the field: where its value stands. */
  readonly places?: readonly number[]
  /** The rows that have it, where few do. */
  readonly at?: readonly number[]
  /** The rows that do not, where most do. */
  readonly gaps?: readonly number[]
}

interface Draft {
  readonly values: unknown[]
  readonly rows: number[]
}

/** Whether a value goes into JSON and comes out again as it is, without a note of what it was. */
export function isPlain(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return !Number.isNaN(value)
  if (typeof value !== 'object') return false
  if (Array.isArray(value)) return value.every(isPlain)
  return isRecord(value) && Object.values(value).every((part) => part === undefined || isPlain(part))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Packs rows for the way to a screen; undefined where they are no plain records. */
export function packRows(rows: readonly unknown[]): PackedRows | undefined {
  const drafts = new Map<string, Draft>()
  for (let row = 0; row < rows.length; row += 1) {
    const record = rows[row]
    if (!isRecord(record)) return undefined
    for (const name in record) {
      const value = record[name]
      if (value === undefined) continue
      if (!isPlain(value)) return undefined
      let draft = drafts.get(name)
      if (!draft) {
        draft = { values: [], rows: [] }
        drafts.set(name, draft)
      }
      draft.values.push(value)
      draft.rows.push(row)
    }
  }
  const columns = [...drafts].map(([name, draft]) => ({
    name,
    ...whereOf(draft.rows, rows.length),
    ...wordsOf(draft.values),
  }))
  return { count: rows.length, columns }
}

function whereOf(rows: readonly number[], count: number): Pick<PackedColumn, 'at' | 'gaps'> {
  if (rows.length === count) return {}
  if (rows.length <= count / 2) return { at: rows }
  const held = new Set(rows)
  return { gaps: Array.from({ length: count }, (_, row) => row).filter((row) => !held.has(row)) }
}

/** So many are looked at before a column's texts are told apart. */
const sampled = 64

/** Each different text once, where most come more than once. */
function wordsOf(values: readonly unknown[]): Pick<PackedColumn, 'values' | 'places'> {
  const sample = values.slice(0, sampled)
  if (!sample.every((value) => typeof value === 'string') || new Set(sample).size > sample.length / 2)
    return { values }
  const words = new Map<unknown, number>()
  const places = values.map((value) => {
    const known = words.get(value)
    if (known !== undefined) return known
    words.set(value, words.size)
    return words.size - 1
  })
  return { values: [...words.keys()], places }
}

/** The rows again, as they were. */
export function unpackRows({ columns, count }: PackedRows): Record<string, unknown>[] {
  const rows = Array.from({ length: count }, (): Record<string, unknown> => ({}))
  for (const { at, gaps, name, places, values } of columns) {
    const absent = gaps && new Set(gaps)
    const held = at?.length ?? count
    for (let turn = 0, own = 0; turn < held; turn += 1) {
      const row = rows[at?.[turn] ?? turn]
      if (!row || absent?.has(turn) === true) continue
      row[name] = values[places?.[own] ?? own]
      own += 1
    }
  }
  return rows
}

/** How the client's lines read what `LeanSerializer` has packed. */
export const packedRows = {
  /** No number of oRPC's own. */
  type: 40,
  /** Screens send no long lists. */
  condition: () => false,
  serialize: (data: unknown) => data,
  deserialize: (packed: PackedRows) => unpackRows(packed),
}
