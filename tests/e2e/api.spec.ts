import { expect, test } from '@playwright/test'
import { request } from 'node:http'
import { newId, startHost, type TestHost } from '../support/host'

let host: TestHost
test.beforeAll(async () => {
  host = await startHost()
})
test.afterAll(() => host.close())

interface Raw {
  readonly status: number
  readonly text: string
}
interface Operation {
  operationId: string
  requestBody: { content: Record<'application/json', { schema: { required: string[] } }> }
  responses: object
}
interface Ask {
  readonly path?: string
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer
}

/** A request that may lie about its headers, as fetch may not. */
function ask({
  path = '/api/customers/listCustomers',
  method = 'POST',
  headers = {},
  body = '{}',
}: Ask = {}) {
  return new Promise<Raw>((done, failed) => {
    const all = { authorization: `Bearer ${host.token}`, 'content-type': 'application/json', ...headers }
    const call = request(host.url + path, { method, headers: all }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => (text += part))
      answer.on('end', () => done({ status: answer.statusCode ?? 0, text }))
    })
    call.on('error', failed).end(method === 'POST' ? body : undefined)
  })
}
const codeOf = ({ status, text }: Raw) => [status, (JSON.parse(text) as { code: string }).code]

test('the OpenAPI document comes from the contract', async () => {
  const { status, text } = await ask({ path: '/api/openapi.json', method: 'GET' })
  const document = JSON.parse(text) as {
    openapi: string
    servers: { url: string }[]
    paths: Record<string, { post: Operation }>
    components: { schemas: Record<string, { properties?: object }> }
  }
  const paths = Object.entries(document.paths)

  expect([status, document.openapi, document.servers[0]?.url]).toEqual([200, '3.1.1', `${host.url}/api`])
  for (const [path, { post }] of paths) expect(`/${post.operationId.replace('.', '/')}`).toBe(path)
  const create = document.paths['/customers/createCustomer']!.post
  expect(create.requestBody.content['application/json'].schema.required).toContain('name')
  expect(Object.keys(create.responses)).toEqual(
    expect.arrayContaining(['200', '400', '401', '403', '404', '409']),
  )
  expect(document.components.schemas['Customer']?.properties).toHaveProperty('number')
})

test('queries and commands by POST; a query sees what a command before it wrote', async () => {
  const customer = { id: newId(), name: 'Õunapuu OÜ' }
  const created = await host.call('customers/createCustomer', customer)
  expect(created).toMatchObject({ status: 200, body: { ...customer, version: 1 } })

  const read = await host.call('customers/getCustomer', { customerId: customer.id })
  expect(read.body).toEqual(created.body)
})

test('a declared refusal comes with status, code and data', async () => {
  const answer = await host.call('customers/getCustomer', { customerId: newId() })
  expect(answer).toMatchObject({
    status: 404,
    body: { defined: true, code: 'NOT_FOUND', status: 404, data: { entity: 'customer' } },
  })
})

test('what is wrong with the input is said, without the input', async () => {
  const answer = await host.call('customers/createCustomer', {
    id: newId(),
    name: '',
    taxNumber: 'SECRET'.repeat(20),
  })
  expect(answer).toMatchObject({ status: 400, body: { defined: true, code: 'INVALID_INPUT' } })
  const text = JSON.stringify(answer.body)
  expect(text).toContain('"name"')
  expect(text).not.toContain('SECRET')
})

test('bodies that are no JSON, too large or of another type', async () => {
  for (const body of ['{bad', '\u0000', '{"a":'])
    expect(codeOf(await ask({ body }))).toEqual([400, 'INVALID_INPUT'])
  for (const body of ['', 'null', '[]', '"x"', '7'])
    expect(codeOf(await ask({ path: '/api/customers/getCustomer', body }))).toEqual([400, 'INVALID_INPUT'])
  const type = (text: string) => ask({ headers: { 'content-type': text } })
  expect(codeOf(await type('text/plain'))).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
  expect(codeOf(await type('multipart/form-data; boundary=x'))).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
  expect((await type('application/json; charset=utf-8')).status).toBe(200)
  expect(codeOf(await ask({ body: Buffer.alloc((64 << 20) + 1, ' ') }))).toEqual([413, 'PAYLOAD_TOO_LARGE'])
})

test('unknown paths and wrong methods', async () => {
  for (const path of [
    '/api',
    '/api/',
    '/api/customers',
    '/api/customers/nope',
    '/api/__proto__/x',
    '/api/a/b/c',
  ])
    expect(codeOf(await ask({ path })), path).toEqual([404, 'NOT_FOUND'])
  for (const method of ['GET', 'PUT', 'DELETE'])
    expect(codeOf(await ask({ method })), method).toEqual([405, 'METHOD_NOT_SUPPORTED'])
})

test('who is not signed in gets nothing, the document neither', async () => {
  for (const authorization of [
    '',
    'Bearer',
    'Bearer wrong',
    `Basic ${host.token}`,
    `Bearer ${host.token}x`,
  ]) {
    expect(codeOf(await ask({ headers: { authorization } })), authorization).toEqual([
      401,
      'SIGN_IN_REQUIRED',
    ])
    const document = await ask({ path: '/api/openapi.json', method: 'GET', headers: { authorization } })
    expect(codeOf(document), authorization).toEqual([401, 'SIGN_IN_REQUIRED'])
  }
})

test('a foreign Host or Origin is refused; the cookie of the page opens nothing here', async () => {
  expect(codeOf(await ask({ headers: { host: 'evil.example' } }))).toEqual([421, 'MISDIRECTED_REQUEST'])
  for (const origin of ['http://evil.example', 'null', 'http://127.0.0.1:1'])
    expect(codeOf(await ask({ headers: { origin } })), origin).toEqual([403, 'FORBIDDEN'])
  expect((await ask({ headers: { origin: host.url } })).status).toBe(200)
  const cookie = `aftercare-${new URL(host.url).port}=${new URL(host.openingUrl).searchParams.get('key') ?? ''}`
  expect((await ask({ headers: { authorization: '', cookie } })).status).toBe(401)
})

test('the change stream answers over the API and ends with its caller', async () => {
  const leave = new AbortController()
  const answer = await fetch(`${host.url}/api/changes/stream`, {
    method: 'POST',
    body: JSON.stringify({ afterSeq: 0 }),
    headers: { authorization: `Bearer ${host.token}`, 'content-type': 'application/json' },
    signal: leave.signal,
  })
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.includes('"entity":"office"')) text += (await reader.read()).value ?? ''
  leave.abort()
  expect((await host.call('session/getSession')).status).toBe(200)
})
