import { bool, columnName, date, decode, int, ref, text, type Column } from '../../db/entityTable'
import { toId } from '../../db/ids'
import { keepPartsOf } from '../../db/parts'
import type { Store } from '../../db/records'
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

/** A line with the names that an answer shows and the percents of its line property. */
export interface AgreementLineRow extends StoredAgreementLine {
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

const lineColumns: { readonly [K in Exclude<keyof StoredAgreementLine, 'id'>]-?: Column } = {
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
const names: readonly { field: string; sql: string; kind: Column['kind'] }[] = [
  { field: 'categoryCode', sql: 'c.code', kind: 'text' },
  { field: 'categoryName', sql: 'c.name', kind: 'text' },
  { field: 'itemNumber', sql: 'i.number', kind: 'text' },
  { field: 'itemName', sql: 'i.name', kind: 'text' },
  { field: 'workerName', sql: 'w.display_name', kind: 'text' },
  { field: 'objectNumber', sql: 'o.number', kind: 'text' },
  { field: 'objectName', sql: 'o.description', kind: 'text' },
  { field: 'taskCode', sql: 'k.code', kind: 'text' },
  { field: 'intervalCode', sql: 'v.code', kind: 'text' },
  { field: 'windowCode', sql: 'm.code', kind: 'text' },
  { field: 'linePropertyCode', sql: 'p.code', kind: 'text' },
  { field: 'isChargeable', sql: 'p.is_chargeable', kind: 'bool' },
  { field: 'salesPercent', sql: 'p.sales_percent', kind: 'int' },
  { field: 'costPercent', sql: 'p.cost_percent', kind: 'int' },
]

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
interface Reader {
  readonly field: string
  readonly name: string
  readonly kind: Column['kind']
}
const lineReaders = Object.entries<Column>(lineColumns).map(([field, column]): Reader => ({
  field,
  name: columnName(field, column),
  kind: column.kind,
}))
const rowReaders = [...lineReaders, ...names.map(({ field, kind }): Reader => ({ field, name: field, kind }))]

function read(row: Row, readers: readonly Reader[]): object {
  const record: Record<string, unknown> = { id: decode('ref', row['id']) }
  for (const { field, name, kind } of readers) {
    const value = decode(kind, row[name])
    if (value !== undefined) record[field] = value
  }
  return record
}

function toLine(row: Row): StoredAgreementLine {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- `lineColumns` is the trusted statement about the table's rows
  return read(row, lineReaders) as StoredAgreementLine
}
function toLineRow(row: Row): AgreementLineRow {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the select list is `lineColumns` and `names`
  return read(row, rowReaders) as AgreementLineRow
}

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
  const columns = ['id', ...lineReaders.map(({ name }) => name)].map((name) => `l.${name}`).join(', ')
  const selectMany = db.prepare<[string], Row>(`
    SELECT ${columns} FROM agreement_line l
    WHERE l.agreement_id IN (SELECT unhex(value, '-') FROM json_each(?)) ORDER BY l.agreement_id, l.line_no`)
  const selectTerms = db.prepare<[string], TermRow>(`
    SELECT agreement_id AS agreementId, interval_id AS intervalId, start_date AS startDate, end_date AS endDate,
      series_anchor AS seriesAnchor
    FROM agreement_line
    WHERE agreement_id IN (SELECT unhex(value, '-') FROM json_each(?)) AND is_stopped = 0`)
  const selectViews = db.prepare<[string], Row>(`
    SELECT ${columns}, ${names.map(({ field, sql }) => `${sql} AS "${field}"`).join(', ')}
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
