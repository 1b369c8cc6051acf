import type { ListRequest, Page } from '../shared/contract/page'
import type { SearchType } from '../shared/contract/search'
import type { ColumnKind, EntityTable, Stored } from './entityTable'
import type { Condition } from './listConditions'
import type { Walk } from './listSections'

/** A field of the list that is not stored in the record's own table: `sql` reads it from a join. */
export interface JoinedField {
  readonly sql: string
  readonly kind: ColumnKind
  /** What the list sorts by when the field is a text with a stored key. */
  readonly sortSql?: string
  /** How the list walks the joined table's index first when it sorts by this field. */
  readonly walk?: Walk
}

export interface ListSpec<R extends Stored> {
  readonly table: EntityTable<R>
  /** SQL after `FROM <table> t`, e.g. `LEFT JOIN customer_group g ON g.id = t.group_id`. */
  readonly joins?: string
  readonly joined?: Readonly<Record<string, JoinedField>>
  /** SQL expressions that the list's `text` searches: every word must begin a word of one of them. */
  readonly searched?: readonly string[]
  /** The type under which the full-text index keeps these records; it then reads the list's `text` (R01-12). */
  readonly search?: SearchType
  /** Order when the caller names none; ties always break by creation. */
  readonly defaultSort: readonly { field: string; direction: 'asc' | 'desc' }[]
  /** Turns a stored record with its joined fields into the listed one; default: as they are. */
  readonly finish?: (record: Record<string, unknown>) => void
  /**
   * The table grows without bound: the plan is chosen by counting the filter's hits up to a threshold, because the
   * planner's own choice once sorted 930,000 rows (architecture.md).
   */
  readonly isLarge?: boolean
  /** Every change of the rows, and of what they are joined with, leaves an entry in the change log. */
  readonly isLogged?: boolean
  /** Literals of fields that partial indexes name, by field. */
  readonly literals?: Readonly<Record<string, readonly string[]>>
  /**
   * The literal that has a partial index for every sort, e.g. `+t.progress = 'inProcess'`: with `+` in the query and in
   * the indexes, so that no other index on the column is taken instead.
   */
  readonly walkable?: string
  /** Sorts, by field, whose rows of one value of another field stand together in an index of both. */
  readonly together?: Readonly<Record<string, string>>
  /** Conditions that have a partial index of their own, which then counts them. */
  readonly partial?: readonly string[]
  /** Fields whose own index finds few rows; other fields of a filter are then only tested. */
  readonly selective?: readonly string[]
  /** The index that holds what most filters test: hits are counted in it without reading the wide rows. */
  readonly counting?: { readonly index: string; readonly columns: readonly string[] }
}

/** A statement as a list runs it, for tests of plans and for the bench's bare runs. */
export interface ListStatement {
  readonly sql: string
  readonly params: Readonly<Record<string, unknown>>
}

export interface ListView<V> {
  page(request: ListRequest, ...scope: readonly Condition[]): Page<V>
  /** One record with its joined fields; undefined when there is none or the scope hides it. */
  find(id: string, ...scope: readonly Condition[]): V | undefined
  /** The statements that `page` would run for its rows. */
  statements(request: ListRequest, ...scope: readonly Condition[]): ListStatement[]
}
