import type { EntityChange } from '../../db/changeLog'
import {
  bool,
  date,
  entityTable,
  instant,
  int,
  json,
  ref,
  sqlColumns,
  text,
  toRow,
  type EntityTable,
} from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createListView, type JoinedField, type Walk } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type {
  OrderIntake,
  OrderListItem,
  OrderOrigin,
  OrderPriority,
  OrderProgress,
} from '../../shared/contract/orders'
import type {
  AgreementId,
  BillingAccountId,
  ContactId,
  CustomerId,
  GenerationRunId,
  OfficeId,
  OrderId,
  SiteId,
  StageId,
  UserId,
  WorkerId,
} from '../../shared/contract/id'

/** An order's head as stored: with the copies of address and contact, amounts in the minor unit of `currency`. */
export interface StoredOrder {
  readonly id: OrderId
  readonly version: number
  readonly number: string
  readonly officeId: OfficeId
  readonly customerId: CustomerId
  readonly agreementId?: AgreementId | undefined
  /** The run that made it (03 §2.5). */
  readonly runId?: GenerationRunId | undefined
  readonly billingAccountId?: BillingAccountId | undefined
  readonly description: string
  readonly preferredServiceAt: number
  readonly preferredUntil?: number | undefined
  readonly serviceDate: string
  readonly siteId?: SiteId | undefined
  readonly siteName?: string | undefined
  readonly addressLine1?: string | undefined
  readonly addressLine2?: string | undefined
  readonly postalCode?: string | undefined
  readonly siteCity?: string | undefined
  readonly region?: string | undefined
  readonly country?: string | undefined
  readonly latitude?: number | undefined
  readonly longitude?: number | undefined
  readonly accessNotes?: string | undefined
  readonly siteZone: string
  readonly contactId?: ContactId | undefined
  readonly contactName?: string | undefined
  readonly contactPhone?: string | undefined
  readonly contactEmail?: string | undefined
  readonly responsibleId?: WorkerId | undefined
  readonly preferredTechnicianId?: WorkerId | undefined
  readonly priority: OrderPriority
  readonly stageId?: StageId | undefined
  readonly progress: OrderProgress
  readonly isReadyForPosting: boolean
  readonly canceledAt?: number | undefined
  readonly canceledById?: UserId | undefined
  readonly cancelReason?: string | undefined
  readonly currency: string
  readonly salesAmount: number
  readonly costAmount: number
  readonly signOffRequired: boolean
  readonly calendarConflict: boolean
  readonly origin: OrderOrigin
  readonly intake: OrderIntake
  readonly customerReference?: string | undefined
  readonly internalNote?: string | undefined
  readonly externalNote?: string | undefined
  /** The record's key in the file it was imported from. */
  readonly externalKey?: string | undefined
  /** When the customer asked for it, where that was before it was made (R04-81). */
  readonly receivedAt?: number | undefined
  /** The numbers of the orders that were merged into this one (R04-74). */
  readonly mergedFrom?: readonly string[] | undefined
}

export const orderTable: EntityTable<StoredOrder> = entityTable<StoredOrder>({
  entity: 'order',
  table: 'service_order',
  columns: {
    number: text(),
    officeId: ref(),
    customerId: ref(),
    agreementId: ref(),
    runId: ref(),
    billingAccountId: ref(),
    description: text({ sorted: true }),
    preferredServiceAt: instant(),
    preferredUntil: instant(),
    serviceDate: date(),
    siteId: ref(),
    siteName: text({ personal: true }),
    addressLine1: text({ personal: true }),
    addressLine2: text({ personal: true }),
    postalCode: text({ personal: true }),
    siteCity: text({ sorted: true, personal: true }),
    region: text(),
    country: text(),
    latitude: int({ personal: true }),
    longitude: int({ personal: true }),
    accessNotes: text({ personal: true }),
    siteZone: text(),
    contactId: ref(),
    contactName: text({ personal: true }),
    contactPhone: text({ personal: true }),
    contactEmail: text({ personal: true }),
    responsibleId: ref(),
    preferredTechnicianId: ref(),
    priority: text(),
    stageId: ref(),
    progress: text({ derived: true }),
    isReadyForPosting: bool({ derived: true }),
    canceledAt: instant(),
    canceledById: ref(),
    cancelReason: text({ personal: true }),
    currency: text(),
    salesAmount: int({ column: 'sales_amount_minor', derived: true }),
    costAmount: int({ column: 'cost_amount_minor', derived: true }),
    signOffRequired: bool(),
    calendarConflict: bool({ derived: true }),
    origin: text(),
    intake: text(),
    customerReference: text(),
    internalNote: text({ personal: true }),
    externalNote: text({ personal: true }),
    externalKey: text(),
    receivedAt: instant(),
    mergedFrom: json(),
  },
})

/** All LEFT, so that the planner never begins with a joined table; the walks do that where it pays. */
const joinOf = {
  customer: 'LEFT JOIN customer c ON c.id = t.customer_id',
  office: 'LEFT JOIN office o ON o.id = t.office_id',
  responsible: 'LEFT JOIN worker r ON r.id = t.responsible_id',
  technician: 'LEFT JOIN worker w ON w.id = t.preferred_technician_id',
  stage: 'LEFT JOIN stage s ON s.id = t.stage_id',
  account: 'LEFT JOIN billing_account b ON b.id = t.billing_account_id',
  agreement: 'LEFT JOIN agreement a ON a.id = t.agreement_id',
  clock: 'LEFT JOIN order_sla z ON z.order_id = t.id',
}
const joins = Object.values(joinOf).join(' ')

/** Sorting by a name walks the named table's index first and takes its orders by reference. */
function walkFrom(
  outer: keyof typeof joinOf,
  table: string,
  alias: string,
  column: string,
  isOptional: boolean,
): Walk {
  const others = Object.entries(joinOf).filter(([name]) => name !== outer)
  return {
    from: `${table} ${alias} CROSS JOIN service_order t ON t.${column} = ${alias}.id`,
    alias,
    others: others.map(([, sql]) => sql).join(' '),
    tie: `${alias}.key`,
    ...(isOptional ? { nothing: `t.${column} IS NULL` } : {}),
  }
}

/** How the order's clock stands; a patch of nothing leaves out what there is not. */
const clockSql = `iif(z.key IS NULL, NULL, json_patch('{}', json_object('status', z.status, 'outcome', z.outcome,
  'latestCompletion', z.latest_completion, 'warnsAt',
  coalesce((SELECT min(f.crossed_at) FROM sla_step f WHERE f.order_id = t.id), z.next_step_at))))`

const joined: Readonly<Record<string, JoinedField>> = {
  customerName: {
    sql: 'c.name',
    kind: 'text',
    sortSql: 'c.name_sort',
    walk: walkFrom('customer', 'customer', 'c', 'customer_id', false),
  },
  customerNumber: {
    sql: 'c.number',
    kind: 'text',
    walk: walkFrom('customer', 'customer', 'c', 'customer_id', false),
  },
  officeCode: { sql: 'o.code', kind: 'text', walk: walkFrom('office', 'office', 'o', 'office_id', false) },
  responsibleName: {
    sql: 'r.display_name',
    kind: 'text',
    sortSql: 'r.display_name_sort',
    walk: walkFrom('responsible', 'worker', 'r', 'responsible_id', true),
  },
  preferredTechnicianName: {
    sql: 'w.display_name',
    kind: 'text',
    sortSql: 'w.display_name_sort',
    walk: walkFrom('technician', 'worker', 'w', 'preferred_technician_id', true),
  },
  stageDescription: { sql: 's.description', kind: 'json' },
  stageCode: { sql: 's.code', kind: 'text', walk: walkFrom('stage', 'stage', 's', 'stage_id', true) },
  billingAccountName: { sql: 'b.name', kind: 'text', sortSql: 'b.name_sort' },
  agreementNumber: { sql: 'a.number', kind: 'text' },
  agreementDescription: { sql: 'a.description', kind: 'text', sortSql: 'a.description_sort' },
  hasResponsible: { sql: '(t.responsible_id IS NOT NULL)', kind: 'bool' },
  clock: { sql: clockSql, kind: 'json' },
}

/** The columns of the index `service_order_filter`. */
const filterColumns = [
  'progress', 'priority', 'origin', 'intake', 'office_id', 'stage_id', 'preferred_technician_id', 'responsible_id',
  'is_ready_for_posting', 'calendar_conflict', 'service_date', 'preferred_service_at', 'sales_amount_minor', 'customer_id',
] // prettier-ignore

/** A row of the list with all that the order's head holds; `orderView.ts` makes the answers of it. */
export type OrderRow = StoredOrder &
  Pick<
    OrderListItem,
    | 'customerName'
    | 'customerNumber'
    | 'officeCode'
    | 'responsibleName'
    | 'preferredTechnicianName'
    | 'stageCode'
    | 'hasResponsible'
    | 'agreementNumber'
    | 'clock'
  > & {
    readonly billingAccountName?: string | undefined
    readonly agreementDescription?: string | undefined
    /** The stage's name in each language it has. */
    readonly stageDescription?: Readonly<Record<string, string | undefined>> | undefined
  }

/** All SQL of order heads; lines and relations have repositories of their own. */
export function createOrdersRepository(store: Store) {
  const { db } = store
  const records = createRecords(store, orderTable)
  const columns = sqlColumns(orderTable).slice(1)
  const overwrite = db.prepare(
    `UPDATE service_order SET ${columns.map((name) => `${name} = ?`).join(', ')} WHERE id = ? AND version = ?`,
  )
  const selectExternal = db
    .prepare<[string], Buffer>('SELECT id FROM service_order WHERE external_key = ?')
    .pluck()
  const selectOwn = db
    .prepare<[{ id: Buffer; worker: Buffer }], number>(
      `SELECT 1 FROM service_order t WHERE t.id = :id AND (t.preferred_technician_id = :worker
        OR EXISTS (SELECT 1 FROM service_order_line l WHERE l.worker_id = :worker AND l.order_id = t.id)
        OR EXISTS (SELECT 1 FROM activity a WHERE a.worker_id = :worker AND a.order_id = t.id
          AND a.closed_outcome IS NOT 'canceled'))`,
    )
    .pluck()
  const selectActivity = db
    .prepare<[Buffer, Buffer], number>(
      `SELECT 1 FROM activity WHERE worker_id = ? AND order_id = ? AND closed_outcome IS NOT 'canceled' LIMIT 1`,
    )
    .pluck()
  const selectOpenInStage = db
    .prepare<[Buffer], Buffer>(
      "SELECT id FROM service_order WHERE stage_id = ? AND progress = 'inProcess' ORDER BY key",
    )
    .pluck()
  const updateReadiness = db.prepare('UPDATE service_order SET is_ready_for_posting = ? WHERE id = ?')
  const updateDerived = db.prepare(
    `UPDATE service_order SET progress = ?, is_ready_for_posting = ?, calendar_conflict = ?, sales_amount_minor = ?,
       cost_amount_minor = ? WHERE id = ?`,
  )
  const countOffices = db.prepare<[], number>('SELECT count(*) FROM office').pluck()
  const selectWithContact = db
    .prepare<[Buffer], number>(
      "SELECT 1 FROM service_order WHERE contact_id = ? AND progress = 'inProcess' LIMIT 1",
    )
    .pluck()
  const selectOfCustomer = db
    .prepare<[Buffer], Buffer>('SELECT id FROM service_order WHERE customer_id = ? ORDER BY key')
    .pluck()

  return {
    records,
    orderList: createListView<StoredOrder, OrderRow>(store, {
      table: orderTable,
      joins,
      joined,
      search: 'order',
      defaultSort: [{ field: 'preferredServiceAt', direction: 'desc' }],
      isLarge: true,
      isLogged: true,
      literals: { progress: ['inProcess'], intake: ['awaiting'] },
      walkable: "+t.progress = 'inProcess'",
      together: { number: 'officeId' },
      partial: ["t.progress = 'inProcess'", "t.intake = 'awaiting'", 't.is_ready_for_posting = 1'],
      selective: [
        'id',
        'customerId',
        'siteId',
        'agreementId',
        'billingAccountId',
        'preferredTechnicianId',
        'responsibleId',
      ],
      counting: {
        index: 'service_order_filter',
        columns: filterColumns,
      },
    }),
    /**
     * Writes the head with the next version, whatever differs: its lines share that version. Derived fields have no
     * part in the log line.
     */
    overwrite(before: StoredOrder, after: StoredOrder): { order: StoredOrder; change: EntityChange } {
      const order = { ...after, version: before.version + 1 }
      const row = toRow(orderTable, order, store.sortLanguage()).slice(1)
      const { changes } = overwrite.run(...row, toBytes(order.id), before.version)
      if (changes !== 1)
        throw new Error(`order ${order.id}: version ${String(before.version)} is not in the store`)
      return { order, change: records.changeOf('update', { ...before, version: order.version }, order) }
    },
    findByExternalKey(externalKey: string): StoredOrder | undefined {
      const id = selectExternal.get(externalKey)
      return id ? records.find(toId(id)) : undefined
    },
    /** Whether the worker is the order's preferred technician, works on one of its lines or has an activity of it. */
    isOwn(orderId: string, workerId: string): boolean {
      return selectOwn.get({ id: toBytes(orderId), worker: toBytes(workerId) }) === 1
    },
    /** Whether the worker has an activity of the order that was not canceled. */
    hasActivity(orderId: string, workerId: string): boolean {
      return selectActivity.get(toBytes(workerId), toBytes(orderId)) === 1
    },
    openInStage(stageId: string): string[] {
      return selectOpenInStage.all(toBytes(stageId)).map(toId)
    },
    /** Writes the derived flag alone: it has no part in the log and leaves the version. */
    setReadiness(orderId: string, isReady: boolean): void {
      updateReadiness.run(isReady ? 1 : 0, toBytes(orderId))
    },
    /** Writes what is derived alone: it has no part in the log and leaves the version. */
    setDerived(order: StoredOrder): void {
      const { calendarConflict, costAmount, id, isReadyForPosting, progress, salesAmount } = order
      const flags = [isReadyForPosting ? 1 : 0, calendarConflict ? 1 : 0]
      updateDerived.run(progress, ...flags, salesAmount, costAmount, toBytes(id))
    },
    /** Whether an order in process names the contact. */
    hasOpenWithContact(contactId: string): boolean {
      return selectWithContact.get(toBytes(contactId)) !== undefined
    },
    ofCustomer(customerId: string): string[] {
      return selectOfCustomer.all(toBytes(customerId)).map(toId)
    },
    officeCount(): number {
      return countOffices.get() ?? 0
    },
  }
}
export type OrdersRepository = ReturnType<typeof createOrdersRepository>
