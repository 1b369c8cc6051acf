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

/** Makes values near what the schema wants: mostly of the right shape, with something wrong somewhere. */
function createNear({ components }: Document, knownIds: readonly string[]) {
  const ids = knownIds.length === 0 ? fc.uuid({ version: 7 }) : fc.constantFrom(...knownIds)

  function near(schema: Schema, depth: number): fc.Arbitrary<unknown> {
    return fc.oneof({ weight: 9, arbitrary: right(schema, depth) }, { weight: 1, arbitrary: anyNasty })
  }

  function record(properties: Readonly<Record<string, Schema>>, depth: number): fc.Arbitrary<unknown> {
    const fields = Object.fromEntries(
      Object.entries(properties).map(([name, field]) => [name, near(field, depth + 1)]),
    )
    return fc.oneof(
      fc.record(fields),
      fc.record(fields, { requiredKeys: [] }),
      fc.record({ ...fields, unknownField: anyNasty }),
    )
  }

  function right(schema: Schema, depth: number): fc.Arbitrary<unknown> {
    if (depth > 6) return anyNasty
    if (schema.$ref !== undefined) {
      const named = components.schemas[schema.$ref.split('/').at(-1) ?? '']
      return named ? right(named, depth + 1) : anyNasty
    }
    const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf
    if (choices) return fc.oneof(...choices.map((choice) => right(choice, depth + 1)))
    if (schema.enum) return fc.constantFrom(...schema.enum)
    if ('const' in schema) return fc.constant(schema.const)
    if (schema.properties) return record(schema.properties, depth)
    const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0]
    switch (type) {
      case 'array':
        return fc.array(near(schema.items ?? {}, depth + 1), { maxLength: 4 })
      case 'object':
        return fc.dictionary(fc.string({ maxLength: 8 }), anyNasty, { maxKeys: 3 })
      case 'integer':
        return fc.oneof(fc.integer({ min: -2, max: 3 }), fc.maxSafeInteger())
      case 'number':
        return fc.double({ noNaN: true, noDefaultInfinity: true })
      case 'boolean':
        return fc.boolean()
      case 'string':
        if (schema.format === 'uuid') return fc.oneof({ weight: 9, arbitrary: ids }, fc.uuid({ version: 7 }))
        if (schema.format === 'date')
          return fc.constantFrom('2026-03-02', '2028-02-29', '0001-01-01', '9999-12-31')
        return fc.string({ unit: 'grapheme', maxLength: 30 })
      case undefined:
      default:
        return anyNasty
    }
  }

  return (schema: Schema) => near(schema, 0)
}

interface Refusal {
  readonly defined?: boolean
  readonly code?: string
}

/** Waits for what never comes. */
const skipped = new Set(['changes.stream'])

async function readDocument(host: TestHost): Promise<Document> {
  const answer = await fetch(`${host.url}/api/openapi.json`, {
    headers: { authorization: `Bearer ${host.token}` },
  })
  return (await answer.json()) as Document
}

/** The ids of records in an answer, so that later calls meet records that are there. */
function idsIn(body: unknown): string[] {
  return [...JSON.stringify(body).matchAll(/"(?:id|\w+Id)":"([0-9a-f-]{36})"/g)].map(([, id]) => id!)
}

test('fuzz: bad input to every procedure is a declared refusal, and the host lives on', async () => {
  test.setTimeout(120_000 + tries * 60_000)
  let host = await startHost()
  const document = await readDocument(host)
  const operations = Object.values(document.paths).map(({ post }) => post)
  expect(operations.length).toBeGreaterThan(50)
  const wrong: string[] = []
  const known = new Set<string>()
  let done = 0

  for (const { operationId, requestBody } of operations) {
    if (skipped.has(operationId)) continue
    const schema = requestBody?.content['application/json']?.schema ?? {}
    const near = createNear(document, [...known].slice(-50))
    for (const input of fc.sample(near(schema), { numRuns: tries, seed })) {
      const { status, body } = await host.call(operationId.replace('.', '/'), input)
      if (status === 200) {
        done += 1
        for (const id of idsIn(body)) known.add(id)
      } else if (status >= 500 || (body as Refusal).defined !== true)
        wrong.push(
          `${operationId} ${String(status)} ${JSON.stringify(body).slice(0, 200)} for ${JSON.stringify(input).slice(0, 300)}`,
        )
    }
    // Some input ends the session: signing out, revoking the own device. The next ones want one again.
    if ((await host.call('session/getSession')).status !== 200) {
      expect(await host.close()).toBe(0)
      host = await startHost()
      known.clear()
    }
  }

  expect(wrong).toEqual([])
  expect(done, 'some of it was right').toBeGreaterThan(operations.length / 4)
  expect(await host.close()).toBe(0)
  expect(host.stderr()).not.toMatch(/ error |UnhandledPromiseRejection|crashed/)
})

test('fuzz: without a session every procedure but first run and sign-in says SIGN_IN_REQUIRED; a foreign Origin FORBIDDEN', async () => {
  test.setTimeout(120_000)
  const host = await startHost()
  const open = new Set([
    'session.getStart',
    'session.setUp',
    'session.signIn',
    'session.signInPin',
    'backups.loadDemo',
  ])
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
  test.setTimeout(120_000)
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
