import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Db } from './database'

/** Why a store cannot be opened, in words for people. */
export class StoreError extends Error {
  constructor(
    readonly code: 'STORE_NEWER' | 'MIGRATION_EDITED' | 'NOT_DEMO' | 'NOT_A_STORE',
    message: string,
  ) {
    super(message)
    this.name = 'StoreError'
  }
}

const files = import.meta.glob<string>('./migrations/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
})

export interface Migration {
  readonly version: number
  readonly name: string
  readonly sql: string
}

/** The numbered migrations, oldest first. */
export const migrations: readonly Migration[] = Object.entries(files)
  .map(([path, sql]) => {
    const name = path.split('/').at(-1) ?? path
    return { version: Number.parseInt(name, 10), name, sql }
  })
  .sort((a, b) => a.version - b.version)

export const storeVersion = migrations.at(-1)?.version ?? 0

function checksumOf(sql: string): string {
  return createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex')
}

export interface MigrateOptions {
  /** Where the copy of the store goes before the first pending migration; none for a store in memory. */
  readonly folder?: string
  readonly steps?: readonly Migration[]
  readonly now?: () => number
}

/**
 * Brings the store to the newest version, each migration in one transaction with its `user_version`.
 *
 * @throws StoreError STORE_NEWER for a store of a newer program, MIGRATION_EDITED when an applied migration's text differs
 */
export function migrate(db: Db, { folder, steps = migrations, now = Date.now }: MigrateOptions = {}): void {
  const version = Number(db.pragma('user_version', { simple: true }))
  const newest = steps.at(-1)?.version ?? 0
  if (version > newest)
    throw new StoreError(
      'STORE_NEWER',
      `The data were written by a newer Aftercare (version ${String(version)}, this one knows ${String(newest)}). Install the newer program.`,
    )
  db.exec(
    'CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT',
  )
  refuseEdited(db, steps)
  const pending = steps.filter((step) => step.version > version)
  if (pending.length > 0 && version > 0 && folder) {
    const copy = join(folder, `aftercare-before-${String(newest)}-${String(now())}.db`)
    db.prepare('VACUUM INTO ?').run(copy)
  }
  for (const step of pending) apply(db, step, now())
}

function refuseEdited(db: Db, steps: readonly Migration[]): void {
  const applied = db
    .prepare<[], { version: number; checksum: string }>('SELECT version, checksum FROM migration')
    .all()
  for (const { version, checksum } of applied) {
    const step = steps.find((known) => known.version === version)
    if (!step || checksumOf(step.sql) !== checksum)
      throw new StoreError(
        'MIGRATION_EDITED',
        `Migration ${String(version)} of the data is not the one this program brings. Reinstall Aftercare.`,
      )
  }
}

function apply(db: Db, { version, name, sql }: Migration, at: number): void {
  db.transaction(() => {
    db.exec(sql)
    db.prepare('INSERT INTO migration VALUES (?, ?, ?, ?)').run(version, name, checksumOf(sql), at)
    db.pragma(`user_version = ${String(version)}`)
  }).exclusive()
}
