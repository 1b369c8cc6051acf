import { closeDatabase, openDatabase, type Db } from '../electron/db/database'
import { toId } from '../electron/db/ids'
import { storeFile } from '../electron/db/storeLock'
import type { ProductCategoryId } from '../electron/shared/contract/id'
import { newId, setUp, type TestApp } from '../tests/support/app'
import { imported, realFile } from '../tests/support/imports'
import { repeated, round, summary, type Figure } from './measure'
import { emptyFolder } from './repairStore'
import type { Scene } from './scenarios'
import { connectService } from './service'

const files = ['FixitClinic_202507', 'RepairCafeDenmark_202507', 'RestartProject_202204']
const stored = 100_000
const mostAsked = 1500
const questions = 300

/** A repair of a file, with what became of it. */
interface Known {
  readonly key: number
  readonly text: string
  readonly categoryId: ProductCategoryId | undefined
  readonly brand: string | undefined
  readonly outcome: string
  readonly barrier: string | undefined
}

/**
 * How well similar repairs tell what becomes of one: of each file the earlier four fifths are known, the later fifth is
 * asked for; beside it the base rate, the order of what is most frequent in the known part. Then the time of a question.
 */
export async function similar({ say }: Scene): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const file of files) {
    say(`similar: ${file}`)
    const app = await storeOf([file])
    figures.push(...(await accuracyOf(app, file)))
    app.close()
  }
  return [...figures, ...(await timesOf(say))]
}

async function storeOf(names: readonly string[], db?: Db): Promise<TestApp> {
  const app = setUp({ now: Date.UTC(2026, 10, 2, 9), ...(db ? { db } : {}) })
  await imported(app.owner, 'productCategories', realFile('openrepair/product-categories.csv'))
  for (const name of names) await imported(app.owner, 'repairs', realFile(`openrepair/${name}.csv`))
  return app
}

/** All repairs of the store, oldest first. */
function known(db: Db): Known[] {
  interface Row {
    readonly key: number
    readonly note: string | null
    readonly category: Buffer | null
    readonly brand: string | null
    readonly outcome: string
    readonly barrier: string | null
  }
  return db
    .prepare<[], Row>(
      `SELECT l.key, l.note, s.product_category_id AS category, s.brand, x.outcome, b.code AS barrier
       FROM repair_line l JOIN order_object_relation r ON r.id = l.object_relation_id
         JOIN service_object s ON s.id = r.object_id JOIN resolution x ON x.id = l.resolution_id
         LEFT JOIN barrier b ON b.id = l.barrier_id
       ORDER BY l.reported_at, l.key`,
    )
    .all()
    .map(({ barrier, brand, category, key, note, outcome }) => ({
      ...{ key, outcome, text: note ?? '', brand: brand ?? undefined },
      categoryId: category === null ? undefined : (toId(category) as ProductCategoryId), // as the store keeps it
      barrier: outcome === 'endOfLife' && barrier !== null ? barrier : undefined,
    }))
}

async function accuracyOf(app: TestApp, file: string): Promise<Figure[]> {
  const all = known(app.db)
  const cut = Math.floor(all.length * 0.8)
  const [earlier, later] = [all.slice(0, cut), all.slice(cut)]
  forget(app.db, later)
  const figures: Figure[] = []
  for (const what of ['outcome', 'barrier'] as const) {
    const asked = everyFew(later.filter((repair) => repair[what] !== undefined))
    const base = rankingOf(earlier.map((repair) => repair[what]))
    const scores = { top1: 0, top3: 0, base1: 0, base3: 0 }
    for (const repair of asked) {
      const { barriers, outcomes } = await app.owner.repair.listSimilar({
        ...{ text: repair.text, productCategoryId: repair.categoryId, brand: repair.brand, limit: 1 },
      })
      const told: string[] =
        what === 'outcome' ? outcomes.map(({ outcome }) => outcome) : barriers.map(({ code }) => code)
      const truth = repair[what] ?? ''
      const at = told.indexOf(truth)
      const baseAt = base.indexOf(truth)
      scores.top1 += Number(at === 0)
      scores.top3 += Number(at >= 0 && at < 3)
      scores.base1 += Number(baseAt === 0)
      scores.base3 += Number(baseAt >= 0 && baseAt < 3)
    }
    const part = (count: number) => Math.round((count / asked.length) * 1000) / 10
    for (const top of [1, 3] as const)
      figures.push({
        name: `${file}: ${what} among the first ${String(top)}, percent`,
        ...{ value: part(scores[`top${top}`]), unit: 'count' },
        note: `base rate ${String(part(scores[`base${top}`]))}, of ${String(asked.length)}`,
      })
  }
  return figures
}

/** Repairs that are not to be known are taken out of what is compared. */
function forget(db: Db, repairs: readonly Known[]): void {
  const keys = JSON.stringify(repairs.map(({ key }) => key))
  db.prepare('DELETE FROM local_repair_fact WHERE key IN (SELECT value FROM json_each(?))').run(keys)
  db.prepare('DELETE FROM local_repair_text WHERE rowid IN (SELECT value FROM json_each(?))').run(keys)
}

function everyFew<Value>(values: readonly Value[], most = mostAsked): Value[] {
  const step = Math.ceil(values.length / most)
  return values.filter((_, index) => index % step === 0)
}

/** What there is, most frequent first. */
function rankingOf(values: readonly (string | undefined)[]): string[] {
  const counts = new Map<string, number>()
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value)
}

/** The time of a question over the three files, repeated up to 100,000 repairs, through the service as a window asks. */
async function timesOf(say: (text: string) => void): Promise<Figure[]> {
  say('similar: times')
  const store = emptyFolder()
  try {
    const db = openDatabase(storeFile(store.folder))
    db.pragma('synchronous = OFF')
    const app = await storeOf(files, db)
    const asked = everyFew(known(db), questions)
    repeatLines(db)
    // The next act brings what is derived up to date.
    await app.owner.customers.createCustomer({ id: newId(), name: 'Meanwhile' })
    const count = db.prepare<[], number>('SELECT count(*) FROM local_repair_fact').pluck().get() ?? 0
    app.application.close()
    closeDatabase(db)
    const service = await connectService(store.folder)
    const times = await repeated(questions, (run) => {
      const { brand, categoryId, text } = asked[Math.max(0, run)] ?? { text: '' }
      return service.client.repair.listSimilar({ text, productCategoryId: categoryId, brand })
    })
    await service.close()
    const { max, p50, p95 } = summary(times)
    return [
      {
        ...{ name: `similar repairs of ${String(count)}, p95`, value: round(p95), unit: 'ms', limit: 100 },
        note: `p50 ${String(round(p50))}, worst ${String(round(max))} ms of ${String(questions)}`,
      },
    ]
  } finally {
    store.remove()
  }
}

function repeatLines(db: Db): void {
  const columns = db
    .prepare<[], string>("SELECT name FROM pragma_table_info('repair_line') WHERE name <> 'key'")
    .pluck()
    .all()
  const values: Readonly<Record<string, string>> = {
    ...{ id: "unhex(printf('%012x70008%015x', 1800000000000, key))", number: "'COPY-' || key" },
    ...{ line_no: 'line_no + 1000', external_key: 'NULL' },
  }
  db.exec(
    `INSERT INTO repair_line (${columns.join(', ')})
     SELECT ${columns.map((column) => values[column] ?? column).join(', ')} FROM repair_line
     ORDER BY key LIMIT ${String(stored)} - (SELECT count(*) FROM repair_line)`,
  )
}
