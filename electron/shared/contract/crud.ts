import { z } from 'zod'
import type { DomainErrorSpecs } from './domainError'
import { Version } from './id'
import { listInput, pageOf } from './page'
import type { Permission } from './permission'
import { command, query } from './procedure'

/** Why a change is made; kept in its log entry. */
export const Reason = z.string().max(500).optional()

type PatchField<T> =
  T extends z.ZodOptional<infer I extends z.ZodType>
    ? z.ZodOptional<z.ZodNullable<I>>
    : T extends z.ZodDefault<infer I extends z.ZodType>
      ? z.ZodOptional<I>
      : T extends z.ZodType
        ? z.ZodOptional<T>
        : never
export type PatchShape<Shape extends z.ZodRawShape> = { [K in keyof Shape]: PatchField<Shape[K]> }

/** The patch of an update: absent stays, null clears an optional field. */
export function patchOf<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<PatchShape<Shape>> {
  const fields = Object.entries(shape).map(([name, schema]) => {
    if (schema instanceof z.ZodOptional) return [name, z.nullable(schema.unwrap()).optional()] as const
    if (schema instanceof z.ZodDefault) return [name, z.optional(schema.unwrap())] as const
    return [name, z.optional(schema)] as const
  })
  return z.object(Object.fromEntries(fields)) as unknown as z.ZodObject<PatchShape<Shape>> // entries forget the keys
}

/** `{ [key]: id, expectedVersion }`: how a command names the record it changes. */
export function recordRef<Key extends string, Id extends z.ZodType>(key: Key, id: Id) {
  const shape = { [key]: id, expectedVersion: Version } as Record<Key, Id> & {
    expectedVersion: typeof Version
  }
  return z.object(shape)
}

interface CrudOptions<
  Key extends string,
  Id extends z.ZodType,
  Fields extends z.ZodRawShape,
  Rec extends z.ZodRawShape,
  Errors extends DomainErrorSpecs,
> {
  readonly key: Key
  readonly id: Id
  /** What a create takes besides the id; an update takes its patch. */
  readonly fields: Fields
  readonly record: z.ZodObject<Rec>
  readonly read: Permission
  readonly write: Permission
  readonly errors: Errors
}

/** The procedures that every kept thing has: list, get, create, update, delete, deactivate, activate (00-procedures). */
export function crud<
  Key extends string,
  Id extends z.ZodType,
  Fields extends z.ZodRawShape,
  Rec extends z.ZodRawShape,
  Errors extends DomainErrorSpecs,
>({ key, id, fields, record, read, write, errors }: CrudOptions<Key, Id, Fields, Rec, Errors>) {
  const ref = recordRef(key, id)
  const patch = patchOf(fields)
  const byId = z.object({ [key]: id } as Record<Key, Id>)
  return {
    list: query(read).input(listInput(record.shape)).output(pageOf(record)),
    get: query(read).input(byId).output(record),
    create: command(write)
      .input(z.object({ ...fields, id, reason: Reason }))
      .output(record)
      .errors(errors),
    update: command(write)
      .input(ref.extend({ patch, reason: Reason }))
      .output(record)
      .errors(errors),
    delete: command(write)
      .input(ref.extend({ reason: Reason }))
      .output(z.object({ id }))
      .errors(errors),
    deactivate: command(write)
      .input(ref.extend({ reason: Reason }))
      .output(record)
      .errors(errors),
    activate: command(write)
      .input(ref.extend({ reason: Reason }))
      .output(record)
      .errors(errors),
  }
}

/** The result of one record of a bulk command (conventions §5). */
export const BulkResult = z.object({ id: z.string(), ok: z.boolean(), codes: z.array(z.string()).optional() })
export type BulkResult = z.infer<typeof BulkResult>
