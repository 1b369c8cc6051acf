import { version as appVersion } from '../../../package.json'
import type { BackupContents } from '../../shared/contract/backups'
import type { Db } from '../database'

/** What people know a company's data by; each is counted in a backup and again in its proof. */
export const countedTables = {
  customers: 'customer',
  items: 'item',
  objects: 'service_object',
  orders: 'service_order',
  orderLines: 'service_order_line',
  users: 'user',
  changes: 'change_log',
} as const

function tablesOf(db: Db): ReadonlySet<string> {
  return new Set(db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all())
}

export function countTables(db: Db): Record<string, number> {
  const present = tablesOf(db)
  return Object.fromEntries(
    Object.entries(countedTables)
      .filter(([, table]) => present.has(table))
      .map(([name, table]) => [
        name,
        db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0,
      ]),
  )
}

/** The last entry of a store's change log. */
export function lastEntry(db: Db): { seq: number; at: number } | undefined {
  return db
    .prepare<[], { seq: number; at: number }>('SELECT seq, at FROM change_log ORDER BY seq DESC LIMIT 1')
    .get()
}

/** When the store came into being. */
export function firstEntryAt(db: Db): number | undefined {
  return db.prepare<[], number>('SELECT at FROM change_log ORDER BY seq LIMIT 1').pluck().get()
}

/** Reads what a store holds. Throws what SQLite throws where it is damaged. */
export function contentsOf(db: Db): BackupContents {
  const text = (sql: string) => db.prepare<[], string>(sql).pluck().get()
  const device = db
    .prepare<[], { id: string; name: string | null }>(
      `SELECT m.value AS id, d.name FROM local_machine m LEFT JOIN device d ON lower(hex(d.id)) = replace(m.value, '-', '')
       WHERE m.name = 'deviceId'`,
    )
    .get()
  const last = lastEntry(db)
  const officeName = text('SELECT name FROM office ORDER BY code LIMIT 1')
  return {
    schemaVersion: Number(db.pragma('user_version', { simple: true })),
    appVersion,
    companyName: text('SELECT name FROM company') ?? '',
    ...(officeName === undefined ? {} : { officeName }),
    ...(device ? { deviceId: device.id } : {}),
    ...(device?.name ? { deviceName: device.name } : {}),
    lastSeq: last?.seq ?? 0,
    ...(last ? { lastAt: last.at } : {}),
    counts: countTables(db),
  }
}
