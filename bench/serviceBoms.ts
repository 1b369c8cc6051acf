import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closeDatabase, openDatabase, type Db } from '../electron/db/database'
import { toBytes } from '../electron/db/ids'
import { storeFile } from '../electron/db/storeLock'
import type { ItemId, ReasonCodeId, ServiceBomId, ServiceBomLineId } from '../electron/shared/contract/id'
import type { ServiceBom } from '../electron/shared/contract/serviceBoms'
import { newId, setUp } from '../tests/support/app'
import {
  bikesOf,
  bomRef,
  itemOf,
  objectOf,
  orderRelation,
  templateOf,
  type Bikes,
} from '../tests/support/boms'
import { createChance } from './chance'
import { repeated, round, summary, type Figure } from './measure'
import type { Scene } from './scenarios'
import { connectService } from './service'

const lists = 100_000
const changes = 400
const hour = 3_600_000
const today = Date.UTC(2026, 10, 2, 9)
const start = today - 24 * hour * 700
const runs = 100

interface Cast {
  readonly small: ServiceBomId
  readonly large: ServiceBomId
  /** In every list. */
  readonly common: ItemId
  readonly parts: readonly ItemId[]
  readonly reasonId: ReasonCodeId
}

/** Lists of objects: as of a time, compared, searched for an item, and changed (09 §3). */
export async function serviceBoms({ say }: Scene): Promise<Figure[]> {
  const folder = mkdtempSync(join(process.env['AFTERCARE_BENCH_DATA'] ?? tmpdir(), 'aftercare-lists-'))
  try {
    const cast = await fill(folder, say)
    const service = await connectService(folder)
    try {
      return await measured(service.client, cast)
    } finally {
      await service.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measured(
  client: Awaited<ReturnType<typeof connectService>>['client'],
  cast: Cast,
): Promise<Figure[]> {
  const { bom } = client
  const chance = createChance(3)
  const moment = () => start + chance.below(today - start)
  const figures: Figure[] = []
  const add = async (name: string, limit: number, count: number, work: (run: number) => unknown) => {
    const { max, p50, p95 } = summary(await repeated(count, work))
    const note = `p50 ${String(round(p50))} ms, worst ${String(round(max))} ms`
    figures.push({ name: `${name}, p95`, value: round(p95), unit: 'ms', limit, note })
  }
  const { large: largeId, small: bomId } = cast
  await add('structure of a serial at a time, 1,000 parts and 400 changes', 20, runs, () =>
    bom.getStructure({ bomId, at: moment() }),
  )
  await add('the same as it was known at another time', 20, runs, () =>
    bom.getStructure({ bomId, at: moment(), knownAt: moment() }),
  )
  await add('structure of 10,000 parts at a time', 100, 30, () =>
    bom.getStructure({ bomId: largeId, at: moment() }),
  )
  await add('structure of 10,000 parts as it is', 100, 30, () => bom.getStructure({ bomId: largeId }))
  await add('two times compared, 1,000 parts and 400 changes', 50, 50, () =>
    bom.getComparison({ left: { bomId, at: moment() }, right: { bomId, at: moment() } }),
  )
  const { common: itemId } = cast
  await add(`where an item is installed in ${String(lists)} lists, first page and counts`, 100, 20, () =>
    bom.listWhereUsed({ itemId, scope: 'services' }),
  )
  await add(`recall list over ${String(lists)} lists, first page and counts`, 100, 20, () =>
    bom.listRecall({ itemId }),
  )
  let { version } = await bom.getServiceBom({ bomId })
  const { nodes } = await bom.getStructure({ bomId })
  const leaves = nodes.filter(({ isLeaf }) => isLeaf)
  await add('replacing a part among 1,000', 20, runs, async () => {
    const lineId = leaves.pop()?.lineId as ServiceBomLineId // of a list of an object
    const itemId = chance.pick(cast.parts)
    const done = await bom.replaceComponent({
      ...{ bomId, expectedVersion: version, lineId, itemId, reasonId: cast.reasonId, at: today },
      removedPart: { disposition: 'scrap' },
    })
    version = done.version
  })
  return figures
}

/** A store with a list of 1,000 parts that was changed 400 times, one of 10,000, and 100,000 small ones. */
async function fill(folder: string, say: (text: string) => void): Promise<Cast> {
  const db = openDatabase(storeFile(folder), { cacheKb: 500_000 })
  db.pragma('synchronous = OFF')
  const app = setUp({ db, now: start })
  const branch = await bikesOf(app)
  const { owner } = app
  const attach = async (serial: string, count: number) => {
    const object = await objectOf(owner, branch, serial)
    const template = await templateOf(owner, branch, [{ item: 'W1' }])
    grow(db, template.id, branch, count)
    const { relationId } = await orderRelation(owner, branch, object.id)
    return owner.bom.attachTemplate({ id: newId(), relationId, templateId: template.id, at: start })
  }
  say('lists of objects: 1,000 and 10,000 parts')
  let small: Pick<ServiceBom, 'id' | 'version'> = await attach('B1', 1000)
  const large = await attach('B2', 10_000)
  say(`lists of objects: ${String(changes)} changes`)
  const chance = createChance(2)
  const parts = ['W1', 'W3', 'BOLT'].map((number) => itemOf(branch, number))
  for (let count = 0; count < changes; count += 1) {
    app.clock.now = start + (count + 1) * 36 * hour
    const { nodes } = await owner.bom.getStructure({ bomId: small.id })
    const lineId = chance.pick(nodes.filter(({ isLeaf }) => isLeaf)).lineId as ServiceBomLineId // of a list of an object
    const change = { ...bomRef(small), lineId, reasonId: branch.reasonId, at: app.clock.now }
    const itemId = chance.pick(parts)
    small = await owner.bom.replaceComponent({ ...change, itemId, children: 'drop' })
  }
  app.clock.now = today
  say(`lists of objects: ${String(lists)}`)
  copyLists(db, small.id, itemOf(branch, 'TYRE'))
  await owner.customers.createCustomer({ id: newId(), name: 'Meanwhile' })
  db.exec('ANALYZE')
  app.application.close()
  closeDatabase(db)
  return {
    ...{ small: small.id, large: large.id, common: itemOf(branch, 'TYRE') },
    ...{ parts, reasonId: branch.reasonId },
  }
}

/** Fills a template up: assemblies of ten parts each, in assemblies of ten. */
function grow(db: Db, templateId: string, branch: Bikes, count: number): void {
  const insert = db.prepare(
    `INSERT INTO bom_template_line (id, template_id, parent_id, position, item_id, description, quantity, unit_id)
     VALUES (:id, :template, :parent, :position, :item, 'Part', 1000, :unit)`,
  )
  const items = ['W2', 'W3', 'BOLT', 'TYRE'].map((number) => toBytes(itemOf(branch, number)))
  const base = { template: toBytes(templateId), unit: toBytes(branch.unitId) }
  db.transaction(() => {
    for (let made = 1, top = 2; made < count; top += 1) {
      const parent = toBytes(newId())
      insert.run({ ...base, id: parent, parent: null, position: top, item: items[0] })
      made += 1
      for (let position = 1; position <= 9 && made < count; position += 1, made += 1)
        insert.run({ ...base, id: toBytes(newId()), parent, position, item: items[1 + (position % 3)] })
    }
  })()
}

/** Small lists of as many bikes of as many customers, each with one tyre. */
function copyLists(db: Db, bomId: ServiceBomId, itemId: ItemId): void {
  const copied = (of: string) => `unhex(printf('%012x7%03x8%015x', 1700000000000, ${of}, n.value))`
  const columns = (table: string) =>
    db
      .prepare<[string], string>("SELECT name FROM pragma_table_info(?) WHERE name <> 'key'")
      .pluck()
      .all(table)
  const copy = (table: string, source: string, values: Readonly<Record<string, string>>) => {
    const names = columns(table)
    db.prepare(
      `WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ${String(lists)})
       INSERT INTO ${table} (${names.join(', ')})
       SELECT ${names.map((name) => values[name] ?? `s.${name}`).join(', ')} FROM n CROSS JOIN (${source}) s`,
    ).run({ bom: toBytes(bomId), item: toBytes(itemId) })
  }
  const one = (table: string) => `SELECT * FROM ${table} ORDER BY key LIMIT 1`
  const object = { id: copied('1'), number: "'O' || n.value", serial_number: "'X' || n.value" }
  const customers = one('customer')
  copy('customer', customers, { id: copied('2'), number: "'K' || n.value", name: "'Customer ' || n.value" })
  copy('service_object', one('service_object'), {
    ...object,
    customer_id: `unhex(printf('%012x70028%015x', 1700000000000, n.value))`,
  })
  copy('service_bom', 'SELECT * FROM service_bom WHERE id = :bom', {
    ...{
      id: copied('3'),
      object_id: copied('1'),
      relation_id: copied('4'),
      line_count: '1',
      change_count: '0',
    },
  })
  copy(
    'service_bom_line',
    'SELECT * FROM service_bom_line WHERE bom_id = :bom AND parent_id IS NULL LIMIT 1',
    {
      ...{
        id: copied('5'),
        bom_id: copied('3'),
        item_id: ':item',
        removed_at: 'NULL',
        chain_id: copied('5'),
      },
      ...{ replaces_id: 'NULL', replaced_by_id: 'NULL' },
    },
  )
}
