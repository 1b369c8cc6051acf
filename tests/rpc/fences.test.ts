import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { os } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { setTimeout as sleep } from 'node:timers/promises'
import { MessageChannel } from 'node:worker_threads'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createApplication } from '../../electron/context'
import { openDatabase } from '../../electron/db/database'
import { migrate } from '../../electron/db/migrate'
import { newId } from '../support/app'
import { createHandlers, serve, type Served } from '../../electron/rpc/serve'
import { workerWire } from '../../electron/rpc/wire'
import {
  contract,
  metaOf,
  roleFor,
  type Client,
  type ServiceRole,
} from '../../electron/shared/contract/index'
import { packedRows } from '../../electron/shared/contract/packedRows'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

function application(role: ServiceRole | 'all', logs: string[] = []) {
  const db = openDatabase(':memory:')
  migrate(db)
  const all = { db, folder: '', now: Date.now, relay: () => undefined, ownerToken: 'owner' }
  const log = (_level: string, message: string, detail?: unknown) =>
    void logs.push(`${message} ${detail instanceof Error ? detail.message : ''}`)
  // The reader and the jobs instance find a store that the writer has made.
  if (role === 'reader' || role === 'jobs') createApplication({ ...all, role: 'writer', log })
  closers.push(() => db.close())
  return createApplication({ ...all, role, log })
}

/** A client over a real port, as the owner. */
function connect(served: Served, logs: string[] = [], token = 'owner', more: Record<string, string> = {}) {
  const { port1, port2 } = new MessageChannel()
  serve(createHandlers(served).rpc, workerWire(port1), (_level, message) => void logs.push(message))
  const headers = { ...more, ...(token === '' ? {} : { authorization: `Bearer ${token}` }) }
  const link = new RPCLink({ port: port2, headers, customJsonSerializers: [packedRows] })
  port2.start()
  closers.push(() => {
    port1.close()
    port2.close()
  })
  return { client: createORPCClient<Client>(link), port1, port2, logs }
}

describe('the fence around every call', () => {
  it('a session token comes with each call as its authorization header', async () => {
    const app = application('all')
    expect((await connect(app).client.session.getSession()).user.login).toBe('owner')
    for (const token of ['', 'wrong'])
      await expect(connect(app, [], token).client.session.getSession()).rejects.toMatchObject({
        code: 'SIGN_IN_REQUIRED',
        status: 401,
        defined: true,
      })
  })

  it('names kept in several languages come in the language that the window shows (01 §2.1)', async () => {
    const app = application('all')
    const { client } = connect(app)
    await client.stages.createStage({
      id: newId(),
      code: 'PLAN',
      description: { en: 'Planned', fi: 'Suunniteltu' },
    })
    const nameIn = async (language: string) => {
      const window = connect(app, [], 'owner', { 'accept-language': language }).client
      const { user } = await window.session.getSession()
      return [(await window.stages.getTree({})).stages.map(({ name }) => name), user.language]
    }

    expect(await nameIn('fi')).toEqual([['Suunniteltu'], 'en'])
    for (const other of ['en', 'en-GB,en;q=0.9', '*', 'zz'])
      expect(await nameIn(other)).toEqual([['Planned'], 'en'])
  })

  it('a malformed frame closes its line, is logged, and leaves nothing unhandled', async () => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    closers.push(() => process.off('unhandledRejection', unhandled))
    const app = application('all')
    for (const frame of [
      '{not json',
      '{}',
      'null',
      42,
      { i: 1 },
      '{"i":1,"p":{"u":"::"}}',
      new Uint8Array([255, 1]),
    ]) {
      const { port1, port2, logs } = connect(app)
      const closed = new Promise((done) => port1.on('close', done))
      port2.postMessage(frame)
      await Promise.race([closed, sleep(200)])
      expect(logs.length, JSON.stringify(frame)).toBeGreaterThan(0)
    }
    await sleep(20)
    expect(unhandled).not.toHaveBeenCalled()
    expect((await connect(app).client.session.getSession()).user.login).toBe('owner')
  })

  it('an error that is not declared crosses without message, data or cause', async () => {
    const logs: string[] = []
    const app = application('all', logs)
    const broken: Served = {
      ...app,
      interceptors: [...app.interceptors, () => Promise.reject(new Error('SECRET path'))],
    }
    const error: unknown = await connect(broken)
      .client.session.getStart()
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', status: 500, data: undefined })
    expect((error as Error).message).not.toContain('SECRET')
    expect(logs.join()).toContain('SECRET')
  })

  it('a foreign ORPCError loses its data, however it is thrown', async () => {
    const app = application('all')
    const broken: Served = {
      ...app,
      interceptors: [
        ...app.interceptors,
        () => Promise.reject(new ORPCError('ODD', { status: 418, data: { password: 'SECRET' } })),
      ],
    }
    await expect(connect(broken).client.session.getStart()).rejects.toMatchObject({
      defined: false,
      data: undefined,
    })
  })

  it('what is wrong with an input is said without the input', async () => {
    const input = { id: '019a9f00-0000-7000-8000-000000000001', name: '', taxNumber: 'SECRET'.repeat(20) }
    const error: unknown = await connect(application('all'))
      .client.customers.createCustomer(input as never)
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'INVALID_INPUT', status: 400, defined: true })
    const text = JSON.stringify((error as ORPCError<string, unknown>).data)
    expect(text).toContain('name')
    expect(text).not.toContain('SECRET')
  })

  it('without the fence the plain adapter leaks data: the fence is not decoration', async () => {
    const { port1, port2 } = new MessageChannel()
    closers.push(() => port1.close())
    const leaky = os.handler(() => {
      throw new ORPCError('ODD', { data: { password: 'x' } })
    })
    new RPCHandler({ leaky }).upgrade(port1)
    port1.start()
    port2.start()
    const client = createORPCClient<{ leaky(): Promise<unknown> }>(new RPCLink({ port: port2 }))
    await expect(client.leaky()).rejects.toMatchObject({ data: { password: 'x' } })
  })
})

describe('the instances', () => {
  const paths = Object.entries(contract).flatMap(([capability, procedures]) =>
    Object.keys(procedures).map((name) => [capability, name] as const),
  )

  it('every procedure says its kind and its permission', () => {
    for (const path of paths) {
      expect(metaOf(path)?.kind, path.join('.')).toBeDefined()
      expect(metaOf(path)?.permission, path.join('.')).toBeDefined()
      expect(roleFor(path), path.join('.')).toBeDefined()
    }
  })

  it('a path that names no procedure has no instance', () => {
    for (const path of [['customers'], ['customers', 'constructor'], ['__proto__', 'x'], []])
      expect(roleFor(path), path.join('.')).toBeUndefined()
  })

  it('the reader refuses what is not a query; the jobs instance refuses commands', async () => {
    const customer = { id: '019a9f00-0000-7000-8000-000000000001', name: 'Acme' }
    const reader = connect(application('reader')).client
    await expect(reader.customers.listCustomers({})).resolves.toMatchObject({ items: [] })
    await expect(reader.customers.createCustomer(customer as never)).rejects.toMatchObject({
      code: 'METHOD_NOT_SUPPORTED',
    })
    const jobs = connect(application('jobs')).client
    await expect(jobs.customers.createCustomer(customer as never)).rejects.toMatchObject({
      code: 'METHOD_NOT_SUPPORTED',
    })
  })
})
