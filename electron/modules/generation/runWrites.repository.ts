import { date, entityTable, int, ref, text, type EntityTable, type Stored } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { withManyPages } from '../../db/pageCache'
import type { Store } from '../../db/records'
import type {
  AgreementLineId,
  ObjectId,
  OccurrenceId,
  OfficeId,
  OrderId,
  OrderLineId,
  ServiceTaskId,
} from '../../shared/contract/id'
import { paged, pageSql, type Row } from './planPages'
import { lineRow, linesSql, orderRow, ordersSql } from './runRows.repository'

/** What the ledger takes of a planned line. */
export interface LedgerLine {
  readonly id: OrderLineId
  readonly version: number
  readonly position: number
  readonly agreementLineId: AgreementLineId
  readonly calculatedDate: string
  readonly serviceDate: string
  readonly occurrenceId?: OccurrenceId | undefined
  readonly existingOrderId?: OrderId | undefined
}
const ledgerRow = entityTable<LedgerLine>({
  entity: 'planRow',
  table: 'local_plan_row',
  columns: {
    position: int(),
    agreementLineId: ref(),
    calculatedDate: date(),
    serviceDate: date(),
    occurrenceId: ref(),
    existingOrderId: ref(),
  },
})
const ledgerSql = `
  SELECT p.id, 1 AS version, p.position, p.agreement_line_id, p.calculated_date, p.service_date, p.occurrence_id,
    q.order_id AS existing_order_id
  FROM local_plan_row p JOIN local_plan_row q ON q.id = p.order_row_id
  WHERE p.plan_id = ? AND p.part = 'lines' AND p.position > ? ORDER BY p.position LIMIT ?`

/** An object or task that the lines of a planned order name; once a line. */
export interface PlannedRelation {
  /** The relation's, once an order. */
  readonly id: string
  readonly version: number
  readonly position: number
  readonly orderRowId: OrderId
  readonly existingOrderId?: OrderId | undefined
  readonly objectId?: ObjectId | undefined
  readonly referenceCode?: string | undefined
  readonly note?: string | undefined
  readonly taskId?: ServiceTaskId | undefined
  readonly internalNote?: string | undefined
  readonly externalNote?: string | undefined
}
const relationRow = entityTable<PlannedRelation>({
  entity: 'planRow',
  table: 'local_plan_row',
  columns: {
    position: int(),
    orderRowId: ref(),
    existingOrderId: ref(),
    objectId: ref(),
    referenceCode: text(),
    note: text(),
    taskId: ref(),
    internalNote: text(),
    externalNote: text(),
  },
})
const relationsSql = (kind: 'object' | 'task', columns: string) => `
  SELECT p.${kind}_relation_id AS id, 1 AS version, p.position, p.order_row_id, q.order_id AS existing_order_id,
    l.${kind}_id, ${columns}
  FROM local_plan_row p
  JOIN local_plan_row q ON q.id = p.order_row_id
  JOIN agreement_line l ON l.id = p.agreement_line_id
  LEFT JOIN agreement_${kind}_relation r ON r.agreement_id = l.agreement_id AND r.${kind}_id = l.${kind}_id
  WHERE p.plan_id = ? AND p.part = 'lines' AND p.position > ? AND p.${kind}_relation_id IS NOT NULL
  ORDER BY p.position LIMIT ?`

/** A planned order as numbers and clocks need it. */
export interface OrderPlace {
  readonly id: OrderId
  readonly version: number
  readonly position: number
  readonly officeId: OfficeId
  readonly siteZone: string
  readonly existingOrderId?: OrderId | undefined
  readonly salesAmount: number
  readonly costAmount: number
}
const placeRow = entityTable<OrderPlace>({
  entity: 'planRow',
  table: 'local_plan_row',
  columns: {
    position: int(),
    officeId: ref(),
    siteZone: text(),
    existingOrderId: ref({ column: 'order_id' }),
    salesAmount: int(),
    costAmount: int(),
  },
})
const placesSql = (condition: string) => `
  SELECT p.id, 1 AS version, p.position, p.office_id, p.site_zone, p.order_id, p.sales_amount, p.cost_amount
  FROM local_plan_row p
  WHERE p.plan_id = ? AND p.part = 'orders' AND p.position > ? AND p.order_id IS ${condition}
  ORDER BY p.position LIMIT ?`

/** What a plan is made of: a change of it since makes the plan be made again. */
const readEntities = [
  'agreement', 'agreementLine', 'agreementObjectRelation', 'agreementTaskRelation', 'interval', 'timeWindow', 'calendar',
  'holidaySet', 'priceRule', 'itemPrice', 'itemCost', 'item', 'lineProperty', 'site', 'contact', 'billingAccount',
  'worker', 'object', 'serviceTask', 'occurrence', 'setting', 'office', 'company', 'slaGroup',
] // prettier-ignore
const existingEntities = [
  'activity',
  'order',
  'orderLine',
  'orderObjectRelation',
  'orderTaskRelation',
  'stage',
]

/** All SQL by which a commit reads its plan, page by page. */
export function createRunWritesRepository({ db }: Store) {
  const pages = <R extends Stored>(table: EntityTable<R>, sql: string) =>
    db.prepare<[Buffer, number, number], Row>(pageSql(table, sql))
  const selectOrders = pages(orderRow, ordersSql)
  const selectLines = pages(lineRow, linesSql(''))
  const selectDemands = pages(lineRow, linesSql('AND p.is_requirement = 1'))
  const selectLedger = pages(ledgerRow, ledgerSql)
  const selectObjects = pages(
    relationRow,
    relationsSql(
      'object',
      'NULL AS task_id, r.reference_code, r.note, NULL AS internal_note, NULL AS external_note',
    ),
  )
  const selectTasks = pages(
    relationRow,
    relationsSql(
      'task',
      'NULL AS object_id, NULL AS reference_code, NULL AS note, r.internal_note, r.external_note',
    ),
  )
  const selectNew = pages(placeRow, placesSql('NULL'))
  const selectAppended = pages(placeRow, placesSql('NOT NULL'))
  const countNew = db.prepare<[Buffer], { office: Uint8Array; count: number }>(
    `SELECT office_id AS office, count(*) AS count FROM local_plan_row
     WHERE plan_id = ? AND part = 'orders' AND order_id IS NULL GROUP BY office_id`,
  )
  const selectChanged = db
    .prepare<[number, string, string], number>(
      `SELECT 1 FROM change WHERE seq > ? AND (entity IN (SELECT value FROM json_each(?))
         OR (entity IN (SELECT value FROM json_each(?)) AND op <> 0)) LIMIT 1`,
    )
    .pluck()

  return {
    /** New and appended orders. */
    orders: (planId: string) => paged(selectOrders, orderRow, planId),
    newOrders: (planId: string) => paged(selectNew, placeRow, planId),
    /** How many new orders each office gets. */
    newCounts: (planId: string): ReadonlyMap<string, number> =>
      new Map(countNew.all(toBytes(planId)).map(({ count, office }) => [toId(office), count])),
    appendedOrders: (planId: string) => paged(selectAppended, placeRow, planId),
    lines: (planId: string) => paged(selectLines, lineRow, planId),
    /** Lines that ask for a requirement (R02-30). */
    demands: (planId: string) => paged(selectDemands, lineRow, planId),
    ledger: (planId: string) => paged(selectLedger, ledgerRow, planId),
    objects: (planId: string) => paged(selectObjects, relationRow, planId),
    tasks: (planId: string) => paged(selectTasks, relationRow, planId),
    /** Whether something that a plan is made of has changed since an entry of the log. */
    isChangedSince(seq: number, joinsExisting: boolean): boolean {
      const entities = joinsExisting ? [...readEntities, ...existingEntities] : readEntities
      // A new customer is in no agreement yet; another user's offices may have become fewer.
      const changed = JSON.stringify(['customer', 'user'])
      return selectChanged.get(seq, JSON.stringify(entities), changed) !== undefined
    },
    /** Writes a run with as many pages in memory as its indexes have ends. */
    withManyPages: <Result>(work: () => Result): Result => withManyPages(db, work),
    deferReferences(): void {
      db.pragma('defer_foreign_keys = ON')
    },
  }
}
export type RunWritesRepository = ReturnType<typeof createRunWritesRepository>
