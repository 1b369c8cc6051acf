import type { ListRequest, Page } from '@contract/page'
import type { Permission } from '@contract/permission'
import type { ExportKind } from '@contract/reports'
import { z } from 'zod'
import { inputOf } from './contract'
import { pathOf } from './listCalls'
import { editOf, type ListEdit } from './listEdit'

/** What a column holds: decides how it is written, aligned and filtered. */
export type ColumnKind =
  | 'text' | 'number' | 'money' | 'unitPrice' | 'quantity' | 'minutes' | 'percent'
  | 'date' | 'instant' | 'enum' | 'boolean' | 'ref' // prettier-ignore

export interface Row {
  readonly id: string
  readonly version?: number
}

export interface Column<Item extends Row> {
  /** The field of the record: what the column shows, sorts and filters by. */
  readonly key: string
  /** Text key of the head. */
  readonly titleKey: string
  readonly kind: ColumnKind
  /** Pixels; without it the column takes a share of what is left, `grow` times as much as others. */
  readonly width?: number
  readonly grow?: number
  readonly align?: 'start' | 'center' | 'end'
  /** What to show where it is not the field of that name. */
  readonly value?: (item: Item) => unknown
  /** The field to sort by where it is another one; null: never sorted. */
  readonly sortKey?: string | null
  /** The field to filter by where it is another one; null: never filtered. */
  readonly filterKey?: string | null
  /** Of `enum`: its literals, and the prefix of their text keys. */
  readonly options?: readonly string[]
  readonly textKey?: string
  /** Of `ref`: where the filter finds its records. */
  readonly lookup?: Lookup
  /** Of `instant`: the zone in which the record reads it. */
  readonly zone?: (item: Item) => string | undefined
  /** How an export writes it where its kind is not enough: ids as names, a kind that differs by row. */
  readonly exported?: () => ExportedAs
  /** Of `instant`: the record's field that holds that zone, for exports. */
  readonly zoneField?: string
  /** Only a filter, no column. */
  readonly isHidden?: boolean
  /** Views that leave it out unless it is chosen: every row of theirs says the same. */
  readonly hiddenIn?: readonly string[]
}

/** See `reports.exportList`. */
export interface ExportedAs {
  readonly kind?: ExportKind
  readonly kindBy?: { readonly field: string; readonly kinds: Record<string, ExportKind> }
  readonly texts?: Record<string, string>
}

/** A record to choose: two lines, number and name first. */
export interface LookupOption {
  readonly id: string
  readonly title: string
  readonly subtitle?: string | undefined
}

/** Where a field finds the records that it refers to. */
export interface Lookup {
  readonly search: (text: string, limit: number) => Promise<readonly LookupOption[]>
  readonly resolve: (id: string) => Promise<LookupOption>
  /** Name of the route of the full list and of the record. */
  readonly route?: string
}

export interface Sort {
  readonly field: string
  readonly direction: 'asc' | 'desc'
}
export type Filter = Readonly<Record<string, unknown>>

/** A named filter of a list, shown as a tab. */
export interface ListView {
  readonly key: string
  readonly titleKey: string
  readonly filter?: Filter
  readonly sort?: readonly Sort[]
  readonly permission?: Permission
}

/** A list of the contract, brought to one shape for all screens. */
export interface ListSource<Item extends Row> {
  readonly load: (request: ListRequest) => Promise<Page<Item>>
  readonly canSort: (field: string) => boolean
  readonly canFilter: (field: string, sample: unknown) => boolean
  /** The contract's name of the list, `orders.listOrders`, and what it takes besides; absent: it is not exported. */
  readonly procedure?: string | undefined
  readonly of?: () => Readonly<Record<string, unknown>>
  /** Whether its records have a field of this name; absent: they have what the columns show. */
  readonly holds?: (field: string) => boolean
  /** How its records are changed in place; absent: they are not. */
  readonly edit?: ListEdit | undefined
}

/**
 * Binds a list of the contract for `usePagedList`; filter and sort are checked by its schema before they leave.
 * `listSource(contract.customers.listCustomers, client.customers.listCustomers)`
 *
 * @param of - what the list takes besides: the item of its prices
 */
export function listSource<Schema extends z.ZodType, Item extends Row>(
  procedure: {
    readonly '~orpc': { readonly inputSchema?: Schema | undefined; readonly outputSchema?: unknown }
  },
  call: (input: z.output<Schema>) => Promise<Page<Item>>,
  of: () => Readonly<Record<string, unknown>> = () => ({}),
): ListSource<Item> {
  const schema = inputOf(procedure)
  const path = pathOf(procedure)
  return {
    of,
    holds: fieldTest(procedure['~orpc'].outputSchema),
    ...(path ? { procedure: path.join('.'), edit: editOf(path) } : {}),
    load: (request) => call(schema.parse({ ...request, ...of() })),
    canSort: (field) => schema.safeParse({ ...of(), sort: [{ field, direction: 'asc' }] }).success,
    canFilter: (field, sample) => schema.safeParse({ ...of(), filter: { [field]: sample } }).success,
  }
}

/** Which fields the records of a page have. */
function fieldTest(output: unknown): (field: string) => boolean {
  const items: unknown = output instanceof z.ZodObject ? output.shape['items'] : undefined
  const item: unknown = items instanceof z.ZodArray ? items.element : undefined
  const names = new Set(item instanceof z.ZodObject ? Object.keys(item.shape) : [])
  return (field) => names.has(field)
}
