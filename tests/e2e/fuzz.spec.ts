import { expect, test } from '@playwright/test'
import fc from 'fast-check'
import { metaOf } from '../../electron/shared/contract/index'
import { permissionsOf, type Permission, type Role } from '../../electron/shared/contract/permission'
import { newId, startHost, type TestHost } from '../support/host'

/** Bad inputs tried per procedure. */
const tries = Number(process.env['AFTERCARE_FUZZ'] ?? 6)
const seed = Number(process.env['AFTERCARE_FUZZ_SEED'] ?? 1)

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly format?: string
}
interface Operation {
  readonly operationId: string
  readonly requestBody?: { readonly content: { readonly 'application/json'?: { readonly schema: Schema } } }
}
interface Document {
  readonly paths: Readonly<Record<string, { readonly post: Operation }>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

const nasty: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  -(2 ** 53),
  0.1,
  '',
  ' ',
  'x'.repeat(100_000),
  '\u0000',
  '😀\u202e\ufeff﷽',
  '\ud800',
  "'; DROP TABLE customer; --",
  '" OR 1=1 --',
  '%_\\',
  '<script>alert(1)</script>',
  '{{constructor.constructor("return 1")()}}',
  '../../etc/passwd',
  '2026-02-30',
  '9999-99-99T99:99:99Z',
  '019a9f00-0000-7000-8000-000000000001',
  'not-a-uuid',
  [],
  Array.from({ length: 1000 }, () => 0),
  {},
  { __proto__: { polluted: true }, constructor: 1 },
  { minor: 1, currency: 'XXX' },
  { from: 5, to: -5 },
]
const anyNasty = fc.oneof(fc.constantFrom(...nasty), fc.jsonValue({ maxDepth: 3 }))

/** Values near what the schema wants: mostly of the right shape, with something wrong somewhere. */
function near(schema: Schema, document: Document, depth = 0): fc.Arbitrary<unknown> {
  const right = rightShape(schema, document, depth)
  return fc.oneof({ weight: depth === 0 ? 9 : 3, arbitrary: right }, { weight: 1, arbitrary: anyNasty })
}

function rightShape(schema: Schema, document: Document, depth: number): fc.Arbitrary<unknown> {
  if (depth > 5) return anyNasty
  if (schema.$ref !== undefined) {
    const named = document.components.schemas[schema.$ref.split('/').at(-1) ?? '']
    return named ? rightShape(named, document, depth + 1) : anyNasty
  }
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (choices) return fc.oneof(...choices.map((choice) => rightShape(choice, document, depth + 1)))
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.properties) {
    const fields = Object.entries(schema.properties).map(
      ([name, field]) => [name, near(field, document, depth + 1)] as const,
    )
    return fc.record(Object.fromEntries(fields), { requiredKeys: [] })
  }
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0]
  switch (type) {
    case 'array':
      return fc.array(near(schema.items ?? {}, document, depth + 1), { maxLength: 4 })
    case 'object':
      return fc.dictionary(fc.string({ maxLength: 8 }), anyNasty, { maxKeys: 3 })
    case 'integer':
      return fc.oneof(fc.integer({ min: -2, max: 3 }), fc.maxSafeInteger())
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true })
    case 'boolean':
      return fc.boolean()
    case 'string':
      return schema.format === 'uuid'
        ? fc.uuid({ version: 7 })
        : fc.string({ unit: 'grapheme', maxLength: 30 })
    case undefined:
    case 'null':
    default:
      return anyNasty
  }
}

interface Refusal {
  readonly defined?: boolean
  readonly code?: string
}

/** Waits for what never comes. */
const skipped = new Set(['changes.stream'])
const lasts = new Set(['session.lock', 'session.signOut'])

async function readDocument(host: TestHost): Promise<Document> {
  const answer = await fetch(`${host.url}/api/openapi.json`, {
    headers: { authorization: `Bearer ${host.token}` },
  })
  return (await answer.json()) as Document
}

test('fuzz: bad input to every procedure is a declared refusal, and the host lives on', async () => {
  test.setTimeout(120_000 + tries * 60_000)
  const host = await startHost()
  const document = await readDocument(host)
  // What ends the session comes last: after it every answer would be SIGN_IN_REQUIRED.
  const isLast = ({ operationId }: Operation) => lasts.has(operationId)
  const all = Object.values(document.paths).map(({ post }) => post)
  const operations = [...all.filter((operation) => !isLast(operation)), ...all.filter(isLast)]
  expect(operations.length).toBeGreaterThan(50)
  const wrong: string[] = []

  for (const { operationId, requestBody } of operations) {
    if (skipped.has(operationId)) continue
    const schema = requestBody?.content['application/json']?.schema ?? {}
    const inputs = fc.sample(near(schema, document), { numRuns: tries, seed })
    for (const input of inputs) {
      const { status, body } = await host.call(operationId.replace('.', '/'), input)
      if (status === 200) continue
      const refusal = body as Refusal
      if (status >= 500 || refusal.defined !== true)
        wrong.push(
          `${operationId} ${String(status)} ${JSON.stringify(body).slice(0, 200)} for ${JSON.stringify(input).slice(0, 300)}`,
        )
    }
  }

  expect(wrong).toEqual([])
  expect((await host.call('session/getStart')).status).toBe(200)
  expect(await host.close()).toBe(0)
  expect(host.stderr()).not.toMatch(/UnhandledPromiseRejection|unhandledRejection|crashed/)
})

test('fuzz: without a session every procedure but first run and sign-in says SIGN_IN_REQUIRED; a foreign Origin FORBIDDEN', async () => {
  const host = await startHost()
  const open = new Set(['session.getStart', 'session.setUp', 'session.signIn', 'session.signInPin'])
  for (const { post } of Object.values((await readDocument(host)).paths)) {
    const path = post.operationId.replace('.', '/')
    const stranger = await host.call(path, {}, { authorization: '' })
    if (!open.has(post.operationId))
      expect([stranger.status, stranger.body], path).toMatchObject([
        401,
        { code: 'SIGN_IN_REQUIRED', defined: true },
      ])
    const foreign = await host.call(path, {}, { origin: 'http://evil.example' })
    expect([foreign.status, foreign.body], path).toMatchObject([403, { code: 'FORBIDDEN', defined: true }])
  }
  await host.close()
})

test('fuzz: a role that lacks the right gets FORBIDDEN from every procedure, whatever it sends', async () => {
  const host = await startHost()
  const { body } = await host.call('session/getSession')
  const { officeIds } = body as { officeIds: string[] }
  const roles: Role[] = ['board']
  const login = { login: 'wall.board', password: 'a long enough password' }
  const user = { id: newId(), ...login, displayName: 'Wall', language: 'en', roles, officeIds }
  expect(await host.call('people/createUser', user)).toMatchObject({ status: 200 })
  const signedIn = await host.call('session/signIn', login, { authorization: '' })
  expect(signedIn.status, JSON.stringify(signedIn.body)).toBe(200)
  const authorization = `Bearer ${(signedIn.body as { token: string }).token}`
  const held = permissionsOf(roles)

  let refused = 0
  for (const { post } of Object.values((await readDocument(host)).paths)) {
    const guard = metaOf(post.operationId.split('.'))?.permission ?? 'none'
    if (guard === 'none' || held.has(guard satisfies Permission)) continue
    for (const input of [{}, { nonsense: true }]) {
      const answer = await host.call(post.operationId.replace('.', '/'), input, { authorization })
      expect([answer.status, answer.body], post.operationId).toMatchObject([
        403,
        { code: 'FORBIDDEN', data: { permission: guard } },
      ])
    }
    refused += 1
  }
  expect(refused).toBeGreaterThan(20)
  await host.close()
})
