import { contract, metaOf } from '@contract/index'
import type { Permission } from '@contract/permission'
import { z } from 'zod'
import { callAt, type Path } from './listCalls'

/** How a list's records are changed in place: by the update of the same capability. */
export interface ListEdit {
  readonly permission: Permission
  readonly hasField: (field: string) => boolean
  /** Whether the update takes the value; `null` clears. */
  readonly takes: (field: string, value: unknown) => boolean
  readonly update: (row: { id: string; version: number }, patch: Record<string, unknown>) => Promise<unknown>
}

/** `listCategories` → `updateCategory`; undefined where there is none. */
function updateOf([capability, list]: Path): Path | undefined {
  const plural = list.slice('list'.length)
  const nouns = [plural.replace(/ies$/, 'y'), plural.replace(/s$/, ''), plural]
  const procedures: unknown = Reflect.get(contract, capability)
  const name = nouns
    .map((noun) => `update${noun}`)
    .find((one) => procedures instanceof Object && one in procedures)
  return name === undefined ? undefined : [capability, name]
}

function inputAt([capability, name]: Path): unknown {
  const procedures: unknown = Reflect.get(contract, capability)
  const procedure: unknown = procedures instanceof Object ? Reflect.get(procedures, name) : undefined
  const definition: unknown = procedure instanceof Object ? Reflect.get(procedure, '~orpc') : undefined
  return definition instanceof Object ? Reflect.get(definition, 'inputSchema') : undefined
}

/** What can be changed in the rows of a list of the contract; undefined for a list whose records have no update. */
export function editOf(list: Path): ListEdit | undefined {
  const path = updateOf(list)
  if (!path) return undefined
  const input = inputAt(path)
  const permission = metaOf(path)?.permission
  if (!(input instanceof z.ZodObject) || permission === undefined || permission === 'none') return undefined
  const patch: unknown = input.shape['patch']
  const [key] = Object.keys(input.shape)
  if (!(patch instanceof z.ZodObject) || key === undefined) return undefined
  const schemaOf = (field: string): unknown => patch.shape[field]
  return {
    permission,
    hasField: (field) => schemaOf(field) !== undefined,
    takes: (field, value) => {
      const schema = schemaOf(field)
      return schema instanceof z.ZodType && schema.safeParse(value).success
    },
    update: ({ id, version }, changed) =>
      callAt(path)({ [key]: id, expectedVersion: version, patch: changed }),
  }
}
