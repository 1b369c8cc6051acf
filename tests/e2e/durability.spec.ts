import { expect, test } from '@playwright/test'
import Database from 'better-sqlite3'
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { newFolder, newId, startHost, type TestHost } from '../support/host'

const kills = Number(process.env['AFTERCARE_KILLS'] ?? 5)

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
  const verdict = spawnSync(
    process.execPath,
    [resolve('out/main/cli.js'), 'verify', '--data', folder, '--json'],
    {
      encoding: 'utf8',
    },
  )
  expect(verdict.status, verdict.stdout + verdict.stderr).toBe(0)
  expect(JSON.parse(verdict.stdout)).toMatchObject({ ok: true, problems: [] })
})
