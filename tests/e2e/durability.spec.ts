import { expect, test } from '@playwright/test'
import Database from 'better-sqlite3'
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { newFolder, newId, startHost, type TestHost } from '../support/host'

const kills = Number(process.env['AFTERCARE_KILLS'] ?? 3)

async function storedIds(host: TestHost): Promise<Set<string>> {
  const ids = new Set<string>()
  for (let after: string | undefined; ;) {
    const { body } = await host.call('customers/listCustomers', { limit: 200, ...(after ? { after } : {}) })
    const page = body as { items: { id: string }[]; next?: string }
    for (const { id } of page.items) ids.add(id)
    if (page.next === undefined) return ids
    after = page.next
  }
}

/**
 * Kills at a random moment while eight writers write as fast as they can. Shows the death of the process, not of the
 * machine: for a power cut stands synchronous = FULL.
 */
test(`durability: after ${String(kills)} × kill -9 every acknowledged write is there and the chain verifies`, async () => {
  test.setTimeout(60_000 + kills * 6000)
  const folder = newFolder()
  const acknowledged = new Set<string>()
  const sent = new Set<string>()
  for (let round = 0; round <= kills; round++) {
    const host = await startHost({ folder })
    const db = new Database(join(folder, 'aftercare.db'), { readonly: true })
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    db.close()
    const stored = await storedIds(host)
    expect(
      [...acknowledged].filter((id) => !stored.has(id)),
      `lost in round ${String(round)}`,
    ).toEqual([])
    expect([...stored].filter((id) => !sent.has(id))).toEqual([])
    if (round === kills) {
      await host.close()
      break
    }
    let isOn = true
    const write = async () => {
      while (isOn) {
        const id = newId()
        sent.add(id)
        const answer = await host
          .call('customers/createCustomer', { id, name: `Round ${String(round)}` })
          .catch(() => undefined)
        if (!answer) return
        expect(answer.status, JSON.stringify(answer.body)).toBe(200)
        acknowledged.add(id)
      }
    }
    const writers = Array.from({ length: 8 }, write)
    await new Promise((done) => setTimeout(done, 20 + Math.random() * 400))
    await host.kill()
    isOn = false
    await Promise.all(writers)
  }
  expect(acknowledged.size).toBeGreaterThan(kills)
  verify(folder)
})

function verify(folder: string): void {
  const verdict = spawnSync(
    process.execPath,
    [resolve('out/main/cli.js'), 'verify', '--data', folder, '--json'],
    {
      encoding: 'utf8',
    },
  )
  expect(verdict.status, verdict.stdout + verdict.stderr).toBe(0)
  expect(JSON.parse(verdict.stdout)).toMatchObject({ ok: true, problems: [] })
}

const rows = 3000
function customersFile(prefix: string): string {
  const lines = Array.from(
    { length: rows },
    (_, row) => `${prefix}${String(row)},Customer ${String(row)},BM,0,1`,
  )
  const header = 'customer_number,name,business_type,annual_sales_usd,number_of_employees'
  return Buffer.from([header, ...lines].join('\n')).toString('base64')
}

async function ended(host: TestHost, jobId: unknown): Promise<unknown> {
  for (;;) {
    const job = (await host.call('jobs/getJob', { jobId })).body as { state: string; result?: unknown }
    if (job.state === 'done') return job.result
    if (job.state !== 'queued' && job.state !== 'running') throw new Error(JSON.stringify(job))
    await new Promise((tick) => setTimeout(tick, 20))
  }
}

test(`durability: after ${String(kills)} × kill -9 in an import it is whole or absent (R-01.30, R01-18)`, async () => {
  test.setTimeout(60_000 + kills * 15_000)
  const folder = newFolder()
  const seen = { whole: 0, absent: 0 }
  for (let round = 0; round < kills; round++) {
    const prefix = `K${String(round)}-`
    const host = await startHost({ folder })
    const importId = newId()
    const file = {
      id: importId,
      kind: 'customers',
      fileName: `${prefix}.csv`,
      content: customersFile(prefix),
    }
    expect((await host.call('imports/uploadFile', file)).status).toBe(200)
    const checking = (await host.call('imports/checkImport', { importId })).body as { jobId: string }
    const { fingerprint } = (await ended(host, checking.jobId)) as { fingerprint: string }
    const { version } = (await host.call('imports/getImport', { importId })).body as { version: number }
    const commit = { importId, expectedVersion: version, fingerprint, acceptWarnings: true }
    expect((await host.call('imports/commitImport', commit)).status).toBe(200)
    await new Promise((done) => setTimeout(done, Math.random() * 600))
    await host.kill()

    const next = await startHost({ folder })
    const listed = await next.call('customers/listCustomers', {
      filter: { number: prefix },
      withCount: true,
      limit: 1,
    })
    const { count } = listed.body as { count: number }
    expect([0, rows]).toContain(count)
    seen[count === 0 ? 'absent' : 'whole'] += 1
    const after = (await next.call('imports/getImport', { importId })).body as { state: string }
    expect(after.state).toBe(count === 0 ? 'checked' : 'committed')
    expect(await next.close()).toBe(0)
  }
  console.log(`of ${String(kills)} imports ${String(seen.whole)} were whole, ${String(seen.absent)} absent`)
  verify(folder)
})
