import { expect, test } from '@playwright/test'
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { newFolder, newId, startHost, type TestHost } from '../support/host'

interface Notice {
  readonly state: 'repaired' | 'readOnly' | 'restored'
  readonly lostEntries: number
}
interface Backups {
  readonly items: readonly { readonly file: string; readonly state: string; readonly kind: string }[]
}

async function ended(host: TestHost, start: string, input: object): Promise<unknown> {
  const started = await host.call(start, input)
  expect(started.status, JSON.stringify(started.body)).toBe(200)
  const { jobId } = started.body as { jobId: string }
  for (;;) {
    const answer = await host.call('jobs/getJob', { jobId }).catch(() => undefined)
    const job = answer?.body as { state: string; result?: unknown; error?: unknown } | undefined
    if (job?.state === 'done') return job.result
    if (job?.state === 'failed' || job?.state === 'canceled')
      throw new Error(`${JSON.stringify(job)}\n${host.stderr()}`)
    await new Promise((tick) => setTimeout(tick, 20))
  }
}

async function addCustomer(host: TestHost, name: string): Promise<void> {
  expect((await host.call('customers/createCustomer', { id: newId(), name })).status).toBe(200)
}
async function count(host: TestHost): Promise<number> {
  const answer = await host.call('customers/listCustomers', { limit: 1, withCount: true })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return (answer.body as { count: number }).count
}
async function noticeOf(host: TestHost): Promise<Notice | undefined> {
  const answer = await host.call('session/getStart')
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return (answer.body as { storeNotice?: Notice }).storeNotice
}
async function backupsOf(host: TestHost): Promise<Backups['items']> {
  return ((await host.call('backups/listBackups')).body as Backups).items
}
async function lastSeq(host: TestHost): Promise<number> {
  const { body } = await host.call('history/listEntries', { limit: 1 })
  return (body as { items: { seq: number }[] }).items[0]?.seq ?? 0
}
/** What `cli verify` finds wrong; empty for a sound store. */
function problemsOf(folder: string): readonly string[] {
  const args = [resolve('out/main/cli.js'), 'verify', '--data', folder, '--json']
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return (JSON.parse(stdout) as { problems: string[] }).problems
}

test('R01-22: a restore in the running program: the store is replaced under it, and everybody goes on', async () => {
  const host = await startHost()
  await addCustomer(host, 'Before')
  const { file } = (await ended(host, 'backups/createBackup', {})) as { file: string }
  await addCustomer(host, 'After')
  expect((await host.call('backups/restoreBackup', { file, companyName: 'Other' })).body).toMatchObject({
    code: 'COMPANY_NAME_WRONG',
  })

  const { replacedFile } = (await ended(host, 'backups/restoreBackup', {
    file,
    companyName: 'New company',
  })) as { replacedFile: string }

  await expect.poll(() => count(host).catch(() => -1), { timeout: 20_000 }).toBe(1)
  await addCustomer(host, 'Afterwards')
  expect(existsSync(replacedFile)).toBe(true)
  // The replaced store is a backup like any other.
  await ended(host, 'backups/restoreBackup', { file: replacedFile, companyName: 'New company' })
  await expect.poll(() => count(host).catch(() => -1), { timeout: 20_000 }).toBe(2)
  await host.close()
  expect(host.stderr()).not.toMatch(/crashed|keeps stopping/)
  expect(problemsOf(host.folder)).toEqual([])
})

test('issue 4 §5: kill -9 in a backup leaves the old proven one and no half file under the final name', async () => {
  test.setTimeout(120_000)
  const folder = newFolder()
  let host = await startHost({ folder })
  for (let n = 0; n < 30; n++) await addCustomer(host, `Customer ${String(n)} ${'x'.repeat(100)}`)
  const { file } = (await ended(host, 'backups/createBackup', {})) as { file: string }
  for (let round = 0; round < 4; round++) {
    await host.call('backups/createBackup')
    await new Promise((tick) => setTimeout(tick, Math.random() * 400))
    await host.kill()
    host = await startHost({ folder })
    const items = await backupsOf(host)
    expect(items.find((item) => item.file === file)).toMatchObject({ state: 'proven' })
    expect(items.every(({ state }) => state === 'proven' || state === 'unproven')).toBe(true)
    expect(readdirSync(join(folder, 'backups')).filter((name) => !/\.(acb|proof)$/.test(name))).toEqual([])
    expect(existsSync(join(folder, 'aside'))).toBe(false)
  }
  await ended(host, 'backups/createBackup', {})
  expect(
    (await backupsOf(host)).map(({ state }) => state),
    'what was left unproven is proven',
  ).not.toContain('unproven')
  await host.close()
})

test('R01-22: saves go on while a backup runs', async () => {
  const host = await startHost()
  for (let n = 0; n < 200; n++) await addCustomer(host, `Customer ${String(n)}`)
  const running = ended(host, 'backups/createBackup', {})
  let saved = 0
  const state = { isOver: false }
  void running.then(() => (state.isOver = true))
  while (!state.isOver) {
    await addCustomer(host, 'Meanwhile')
    saved += 1
  }
  expect(saved).toBeGreaterThan(5)
  await host.close()
})

const damages = Number(process.env['AFTERCARE_DAMAGES'] ?? 5)
const pageSize = 4096

/** A company with a proven backup and later entries, left in order or with its WAL as a kill leaves it. */
async function makeTemplate(isKilled: boolean) {
  const first = await startHost()
  for (let n = 0; n < 30; n++) await addCustomer(first, `Customer ${String(n)} ${'x'.repeat(100)}`)
  await ended(first, 'backups/createBackup', {})
  const backedUp = { count: await count(first), seq: await lastSeq(first) }
  await first.close()
  const host = await startHost({ folder: first.folder })
  // Fast enough that nothing is folded into the store meanwhile.
  for (let n = 0; n < 30; n++) await addCustomer(host, `Later ${String(n)} ${'x'.repeat(100)}`)
  const last = { count: backedUp.count + 30, seq: backedUp.seq + 30 }
  if (isKilled) await host.kill()
  else await host.close()
  return { folder: host.folder, backedUp, last }
}

type Damage = (file: string, chance: () => number) => void
interface Kind {
  readonly isKilled: boolean
  readonly damage: Damage
}
const flipPages: Damage = (file, chance) => {
  const bytes = readFileSync(file)
  const pages = bytes.length / pageSize
  for (let n = 0; n < 1 + Math.floor(chance() * 4); n++) {
    const page = Math.floor(chance() * pages)
    for (let at = page * pageSize; at < (page + 1) * pageSize; at++) bytes[at] = Math.floor(chance() * 256)
  }
  writeFileSync(file, bytes)
}
const kinds: Readonly<Record<string, Kind>> = {
  'flipped pages': { isKilled: false, damage: flipPages },
  'flipped pages after a kill': { isKilled: true, damage: flipPages },
  truncation: {
    isKilled: false,
    damage: (file, chance) => truncateSync(file, Math.floor(chance() * statSync(file).size)),
  },
  'lost WAL': {
    isKilled: true,
    damage: (file) => {
      for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true })
    },
  },
  'torn WAL': {
    isKilled: true,
    damage: (file, chance) => {
      rmSync(`${file}-shm`, { force: true })
      truncateSync(`${file}-wal`, Math.floor(chance() * statSync(`${file}-wal`).size))
    },
  },
}

const all = Object.entries(kinds) as [[string, Kind], ...[string, Kind][]] // there are five

/** The same numbers for the same seed. */
function chanceOf(seed: number): () => number {
  let state = seed + 0x6d2b79f5
  return () => {
    state = Math.imul(state ^ (state >>> 15), state | 1)
    state ^= state + Math.imul(state ^ (state >>> 7), state | 61)
    return ((state ^ (state >>> 14)) >>> 0) / 2 ** 32
  }
}

test(`durability: ${String(damages)} damaged stores open repaired, read-only or from the last proven backup, and say what is lost`, async () => {
  test.setTimeout(120_000 + damages * 10_000)
  const templates = { closed: await makeTemplate(false), killed: await makeTemplate(true) }
  const seen = new Map<string, number>()
  for (let round = 0; round < damages; round++) {
    const [name, { damage, isKilled }] = all[round % all.length] ?? all[0]
    const { backedUp, folder: template, last } = templates[isKilled ? 'killed' : 'closed']
    const folder = join(newFolder(), 'data')
    cpSync(template, folder, { recursive: true, preserveTimestamps: true })
    damage(join(folder, 'aftercare.db'), chanceOf(round))
    const which = `round ${String(round)}: ${name}`

    const host = await startHost({ folder })
    const notice = await noticeOf(host)

    const state = notice?.state ?? 'sound'
    seen.set(state, (seen.get(state) ?? 0) + 1)
    if (state === 'readOnly') await readOnlyAndBack(host, which, backedUp.count)
    else {
      expect(await lastSeq(host), which).toBe(last.seq - (notice?.lostEntries ?? 0))
      if (state === 'sound') expect(await count(host), which).toBe(last.count)
      if (state === 'restored') expect(await count(host), which).toBe(backedUp.count)
      await addCustomer(host, 'Goes on')
    }
    await host.close()
    expect(problemsOf(folder), `${which}, ${state}`).toEqual([])
    if (state === 'restored' || state === 'readOnly')
      expect(
        readdirSync(folder).some((file) => /^aftercare-replaced-.*\.db$/.test(file)),
        which,
      ).toBe(true)
  }
  console.log(JSON.stringify(Object.fromEntries(seen)))
  expect([...seen.keys()].filter((state) => state !== 'sound').length).toBeGreaterThan(1)
})

/** Nothing is written into the damaged store; a restore from there makes it whole. */
async function readOnlyAndBack(host: TestHost, which: string, backedUp: number): Promise<void> {
  const write = await host.call('customers/createCustomer', { id: newId(), name: 'New' })
  expect((write.body as { code: string }).code, which).toMatch(/^STORE_(READ_ONLY|DAMAGED)$/)
  const [backup] = (await backupsOf(host)).filter(({ state }) => state === 'proven')
  await ended(host, 'backups/restoreBackup', { file: backup?.file, companyName: 'New company' })
  await expect.poll(() => noticeOf(host).catch(() => 'away'), { timeout: 20_000 }).toBeUndefined()
  expect(await count(host), which).toBe(backedUp)
  await addCustomer(host, 'Goes on')
}
