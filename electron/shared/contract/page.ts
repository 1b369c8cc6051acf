import { z } from 'zod'

/** A filter of one field: ids and literals as a list (any of), a boolean, a range, or the beginning of a text. */
const prefix = z.string().max(200).optional()
const numbers = z.object({ from: z.number().optional(), to: z.number().optional() }).optional()
const days = z.object({ from: z.iso.date().optional(), to: z.iso.date().optional() }).optional()
/** A field stands in many lists: its filter is made once, because each schema takes more than a kilobyte. */
const known = new WeakMap<z.ZodType, z.ZodType>()

function once(schema: z.ZodType, make: () => z.ZodType): z.ZodType {
  const filter = known.get(schema) ?? make()
  known.set(schema, filter)
  return filter
}

type Inner<T> =
  T extends z.ZodOptional<infer I>
    ? Inner<I>
    : T extends z.ZodDefault<infer I>
      ? Inner<I>
      : T extends z.ZodNullable<infer I>
        ? Inner<I>
        : T
type Range<T> = { from?: T | undefined; to?: T | undefined }
type FilterOf<T extends z.ZodType> =
  Inner<T> extends z.ZodBoolean
    ? boolean
    : Inner<T> extends z.ZodEnum
      ? z.infer<Inner<T>>[]
      : Inner<T> extends z.ZodUUID
        ? z.infer<Inner<T>>[]
        : Inner<T> extends z.ZodNumber
          ? Range<number>
          : Inner<T> extends z.ZodISODate
            ? Range<string>
            : Inner<T> extends z.ZodString
              ? string
              : Inner<T> extends z.ZodType<string>
                ? string | string[]
                : never
/** The filters of a record's fields, by field name (conventions §7). */
export type Filters<Shape extends z.ZodRawShape> = {
  [K in keyof Shape as FilterOf<Extract<Shape[K], z.ZodType>> extends never ? never : K]?:
    FilterOf<Extract<Shape[K], z.ZodType>> | undefined
}

function unwrap(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return unwrap(schema.unwrap())
  return schema
}

function filterSchema(schema: unknown): z.ZodType | undefined {
  const inner = unwrap(schema)
  if (inner instanceof z.ZodBoolean) return once(inner, () => inner.optional())
  if (inner instanceof z.ZodEnum || inner instanceof z.ZodUUID)
    return once(inner, () => z.array(inner).min(1).max(500).optional())
  if (inner instanceof z.ZodNumber) return numbers
  if (inner instanceof z.ZodISODate) return days
  if (inner instanceof z.ZodString || inner instanceof z.ZodStringFormat) return prefix
  return undefined
}

/** The filter schema of a list, derived from the fields of its records. */
export function filtersOf<Shape extends z.ZodRawShape>(
  shape: Shape,
): z.ZodType<Filters<Shape>, Filters<Shape>> {
  const fields = Object.entries(shape).flatMap(([name, schema]) => {
    const filter = filterSchema(schema)
    return filter ? [[name, filter] as const] : []
  })
  // The runtime shape is Filters<Shape> by construction; zod cannot infer it from entries.
  return z.strictObject(Object.fromEntries(fields)) as unknown as z.ZodType<Filters<Shape>, Filters<Shape>>
}

function sortFieldsOf<Shape extends z.ZodRawShape>(shape: Shape, sortable?: readonly string[]) {
  const names = sortable ?? Object.keys(shape).filter((name) => name !== 'id' && filterSchema(shape[name]))
  return z.enum(names as [string, ...string[]]) as unknown as z.ZodType<
    Extract<keyof Shape, string>,
    Extract<keyof Shape, string>
  >
}

/**
 * The input every list takes (conventions §7); the order of `sort` is its precedence.
 *
 * @param sortable - the fields that have an index to sort by; default: all
 */
export function listInput<Shape extends z.ZodRawShape>(
  shape: Shape,
  sortable?: readonly (keyof Shape & string)[],
) {
  return z
    .object({
      filter: filtersOf(shape).optional(),
      text: z.string().max(200).optional(),
      sort: z
        .array(z.object({ field: sortFieldsOf(shape, sortable), direction: z.enum(['asc', 'desc']) }))
        .max(4)
        .optional(),
      after: z.string().max(4000).optional(),
      before: z.string().max(4000).optional(),
      offset: z.int().min(0).max(1_000_000_000).optional(),
      limit: z.int().min(1).max(200).default(100),
      withCount: z.boolean().optional(),
    })
    .refine((page) => [page.after, page.before, page.offset].filter((at) => at !== undefined).length <= 1, {
      message: 'oneOf:after,before,offset',
    })
}

/** One page of a list; `next` and `previous` are absent at the ends. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    next: z.string().optional(),
    previous: z.string().optional(),
    count: z.int().optional(),
  })
}

export interface Page<Item> {
  items: Item[]
  next?: string | undefined
  previous?: string | undefined
  count?: number | undefined
}

/** A list's input as the store sees it, whatever the list. */
export interface ListRequest {
  readonly filter?: Readonly<Record<string, unknown>> | undefined
  readonly text?: string | undefined
  readonly sort?: readonly { field: string; direction: 'asc' | 'desc' }[] | undefined
  readonly after?: string | undefined
  readonly before?: string | undefined
  readonly offset?: number | undefined
  readonly limit: number
  readonly withCount?: boolean | undefined
}
