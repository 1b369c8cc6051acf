import { ORPCError } from '@orpc/client'
import type { AnyContractProcedure } from '@orpc/contract'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { verifyChain } from '../../electron/db/changeLog'
import { contract } from '../../electron/shared/contract/index'
import { newId, type TestApp } from '../support/app'
import { setUpDemo } from '../support/demo'

// Loading the demo company writes two thousand entries.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let app: TestApp
beforeAll(async () => {
  app = await setUpDemo()
})
afterAll(() => app.close())

type Call = (input: unknown) => Promise<unknown>
const procedureOf = (capability: string, name: string) =>
  Reflect.get(Reflect.get(app.owner, capability) as object, name) as Call

/** Every update with its id's name and the fields that may be cleared. */
const updates = Object.entries(contract).flatMap(([capability, procedures]) =>
  Object.entries(procedures).flatMap(([name, procedure]) => {
    const input: unknown = procedure['~orpc'].inputSchema
    const said: unknown = input instanceof z.ZodObject ? input.shape['patch'] : undefined
    const patch: unknown = said instanceof z.ZodOptional ? said.unwrap() : said
    if (!(input instanceof z.ZodObject) || !(patch instanceof z.ZodObject)) return []
    const [key = ''] = Object.keys(input.shape)
    const fields = Object.keys(patch.shape)
    const nullable = fields.filter((field) => (patch.shape[field] as z.ZodType).safeParse(null).success)
    return [{ capability, name, key, fields, nullable }]
  }),
)

type Listed = Readonly<Record<string, unknown>> & { readonly id: string; readonly version: number }

/** The first records of the demo company that an update may change. */
async function recordsOf(capability: string, update: string): Promise<Listed[]> {
  const noun = update.slice('update'.length)
  const list = Object.keys(Reflect.get(contract, capability) as object).find(
    (name) => name === `list${noun}s` || name === `list${noun.replace(/y$/, 'ie')}s`,
  )
  if (list === undefined) return []
  const procedure = Reflect.get(Reflect.get(contract, capability), list) as AnyContractProcedure
  const input: unknown = procedure['~orpc'].inputSchema
  // A list that asks whose records it shall be has tests of its own.
  if (input instanceof z.ZodObject && !input.safeParse({ limit: 2 }).success) return []
  const { items } = (await procedureOf(capability, list)({ limit: 2 })) as { items: Listed[] }
  return items
}

/** The bug of a call that ends with a code that its contract does not declare. */
async function bugOf(capability: string, name: string, input: unknown): Promise<string | undefined> {
  try {
    await procedureOf(capability, name)(input)
    return undefined
  } catch (error) {
    const isDeclared = error instanceof ORPCError && error.defined
    return isDeclared ? undefined : `${capability}.${name} ${JSON.stringify(input)}: ${String(error)}`
  }
}

it('issue 6: a field that is cleared is empty, has its default, or is refused by a declared code', async () => {
  const bugs: (string | undefined)[] = []
  for (const { capability, name, key, nullable } of updates)
    for (const field of nullable) {
      const [record] = await recordsOf(capability, name)
      if (!record) continue
      const input = { [key]: record.id, expectedVersion: record.version, patch: { [field]: null } }
      bugs.push(await bugOf(capability, name, input))
    }

  expect(bugs.length).toBeGreaterThan(60)
  expect(bugs.filter((bug) => bug !== undefined)).toEqual([])
})

it('issue 6: a value that another record has is accepted or refused by a declared code, in any case', async () => {
  const bugs: (string | undefined)[] = []
  for (const { capability, name, key, fields } of updates)
    for (const field of fields)
      for (const spell of ['toUpperCase', 'toLowerCase'] as const) {
        const [record, other] = await recordsOf(capability, name)
        const value = other?.[field]
        if (!record || typeof value !== 'string') continue
        const input = {
          [key]: record.id,
          expectedVersion: record.version,
          patch: { [field]: value[spell]() },
        }
        bugs.push(await bugOf(capability, name, input))
      }

  expect(bugs.length).toBeGreaterThan(60)
  expect(bugs.filter((bug) => bug !== undefined)).toEqual([])
})

it('issue 6: a reference to nothing is NOT_FOUND or refused by another declared code', async () => {
  const bugs: (string | undefined)[] = []
  const nothing = newId<string>()
  for (const { capability, name, key, fields } of updates)
    for (const field of fields.filter((one) => /Ids?$/.test(one))) {
      const [record] = await recordsOf(capability, name)
      if (!record) continue
      const value = field.endsWith('s') ? [nothing] : nothing
      const input = { [key]: record.id, expectedVersion: record.version, patch: { [field]: value } }
      bugs.push(await bugOf(capability, name, input))
    }

  expect(bugs.length).toBeGreaterThan(20)
  expect(bugs.filter((bug) => bug !== undefined)).toEqual([])
})

it('R01-05: whatever is deleted is deleted, IN_USE or refused by another declared code', async () => {
  const bugs: (string | undefined)[] = []
  const deletes = Object.entries(contract).flatMap(([capability, procedures]) =>
    Object.keys(procedures)
      .filter((name) => name.startsWith('delete') && !name.endsWith('s'))
      .map((name) => [capability, name] as const),
  )
  for (const [capability, name] of deletes)
    for (const record of await recordsOf(capability, name.replace('delete', 'update'))) {
      const key = `${name.charAt(6).toLowerCase()}${name.slice(7)}Id`
      bugs.push(await bugOf(capability, name, { [key]: record.id, expectedVersion: record.version }))
    }

  expect(bugs.length).toBeGreaterThan(30)
  expect(bugs.filter((bug) => bug !== undefined)).toEqual([])
  expect(verifyChain(app.db)).toMatchObject({ ok: true })
  expect(app.db.pragma('foreign_key_check')).toEqual([])
})
