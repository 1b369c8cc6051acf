import { z } from 'zod'
import { contract, metaOf } from '../../shared/contract/index'
import { BasisPoints, Money, UnitPrice } from '../../shared/contract/money'
import type { Permission } from '../../shared/contract/permission'
import { Quantity } from '../../shared/contract/quantity'
import type { ExportKind } from '../../shared/contract/reports'
import { Instant, Minutes } from '../../shared/contract/time'

/** A list of the contract: what it takes, what its records hold, and who may read it. */
export interface ListProcedure {
  readonly path: readonly [string, string]
  readonly permission: Permission | 'none'
  readonly input: z.ZodType | undefined
  readonly fields: Readonly<Record<string, unknown>>
}

/** Reads the contract; undefined for what is no list of it. */
export function listProcedureOf(name: string): ListProcedure | undefined {
  const [capability = '', procedure = ''] = name.split('.')
  const path = [capability, procedure] as const
  const { kind, permission } = metaOf(path) ?? {}
  if ((kind !== 'query' && kind !== 'longQuery') || !procedure.startsWith('list')) return undefined
  const schemas = schemasOf(path)
  const fields = fieldsOf(schemas.output)
  return fields && { path, permission: permission ?? 'none', input: schemas.input, fields }
}

function schemasOf(path: readonly string[]): { input: z.ZodType | undefined; output: unknown } {
  const held = path.reduce<unknown>(member, contract)
  const definition = member(held, '~orpc')
  const input = member(definition, 'inputSchema')
  return { input: input instanceof z.ZodType ? input : undefined, output: member(definition, 'outputSchema') }
}

function member(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null && name in of ? Reflect.get(of, name) : undefined
}

/** Pages hold their records in `items`; short lists are arrays. */
function fieldsOf(output: unknown): Readonly<Record<string, unknown>> | undefined {
  const items: unknown = output instanceof z.ZodObject ? output.shape['items'] : output
  const item: unknown = items instanceof z.ZodArray ? items.element : undefined
  return item instanceof z.ZodObject ? item.shape : undefined
}

function unwrapped(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return unwrapped(schema.unwrap())
  return schema
}

const kinds = new Map<unknown, ExportKind>([
  [Money, 'money'],
  [UnitPrice, 'unitPrice'],
  [Quantity, 'quantity'],
  [Minutes, 'minutes'],
  [BasisPoints, 'percent'],
  [Instant, 'instant'],
])

/** What the contract says that a field holds. */
export function kindOfSchema(schema: unknown): ExportKind {
  const inner = unwrapped(schema)
  const known = kinds.get(inner)
  if (known) return known
  if (inner instanceof z.ZodNumber) return 'number'
  if (inner instanceof z.ZodBoolean) return 'boolean'
  return inner instanceof z.ZodISODate ? 'date' : 'text'
}
