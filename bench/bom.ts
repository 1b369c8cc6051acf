import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { closeDatabase, openDatabase, type Db } from '../electron/db/database'
import { toBytes } from '../electron/db/ids'
import { storeFile } from '../electron/db/storeLock'
import type { ItemId } from '../electron/shared/contract/id'
import { newId, setUp } from '../tests/support/app'
import { startHost } from './host'
import { importFile } from './imports'
import { repeated, round, summary, type Figure } from './measure'
import type { Scene } from './scenarios'
import { connectService } from './service'

/** Parts below the top: ten in each assembly, four levels. */
const parts = 10_000
const assemblies = 1000
/** Different ones. */
const items = 3000
const runs = 20
const date = '2026-01-01'
const data = resolve('../shared/data/adventureworks')

interface Cast {
  readonly root: ItemId
  readonly leaf: ItemId
}

/** Item BOMs: a structure of 10,000 places and 3,000 items exploded, rolled up and searched; the import of the real file. */
export async function bom({ say }: Scene): Promise<Figure[]> {
  const folder = mkdtempSync(join(process.env['AFTERCARE_BENCH_DATA'] ?? tmpdir(), 'aftercare-bom-'))
  try {
    const cast = await fill(folder)
    const service = await connectService(folder)
    try {
      return [...(await measured(service.client.bom, cast)), await fileImport(say)]
    } finally {
      await service.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measured(
  client: Awaited<ReturnType<typeof connectService>>['client']['bom'],
  { leaf, root }: Cast,
): Promise<Figure[]> {
  const figures: Figure[] = []
  const add = async (name: string, limit: number, work: () => Promise<unknown>) => {
    const { max, p50, p95 } = summary(await repeated(runs, work))
    const note = `p50 ${String(round(p50))} ms, worst ${String(round(max))} ms`
    figures.push({ name: `${name}, p95`, value: round(p95), unit: 'ms', limit, note })
  }
  const subject = { itemId: root, date }
  await add('structure of an item of 10,000 parts', 100, () => client.getStructure(subject))
  await add('explosion of an item of 10,000 parts', 50, () =>
    client.getExplosion({ roots: [{ itemId: root }], date }),
  )
  await add('cost roll-up of an item of 10,000 parts by its leaves', 50, () =>
    client.getCostRollup({ ...subject, method: 'leaf', currency: 'EUR' }),
  )
  await add('search in 10,000 parts', 100, () => client.listStructureHits({ ...subject, text: 'part-02999' }))
  await add('two dates of 10,000 parts compared', 100, () =>
    client.getComparison({ left: subject, right: { itemId: root, date: '2025-06-30' } }),
  )
  await add('where an item is used in item BOMs', 100, () =>
    client.listWhereUsed({ itemId: leaf, scope: 'items', date }),
  )
  return figures
}

/** A store with one item BOM of so many places, and a cost of each item. */
async function fill(folder: string): Promise<Cast> {
  const db = openDatabase(storeFile(folder))
  db.pragma('synchronous = OFF')
  const app = setUp({ db, now: Date.UTC(2026, 10, 2, 9) })
  const { id: unitId } = await app.owner.catalog.createUnit({
    ...{ id: newId(), code: 'PCS', name: 'Pieces', decimals: 1 },
  })
  const ids = Array.from({ length: items + 1 }, () => newId<ItemId>())
  insertItems(db, ids, toBytes(unitId))
  const [root, leaf] = [ids[0], ids.at(-1)]
  if (!root || !leaf) throw new Error('no items')
  await app.owner.customers.createCustomer({ id: newId(), name: 'Meanwhile' })
  db.exec('ANALYZE')
  app.application.close()
  closeDatabase(db)
  return { root, leaf }
}

/** The n-th place is a part of place n / 10; at the bottom the same parts come over and over. */
function insertItems(db: Db, ids: readonly ItemId[], unit: Buffer): void {
  const item = db.prepare(
    `INSERT INTO item (id, version, number, name, name_sort, unit_id, kind, serial_tracked, made_in_house, is_blocked)
     VALUES (?, 1, ?, ?, ?, ?, 'nonStock', 0, 1, 0)`,
  )
  const cost = db.prepare(
    `INSERT INTO item_cost (id, version, item_id, currency, valid_from, unit_cost) VALUES (?, 1, ?, 'EUR', '2020-01-01', ?)`,
  )
  const line = db.prepare(
    `INSERT INTO item_bom_line (id, version, assembly_id, component_id, valid_from, unit_id, quantity)
     VALUES (?, 1, ?, ?, ?, ?, ?)`,
  )
  db.transaction(() => {
    ids.forEach((id, at) => {
      const number = `PART-${String(at).padStart(5, '0')}`
      item.run(toBytes(id), number, `Part ${number}`, number.toLowerCase(), unit)
      cost.run(toBytes(newId()), toBytes(id), 10_000 + (at % 997))
    })
    for (let place = 1; place <= parts; place += 1) {
      const assembly = ids[Math.floor((place - 1) / 10)]
      const part = ids[place <= assemblies ? place : assemblies + 1 + (place % (items - assemblies))]
      const validFrom = place % 50 === 0 ? '2025-12-31' : '2020-01-01'
      if (assembly && part)
        line.run(
          ...[toBytes(newId()), toBytes(assembly), toBytes(part), validFrom, unit, 1000 + (place % 3) * 500],
        )
    }
  })()
}

/** The BOM file through the API: upload, check and commit. */
async function fileImport(say: (text: string) => void): Promise<Figure> {
  say('bom: the file')
  const folder = mkdtempSync(join(tmpdir(), 'aftercare-bom-import-'))
  const host = await startHost(folder)
  try {
    for (const kind of ['units', 'items']) await importFile(host, kind, join(data, `${kind}.csv`))
    const begun = performance.now()
    await importFile(host, 'boms', join(data, 'bills-of-materials.csv'))
    const value = round((performance.now() - begun) / 1000)
    return { name: 'import of the BOM file, 2,679 rows', value, unit: 's', limit: 2 }
  } finally {
    await host.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
