import type { Db } from './database'
import type { Condition } from './listConditions'
import type { SortTerm } from './listSegments'

/** What is known of the rows that pass a filter, in one state of the store. */
interface Hits {
  readonly stamp: string
  /** Absent: there are more than a list sorts at once. */
  readonly keys?: readonly number[]
  count?: number
  readonly orders: Map<string, Float64Array>
}

/** Filters remembered at a time, the least recently used forgotten first, and orders of each. */
const rememberedFilters = 40
const rememberedOrders = 4

export interface HitsSpec {
  readonly db: Db
  /** Prepares a statement once. */
  readonly prepared: (sql: string) => ReturnType<Db['prepare']>
  /** `FROM` for the keys of a table's rows, joined as the terms need: `json_each(:keys) k CROSS JOIN …`. */
  readonly placeSource: (sql: string) => string
  /** Whatever changes the rows leaves an entry in the log: drafts, sessions and jobs of the machine do not. */
  readonly isLogged: boolean
}

/**
 * Remembers which rows pass a filter and in which order they stand. Each memory is of one state of the store: of logged
 * rows up to the newest entry, of others until anyone writes anything (`data_version`), and of both until this connection
 * writes (`total_changes`). No answer is ever older than the question.
 */
export function createHits({ db, prepared, placeSource, isLogged }: HitsSpec) {
  const remembered = new Map<string, Hits>()
  const stampOf = (state: string, from: string) =>
    db.prepare<[], string>(`SELECT ${state} || '/' || total_changes() FROM ${from}`).pluck()
  const anyWrite = stampOf('data_version', 'pragma_data_version')
  const lastEntry = isLogged ? stampOf('coalesce(max(seq), 0)', 'change_log') : anyWrite

  function of(condition: Condition, find: () => readonly number[] | undefined): Hits {
    const name = `${condition.sql} ${JSON.stringify(Object.values(condition.params).map(String))}`
    // The index of texts is filled beside the log where a store had none.
    const stamp = (condition.sql.includes(':text_') ? anyWrite : lastEntry).get() ?? ''
    const known = remembered.get(name)
    remembered.delete(name)
    const keys = known?.stamp === stamp ? undefined : find()
    const hits = known?.stamp === stamp ? known : { stamp, orders: new Map(), ...(keys ? { keys } : {}) }
    remembered.set(name, hits)
    if (remembered.size > rememberedFilters) remembered.delete(remembered.keys().next().value ?? '')
    return hits
  }

  /** The keys in the order of the terms. */
  function ordered(hits: Hits, keys: readonly number[], terms: readonly SortTerm[]): Float64Array {
    const order = terms.map(({ sql, isDescending }) => `${sql} ${isDescending ? 'DESC' : 'ASC'}`).join(', ')
    const known = hits.orders.get(order)
    if (known) return known
    const sql = `SELECT t.key FROM ${placeSource(order)} ORDER BY ${order}`
    const sorted = prepared(sql)
      .pluck()
      .all({ keys: JSON.stringify(keys) }) as number[] // one column
    if (hits.orders.size >= rememberedOrders) hits.orders.clear()
    const places = Float64Array.from(sorted)
    hits.orders.set(order, places)
    return places
  }

  return { of, ordered }
}
