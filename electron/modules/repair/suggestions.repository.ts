import type { Db } from '../../db/database'
import { toBytes, toId } from '../../db/ids'
import {
  DiagnosisAreaId,
  DiagnosisCodeId,
  ResolutionId,
  type ObjectId,
  type OfficeId,
  type SymptomAreaId,
  type SymptomCodeId,
} from '../../shared/contract/id'
import type { RepairSuggestion } from '../../shared/contract/repairStatistics'
import type { Language } from '../../shared/contract/session'
import { nameIn } from './nameIn'

/** What an object is, by the keys of the records. */
export interface Product {
  readonly item: number | null
  readonly itemCategory: Uint8Array | null
  readonly category: number | null
}
export interface AskedSymptom {
  readonly symptomAreaId: SymptomAreaId
  readonly symptomCodeId?: SymptomCodeId | undefined
  readonly officeIds: readonly OfficeId[]
}

interface PairRow {
  readonly diagnosis_area_id: Uint8Array
  readonly diagnosis_id: Uint8Array
  readonly diagnosis_code: string
  readonly diagnosis_name: string
  readonly diagnosis_names: string | null
  readonly resolution_id: Uint8Array
  readonly resolution_code: string
  readonly resolution_name: string
  readonly resolution_names: string | null
  readonly count: number
  readonly fixed: number
}

/** All SQL of the suggestions: the finished lines of one symptom, by one index. */
export function createSuggestionsRepository(db: Db) {
  const selectProduct = db.prepare<[Buffer], Product>(
    `SELECT i.key AS item, i.category_id AS itemCategory, c.key AS category FROM service_object s
     LEFT JOIN item i ON i.id = s.item_id LEFT JOIN product_category c ON c.id = s.product_category_id
     WHERE s.id = ?`,
  )
  return {
    productOf(objectId: ObjectId): Product | undefined {
      return selectProduct.get(toBytes(objectId))
    },
    /**
     * The pairs of a tier: 1 the same item, 2 the same category of items (of products where the object has no item of
     * one), 3 all. A line counts as fixed while no later line repeats it that the same pair did not fix again.
     */
    pairs(
      { officeIds, symptomAreaId, symptomCodeId }: AskedSymptom,
      { category, item, itemCategory }: Product,
      tier: 1 | 2 | 3,
      language: Language,
    ): Omit<RepairSuggestion, 'score'>[] {
      const ofTier = {
        1: 't.item = :item',
        2:
          itemCategory === null
            ? 't.category = :category'
            : 't.item IN (SELECT key FROM item WHERE category_id = :itemCategory)',
        3: '1 = 1',
      }[tier]
      const code = symptomCodeId
        ? ' AND t.symptom_code = (SELECT key FROM symptom_code WHERE id = :code)'
        : ''
      return db
        .prepare<[object], PairRow>(pairsSql(`${ofTier}${code}`))
        .all({
          ...{ area: toBytes(symptomAreaId), offices: JSON.stringify(officeIds) },
          ...(symptomCodeId ? { code: toBytes(symptomCodeId) } : {}),
          ...(tier === 1 ? { item } : {}),
          ...(tier === 2 ? (itemCategory === null ? { category } : { itemCategory }) : {}),
        })
        .map((row) => ({
          diagnosisAreaId: DiagnosisAreaId.parse(toId(row.diagnosis_area_id)),
          diagnosisCodeId: DiagnosisCodeId.parse(toId(row.diagnosis_id)),
          diagnosisCode: row.diagnosis_code,
          diagnosisName: nameIn(language, row.diagnosis_name, row.diagnosis_names),
          resolutionId: ResolutionId.parse(toId(row.resolution_id)),
          resolutionCode: row.resolution_code,
          resolutionName: nameIn(language, row.resolution_name, row.resolution_names),
          ...{ count: row.count, fixed: row.fixed },
        }))
    },
  }
}
export type SuggestionsRepository = ReturnType<typeof createSuggestionsRepository>

/** Whether what was done held: of the repeats, which are few, each was fixed by the same pair. */
const held = `(t.is_repeated = 0 OR NOT EXISTS (
    SELECT 1 FROM repair_line l CROSS JOIN repair_line later ON later.previous_line_id = l.id
      CROSS JOIN local_repair_fact f ON f.key = later.key
    WHERE l.key = t.key AND (f.finished_day IS NULL OR f.diagnosis_code IS NOT t.diagnosis_code
      OR f.resolution IS NOT t.resolution)))`

/** Counted first, named afterwards. */
export function pairsSql(condition: string): string {
  return `SELECT d.diagnosis_area_id, d.id AS diagnosis_id, d.code AS diagnosis_code, d.name AS diagnosis_name,
      d.names AS diagnosis_names, x.id AS resolution_id, x.code AS resolution_code, x.name AS resolution_name,
      x.names AS resolution_names, p.count, iif(x.outcome = 'fixed', p.held, 0) AS fixed
    FROM (SELECT t.diagnosis_code, t.resolution, count(*) AS count, sum(${held}) AS held
      FROM local_repair_fact t INDEXED BY local_repair_fact_by_symptom
      WHERE t.symptom_area = (SELECT key FROM symptom_area WHERE id = :area) AND t.symptom_area IS NOT NULL
        AND t.finished_day IS NOT NULL AND t.diagnosis_code IS NOT NULL AND t.resolution IS NOT NULL
        AND t.office IN (SELECT key FROM office WHERE id IN (SELECT unhex(value, '-') FROM json_each(:offices)))
        AND ${condition}
      GROUP BY 1, 2) p
    CROSS JOIN diagnosis_code d ON d.key = p.diagnosis_code CROSS JOIN resolution x ON x.key = p.resolution`
}
