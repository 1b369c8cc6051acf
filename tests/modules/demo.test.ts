import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { createApplication } from '../../electron/context'
import { verifyChain } from '../../electron/db/changeLog'
import { openDatabase, type Db } from '../../electron/db/database'
import { withIds } from '../../electron/db/ids'
import { migrate } from '../../electron/db/migrate'
import { createChance, createIdSource } from '../../electron/modules/backups/demo/chance.rules'
import { easterOf } from '../../electron/modules/backups/demo/days.rules'
import type { Client } from '../../electron/shared/contract/index'
import { Role } from '../../electron/shared/contract/permission'
import { newId, setUp, type SetUpOptions, type TestApp } from '../support/app'
import { resultOf } from '../support/orders'
import { cpuTime } from '../support/cpuTime'

const date = '2026-03-02'
const now = Date.UTC(2026, 2, 2, 8)
// A load writes two thousand entries.
vi.setConfig({ testTimeout: 60_000 })

const open: TestApp[] = []
afterEach(() => {
  for (const app of open.splice(0)) app.close()
})

/** An application over a new store whose own ids are counted, so that two stores begin alike. */
function newApp(options: SetUpOptions = { now }): TestApp {
  let count = 0
  const source = () => `01900000-0000-7000-8000-${(++count).toString(16).padStart(12, '0')}`
  const app = withIds(source, () => setUp(options))
  open.push(app)
  return app
}

async function load(app: TestApp, input: Parameters<Client['backups']['loadDemo']>[0] = {}): Promise<void> {
  const { jobId } = await app.owner.backups.loadDemo({ date, ...input })
  await resultOf(app.owner, jobId)
}

const folder = mkdtempSync(join(tmpdir(), 'aftercare-demo-'))
const snapshot = join(folder, 'demo.db')
afterAll(() => {
  rmSync(folder, { recursive: true })
})
let copies = 0
/** An application over a copy of a store with the demo company, which is loaded once. */
async function loaded(): Promise<TestApp> {
  if (copies === 0) {
    const app = newApp()
    await load(app)
    app.db.prepare('VACUUM INTO ?').run(snapshot)
  }
  copies += 1
  const file = join(folder, `${String(copies)}.db`)
  copyFileSync(snapshot, file)
  return newApp({ now, db: openDatabase(file) })
}
/** How a job ended that was refused. */
async function refusalOf(
  app: TestApp,
  { jobId }: { jobId: Parameters<typeof resultOf>[1] },
): Promise<unknown> {
  return resultOf(app.owner, jobId).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.cause : undefined),
  )
}
async function signedIn({ application, stranger }: TestApp, login: string): Promise<Client> {
  const users = (await stranger.session.getStart()).demoUsers ?? []
  const password = users.find((user) => user.login === login)?.password ?? ''
  return application.clientFor((await stranger.session.signIn({ login, password })).token)
}

function tablesOf(db: Db): string[] {
  return db
    .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .pluck()
    .all()
    .filter((name) => !name.startsWith('local_') && name !== 'migration')
}
/** Salted: equal values have different digests. */
const salted = new Set(['password_hash', 'hash', 'salt', 'fields', 'applied_at'])
/** Every row of the store without what a salt has touched. */
function dumpOf(db: Db, except: readonly string[] = []): Record<string, unknown[]> {
  return Object.fromEntries(
    tablesOf(db)
      .filter((table) => !except.includes(table))
      .map((table) => {
        const rows = db.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`).all()
        const clean = rows.map((row) =>
          JSON.stringify(
            Object.entries(row)
              .filter(([name]) => !salted.has(name))
              .map(([name, value]) => [name, Buffer.isBuffer(value) ? value.toString('hex') : value]),
          ),
        )
        return [table, clean.sort()]
      }),
  )
}
const count = (db: Db, sql: string) =>
  db.prepare<[], number>(`SELECT count(*) FROM ${sql}`).pluck().get() ?? 0

describe('R01-23: the demo company', () => {
  test('R01-23: the same seed and date give the same records, ids and instants', async () => {
    const [first, second] = [await loaded(), newApp()]
    const spent = cpuTime()
    await load(second)
    expect(spent(), 'milliseconds of this process').toBeLessThan(10_000)
    expect(dumpOf(second.db)).toEqual(dumpOf(first.db))
  })

  test('R01-23: today is in its middle, with orders in every state', async () => {
    const { db, owner } = await loaded()

    expect(await owner.people.getCompany()).toMatchObject({ isDemo: true, currency: 'NOK', country: 'NO' })
    const counts = ['unit', 'item', 'customer', 'service_order', 'service_object', 'worker', 'stage'].map(
      (table) => [table, count(db, table)],
    )
    expect(Object.fromEntries(counts)).toEqual({
      ...{ unit: 38, item: 217, customer: 60, service_order: 259, service_object: 80, worker: 15, stage: 6 },
    })
    const [earliest, latest] = db
      .prepare<[], string>(
        'SELECT min(service_date) FROM service_order UNION ALL SELECT max(service_date) FROM service_order',
      )
      .pluck()
      .all()
    expect([earliest, latest]).toEqual(['2026-01-01', '2026-05-01'])
    expect(count(db, `service_order WHERE service_date < '${date}'`)).toBeGreaterThan(75)
    expect(count(db, `service_order WHERE service_date > '${date}'`)).toBeGreaterThan(75)
    expect(count(db, "service_order WHERE progress = 'posted'")).toBeGreaterThanOrEqual(35)
    expect(count(db, "service_order WHERE progress = 'canceled'")).toBeGreaterThanOrEqual(5)
    expect(count(db, 'service_order WHERE is_ready_for_posting = 1')).toBeGreaterThanOrEqual(5)
    for (const code of ['PLAN', 'INPROC', 'WAITPART', 'DONE', 'CANCEL', 'ARCH'])
      expect(
        count(db, `service_order o JOIN stage s ON s.id = o.stage_id WHERE s.code = '${code}'`),
        code,
      ).toBeGreaterThan(2)
    for (const type of ['hour', 'item', 'expense', 'fee'])
      expect(count(db, `billable_transaction WHERE kind = '${type}'`), type).toBeGreaterThan(5)
    expect(count(db, "service_order_line WHERE status <> 'canceled' AND sales_price IS NULL")).toBe(0)
    const agreements = (where: string) => count(db, `agreement WHERE ${where}`)
    expect(agreements("status = 'active' AND is_template = 0")).toBeGreaterThanOrEqual(8)
    expect([agreements("status = 'suspended'"), agreements('is_template = 1')]).toEqual([1, 1])
    expect(agreements("status = 'active' AND end_date BETWEEN '2026-03-02' AND '2026-04-01'")).toBe(1)
    expect(count(db, `change_log WHERE at > ${String(now)}`), 'nothing lies in the future').toBe(0)
    expect(verifyChain(db)).toMatchObject({ ok: true })
  })

  test('07 §2: two teams in the Oslo region, visits planned for the day and the days after, people away', async () => {
    const { db, owner } = await loaded()
    const rows = (sql: string) => count(db, sql)

    expect([rows('dispatch_team'), rows('team_membership'), rows('absence')]).toEqual([2, 9, 3])
    const today = Date.UTC(2026, 2, 1, 23)
    const dispatched = (from: number, to: number) =>
      rows(`activity WHERE status = 'dispatched' AND start_at BETWEEN ${String(from)} AND ${String(to)}`)
    expect(dispatched(today, today + 86_400_000)).toBeGreaterThanOrEqual(20)
    expect(dispatched(today + 86_400_000, today + 5 * 86_400_000)).toBeGreaterThanOrEqual(40)
    expect(rows("activity WHERE status = 'undispatched'")).toBeGreaterThanOrEqual(20)
    expect(rows('activity WHERE is_locked = 1')).toBe(1)
    const { items } = await owner.dispatch.listPlanConflicts({ from: today, to: today + 7 * 86_400_000 })
    const codes = new Set(items.flatMap(({ conflicts }) => conflicts.map(({ code }) => code)))
    expect([...codes]).toContain('ABSENT')
    expect(items.length).toBeLessThan(12)
  })

  test('08 §2, 09 §2: bicycles whose parts are known over two years, repairs with codes in every state', async () => {
    const { db, owner } = await loaded()
    const rows = (sql: string) => count(db, sql)

    expect(rows('service_bom')).toBeGreaterThanOrEqual(12)
    expect(rows("bom_template WHERE source = 'template'")).toBeGreaterThanOrEqual(1)
    expect(rows("bom_history WHERE action = 'replaced'")).toBeGreaterThanOrEqual(20)
    const first = db.prepare<[], number>('SELECT min(effective_at) FROM bom_history').pluck().get() ?? now
    expect(first).toBeLessThan(now - 365 * 86_400_000)
    expect(rows('repair_line')).toBeGreaterThanOrEqual(20)
    expect(rows('repair_line WHERE symptom_code_id IS NULL OR diagnosis_code_id IS NULL')).toBe(0)
    expect(rows('repair_line WHERE finished_at IS NOT NULL')).toBeGreaterThanOrEqual(10)
    expect(rows('repair_line WHERE finished_at IS NULL')).toBeGreaterThanOrEqual(3)
    expect(rows('service_order_line WHERE repair_line_id IS NOT NULL')).toBeGreaterThanOrEqual(2)
    const { items } = await owner.bom.listServiceBoms({ sort: [{ field: 'changeCount', direction: 'desc' }] })
    expect(items[0]?.changeCount).toBeGreaterThan(1)
  })

  test('issue 4 §2: an order with a line of each category can be posted', async () => {
    const { owner } = await loaded()
    const [customer] = (await owner.customers.listCustomers({ limit: 1 })).items
    const [worker] = (await owner.people.listWorkers({ limit: 1 })).items
    const { items: categories } = await owner.agreements.listCategories({ limit: 200 })
    const { id: orderId } = await owner.orders.createOrder({ id: newId(), customerId: customer!.id })
    for (const { id: categoryId, type } of categories) {
      const { version } = await owner.orders.getOrder({ orderId })
      await owner.orders.addLine({
        ...{ id: newId(), orderId, expectedVersion: version, type, categoryId, actualQty: 1000 },
        ...(type === 'fee' ? {} : { workerId: worker!.id }),
      })
    }
    const { version, stageId } = await owner.orders.getOrder({ orderId })
    const { stages } = await owner.stages.getTree()
    const posting = stages.find(({ allowPost }) => allowPost)
    expect(stageId).toBeDefined()
    const { items: reasons } = await owner.stages.listReasonCodes({ filter: { active: true }, limit: 200 })
    const reasonId = reasons.find(({ uses }) => uses.includes('stageChange'))!.id
    const moved = await owner.stages.changeStage({
      ...{ orderId, expectedVersion: version, direction: 'set', stageId: posting!.id, reasonId },
    })

    const posted = await owner.orders.postOrder({ orderId, expectedVersion: moved.version, date })

    expect(categories.length).toBeGreaterThan(8)
    expect(posted.transactions.map(({ status }) => status)).toEqual(categories.map(() => 'posted'))
  })

  test('R01-23: its day may be any; seed 7 in the middle of a summer, and a day of another decade', async () => {
    const ordersOfSeedOne = dumpOf((await loaded()).db)['service_order']
    for (const input of [
      { seed: 7, date: '2031-07-06' },
      { seed: 4_294_967_295, date: '2008-02-29' },
    ]) {
      const app = newApp()
      await load(app, input)
      expect(count(app.db, 'service_order')).toBe(259)
      expect(dumpOf(app.db)['service_order']).not.toEqual(ordersOfSeedOne)
    }
  })

  test.each<[string, (owner: Client) => Promise<unknown>]>([
    ['customer', (owner) => owner.customers.createCustomer({ id: newId(), name: 'Pump Oy' })],
    [
      'item',
      async (owner) => {
        const unit = await owner.catalog.createUnit({ id: newId(), code: 'EA', name: 'Each', decimals: 0 })
        return owner.catalog.createItem({ id: newId(), number: 'P-1', name: 'Pump', unitId: unit.id })
      },
    ],
    [
      'order',
      async (owner) => {
        const { id } = await owner.customers.createCustomer({ id: newId(), name: 'Pump Oy' })
        return owner.orders.createOrder({ id: newId(), customerId: id })
      },
    ],
  ])('R01-23: NOT_EMPTY while there is one %s', async (entity, prepare) => {
    const app = newApp()
    await prepare(app.owner)
    const before = app.entries()
    await expect(app.owner.backups.loadDemo({ date })).rejects.toMatchObject({
      code: 'NOT_EMPTY',
      data: { counts: { [entity]: 1 } },
    })
    expect(app.entries()).toBe(before)
  })

  test('R01-23: what was set up under a name the demo needs is NOT_EMPTY, and nothing is written', async () => {
    const app = newApp()
    await app.owner.stages.createStage({ id: newId(), code: 'OWN', description: { en: 'Own' } })
    const before = dumpOf(app.db)
    const error = await refusalOf(app, await app.owner.backups.loadDemo({ date }))
    expect(error).toMatchObject({ code: 'NOT_EMPTY', data: { failures: [{ code: 'SECOND_ROOT' }] } })
    expect(dumpOf(app.db)).toEqual(before)
  })
})

describe('R01-31, R01-32: who loads it, who signs in', () => {
  test('R01-31: anyone while no user has a password, then administrators only', async () => {
    const app = newApp()
    const technician = await app.as('technician')
    await expect(technician.backups.loadDemo({ date })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(app.stranger.backups.loadDemo({ date })).rejects.toMatchObject({ code: 'SIGN_IN_REQUIRED' })
    const { jobId } = await (await app.as('administrator')).backups.loadDemo({ date })
    await resultOf(app.owner, jobId)

    const fresh = newApp()
    expect(await fresh.stranger.session.getStart()).toMatchObject({ state: 'firstRun' })
    const started = await fresh.stranger.backups.loadDemo({ date, language: 'de' })
    await resultOf(fresh.owner, started.jobId)
    expect(await fresh.stranger.session.getStart()).toMatchObject({ state: 'signIn', language: 'de' })
  })

  test('R01-32: one user a role, listed with the password that opens it; a company of its own lists none', async () => {
    expect((await newApp().stranger.session.getStart()).demoUsers).toBeUndefined()
    const app = await loaded()
    const { demoUsers = [] } = await app.stranger.session.getStart()
    expect(demoUsers.map(({ role }) => role).sort()).toEqual([...Role.options].sort())
    for (const { login, role } of demoUsers) {
      const client = await signedIn(app, login)
      expect((await client.session.getSession()).roles).toEqual([role])
    }
    const technician = await signedIn(app, 'technician')
    expect((await technician.orders.listOrders({ withCount: true })).count).toBeGreaterThan(5)
  })

  test('R01-32: --demo loads into an empty store, starts a demo store as it is, and refuses any other', async () => {
    const start = (db: Db, at: number) =>
      createApplication({
        ...{ db, role: 'all', now: () => at, folder: '', ownerToken: 'owner-token', demo: true },
        log: (_level, message, detail) => {
          throw new Error(message, { cause: detail })
        },
        relay: () => undefined,
      })
    const db = openDatabase(':memory:')
    migrate(db)
    const first = start(db, now)
    expect(await first.clientFor('owner-token').people.getCompany()).toMatchObject({ isDemo: true })
    const entries = count(db, 'change_log')
    await first.clientFor('owner-token').customers.createCustomer({ id: newId(), name: 'Pump Oy' })
    const second = start(db, now + 86_400_000)
    expect(count(db, 'change_log')).toBe(entries + 1)
    first.close()
    second.close()
    db.close()

    const own = newApp()
    await own.owner.customers.createCustomer({ id: newId(), name: 'Pump Oy' })
    expect(() => start(own.db, now)).toThrow(expect.objectContaining({ code: 'NOT_DEMO' }))
  })
})

describe('R01-23: removing it', () => {
  test('R01-23: the store is as after first run, its log stays, and the demo can come again', async () => {
    const fresh = newApp()
    const log = ['change', 'change_log', 'personal_value', 'company', 'office']
    const empty = dumpOf(fresh.db, log)
    const company = await fresh.owner.people.getCompany()
    const app = await loaded()
    const entries = app.entries()

    const { jobId } = await (await signedIn(app, 'admin')).backups.removeDemo({ reason: 'Tried enough' })
    await resultOf(app.owner, jobId)

    expect(dumpOf(app.db, log)).toEqual(empty)
    expect({ ...(await app.owner.people.getCompany()), version: 1 }).toEqual(company)
    const [office] = (await app.owner.people.listOffices({})).items
    expect(office).toMatchObject({ code: 'MAIN', name: 'Main office' })
    expect(await app.stranger.session.getStart()).toMatchObject({ state: 'firstRun' })
    expect(app.entries()).toBe(entries + 1)
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
    expect(
      app.db.prepare("SELECT name FROM sqlite_master WHERE name = 'stock_transaction_is_not_deleted'").get(),
    ).toBeDefined()
    const { id } = await app.owner.customers.createCustomer({ id: newId(), name: 'Pump Oy' })
    expect((await app.owner.customers.getCustomer({ customerId: id })).number).toBe('MAIN-CU-000001')
    await app.owner.customers.deleteCustomer({ customerId: id, expectedVersion: 1 })

    await load(app)
    expect(count(app.db, 'service_order')).toBe(259)
  })

  test('R01-23: IN_USE lists what depends on it, and everything stays', async () => {
    const app = await loaded()
    const office = await signedIn(app, 'office')
    const [customer] = (await office.customers.listCustomers({ limit: 1 })).items
    const { id } = await office.orders.createOrder({ id: newId(), customerId: customer!.id })
    const before = dumpOf(app.db)

    const error = await refusalOf(app, await app.owner.backups.removeDemo({}))

    expect(error).toMatchObject({ code: 'IN_USE', data: { counts: { order: 1 } } })
    expect((error as { data: { dependants: unknown[] } }).data.dependants).toContainEqual({
      entity: 'order',
      id,
    })
    expect(dumpOf(app.db)).toEqual(before)
  })

  test('R01-23: what the user added beside it stays; its numbers are explained', async () => {
    const app = await loaded()
    const { id } = await app.owner.customers.createCustomer({ id: newId(), name: 'Pump Oy' })
    const { id: orderId } = await app.owner.orders.createOrder({
      id: newId(),
      customerId: id,
      contactId: null,
    })
    const moved = await app.owner.orders.getOrder({ orderId })
    expect(moved.stageCode).toBe('PLAN')
    await app.owner.orders.deleteOrder({ orderId, expectedVersion: moved.version })

    await resultOf(app.owner, (await app.owner.backups.removeDemo({})).jobId)

    expect((await app.owner.customers.listCustomers({})).items).toHaveLength(1)
    const series = (await app.owner.numbers.listSeries({ filter: { type: ['SO'] } })).items[0]
    const { counts } = await app.owner.numbers.listNumbers({ seriesId: series!.id, withCount: true })
    expect(counts!.used + counts!.void + counts!.reserved).toBe(series!.nextValue - 1)
  })

  test('R01-23: NOT_DEMO in a company of its own', async () => {
    await expect(newApp().owner.backups.removeDemo({})).rejects.toMatchObject({ code: 'NOT_DEMO' })
  })
})

describe('chance and days', () => {
  test('R01-23: ids are UUIDv7 of the clock, the same for a seed, in the order they were made', () => {
    const make = () => createIdSource(3, () => now)
    const [first, second] = [make(), make()]
    const ids = Array.from({ length: 9000 }, () => first())
    expect(Array.from({ length: 9000 }, () => second())).toEqual(ids)
    expect([...ids].sort()).toEqual(ids)
    expect(new Set(ids).size).toBe(9000)
    expect(
      ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
    ).toBe(true)
    const chance = createChance(1)
    expect(Array.from({ length: 3 }, () => chance.whole(0, 999))).toEqual([627, 2, 527])
  })

  test('01 §2.6: Easter Sunday of some years', () => {
    const years = [2000, 2008, 2019, 2024, 2025, 2026, 2027, 2038]
    expect(years.map(easterOf)).toEqual([
      ...['2000-04-23', '2008-03-23', '2019-04-21', '2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28'],
      '2038-04-25',
    ])
  })
})
