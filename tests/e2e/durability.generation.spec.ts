import { expect, test } from '@playwright/test'
import Database from 'better-sqlite3'
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { newFolder, newId, startHost, type TestHost } from '../support/host'

/** Three in `npm test`, thirty in the soak (issue 5). */
const kills = Math.min(Number(process.env['AFTERCARE_KILLS'] ?? 3), 30)
const agreements = 12
const year = { from: '2027-01-01', to: '2027-12-31', types: ['hour'] }

interface Run {
  readonly id: string
  readonly version: number
}

async function answered<Body>(host: TestHost, path: string, input: unknown): Promise<Body> {
  const { body, status } = await host.call(path, input)
  expect(status, JSON.stringify(body)).toBe(200)
  return body as Body
}

async function ended(host: TestHost, path: string, input: unknown): Promise<unknown> {
  const { jobId } = await answered<{ jobId: string }>(host, path, input)
  for (;;) {
    const job = await answered<{ state: string; result?: unknown }>(host, 'jobs/getJob', { jobId })
    if (job.state === 'done') return job.result
    if (job.state !== 'queued' && job.state !== 'running') throw new Error(JSON.stringify(job))
    await new Promise((tick) => setTimeout(tick, 10))
  }
}

/** Twelve agreements with a weekly line each: 624 visits a year. */
async function fill(host: TestHost): Promise<void> {
  const id = newId
  const customer = await answered<{ id: string }>(host, 'customers/createCustomer', { id: id(), name: 'K' })
  const customerId = customer.id
  await answered(host, 'agreements/createBillingAccount', {
    ...{ id: id(), name: 'K', customerId, type: 'timeAndMaterial' },
  })
  const category = { id: id(), code: 'KILL', name: 'K', type: 'hour' }
  await answered(host, 'agreements/createCategory', category)
  const group = { id: id(), code: 'KILL', description: 'K' }
  await answered(host, 'agreements/createAgreementGroup', group)
  const interval = { id: id(), code: 'KWEEK', range: 'week' }
  await answered(host, 'generation/createInterval', interval)
  const line = { type: 'hour', categoryId: category.id, intervalId: interval.id, quantity: 60 }
  for (let index = 0; index < agreements; index += 1) {
    const agreementId = id()
    const { version } = await answered<{ version: number }>(host, 'agreements/createAgreement', {
      ...{ id: agreementId, customerId, description: `Care ${String(index)}`, startDate: '2027-01-04' },
      ...{ groupId: group.id, lines: [{ id: id(), ...line }] },
    })
    await answered(host, 'agreements/activate', { agreementId, expectedVersion: version })
  }
}

/** What the store holds of runs, orders, dates and numbers; throws when it is neither all nor nothing. */
function accounts(folder: string): { committed: Run | undefined; orders: number } {
  const db = new Database(join(folder, 'aftercare.db'), { readonly: true })
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    const one = (sql: string) => db.prepare<[], number>(sql).pluck().get() ?? 0
    const run = db
      .prepare<[], { id: string; version: number; order_count: number; line_count: number }>(
        `SELECT lower(hex(id)) AS id, version, order_count, line_count FROM generation_run WHERE status = 'committed'`,
      )
      .all()
    expect(run.length).toBeLessThanOrEqual(1)
    const [held] = run
    const orders = one('SELECT count(*) FROM service_order')
    expect(orders).toBe(held?.order_count ?? 0)
    expect(one('SELECT count(*) FROM service_order_line')).toBe(held?.line_count ?? 0)
    expect(one("SELECT count(*) FROM occurrence WHERE state = 'active'")).toBe(held?.line_count ?? 0)
    // Each number that was drawn is in use or listed as void (R03-25).
    const numbers = `number_use u JOIN series s ON s.id = u.series_id AND s.type = 'SO'`
    expect(one(`SELECT count(*) FROM ${numbers} WHERE u.state = 'used'`)).toBe(orders)
    expect(
      one(
        `SELECT count(*) FROM ${numbers} JOIN service_order o ON o.id = u.record_id WHERE u.state = 'used'`,
      ),
    ).toBe(orders)
    expect(one(`SELECT count(*) FROM ${numbers}`)).toBe(
      one(`SELECT coalesce(max(u.value), 0) FROM ${numbers}`),
    )
    return { committed: held && { id: dashed(held.id), version: held.version }, orders }
  } finally {
    db.close()
  }
}

function dashed(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** What the store is ready for, up to its last step: the undo of the run that is there, or the commit of a plan. */
async function prepare(host: TestHost, run: Run | undefined): Promise<() => Promise<unknown>> {
  if (run) {
    const input = { runId: run.id, expectedVersion: run.version, mode: 'all', reason: 'Once more' }
    return () => answered(host, 'generation/undoRun', input)
  }
  const { fingerprint } = (await ended(host, 'generation/previewGeneration', year)) as { fingerprint: string }
  return () => ended(host, 'generation/commitGeneration', { ...year, fingerprint })
}

/** Does it whole, and says how long its last step took. */
async function complete(host: TestHost, run: Run | undefined): Promise<number> {
  const act = await prepare(host, run)
  const begun = performance.now()
  await act()
  return performance.now() - begun
}

test(`durability: after ${String(kills)} × kill -9 a commit or an undo of a run is whole or absent (issue 5)`, async () => {
  test.setTimeout(120_000 + kills * 20_000)
  const folder = newFolder()
  const first = await startHost({ folder })
  await fill(first)
  const committing = await complete(first, undefined)
  const undoing = await complete(first, accounts(folder).committed)
  await first.close()
  const seen = { whole: 0, absent: 0 }
  for (let round = 0; round < kills; round += 1) {
    const before = accounts(folder)
    const host = await startHost({ folder })
    const act = await prepare(host, before.committed)
    const work = act().catch(() => undefined)
    const moment = Math.random() * 1.2 * (before.committed ? undoing : committing)
    await new Promise((done) => setTimeout(done, moment))
    await host.kill()
    await work
    const after = accounts(folder)
    seen[after.orders === before.orders ? 'absent' : 'whole'] += 1
  }
  // A second try succeeds: what is there is taken back, and made once more.
  const host = await startHost({ folder })
  const { committed } = accounts(folder)
  if (committed) await complete(host, committed)
  await complete(host, undefined)
  expect(await host.close()).toBe(0)
  expect(accounts(folder).orders).toBe(agreements * 52)
  console.log(`of ${String(kills)} runs ${String(seen.whole)} were whole, ${String(seen.absent)} absent`)
  const verdict = spawnSync(
    process.execPath,
    [resolve('out/main/cli.js'), 'verify', '--data', folder, '--json'],
    { encoding: 'utf8' },
  )
  expect(verdict.status, verdict.stdout + verdict.stderr).toBe(0)
})
