import { bool, date, int, ref, text } from '../../db/entityTable'
import { toId } from '../../db/ids'
import { keepPartsOf } from '../../db/parts'
import type { Store } from '../../db/records'
import {
  columnNames,
  joinedList,
  joinedRowReader,
  rowReader,
  type FieldColumns,
  type JoinedColumns,
} from '../../db/rowReader'
import type { LineType } from '../../shared/contract/agreements'
import {
  IntervalId,
  type AgreementId,
  type AgreementLineId,
  type CategoryId,
  type ItemId,
  type LinePropertyId,
  type ObjectId,
  type ObjectRelationId,
  type ServiceTaskId,
  type TaskRelationId,
  type TimeWindowId,
  type WarehouseId,
  type WorkerId,
} from '../../shared/contract/id'
import type { AgreementItemSetup } from '../../shared/contract/serviceAgreements'

/** A line as stored; it shares its agreement's version (02 §2.2). */
export interface StoredAgreementLine {
  readonly id: AgreementLineId
  readonly agreementId: AgreementId
  readonly lineNo: number
  readonly type: LineType
  readonly description: string
  readonly categoryId?: CategoryId | undefined
  readonly itemId?: ItemId | undefined
  readonly unit: string
  readonly workerId?: WorkerId | undefined
  /** Minutes of an hour line, thousandths of the unit otherwise. */
  readonly quantity: number
  readonly itemSetup?: AgreementItemSetup | undefined
  readonly warehouseId?: WarehouseId | undefined
  readonly objectId?: ObjectId | undefined
  readonly taskId?: ServiceTaskId | undefined
  readonly intervalId?: IntervalId | undefined
  readonly windowId?: TimeWindowId | undefined
  readonly startDate: string
  readonly endDate?: string | undefined
  readonly seriesAnchor: string
  readonly stopped: boolean
  readonly stoppedFrom?: string | undefined
  readonly stopReason?: string | undefined
  readonly linePropertyId: LinePropertyId
  readonly isPropertyManual: boolean
  readonly priceOverride?: number | undefined
  readonly costOverride?: number | undefined
  readonly discount: number
}

interface LineNames {
  readonly categoryCode?: string | undefined
  readonly categoryName?: string | undefined
  readonly itemNumber?: string | undefined
  readonly itemName?: string | undefined
  readonly workerName?: string | undefined
  readonly objectNumber?: string | undefined
  readonly objectName?: string | undefined
  readonly taskCode?: string | undefined
  readonly intervalCode?: string | undefined
  readonly windowCode?: string | undefined
  readonly linePropertyCode: string
  readonly isChargeable: boolean
  readonly salesPercent: number
  readonly costPercent: number
}
/** A line with the names that an answer shows and the percents of its line property. */
export interface AgreementLineRow extends StoredAgreementLine, LineNames {}

/** An object that the agreement is about (02 §2.5). */
export interface StoredAgreementObject {
  readonly id: ObjectRelationId
  readonly agreementId: AgreementId
  readonly objectId: ObjectId
  readonly referenceCode?: string | undefined
  readonly note?: string | undefined
}
/** A task that the agreement's lines and orders may name (02 §2.5). */
export interface StoredAgreementTask {
  readonly id: TaskRelationId
  readonly agreementId: AgreementId
  readonly taskId: ServiceTaskId
  readonly internalNote?: string | undefined
  readonly externalNote?: string | undefined
}

const lineColumns: FieldColumns<StoredAgreementLine> = {
  agreementId: ref(),
  lineNo: int(),
  type: text(),
  description: text(),
  categoryId: ref(),
  itemId: ref(),
  unit: text(),
  workerId: ref(),
  quantity: int(),
  itemSetup: text(),
  warehouseId: ref(),
  objectId: ref(),
  taskId: ref(),
  intervalId: ref(),
  windowId: ref(),
  startDate: date(),
  endDate: date(),
  seriesAnchor: date(),
  stopped: bool({ column: 'is_stopped' }),
  stoppedFrom: date(),
  stopReason: text(),
  linePropertyId: ref(),
  isPropertyManual: bool(),
  priceOverride: int(),
  costOverride: int(),
  discount: int(),
}
const joined: JoinedColumns<LineNames> = {
  categoryCode: { sql: 'c.code', kind: 'text' },
  categoryName: { sql: 'c.name', kind: 'text' },
  itemNumber: { sql: 'i.number', kind: 'text' },
  itemName: { sql: 'i.name', kind: 'text' },
  workerName: { sql: 'w.display_name', kind: 'text' },
  objectNumber: { sql: 'o.number', kind: 'text' },
  objectName: { sql: 'o.description', kind: 'text' },
  taskCode: { sql: 'k.code', kind: 'text' },
  intervalCode: { sql: 'v.code', kind: 'text' },
  windowCode: { sql: 'm.code', kind: 'text' },
  linePropertyCode: { sql: 'p.code', kind: 'text' },
  isChargeable: { sql: 'p.is_chargeable', kind: 'bool' },
  salesPercent: { sql: 'p.sales_percent', kind: 'int' },
  costPercent: { sql: 'p.cost_percent', kind: 'int' },
}

type Row = Readonly<Record<string, unknown>>

/** What a line's dates follow from. */
export interface LineTerm extends Pick<
  StoredAgreementLine,
  'intervalId' | 'startDate' | 'endDate' | 'seriesAnchor'
> {
  readonly agreementId: string
}
interface TermRow {
  readonly agreementId: Uint8Array
  readonly intervalId: Uint8Array | null
  readonly startDate: string
  readonly endDate: string | null
  readonly seriesAnchor: string
}
const toLine = rowReader<StoredAgreementLine>(lineColumns)
const toLineRow = joinedRowReader<StoredAgreementLine, LineNames>(lineColumns, joined)

const owner = { entity: 'agreement', field: 'agreementId' }

/** All SQL of what belongs to agreements: lines and relations. */
export function createAgreementParts(store: Store) {
  const { db } = store
  const lines = keepPartsOf<StoredAgreementLine>(store, {
    ...{ entity: 'agreementLine', table: 'agreement_line', columns: lineColumns, owner },
  })
  const objects = keepPartsOf<StoredAgreementObject>(store, {
    ...{ entity: 'agreementObjectRelation', table: 'agreement_object_relation', owner },
    columns: { agreementId: ref(), objectId: ref(), referenceCode: text(), note: text({ personal: true }) },
  })
  const tasks = keepPartsOf<StoredAgreementTask>(store, {
    ...{ entity: 'agreementTaskRelation', table: 'agreement_task_relation', owner },
    columns: {
      agreementId: ref(),
      taskId: ref(),
      internalNote: text({ personal: true }),
      externalNote: text({ personal: true }),
    },
  })
  const columns = columnNames(lineColumns)
    .map((name) => `l.${name}`)
    .join(', ')
  const selectMany = db.prepare<[string], Row>(`
    SELECT ${columns} FROM agreement_line l
    WHERE l.agreement_id IN (SELECT unhex(value, '-') FROM json_each(?)) ORDER BY l.agreement_id, l.line_no`)
  const selectTerms = db.prepare<[string], TermRow>(`
    SELECT agreement_id AS agreementId, interval_id AS intervalId, start_date AS startDate, end_date AS endDate,
      series_anchor AS seriesAnchor
    FROM agreement_line
    WHERE agreement_id IN (SELECT unhex(value, '-') FROM json_each(?)) AND is_stopped = 0`)
  const selectViews = db.prepare<[string], Row>(`
    SELECT ${columns}, ${joinedList(joined)}
    FROM agreement_line l
    JOIN line_property p ON p.id = l.line_property_id
    LEFT JOIN category c ON c.id = l.category_id
    LEFT JOIN item i ON i.id = l.item_id
    LEFT JOIN worker w ON w.id = l.worker_id
    LEFT JOIN service_object o ON o.id = l.object_id
    LEFT JOIN service_task k ON k.id = l.task_id
    LEFT JOIN service_interval v ON v.id = l.interval_id
    LEFT JOIN time_window m ON m.id = l.window_id
    WHERE l.agreement_id IN (SELECT unhex(value, '-') FROM json_each(?)) ORDER BY l.agreement_id, l.line_no`)

  return {
    lines,
    objects,
    tasks,
    /** The lines of an agreement by number. */
    linesOf(agreementId: string): StoredAgreementLine[] {
      return selectMany.all(JSON.stringify([agreementId])).map(toLine)
    },
    /** When the lines of many agreements that are not stopped have dates; nothing else is read. */
    termsOfMany(agreementIds: readonly string[]): LineTerm[] {
      return selectTerms.all(JSON.stringify(agreementIds)).map((row) => ({
        agreementId: toId(row.agreementId),
        intervalId: row.intervalId === null ? undefined : IntervalId.parse(toId(row.intervalId)),
        startDate: row.startDate,
        endDate: row.endDate ?? undefined,
        seriesAnchor: row.seriesAnchor,
      }))
    },
    /** The lines of agreements, each one's by number, with the names an answer shows. */
    rowsOfMany(agreementIds: readonly string[]): AgreementLineRow[] {
      return selectViews.all(JSON.stringify(agreementIds)).map(toLineRow)
    },
  }
}
export type AgreementParts = ReturnType<typeof createAgreementParts>
