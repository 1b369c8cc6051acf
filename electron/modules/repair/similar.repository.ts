import type { Db } from '../../db/database'
import { toBytes, toId } from '../../db/ids'
import { RepairLineId, type OfficeId } from '../../shared/contract/id'
import type { OutcomeClass } from '../../shared/contract/repairCodes'
import type { Language } from '../../shared/contract/session'
import { nameIn } from './nameIn'
import type { AskedProduct, ComparedRepair } from './similar.rules'
import { numbersIn } from './statistics.repository'

/** What may be asked for, by the ids of the records. */
export interface AskedIds {
  readonly objectId?: string | undefined
  readonly productCategoryId?: string | undefined
  readonly brand?: string | undefined
  readonly symptomAreaId?: string | undefined
  readonly symptomCodeId?: string | undefined
}

/** A finished repair that is compared, with what became of it. */
export interface FoundRepair extends ComparedRepair {
  readonly outcome: OutcomeClass
  readonly barrier: number | null
  readonly diagnosisCode: number | null
  readonly resolution: number
}

/** A repair as it is shown. */
export interface Evidence {
  readonly key: number
  readonly id: RepairLineId
  readonly number: string
  readonly text: string
  readonly day: number
  readonly description: string
  readonly brand: string | null
  readonly category: string | null
  readonly barrier: string | null
  readonly diagnosis: string | null
  readonly resolution: string
}

/** How often repairs ended so. */
export interface CommonEnd {
  readonly outcome: OutcomeClass
  readonly barrier: number | null
  readonly count: number
}

/** So many repairs of an item, a product or a symptom are looked at, the newest. */
const newest = 300
const newestCommon = 1000
const newestOverall = 5000

const walk = (index: string, condition: string, columns = 'key', limit = newest) =>
  `SELECT ${columns} FROM local_repair_fact INDEXED BY local_repair_fact_by_${index}
   WHERE ${condition} AND finished_day IS NOT NULL ORDER BY key DESC LIMIT ${String(limit)}`
const inAll = (sql: string) => `SELECT group_concat(key) FROM (${sql})`

/** The statements that find what to compare with; each walks one index. */
export const similarSql = {
  word: inAll(
    'SELECT rowid AS key FROM local_repair_text WHERE local_repair_text MATCH ? ORDER BY rowid DESC LIMIT ?',
  ),
  counts: 'SELECT term, doc FROM local_repair_vocabulary WHERE term IN (SELECT value FROM json_each(?))',
  item: inAll(walk('item', 'item = ? AND item IS NOT NULL')),
  category: inAll(walk('category', 'category = ? AND category IS NOT NULL')),
  brand: inAll(walk('brand', 'category = ? AND brand = ? AND category IS NOT NULL AND brand IS NOT NULL')),
  symptom: inAll(walk('symptom_code', 'symptom_area = ? AND symptom_code IS ? AND symptom_area IS NOT NULL')),
  facts: `SELECT t.key, t.item, t.category, t.brand, t.symptom_area AS symptomArea, t.symptom_code AS symptomCode,
      t.words, t.barrier, t.diagnosis_code AS diagnosisCode, t.resolution, x.outcome
    FROM json_each(:keys) k CROSS JOIN local_repair_fact t ON t.key = k.value
      CROSS JOIN resolution x ON x.key = t.resolution
    WHERE t.finished_day IS NOT NULL AND x.outcome <> 'canceled'
      AND t.office IN (SELECT key FROM office WHERE id IN (SELECT unhex(value, '-') FROM json_each(:offices)))`,
  common: `SELECT x.outcome, f.barrier, f.count FROM (SELECT resolution, barrier, count(*) AS count
      FROM (${walk('category', 'category = ? AND category IS NOT NULL', 'resolution, barrier', newestCommon)})
      GROUP BY 1, 2) f CROSS JOIN resolution x ON x.key = f.resolution`,
  overall: `SELECT x.outcome, f.barrier, f.count FROM (SELECT resolution, barrier, count(*) AS count
      FROM (SELECT resolution, barrier FROM local_repair_fact WHERE finished_day IS NOT NULL
        ORDER BY key DESC LIMIT ${String(newestOverall)})
      GROUP BY 1, 2) f CROSS JOIN resolution x ON x.key = f.resolution`,
  parts: `SELECT i.number || ' ' || i.name AS label, count(*) AS count
    FROM json_each(?) k CROSS JOIN repair_line l ON l.key = k.value
      CROSS JOIN bom_history h ON h.repair_line_id = l.id AND h.action = 'replaced'
      CROSS JOIN service_bom_line p ON p.id = h.line_id CROSS JOIN item i ON i.id = p.item_id
    WHERE NOT EXISTS (SELECT 1 FROM bom_history u WHERE u.bom_id = h.bom_id AND u.undoes_id = h.id)
    GROUP BY i.key`,
} as const

interface EvidenceRow extends Omit<Evidence, 'id' | 'text'> {
  readonly id: Uint8Array
  readonly title: string | null
  readonly note: string | null
  readonly barrierNames: string | null
  readonly diagnosisNames: string | null
  readonly resolutionNames: string | null
}

const evidenceSql = `SELECT l.key, l.id, l.number, l.title, l.note, t.reported_day AS day, s.description, s.brand,
    c.name AS category, b.name AS barrier, b.names AS barrierNames, d.name AS diagnosis, d.names AS diagnosisNames,
    x.name AS resolution, x.names AS resolutionNames
  FROM json_each(?) k CROSS JOIN local_repair_fact t ON t.key = k.value CROSS JOIN repair_line l ON l.key = t.key
    CROSS JOIN service_object s ON s.key = t.object CROSS JOIN resolution x ON x.key = t.resolution
    LEFT JOIN product_category c ON c.key = t.category LEFT JOIN barrier b ON b.key = t.barrier
    LEFT JOIN diagnosis_code d ON d.key = t.diagnosis_code`

type ProductRow = Readonly<Record<'item' | 'category' | 'brand', number | null>>

/** All SQL of the search for similar repairs. */
export function createSimilarRepository(db: Db) {
  const list = (sql: string) => {
    const statement = db.prepare<unknown[], string | null>(sql).pluck()
    return (...params: unknown[]): Float64Array => numbersIn(statement.get(...params) ?? '')
  }
  const keyOf = (table: string) => {
    const statement = db.prepare<[Buffer], number>(`SELECT key FROM ${table} WHERE id = ?`).pluck()
    return (id: string | undefined) => (id === undefined ? undefined : statement.get(toBytes(id)))
  }
  const [categoryKey, areaKey, codeKey, lineKey] = [
    ...[keyOf('product_category'), keyOf('symptom_area'), keyOf('symptom_code'), keyOf('repair_line')],
  ] as const
  const selectBrand = db
    .prepare<[string], number>("SELECT key FROM local_repair_name WHERE kind = 'brand' AND folded = fold(?)")
    .pluck()
  const selectProduct = db.prepare<[Buffer], ProductRow>(
    `SELECT i.key AS item, c.key AS category,
       (SELECT key FROM local_repair_name n WHERE n.kind = 'brand' AND n.folded = fold(s.brand)) AS brand
     FROM service_object s LEFT JOIN item i ON i.id = s.item_id
       LEFT JOIN product_category c ON c.id = s.product_category_id WHERE s.id = ?`,
  )
  const selectCounts = db.prepare<[string], { term: string; doc: number }>(similarSql.counts)
  const selectLast = db.prepare<[], number | null>('SELECT max(key) FROM local_repair_fact').pluck()
  const selectFacts = db.prepare<[{ keys: string; offices: string }], FoundRepair>(similarSql.facts)
  const selectCommon = db.prepare<[number], CommonEnd>(similarSql.common)
  const selectOverall = db.prepare<[], CommonEnd>(similarSql.overall)
  const selectEvidence = db.prepare<[string], EvidenceRow>(evidenceSql)
  const selectParts = db.prepare<[string], { label: string; count: number }>(similarSql.parts)

  return {
    /** The product and the symptom asked for; undefined for an object that is not there. */
    product({
      brand,
      objectId,
      productCategoryId,
      symptomAreaId,
      symptomCodeId,
    }: AskedIds): AskedProduct | undefined {
      const object = objectId === undefined ? undefined : selectProduct.get(toBytes(objectId))
      if (objectId !== undefined && !object) return undefined
      return {
        item: object?.item ?? undefined,
        category: categoryKey(productCategoryId) ?? object?.category ?? undefined,
        brand: (brand === undefined ? undefined : selectBrand.get(brand)) ?? object?.brand ?? undefined,
        symptomArea: areaKey(symptomAreaId),
        symptomCode: codeKey(symptomCodeId),
      }
    },
    lineKey,
    /** In how many repairs each word stands, and how many repairs there are. */
    counts(words: readonly string[]): { of: ReadonlyMap<string, number>; all: number } {
      const rows = words.length === 0 ? [] : selectCounts.all(JSON.stringify(words))
      return { of: new Map(rows.map(({ doc, term }) => [term, doc])), all: selectLast.get() ?? 0 }
    },
    /** The newest repairs with a word. */
    withWord: (() => {
      const select = list(similarSql.word)
      return (word: string, limit: number) => select(`"${word}"`, limit)
    })(),
    ofItem: list(similarSql.item),
    ofCategory: list(similarSql.category),
    ofBrand: list(similarSql.brand),
    ofSymptom: list(similarSql.symptom),
    /** Those that are finished and in these offices. */
    facts(keys: readonly number[], officeIds: readonly OfficeId[]): FoundRepair[] {
      return selectFacts.all({ keys: JSON.stringify(keys), offices: JSON.stringify(officeIds) })
    },
    /** What became of repairs of one product, and of any. */
    overall: () => selectOverall.all(),
    common(category: number | undefined): CommonEnd[] {
      return category === undefined ? [] : selectCommon.all(category)
    },
    evidence(keys: readonly number[], language: Language): ReadonlyMap<number, Evidence> {
      const rows = selectEvidence.all(JSON.stringify(keys))
      return new Map(
        rows.map(({ barrierNames, diagnosisNames, id, note, resolutionNames, title, ...row }) => [
          row.key,
          {
            ...row,
            id: RepairLineId.parse(toId(id)),
            text: [title, note].filter((text) => text !== null).join('\n'),
            barrier: row.barrier === null ? null : nameIn(language, row.barrier, barrierNames),
            diagnosis: row.diagnosis === null ? null : nameIn(language, row.diagnosis, diagnosisNames),
            resolution: nameIn(language, row.resolution, resolutionNames),
          },
        ]),
      )
    },
    /** The parts that were replaced in these repairs, and how often. */
    parts(keys: readonly number[]): { label: string; count: number }[] {
      return selectParts.all(JSON.stringify(keys))
    },
    /** Codes by their keys. */
    names(table: 'barrier' | 'diagnosis_code' | 'resolution', language: Language, keys: readonly number[]) {
      const rows = db
        .prepare<[string], { key: number; code: string; name: string; names: string | null }>(
          `SELECT key, code, name, names FROM ${table} WHERE key IN (SELECT value FROM json_each(?))`,
        )
        .all(JSON.stringify(keys))
      return new Map(
        rows.map(({ code, key, name, names }) => [key, { code, name: nameIn(language, name, names) }]),
      )
    },
  }
}
export type SimilarRepository = ReturnType<typeof createSimilarRepository>
