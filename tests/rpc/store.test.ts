import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createApplication } from '../../electron/context'
import { backUp, verifyStore } from '../../electron/db/backup'
import { BackupError } from '../../electron/db/backups/errors'
import { restoreFile } from '../../electron/db/backups/restoreFile'
import { completeRestore, orderRestore, prepareIncoming } from '../../electron/db/backups/restoreOrder'
import { startCheckpoints } from '../../electron/db/checkpoint'
import { defaultFolder, FolderError, isOnShare, storeProblem } from '../../electron/db/dataFolder'
import { closeDatabase, openDatabase, type Db } from '../../electron/db/database'
import { migrate, migrations, storeVersion } from '../../electron/db/migrate'
import { mintId } from '../../electron/db/ids'
import { inUse, lockStore, storeFile } from '../../electron/db/storeLock'
import { CustomerId } from '../../electron/shared/contract/id'

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aftercare-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

/** A store as a first start leaves it. */
function makeStore(folder: string): Db {
  const db = openDatabase(storeFile(folder))
  migrate(db, { folder })
  createApplication({
    db,
    role: 'writer',
    folder,
    now: Date.now,
    log: () => undefined,
    relay: () => undefined,
  })
  return db
}

describe('the lock of a data folder', () => {
  it('is held by one, who is named, and free again afterwards', () => {
    const folder = newFolder()
    const unlock = lockStore(folder, 4711)
    expect(lockStore(folder, 4712)).toBeUndefined()
    expect(inUse(folder)).toBe(`Another Aftercare (process 4711) has the data folder open: ${folder}`)

    unlock?.()

    expect(inUse(folder)).not.toContain('process')
    const again = lockStore(folder, 4713)
    expect(again).toBeDefined()
    again?.()
  })
})

describe('the connections', () => {
  it('the writer is durable; the reader sees each commit and can write nothing; closing folds the WAL', () => {
    const file = storeFile(newFolder())
    const writer = openDatabase(file)
    writer.exec('CREATE TABLE thing (name TEXT NOT NULL) STRICT')
    const reader = openDatabase(file, { readonly: true })
    const count = reader.prepare('SELECT count(*) FROM thing').pluck()
    expect([
      writer.pragma('synchronous', { simple: true }),
      writer.pragma('journal_mode', { simple: true }),
    ]).toEqual([2, 'wal'])

    writer.exec("INSERT INTO thing VALUES ('a')")
    expect(count.get()).toBe(1)
    writer.exec('BEGIN IMMEDIATE')
    writer.exec("INSERT INTO thing VALUES ('b')")
    expect(count.get()).toBe(1)
    writer.exec('COMMIT')
    expect(count.get()).toBe(2)
    expect(() => reader.exec('DELETE FROM thing')).toThrow('readonly')

    closeDatabase(reader)
    closeDatabase(writer)
    expect(existsSync(`${file}-wal`)).toBe(false)
    expect(readFileSync(file).length).toBeGreaterThan(4096)
  })
})

describe('checkpoints', () => {
  it('fold the WAL between calls, not while calls come and not inside a transaction', async () => {
    const file = storeFile(newFolder())
    const db = openDatabase(file)
    db.exec('CREATE TABLE thing (name TEXT NOT NULL) STRICT')
    const stored = () => statSync(file).size
    const before = stored()
    const checkpoints = startCheckpoints(db, { lookMs: 5, idleMs: 60 })
    const until = performance.now() + 100
    while (performance.now() < until) {
      checkpoints.touch()
      await sleep(5)
    }
    expect(stored(), 'calls keep coming').toBe(before)
    db.exec('BEGIN IMMEDIATE')
    await sleep(100)
    expect(stored(), 'inside a transaction').toBe(before)
    db.exec('COMMIT')

    await expect.poll(stored).toBeGreaterThan(before)

    checkpoints.stop()
    closeDatabase(db)
  })
})

describe('R01-34: the data folder', () => {
  it('lies where the system keeps the data of its users', () => {
    const home = '/home/u'
    const at = (platform: NodeJS.Platform, env: Record<string, string> = {}) =>
      defaultFolder({ platform, env, home })
    expect(at('linux')).toBe(join(home, '.local/share/aftercare'))
    expect(at('linux', { XDG_DATA_HOME: '/data' })).toBe('/data/aftercare')
    expect(at('darwin')).toBe(join(home, 'Library/Application Support/Aftercare'))
    expect(at('win32', { LOCALAPPDATA: '/local' })).toBe(join('/local', 'Aftercare'))
  })

  it('is refused on a network share, by the innermost mount', () => {
    const mounts = [
      '/dev/sda1 / ext4 rw 0 0',
      'server:/home /home nfs4 rw 0 0',
      '/dev/sdb1 /home/local ext4 rw 0 0',
      '//server/share /mnt/my\\040share cifs rw 0 0',
    ].join('\n')
    expect(isOnShare('/var/data', mounts)).toBe(false)
    expect(isOnShare('/home/u/data', mounts)).toBe(true)
    expect(isOnShare('/home/local/data', mounts)).toBe(false)
    expect(isOnShare('/homeland', mounts)).toBe(false)
    expect(isOnShare('/mnt/my share/x', mounts)).toBe(true)
  })

  it('a full disk, a read-only folder and a damaged store are said in one line; a bug is not hidden', () => {
    const failing = (code: string) => storeProblem(Object.assign(new Error('x'), { code }), '/data')
    expect(failing('SQLITE_FULL')).toMatch(/^The disk is full.*: \/data \(SQLITE_FULL\)$/)
    expect(failing('ENOSPC')).toMatch(/^The disk is full/)
    for (const code of ['EACCES', 'EROFS', 'SQLITE_READONLY', 'SQLITE_CANTOPEN'])
      expect(failing(code)).toMatch(/^Aftercare may not write to its data folder/)
    expect(failing('SQLITE_NOTADB')).toMatch(/^The store is damaged/)
    expect(storeProblem(new FolderError('on a share'), '/data')).toBe('on a share')
    expect(storeProblem(new TypeError('x is not a function'), '/data')).toBeUndefined()
  })
})

describe('verify, backup and restore', () => {
  it('R12-26: a sound store passes; a changed entry is named', () => {
    const db = makeStore(newFolder())
    expect(verifyStore(db)).toMatchObject({ isSound: true, problems: [] })
    // As somebody with a tool of their own would: past the trigger that refuses it.
    for (const name of db
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
      .pluck()
      .all())
      db.exec(`DROP TRIGGER ${name}`)
    db.exec("UPDATE change_log SET reason = 'changed' WHERE seq = 1")

    expect(verifyStore(db)).toMatchObject({ isSound: false, problems: ['change log entry 1: HASH_MISMATCH'] })
    closeDatabase(db)
  })

  it('R01-22: a copy beside a running writer is whole and can be restored; the replaced store is kept', async () => {
    const folder = newFolder()
    const db = makeStore(folder)
    const copy = join(folder, 'copy.db')
    const reader = openDatabase(storeFile(folder), { readonly: true })
    backUp(reader, copy)
    expect(() => backUp(reader, copy)).toThrow(BackupError)
    closeDatabase(reader)
    db.exec("UPDATE company SET name = 'Changed since'")
    closeDatabase(db)

    const replaced = await restoreFile(folder, { file: copy, keys: [], at: 0 })

    const nameIn = (file: string) => {
      const opened = openDatabase(file, { readonly: true })
      const name = opened.prepare('SELECT name FROM company').pluck().get()
      closeDatabase(opened)
      return name
    }
    expect(nameIn(storeFile(folder))).toBe('New company')
    expect(nameIn(replaced ?? '')).toBe('Changed since')
  })

  it('R01-22: a damaged, foreign, newer or missing file is refused and the store stays', async () => {
    const folder = newFolder()
    closeDatabase(makeStore(folder))
    const before = readFileSync(storeFile(folder))
    const attempt = async (name: string, content?: Buffer | string) => {
      const file = join(folder, name)
      if (content !== undefined) writeFileSync(file, content)
      try {
        await restoreFile(folder, { file, keys: [], at: 0 })
      } catch (error) {
        return (error as BackupError).code
      }
      return 'restored'
    }
    const torn = Buffer.from(before)
    torn.fill(0x5a, 4096 * 3, 4096 * 12)
    const newer = Buffer.from(before)
    newer.writeUInt32BE(99_999, 60) // SQLite's header keeps user_version there

    expect(await attempt('torn.db', torn)).toBe('BACKUP_DAMAGED')
    expect(await attempt('cut.db', before.subarray(0, before.length - 5000))).toBe('BACKUP_DAMAGED')
    expect(await attempt('text.db', 'no store')).toBe('BACKUP_DAMAGED')
    expect(await attempt('empty.db', '')).toBe('BACKUP_DAMAGED')
    expect(await attempt('newer.db', newer)).toBe('BACKUP_NEWER')
    expect(await attempt('missing.db')).toBe('NOT_FOUND')
    expect(readFileSync(storeFile(folder)).equals(before)).toBe(true)
  })

  it('R01-22: a backup of an older program is brought to this one, and a kill in the restore is made good', () => {
    const folder = newFolder()
    closeDatabase(makeStore(folder))
    const old = join(folder, 'old.db')
    const db = openDatabase(old)
    migrate(db, { steps: migrations.slice(0, 8) })
    closeDatabase(db)
    const incoming = join(folder, 'incoming.db')
    copyFileSync(old, incoming)
    prepareIncoming(incoming)
    const replaced = orderRestore(folder, { incoming, at: 0 })
    renameSync(storeFile(folder), replaced) // as far as it came

    completeRestore(folder)

    const restored = openDatabase(storeFile(folder), { readonly: true })
    expect(restored.pragma('user_version', { simple: true })).toBe(storeVersion)
    closeDatabase(restored)
    expect(existsSync(replaced)).toBe(true)
    expect(completeRestore(folder), 'it is done once').toBeUndefined()
  })
})

describe('a disk that is full', () => {
  it('is said as STORE_FULL; nothing acknowledged is lost and writing goes on once there is room', async () => {
    const folder = newFolder()
    const db = makeStore(folder)
    const application = createApplication({
      db,
      role: 'all',
      folder,
      now: Date.now,
      ownerToken: 'owner',
      log: () => undefined,
      relay: () => undefined,
    })
    const { customers } = application.clientFor('owner')
    const create = () => customers.createCustomer({ id: CustomerId.parse(mintId()), name: 'x'.repeat(200) })
    const acknowledged: string[] = []
    db.pragma(`max_page_count = ${String(Number(db.pragma('page_count', { simple: true })) + 10)}`)

    const refusal: unknown = await (async () => {
      for (;;) acknowledged.push((await create()).id)
    })().catch((error: unknown) => error)

    expect(refusal).toMatchObject({ code: 'STORE_FULL', defined: true })
    expect(acknowledged.length).toBeGreaterThan(0)
    for (const customerId of acknowledged.map((id) => CustomerId.parse(id)))
      await expect(customers.getCustomer({ customerId })).resolves.toMatchObject({ id: customerId })
    expect(verifyStore(db)).toMatchObject({ isSound: true })

    db.pragma('max_page_count = 1000000')
    await expect(create()).resolves.toMatchObject({ version: 1 })
    closeDatabase(db)
  })
})
