import type { Db } from '../electron/db/database'
import { sortKey } from '../electron/db/sortKey'

/** Inserts plain rows into a table by column name; text columns with a stored key get it when the table has one. */
export function createInserter(db: Db, table: string) {
  const columns = db.prepare<[], { name: string }>(`SELECT name FROM pragma_table_info('${table}')`).all()
  const names = columns.map(({ name }) => name).filter((name) => name !== 'key')
  const sorted = new Set(names.filter((name) => name.endsWith('_sort') && names.includes(name.slice(0, -5))))
  const statement = db.prepare(
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  )
  return (row: Readonly<Record<string, unknown>>): void => {
    statement.run(
      ...names.map((name) => {
        const value = row[name]
        if (!sorted.has(name)) return value ?? null
        const text = row[name.slice(0, -5)]
        return typeof text === 'string' ? sortKey(text, 'en') : null
      }),
    )
  }
}

/** A UUIDv7 whose time is given and whose rest is a counter: deterministic and in order. */
export function createIdMint() {
  let counter = 0
  return (at: number): Buffer => {
    counter += 1
    const id = Buffer.alloc(16)
    id.writeUIntBE(at, 0, 6)
    id.writeUInt32BE(counter, 12)
    id.writeUInt8(0x70, 6)
    id.writeUInt8(0x80, 8)
    return id
  }
}
