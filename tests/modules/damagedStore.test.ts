import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { verifyStore } from '../../electron/db/backup'
import { noteSuspicion } from '../../electron/db/backups/mark'
import { tmpdir } from 'node:os'
import { openDatabase } from '../../electron/db/database'
import { storeFile } from '../../electron/db/storeLock'
import { newDataFolder, openApp, type OpenedApp } from '../support/backups'
import { newId } from '../support/app'
import { resultOf } from '../support/orders'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const kept = 40
const later = 60
let template = ''
let backedUpSeq = 0
let lastSeq = 0

async function addCustomers({ owner }: OpenedApp, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n++)
    await owner.customers.createCustomer({ id: newId(), name: `Customer ${String(n)} ${'x'.repeat(60)}` })
}

/** A data folder with a proven backup and later entries; closed in order, or left with its WAL as a kill leaves it. */
async function makeTemplate(folder: string): Promise<void> {
  const app = await openApp(folder)
  await addCustomers(app, 0, kept)
  await resultOf(app.owner, (await app.owner.backups.createBackup({})).jobId)
  backedUpSeq = app.db.prepare<[], number>('SELECT max(seq) FROM change_log').pluck().get() ?? 0
  await addCustomers(app, kept, kept + later)
  lastSeq = app.db.prepare<[], number>('SELECT max(seq) FROM change_log').pluck().get() ?? 0
  app.close()
}

beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'aftercare-template-'))
  await makeTemplate(template)
  return () => rmSync(template, { recursive: true, force: true })
})

function copyOfTemplate(): string {
  const folder = newDataFolder()
  cpSync(template, folder, { recursive: true, preserveTimestamps: true })
  return folder
}

async function open(folder: string): Promise<OpenedApp> {
  const app = await openApp(folder)
  onTestFinished(() => {
    if (app.db.open) app.close()
  })
  return app
}

const customersOf = async ({ owner }: OpenedApp) =>
  (await owner.customers.listCustomers({ limit: 1, withCount: true })).count
const noticeOf = async ({ owner }: OpenedApp) => (await owner.session.getStart()).storeNotice

/** The page that is the root of a table or an index. */
function rootPage(folder: string, name: string): number {
  const db = openDatabase(storeFile(folder), { readonly: true })
  const page = db
    .prepare<[string], number>('SELECT rootpage FROM sqlite_schema WHERE name = ?')
    .pluck()
    .get(name)
  db.close()
  for (const suffix of ['-wal', '-shm']) rmSync(storeFile(folder) + suffix, { force: true })
  return page ?? 0
}

function flipPage(folder: string, page: number): void {
  const bytes = readFileSync(storeFile(folder))
  bytes.fill(0x5a, (page - 1) * 4096, page * 4096)
  writeFileSync(storeFile(folder), bytes)
}

describe('issue 4 §5: a damaged store', () => {
  it('that was merely copied is sound, and says nothing', async () => {
    const folder = newDataFolder()
    cpSync(template, folder, { recursive: true })
    const app = await open(folder)
    expect(await noticeOf(app)).toBeUndefined()
    expect(await customersOf(app)).toBe(kept + later)
  })

  it('with a torn index is repaired; nothing is lost', async () => {
    const folder = copyOfTemplate()
    const db = openDatabase(storeFile(folder))
    const sqlOf = db
      .prepare<[], string>("SELECT sql FROM sqlite_schema WHERE name = 'customer_by_name'")
      .pluck()
    const sql = sqlOf.get() ?? ''
    // An index without its entries, as pages that never reached the disk leave it.
    db.exec(`DROP INDEX customer_by_name; ${sql} WHERE 0`)
    db.unsafeMode(true)
    db.pragma('writable_schema = ON')
    db.prepare("UPDATE sqlite_schema SET sql = ? WHERE name = 'customer_by_name'").run(sql)
    db.close()
    expect(sql).not.toBe('')

    const app = await open(folder)

    expect(await noticeOf(app)).toMatchObject({ state: 'repaired', lostEntries: 0 })
    expect(verifyStore(app.db)).toMatchObject({ isSound: true })
    expect(await customersOf(app)).toBe(kept + later)
  })

  it('with a damaged table opens read-only: it is read, not written, and says so', async () => {
    const folder = copyOfTemplate()
    flipPage(folder, rootPage(folder, 'change'))
    const before = readFileSync(storeFile(folder))

    const app = await open(folder)

    expect(app.isReadOnly).toBe(true)
    expect(await noticeOf(app)).toMatchObject({ state: 'readOnly', lostEntries: 0 })
    expect(await customersOf(app)).toBe(kept + later)
    const write = app.owner.customers.createCustomer({ id: newId(), name: 'New' })
    await expect(write).rejects.toMatchObject({ code: 'STORE_READ_ONLY' })
    expect(readFileSync(storeFile(folder)).equals(before)).toBe(true)
  })

  it('and from there the last proven backup takes its place; the damaged store is kept', async () => {
    const folder = copyOfTemplate()
    flipPage(folder, rootPage(folder, 'change'))
    const app = await open(folder)
    const [backup] = (await app.owner.backups.listBackups({})).items
    const { lost } = await app.owner.backups.getBackup({ file: backup?.file ?? '' })
    expect(lost.entries).toBe(lastSeq - backedUpSeq)
    const started = await app.owner.backups.restoreBackup({
      file: backup?.file ?? '',
      companyName: 'New company',
    })
    await resultOf(app.owner, started.jobId)
    app.close()

    const restored = await open(folder)

    expect(restored.isReadOnly).toBe(false)
    expect(await noticeOf(restored)).toBeUndefined()
    expect(await customersOf(restored)).toBe(kept)
    expect(readdirSync(folder).filter((name) => name.startsWith('aftercare-replaced-'))).not.toEqual([])
  })

  it.each([
    ['whose header is gone', (folder: string) => flipPage(folder, 1)],
    ['that is cut to nothing', (folder: string) => truncateSync(storeFile(folder), 0)],
    ['that is cut to a page', (folder: string) => truncateSync(storeFile(folder), 4096)],
    ['whose users cannot be read', (folder: string) => flipPage(folder, rootPage(folder, 'user'))],
    ['that is no store at all', (folder: string) => writeFileSync(storeFile(folder), 'something else')],
    ['that is gone', (folder: string) => rmSync(storeFile(folder))],
  ])('%s opens from the last proven backup and says what is lost', async (_, damage) => {
    const folder = copyOfTemplate()
    damage(folder)
    const damaged = existsSync(storeFile(folder)) ? readFileSync(storeFile(folder)) : undefined

    const app = await open(folder)

    expect(await customersOf(app)).toBe(kept)
    expect(await noticeOf(app)).toMatchObject({ state: 'restored', lostEntries: lastSeq - backedUpSeq })
    expect(verifyStore(app.db)).toMatchObject({ isSound: true })
    const keptFile = readdirSync(folder).find((name) => /^aftercare-replaced-.*\.db$/.test(name))
    if (damaged) expect(readFileSync(join(folder, keptFile ?? '')).equals(damaged)).toBe(true)
    await app.owner.backups.closeStoreNotice({})
    expect(await noticeOf(app)).toBeUndefined()
    app.close()
    expect(await noticeOf(await open(folder))).toBeUndefined()
  })

  it('without any proven backup is refused in one line, and nothing is touched', async () => {
    const folder = copyOfTemplate()
    rmSync(join(folder, 'backups'), { recursive: true })
    writeFileSync(storeFile(folder), 'something else')

    await expect(openApp(folder)).rejects.toThrow(/Nothing was changed or deleted/)

    expect(readFileSync(storeFile(folder), 'utf8')).toBe('something else')
  })

  it('whose WAL is lost opens with what it has, sound, and says how many entries are lost', async () => {
    const folder = newDataFolder()
    const app = await openApp(folder)
    await addCustomers(app, 0, 10)
    app.db.pragma('wal_checkpoint(TRUNCATE)')
    await addCustomers(app, 10, 25)
    app.note()
    const copy = newDataFolder()
    cpSync(folder, copy, { recursive: true, filter: (file) => !/-(wal|shm)$/.test(file) })
    app.close()

    const opened = await open(copy)

    expect(await customersOf(opened)).toBe(10)
    expect(await noticeOf(opened)).toMatchObject({ state: 'repaired', lostEntries: 15 })
    expect(verifyStore(opened.db)).toMatchObject({ isSound: true })
  })

  it('that SQLite stumbles over while running is opened anew and looked at', async () => {
    const folder = copyOfTemplate()
    expect(noteSuspicion(folder, Date.now())).toBe(true)
    const app = await open(folder)
    expect(app.isReadOnly, 'a suspicion that was none').toBe(false)
    expect(noteSuspicion(folder, app.clock.now), 'and does not come again at once').toBe(false)
    expect(statSync(storeFile(folder)).size).toBeGreaterThan(0)
  })
})
