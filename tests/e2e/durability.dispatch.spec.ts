import { expect, test } from '@playwright/test'
import Database from 'better-sqlite3'
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { newFolder, newId, startHost, type TestHost } from '../support/host'

/** Three in `npm test`, thirty in the soak (issue 6). */
const kills = Math.min(Number(process.env['AFTERCARE_KILLS'] ?? 3), 30)
const minuteMs = 60_000
const start = Date.UTC(2027, 0, 4, 9)

async function answered<Body>(host: TestHost, path: string, input: unknown): Promise<Body> {
  const { body, status } = await host.call(path, input)
  expect(status, JSON.stringify(body)).toBe(200)
  return body as Body
}

interface Named {
  readonly id: string
  readonly version: number
}

/** Two workers, and an activity that waits. */
async function fill(host: TestHost): Promise<{ activityId: string; workerIds: readonly string[] }> {
  const customer = await answered<Named>(host, 'customers/createCustomer', { id: newId(), name: 'K' })
  const category = { id: newId(), code: 'KILL', name: 'K', type: 'hour' }
  await answered(host, 'agreements/createCategory', category)
  const workerIds: string[] = []
  for (const displayName of ['Ola', 'Kari'])
    workerIds.push((await answered<Named>(host, 'people/createWorker', { id: newId(), displayName })).id)
  const orderId = newId()
  await answered(host, 'orders/createOrder', {
    ...{ id: orderId, customerId: customer.id },
    lines: [{ id: newId(), type: 'hour', categoryId: category.id, estimatedQty: 60, salesPrice: 9_000_000 }],
  })
  const { items } = await answered<{ items: Named[] }>(host, 'dispatch/listActivities', { orderId })
  return { activityId: items[0]?.id ?? '', workerIds }
}

interface Plan {
  readonly version: number
  readonly start: number | null
  readonly worker: string | null
  readonly sets: number
  readonly entries: number
}

/** Where the activity stands; throws when the store holds a part of a drop. */
function standing(folder: string): Plan {
  const db = new Database(join(folder, 'aftercare.db'), { readonly: true })
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    const plan = db
      .prepare<[], Plan>(
        `SELECT t.version, t.start_at AS start, lower(hex(t.worker_id)) AS worker,
           (SELECT count(*) FROM board_change_set) AS sets,
           (SELECT count(*) FROM change_log WHERE command = 'dispatch.saveEdits') AS entries
         FROM activity t`,
      )
      .get()
    if (!plan) throw new Error('the activity is there whatever happens')
    // Each save is a version, a change set and an entry, or none of them.
    expect(plan.version).toBe(1 + plan.sets)
    expect(plan.entries).toBe(plan.sets)
    const last = db
      .prepare<[], string>('SELECT edits FROM board_change_set ORDER BY key DESC LIMIT 1')
      .pluck()
      .get()
    if (last !== undefined) {
      const [edit] = JSON.parse(last) as { version: number; after: { start: number } }[]
      expect(edit).toMatchObject({ version: plan.version, after: { start: plan.start } })
    }
    return plan
  } finally {
    db.close()
  }
}

test(`durability: after ${String(kills)} × kill -9 a drop on the board is there or it is not (issue 6)`, async () => {
  test.setTimeout(120_000 + kills * 20_000)
  const folder = newFolder()
  const first = await startHost({ folder })
  const { activityId, workerIds } = await fill(first)
  let drops = 0
  const confirmed = ['OUTSIDE_HOURS', 'HOLIDAY', 'WINDOW']

  /** Drops the activity somewhere else, on the other worker. */
  async function drop(host: TestHost, expectedVersion: number): Promise<number> {
    drops += 1
    const slot = { start: start + drops * 15 * minuteMs, end: start + (drops * 15 + 60) * minuteMs }
    const edit = { activityId, expectedVersion, workerId: workerIds[drops % 2], slot, confirmed }
    const { activities } = await answered<{ activities: Named[] }>(host, 'dispatch/saveEdits', {
      edits: [edit],
    })
    return activities[0]?.version ?? 0
  }

  const begun = performance.now()
  let version = 1
  for (let count = 0; count < 5; count += 1) version = await drop(first, version)
  const aDrop = (performance.now() - begun) / 5
  await first.close()
  const seen = { whole: 0, absent: 0 }
  for (let round = 0; round < kills; round += 1) {
    const before = standing(folder)
    const host = await startHost({ folder })
    // What the screen was told of is in the store, whatever comes after it.
    const told = { version: before.version }
    const work = (async () => {
      for (;;) told.version = await drop(host, told.version)
    })().catch(() => undefined)
    await new Promise((done) => setTimeout(done, aDrop * (1 + Math.random() * 5)))
    await host.kill()
    await work
    const after = standing(folder)
    expect(after.version - told.version).toBeGreaterThanOrEqual(0)
    expect(after.version - told.version).toBeLessThanOrEqual(1)
    seen[after.version === told.version ? 'absent' : 'whole'] += 1
  }
  const host = await startHost({ folder })
  const last = await drop(host, standing(folder).version)
  await answered(host, 'dispatch/undoSaved', {})
  expect(await host.close()).toBe(0)
  expect(last).toBeGreaterThan(version)
  console.log(`of ${String(kills)} drops ${String(seen.whole)} were whole, ${String(seen.absent)} absent`)
  const verdict = spawnSync(
    process.execPath,
    [resolve('out/main/cli.js'), 'verify', '--data', folder, '--json'],
    { encoding: 'utf8' },
  )
  expect(verdict.status, verdict.stdout + verdict.stderr).toBe(0)
})
