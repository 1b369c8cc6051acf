import { ORPCError } from '@orpc/client'
import {
  closeSync,
  copyFileSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { verifyStore } from '../../electron/db/backup'
import { storeVersion } from '../../electron/db/migrate'
import { storeFile } from '../../electron/db/storeLock'
import { newDataFolder, openApp, type OpenedApp } from '../support/backups'
import { newId, setUp } from '../support/app'
import { resultOf } from '../support/orders'

vi.setConfig({ testTimeout: 60_000 })

async function start(folder = newDataFolder()): Promise<OpenedApp & { folder: string }> {
  const app = await openApp(folder)
  onTestFinished(() => {
    if (app.db.open) app.close()
  })
  return { ...app, folder }
}

async function backUp(app: OpenedApp): Promise<string> {
  const { jobId } = await app.owner.backups.createBackup({})
  const { file } = (await resultOf(app.owner, jobId)) as { file: string }
  return file
}

async function restore(app: OpenedApp, file: string, more: object = {}): Promise<unknown> {
  const { jobId } = await app.owner.backups.restoreBackup({ file, companyName: 'New company', ...more })
  return resultOf(app.owner, jobId)
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'none'
  } catch (error) {
    if (error instanceof ORPCError) return String(error.code)
    // A failed job: its refusal is the cause.
    return error instanceof Error ? JSON.stringify(error.cause) : String(error)
  }
}

function changeByte(file: string, at: number): void {
  const byte = readFileSync(file).subarray(at, at + 1)
  const handle = openSync(file, 'r+')
  writeSync(handle, Buffer.from([(byte[0] ?? 0) ^ 0x01]), 0, 1, at)
  closeSync(handle)
}

const customer = (app: OpenedApp, name: string) => app.owner.customers.createCustomer({ id: newId(), name })
const names = async ({ owner }: OpenedApp) =>
  (await owner.customers.listCustomers({})).items.map(({ name }) => name).sort()

describe('R01-22: a backup', () => {
  it('is one file that says what it holds, proven by a restore aside; nothing else is left', async () => {
    const app = await start()
    await customer(app, 'Acme')
    const file = await backUp(app)

    const { items, lastProvenAt, needsLook } = await app.owner.backups.listBackups({})

    expect(items).toMatchObject([
      {
        file,
        kind: 'manual',
        state: 'proven',
        isEncrypted: false,
        problems: [],
        contents: {
          companyName: 'New company',
          schemaVersion: storeVersion,
          counts: { customers: 1, users: 1 },
        },
      },
    ])
    expect(lastProvenAt).toBe(app.clock.now)
    expect(needsLook).toBe(false)
    expect(readdirSync(join(app.folder, 'backups')).sort()).toEqual([
      basename(file),
      `${basename(file)}.proof`,
    ])
    expect(readdirSync(join(app.folder, 'aside'))).toEqual([])
  })

  it('says what its restore would lose', async () => {
    const app = await start()
    const file = await backUp(app)
    const before = await app.owner.backups.getBackup({ file })
    app.clock.now += 60_000
    await customer(app, 'Later')
    await customer(app, 'Last')

    const after = await app.owner.backups.getBackup({ file })

    expect(before.lost).toEqual({ entries: 0 })
    expect(after.lost).toMatchObject({ entries: 2, until: app.clock.now })
    expect(await codeOf(app.owner.backups.getBackup({ file: join(app.folder, 'none.acb') }))).toBe(
      'NOT_FOUND',
    )
  })

  it('of a day is made in the name of the owner when the clock says so', async () => {
    const app = await start()
    app.receive({ type: 'backUp' })

    await expect
      .poll(async () => (await app.owner.jobs.listJobs({})).items)
      .toMatchObject([{ state: 'done' }])
    expect((await app.owner.backups.listBackups({})).items).toMatchObject([
      { kind: 'daily', state: 'proven' },
    ])
  })

  it('that is canceled leaves nothing', async () => {
    const app = await start()
    const { jobId } = await app.owner.backups.createBackup({})
    await app.owner.jobs.cancelJob({ jobId })

    await expect
      .poll(async () => (await app.owner.jobs.getJob({ jobId })).state, { timeout: 20_000 })
      .toBe('canceled')

    expect((await app.owner.backups.listBackups({})).items).toEqual([])
    expect(readdirSync(join(app.folder, 'aside'))).toEqual([])
  })

  it('of a damaged store is kept, marked, and has the store looked at', async () => {
    const app = await start()
    for (const name of app.db
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
      .pluck()
      .all())
      app.db.exec(`DROP TRIGGER ${name}`)
    app.db.exec("UPDATE change_log SET reason = 'changed' WHERE seq = 1")

    expect(await codeOf(backUp(app))).toContain('BACKUP_DAMAGED')

    const { items, needsLook } = await app.owner.backups.listBackups({})
    expect(items).toMatchObject([{ state: 'damaged', problems: ['change log entry 1: HASH_MISMATCH'] }])
    expect(needsLook).toBe(true)
    expect(app.relayed).toEqual([{ type: 'reopen' }])
  })

  it('of a store in memory is refused', async () => {
    const app = setUp()
    expect(await codeOf(app.owner.backups.createBackup({}))).toBe('NO_STORE_FILE')
    expect(await app.owner.backups.listBackups({})).toEqual({ items: [], needsLook: false })
    app.close()
  })
})

describe('R01-22: a restore', () => {
  it('brings the backup back, keeps the replaced store as a backup, ends sessions and stands in the log', async () => {
    const app = await start()
    await customer(app, 'Before')
    const file = await backUp(app)
    await customer(app, 'After')
    const { replacedFile } = (await restore(app, file, { reason: 'Wrong import' })) as {
      replacedFile: string
    }
    await expect.poll(() => app.relayed).toContainEqual({ type: 'reopen' })
    expect(await names(app), 'until it is opened again').toEqual(['After', 'Before'])
    app.close()

    const again = await start(app.folder)

    expect(await names(again)).toEqual(['Before'])
    expect(verifyStore(again.db)).toMatchObject({ isSound: true })
    const last = again.db.prepare('SELECT command, reason FROM change_log ORDER BY seq DESC LIMIT 1').get()
    expect(last).toEqual({ command: 'backups.restoreBackup', reason: 'Wrong import' })
    const { items } = await again.owner.backups.listBackups({})
    expect(items.find(({ kind }) => kind === 'replaced')).toMatchObject({ file: replacedFile })

    const jobs = await again.owner.jobs.listJobs({})
    expect(
      jobs.items.map(({ kind, state }) => `${kind} ${state}`).sort(),
      'nothing runs that ran when it was made',
    ).toEqual(['backups.createBackup canceled', 'backups.restoreBackup done'])
    await backUp(again)
    const proven = (await again.owner.backups.listBackups({})).items.find(({ kind }) => kind === 'replaced')
    expect(proven, 'with the next backup the replaced store is proven too').toMatchObject({
      state: 'proven',
      contents: { counts: { customers: 2 } },
    })

    await restore(again, replacedFile)
    again.close()
    const back = await start(app.folder)
    expect(await names(back)).toEqual(['After', 'Before'])
  })

  it('R-01.36: a backup with one byte changed is BACKUP_DAMAGED and the database is as before', async () => {
    const app = await start()
    await customer(app, 'Kept')
    const file = await backUp(app)
    const size = statSync(file).size
    // The header, the packed store, the manifest and the tail.
    for (const at of [
      3,
      14,
      Math.floor(size / 2),
      Math.floor(size / 3),
      size - 100,
      size - 45,
      size - 20,
      size - 1,
    ]) {
      const changed = join(app.folder, `changed-${String(at)}.acb`)
      copyFileSync(file, changed)
      changeByte(changed, at)
      expect(await codeOf(restore(app, changed)), `byte ${String(at)}`).toContain('BACKUP_DAMAGED')
    }
    app.close()
    const again = await start(app.folder)
    expect(await names(again)).toEqual(['Kept'])
    expect(readdirSync(app.folder).filter((name) => name.includes('replaced'))).toEqual([])
  })

  it('wants the name of the company as it is written, and the right to it', async () => {
    const app = await start()
    const file = await backUp(app)
    expect(await codeOf(restore(app, file, { companyName: 'new company' }))).toBe('COMPANY_NAME_WRONG')
    expect(await codeOf(restore(app, join(app.folder, 'none.acb')))).toBe('NOT_FOUND')
  })

  it('R-01.36: of a backup of a newer program is BACKUP_NEWER', async () => {
    const app = await start()
    app.db.pragma(`user_version = ${String(storeVersion + 1)}`)
    const newer = await codeOf(backUp(app))
    const [{ file, state } = { file: '', state: '' }] = (await app.owner.backups.listBackups({})).items
    app.db.pragma(`user_version = ${String(storeVersion)}`)

    expect(newer).toContain('BACKUP_NEWER')
    expect(state).toBe('newer')
    expect(await codeOf(restore(app, file))).toContain('BACKUP_NEWER')
  })
})

describe('R01-22: an encrypted backup', () => {
  it('opens with this machine, elsewhere with its passphrase only; a changed byte is damage', async () => {
    const app = await start()
    await customer(app, 'Secret')
    await app.owner.backups.setBackupSettings({ passphrase: 'correct horse' })
    const file = await backUp(app)
    expect(readFileSync(file).includes('Secret')).toBe(false)
    expect(await app.owner.backups.getBackup({ file })).toMatchObject({
      isEncrypted: true,
      state: 'proven',
      wantsPassphrase: false,
    })
    const settings = readFileSync(join(app.folder, 'aftercare-backups.json'), 'utf8')
    expect(settings).not.toContain('correct horse')

    const other = await start()
    expect(await other.owner.backups.getBackup({ file })).toMatchObject({ wantsPassphrase: true })
    expect(await codeOf(restore(other, file))).toContain('BACKUP_LOCKED')
    expect(await codeOf(restore(other, file, { passphrase: 'wrong horse' }))).toContain('BACKUP_LOCKED')
    const changed = join(app.folder, 'changed.acb')
    copyFileSync(file, changed)
    changeByte(changed, statSync(file).size - 60) // of the manifest
    expect(await codeOf(restore(other, changed, { passphrase: 'correct horse' }))).toContain('BACKUP_DAMAGED')
    await restore(other, file, { passphrase: 'correct horse' })
    other.close()
    expect(await names(await start(other.folder))).toEqual(['Secret'])
  })
})

describe('R01-22: the settings of the machine', () => {
  it('lie beside the store; what is not named stays; a folder that cannot be used is refused at its field', async () => {
    const app = await start()
    const second = join(app.folder, 'stick')
    await app.owner.backups.setBackupSettings({ hour: 3, secondFolder: second })
    const file = await backUp(app)
    expect(readdirSync(second).sort()).toEqual([basename(file), `${basename(file)}.proof`])

    writeFileSync(join(app.folder, 'file'), '')
    const refused = app.owner.backups.setBackupSettings({ folder: join(app.folder, 'file', 'below') })
    await expect(refused).rejects.toMatchObject({ code: 'FOLDER_MISSING', data: { field: 'folder' } })
    await expect(app.owner.backups.setBackupSettings({ secondFolder: 'stick' })).rejects.toMatchObject({
      data: { field: 'secondFolder' },
    })
    await app.owner.backups.setBackupSettings({ secondFolder: null })

    expect(await app.owner.backups.getBackupSettings({})).toMatchObject({
      hour: 3,
      folder: join(app.folder, 'backups'),
      isOwnFolder: false,
      isEncrypted: false,
    })
    expect((await app.owner.backups.getBackupSettings({})).secondFolder).toBeUndefined()
  })

  it('a proof counts as long as the file is as it was', async () => {
    const app = await start()
    const file = await backUp(app)
    utimesSync(file, new Date(), new Date(Date.now() + 5000))
    expect((await app.owner.backups.listBackups({})).items).toMatchObject([{ state: 'unproven' }])
    app.clock.now += 1000

    await backUp(app)

    expect((await app.owner.backups.listBackups({})).items.map(({ state }) => state)).toEqual([
      'proven',
      'proven',
    ])
  })

  it("a second drive that is full of others' backups keeps those", async () => {
    const shared = join(newDataFolder(), 'shared')
    const one = await start()
    const other = await start()
    for (const app of [one, other]) await app.owner.backups.setBackupSettings({ secondFolder: shared })
    const file = await backUp(other)
    const old = basename(file).replace(/\d{17}/, '20200101120000000')
    copyFileSync(join(shared, basename(file)), join(shared, old))

    await backUp(one)

    expect(readdirSync(shared)).toContain(old)
    expect(statSync(storeFile(one.folder)).size).toBeGreaterThan(0)
  })
})
