import { entityTable, instant, int, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createListView, type JoinedField, type Walk } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { RepairLine } from '../../shared/contract/repairLines'
import type { Language } from '../../shared/contract/session'
import { nameIn, perLanguage } from './codes.repository'

type Joined =
  | 'orderNumber'
  | 'officeId'
  | 'customerId'
  | 'customerName'
  | 'siteId'
  | 'objectNumber'
  | 'objectDescription'
  | 'itemId'
  | 'itemNumber'
  | 'productCategoryId'
  | 'productCategoryName'
  | 'brand'
  | 'stageName'
  | 'stageColor'
  | 'isFinished'
  | 'technicianName'
  | 'conditionName'
  | 'symptomAreaName'
  | 'symptomCodeName'
  | 'diagnosisAreaName'
  | 'diagnosisCodeName'
  | 'resolutionCode'
  | 'resolutionName'
  | 'outcome'
  | 'barrierCode'
  | 'barrierName'
  | 'previousNumber'
  | 'isRepeat'
  | 'attemptCount'
  | 'readOnly'
/** What the store keeps; the answers add names from joins. */
export type StoredRepairLine = Omit<RepairLine, Joined>

const lineTable = entityTable<StoredRepairLine>({
  entity: 'repairLine',
  table: 'repair_line',
  columns: {
    number: text(),
    orderId: ref(),
    lineNo: int(),
    objectRelationId: ref(),
    objectId: ref(),
    serialNumber: text(),
    repairStageId: ref(),
    technicianId: ref(),
    conditionId: ref(),
    symptomAreaId: ref(),
    symptomCodeId: ref(),
    diagnosisAreaId: ref(),
    diagnosisCodeId: ref(),
    resolutionId: ref(),
    barrierId: ref(),
    title: text({ personal: true }),
    note: text({ personal: true }),
    customerText: text({ personal: true }),
    reportedAt: instant(),
    createdAt: instant(),
    finishedAt: instant(),
    warrantyVerdict: text(),
    verdictReason: text({ personal: true }),
    previousLineId: ref(),
    externalKey: text(),
  },
})

/** All LEFT, so that the planner begins with the lines; the walks do otherwise where it pays. */
const joinOf = {
  order: 'LEFT JOIN service_order o ON o.id = t.order_id',
  customer: 'LEFT JOIN customer c ON c.id = o.customer_id',
  object: 'LEFT JOIN service_object s ON s.id = t.object_id',
  item: 'LEFT JOIN item i ON i.id = s.item_id',
  category: 'LEFT JOIN product_category p ON p.id = s.product_category_id',
  stage: 'LEFT JOIN repair_stage g ON g.id = t.repair_stage_id',
  technician: 'LEFT JOIN worker w ON w.id = t.technician_id',
  condition: 'LEFT JOIN repair_condition rc ON rc.id = t.condition_id',
  symptomArea: 'LEFT JOIN symptom_area sa ON sa.id = t.symptom_area_id',
  symptomCode: 'LEFT JOIN symptom_code sc ON sc.id = t.symptom_code_id',
  diagnosisArea: 'LEFT JOIN diagnosis_area da ON da.id = t.diagnosis_area_id',
  diagnosisCode: 'LEFT JOIN diagnosis_code dc ON dc.id = t.diagnosis_code_id',
  resolution: 'LEFT JOIN resolution x ON x.id = t.resolution_id',
  barrier: 'LEFT JOIN barrier b ON b.id = t.barrier_id',
  previous: 'LEFT JOIN repair_line v ON v.id = t.previous_line_id',
}
const joins = Object.values(joinOf).join(' ')

/** Sorting by stage or technician walks their few rows first and takes the lines of each by reference. */
function walkFrom(outer: 'stage' | 'technician', from: string, alias: string, nothing?: string): Walk {
  const others = Object.entries(joinOf).filter(([name]) => name !== outer)
  return {
    ...{ from, alias, tie: `${alias}.key`, others: others.map(([, sql]) => sql).join(' ') },
    ...(nothing === undefined ? {} : { nothing }),
  }
}
const stageWalk = walkFrom(
  'stage',
  'repair_stage g CROSS JOIN repair_line t ON t.repair_stage_id = g.id',
  'g',
)
const technicianWalk = walkFrom(
  'technician',
  'worker w CROSS JOIN repair_line t ON t.technician_id = w.id',
  'w',
  't.technician_id IS NULL',
)

function joinedIn(language: Language): Readonly<Record<Joined, JoinedField>> {
  const named = (alias: string): JoinedField => ({
    sql: nameIn(language, alias),
    kind: 'text',
    sortSql: `${alias}.name_sort`,
  })
  return {
    orderNumber: { sql: 'o.number', kind: 'text' },
    officeId: { sql: 'o.office_id', kind: 'ref' },
    customerId: { sql: 'o.customer_id', kind: 'ref' },
    customerName: { sql: 'c.name', kind: 'text', sortSql: 'c.name_sort' },
    siteId: { sql: 'coalesce(s.site_id, o.site_id)', kind: 'ref' },
    objectNumber: { sql: 's.number', kind: 'text' },
    objectDescription: { sql: 's.description', kind: 'text', sortSql: 's.description_sort' },
    itemId: { sql: 's.item_id', kind: 'ref' },
    itemNumber: { sql: 'i.number', kind: 'text' },
    productCategoryId: { sql: 's.product_category_id', kind: 'ref' },
    productCategoryName: { sql: 'p.name', kind: 'text', sortSql: 'p.name_sort' },
    brand: { sql: 's.brand', kind: 'text', sortSql: 's.brand_sort' },
    stageName: { sql: nameIn(language, 'g'), kind: 'text', sortSql: 'g.sequence', walk: stageWalk },
    stageColor: { sql: 'g.color', kind: 'text' },
    isFinished: { sql: '(t.finished_at IS NOT NULL)', kind: 'bool' },
    technicianName: {
      ...{ sql: 'w.display_name', kind: 'text', sortSql: 'w.display_name_sort' },
      walk: technicianWalk,
    },
    conditionName: named('rc'),
    symptomAreaName: named('sa'),
    symptomCodeName: named('sc'),
    diagnosisAreaName: named('da'),
    diagnosisCodeName: named('dc'),
    resolutionCode: { sql: 'x.code', kind: 'text' },
    resolutionName: named('x'),
    outcome: { sql: 'x.outcome', kind: 'text' },
    barrierCode: { sql: 'b.code', kind: 'text' },
    barrierName: named('b'),
    previousNumber: { sql: 'v.number', kind: 'text' },
    isRepeat: { sql: '(t.previous_line_id IS NOT NULL)', kind: 'bool' },
    attemptCount: {
      sql: '(SELECT count(*) FROM repair_attempt q WHERE q.line_id = t.id)',
      kind: 'int',
    },
    readOnly: {
      sql: `CASE WHEN o.canceled_at IS NOT NULL OR o.progress = 'canceled' THEN 'canceled'
        WHEN o.progress <> 'inProcess' THEN 'posted' END`,
      kind: 'text',
    },
  }
}

interface ImportedRow {
  readonly line_id: Uint8Array
  readonly object_id: Uint8Array
}
/** The records that an imported row became. */
export interface ImportedRepair {
  readonly lineId: string
  readonly objectId: string
}

/** All SQL of repair lines. */
export function createLinesOfRepair(store: Store) {
  const { db } = store
  const selectImported = db.prepare<[string], ImportedRow>(
    'SELECT id AS line_id, object_id FROM repair_line WHERE external_key = ?',
  )
  const selectAny = db
    .prepare<[string, string], number>(
      'SELECT 1 FROM repair_line WHERE external_key >= ? AND external_key < ? LIMIT 1',
    )
    .pluck()
  const selectLastNo = db
    .prepare<[{ order: Buffer }], number>(
      `SELECT max(coalesce((SELECT max(line_no) FROM repair_line WHERE order_id = :order), 0),
         coalesce((SELECT last_no FROM repair_line_no WHERE order_id = :order), 0))`,
    )
    .pluck()
  return {
    lines: createRecords(store, lineTable),
    /** The list in a language: names of codes and stages are in it. */
    lineList: perLanguage((language) =>
      createListView<StoredRepairLine, RepairLine>(store, {
        ...{ table: lineTable, joins, joined: joinedIn(language) },
        search: 'repairLine',
        defaultSort: [{ field: 'reportedAt', direction: 'desc' }],
        isLarge: true,
        isLogged: true,
        selective: ['id', 'orderId', 'objectId', 'objectRelationId', 'previousLineId'],
      }),
    ),
    /** The last number that a repair line of an order has or had; 0 without one. */
    lastLineNo(orderId: string): number {
      return selectLastNo.get({ order: toBytes(orderId) }) ?? 0
    },
    /** Whether any row of this provider was imported. */
    hasImported(provider: string): boolean {
      return selectAny.get(`${provider}/`, `${provider}0`) !== undefined
    },
    /** What a row with this key became; undefined when it was never imported. */
    findImported(externalKey: string): ImportedRepair | undefined {
      const row = selectImported.get(externalKey)
      return row && { lineId: toId(row.line_id), objectId: toId(row.object_id) }
    },
  }
}
export type LinesOfRepair = ReturnType<typeof createLinesOfRepair>
