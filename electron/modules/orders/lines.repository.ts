import { fieldsThatDiffer, type EntityChange, type FieldChange } from '../../db/changeLog'
import { bool, date, encode, instant, int, ref, text, type Column } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { keepParts } from '../../db/parts'
import type { Store } from '../../db/records'
import {
  columnNames,
  joinedList,
  joinedRowReader,
  rowReader,
  type FieldColumns,
  type JoinedColumns,
} from '../../db/rowReader'
import { createRowWriter } from '../../db/rowWriter'
import type { LineType, SalesPriceSource } from '../../shared/contract/agreements'
import type { ItemSetup, LineStatus } from '../../shared/contract/orders'
import type {
  AgreementLineId,
  CategoryId,
  ItemId,
  LinePropertyId,
  ObjectRelationId,
  OrderId,
  OrderLineId,
  RepairLineId,
  SignOffId,
  TaskRelationId,
  WarehouseId,
  WorkerId,
} from '../../shared/contract/id'

/** A line as stored; it shares its order's version, amounts are in the minor unit of the order's currency. */
export interface StoredLine {
  readonly id: OrderLineId
  readonly orderId: OrderId
  readonly lineNo: number
  readonly type: LineType
  readonly status: LineStatus
  readonly description: string
  readonly categoryId?: CategoryId | undefined
  readonly workerId?: WorkerId | undefined
  readonly itemId?: ItemId | undefined
  readonly variant?: string | undefined
  readonly warehouseId?: WarehouseId | undefined
  readonly serialNumber?: string | undefined
  readonly itemSetup?: ItemSetup | undefined
  readonly unit: string
  readonly estimatedQty?: number | undefined
  readonly actualQty?: number | undefined
  readonly startAt?: number | undefined
  readonly endAt?: number | undefined
  readonly costPrice?: number | undefined
  readonly isCostManual: boolean
  readonly salesPrice?: number | undefined
  readonly salesPriceSource: SalesPriceSource
  readonly priceStep?: number | undefined
  readonly priceRuleId?: string | undefined
  readonly discount: number
  readonly linePropertyId: LinePropertyId
  readonly isPropertyManual: boolean
  readonly objectRelationId?: ObjectRelationId | undefined
  readonly signOffId?: SignOffId | undefined
  readonly taskRelationId?: TaskRelationId | undefined
  /** The repair line that brought it about (R08-11, R08-19). */
  readonly repairLineId?: RepairLineId | undefined
  readonly reversalOfId?: OrderLineId | undefined
  readonly agreementLineId?: AgreementLineId | undefined
  /** The date that the agreement's line was due. */
  readonly agreementDueDate?: string | undefined
  readonly serviceDate: string
  readonly salesAmount: number
  readonly costAmount: number
  /** Canceled together with its order: a revoke of the order brings it back (R04-55). */
  readonly isCanceledWithOrder: boolean
}

/** How a line lies in its table. */
const orderLineColumns: FieldColumns<StoredLine> = {
  orderId: ref(),
  lineNo: int(),
  type: text(),
  status: text(),
  description: text(),
  categoryId: ref(),
  workerId: ref(),
  itemId: ref(),
  variant: text(),
  warehouseId: ref(),
  serialNumber: text(),
  itemSetup: text(),
  unit: text(),
  estimatedQty: int(),
  actualQty: int(),
  startAt: instant(),
  endAt: instant(),
  costPrice: int(),
  isCostManual: bool(),
  salesPrice: int(),
  salesPriceSource: text(),
  priceStep: int(),
  priceRuleId: ref(),
  discount: int(),
  linePropertyId: ref(),
  isPropertyManual: bool(),
  objectRelationId: ref(),
  signOffId: ref(),
  taskRelationId: ref(),
  repairLineId: ref(),
  reversalOfId: ref(),
  agreementLineId: ref(),
  agreementDueDate: date(),
  serviceDate: date(),
  salesAmount: int({ column: 'sales_amount_minor', derived: true }),
  costAmount: int({ column: 'cost_amount_minor', derived: true }),
  isCanceledWithOrder: bool(),
}
const stored = Object.entries<Column>(orderLineColumns)
const logged = stored.filter(([, column]) => !column.derived).map(([field]) => field)
const names = columnNames(orderLineColumns)

interface LineNames {
  readonly categoryName?: string | undefined
  readonly workerName?: string | undefined
  readonly itemNumber?: string | undefined
  readonly itemName?: string | undefined
  readonly agreementLineNo?: number | undefined
  readonly linePropertyCode: string
  readonly linePropertyName: string
  readonly isChargeable: boolean
  readonly salesPercent: number
  readonly costPercent: number
}
/** A line with the names that an answer shows and the percents of its line property. */
export interface LineRow extends StoredLine, LineNames {}

const joined: JoinedColumns<LineNames> = {
  categoryName: { sql: 'c.name', kind: 'text' },
  workerName: { sql: 'w.display_name', kind: 'text' },
  itemNumber: { sql: 'i.number', kind: 'text' },
  itemName: { sql: 'i.name', kind: 'text' },
  agreementLineNo: { sql: 'a.line_no', kind: 'int' },
  linePropertyCode: { sql: 'p.code', kind: 'text' },
  linePropertyName: { sql: 'p.name', kind: 'text' },
  isChargeable: { sql: 'p.is_chargeable', kind: 'bool' },
  salesPercent: { sql: 'p.sales_percent', kind: 'int' },
  costPercent: { sql: 'p.cost_percent', kind: 'int' },
}

type Row = Readonly<Record<string, unknown>>
const toLine = rowReader<StoredLine>(orderLineColumns)
const toLineRow = joinedRowReader<StoredLine, LineNames>(orderLineColumns, joined)

function toRow(line: StoredLine): unknown[] {
  const fields: Row = { ...line }
  return [toBytes(line.id), ...stored.map(([field, column]) => encode(column.kind, fields[field]))]
}

const entity = 'orderLine'

/** All SQL of order lines. */
export function createLinesRepository(store: Store) {
  const { db } = store
  keepParts(store, {
    ...{ entity, table: 'service_order_line', columns: orderLineColumns },
    owner: { entity: 'order', field: 'orderId' },
  })
  const insertRow = db.prepare(
    `INSERT INTO service_order_line (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  )
  const openRows = createRowWriter(db, 'service_order_line', names)
  const updateRow = db.prepare(
    `UPDATE service_order_line SET ${names
      .slice(1)
      .map((name) => `${name} = ?`)
      .join(', ')} WHERE id = ?`,
  )
  const selectFirst = db
    .prepare<[string], Buffer>(
      "SELECT id FROM service_order_line WHERE id IN (SELECT unhex(value, '-') FROM json_each(?)) LIMIT 1",
    )
    .pluck()
  const lineColumns = names.map((name) => `l.${name}`).join(', ')
  const selectById = db.prepare<[Buffer], Row>(
    `SELECT ${lineColumns} FROM service_order_line l WHERE l.id = ?`,
  )
  const selectOfOrder = db.prepare<[Buffer], Row>(
    `SELECT ${lineColumns} FROM service_order_line l WHERE l.order_id = ? ORDER BY l.line_no`,
  )
  const selectViews = db.prepare<[Buffer], Row>(`
    SELECT ${lineColumns}, ${joinedList(joined)}
    FROM service_order_line l
    JOIN line_property p ON p.id = l.line_property_id
    LEFT JOIN category c ON c.id = l.category_id
    LEFT JOIN worker w ON w.id = l.worker_id
    LEFT JOIN item i ON i.id = l.item_id
    LEFT JOIN agreement_line a ON a.id = l.agreement_line_id
    WHERE l.order_id = ?
    ORDER BY l.line_no`)

  function changeOf(
    op: EntityChange['op'],
    before: StoredLine | undefined,
    after: StoredLine | undefined,
    version: number,
  ): EntityChange {
    const id = after?.id ?? before?.id
    if (id === undefined) throw new Error('orderLine: a change needs a line')
    const all = fieldsThatDiffer(before ?? {}, after ?? {})
    const fields: Record<string, FieldChange> = {}
    for (const field of logged) {
      const change = all[field]
      if (change) fields[field] = change
    }
    return { entity, id, op, version, fields }
  }

  /** `changeOf` of everything there is: a run creates very many. */
  function createdOf(line: StoredLine, version: number): EntityChange {
    const values: Row = { ...line }
    const fields: Record<string, FieldChange> = {}
    for (const field of logged) {
      const after = values[field]
      if (after !== undefined) fields[field] = { before: undefined, after }
    }
    return { entity, id: line.id, op: 'create', version, fields }
  }

  const forgetRepairs = db.prepare(
    'UPDATE service_order_line SET repair_line_id = NULL WHERE order_id = ? AND repair_line_id IS NOT NULL',
  )

  return {
    find(id: string): StoredLine | undefined {
      const row = selectById.get(toBytes(id))
      return row ? toLine(row) : undefined
    },
    /** One of these ids that a line has; undefined when all are free. */
    firstOf(ids: readonly string[]): string | undefined {
      const id = ids.length > 0 ? selectFirst.get(JSON.stringify(ids)) : undefined
      return id ? toId(id) : undefined
    },
    /** The order's lines by number. */
    ofOrder(orderId: string): StoredLine[] {
      return selectOfOrder.all(toBytes(orderId)).map(toLine)
    },
    /** The same with the names an answer shows. */
    rowsOfOrder(orderId: string): LineRow[] {
      return selectViews.all(toBytes(orderId)).map(toLineRow)
    },
    insert(line: StoredLine, version: number): EntityChange {
      insertRow.run(...toRow(line))
      return createdOf(line, version)
    },
    /** Begins to insert very many; `flush` writes those that still wait. */
    inserter() {
      const rows = openRows()
      return {
        insert(line: StoredLine, version: number): EntityChange {
          rows.add(toRow(line))
          return createdOf(line, version)
        },
        flush: () => rows.flush(),
      }
    },
    /** Writes the line over its earlier state; the log line may be empty when only derived values differ. */
    update(before: StoredLine, after: StoredLine, version: number): EntityChange {
      updateRow.run(...toRow(after).slice(1), toBytes(after.id))
      return changeOf('update', before, after, version)
    },
    /** Lines that are about to go with their order name its repairs no more: those go first. */
    forgetRepairs(orderId: string): void {
      forgetRepairs.run(toBytes(orderId))
    },
    /** The log line of a line that goes with its order. */
    removed(line: StoredLine, version: number): EntityChange {
      return changeOf('delete', line, undefined, version)
    },
  }
}
export type LinesRepository = ReturnType<typeof createLinesRepository>
