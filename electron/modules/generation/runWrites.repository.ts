import {
  bool,
  date,
  entityTable,
  instant,
  int,
  ref,
  text,
  type EntityTable,
  type Stored,
} from '../../db/entityTable'
import { withManyPages } from '../../db/pageCache'
import type { Store } from '../../db/records'
import type { LineType, SalesPriceSource } from '../../shared/contract/agreements'
import type {
  AgreementId,
  AgreementLineId,
  BillingAccountId,
  CategoryId,
  ContactId,
  CustomerId,
  ItemId,
  LinePropertyId,
  ObjectId,
  ObjectRelationId,
  OccurrenceId,
  OfficeId,
  OrderId,
  OrderLineId,
  ServiceTaskId,
  SiteId,
  TaskRelationId,
  WarehouseId,
  WorkerId,
} from '../../shared/contract/id'
import type { OrderPriority } from '../../shared/contract/orders'
import { paged, pageSql, type Row } from './planPages'

/** A planned order with everything its head is made of (R03-19). */
export interface RunOrder {
  /** What the new order gets. */
  readonly id: OrderId
  readonly version: number
  readonly position: number
  readonly existingOrderId?: OrderId | undefined
  readonly agreementId: AgreementId
  readonly combine: string
  readonly description: string
  readonly officeId: OfficeId
  readonly customerId: CustomerId
  readonly billingAccountId?: BillingAccountId | undefined
  readonly currency: string
  readonly serviceDate: string
  readonly preferredServiceAt: number
  readonly siteZone: string
  readonly hasConflict: boolean
  readonly salesAmount: number
  readonly costAmount: number
  readonly preferredTechnicianId?: WorkerId | undefined
  readonly responsibleId?: WorkerId | undefined
  readonly priority: OrderPriority
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
  readonly contactId?: ContactId | undefined
  readonly contactName?: string | undefined
  readonly contactPhone?: string | undefined
  readonly contactEmail?: string | undefined
}

/** A planned line with everything the order line is made of (R03-20). */
export interface RunLine {
  /** What the new order line gets. */
  readonly id: OrderLineId
  readonly version: number
  readonly position: number
  /** The planned order: its row, which is a new order's id, its place, and the order that is appended to. */
  readonly orderRowId: OrderId
  readonly orderPosition: number
  readonly existingOrderId?: OrderId | undefined
  readonly agreementLineId: AgreementLineId
  readonly calculatedDate: string
  readonly serviceDate: string
  readonly type: LineType
  readonly description: string
  readonly categoryId?: CategoryId | undefined
  readonly workerId?: WorkerId | undefined
  readonly itemId?: ItemId | undefined
  readonly itemSetup?: 'itemConsumption' | 'itemRequirement' | undefined
  readonly warehouseId?: WarehouseId | undefined
  readonly unit: string
  readonly quantity: number
  readonly discount: number
  readonly linePropertyId: LinePropertyId
  readonly isPropertyManual: boolean
  readonly salesPrice?: number | undefined
  readonly salesPriceSource: SalesPriceSource
  readonly priceStep?: number | undefined
  readonly priceRuleId?: string | undefined
  readonly costPrice?: number | undefined
  readonly salesAmount: number
  readonly costAmount: number
  readonly objectRelationId?: ObjectRelationId | undefined
  readonly objectId?: ObjectId | undefined
  readonly taskRelationId?: TaskRelationId | undefined
  readonly taskId?: ServiceTaskId | undefined
  readonly isRequirement: boolean
  readonly preferredServiceAt: number
  readonly officeId: OfficeId
  readonly preferredTechnicianId?: WorkerId | undefined
  readonly itemKind?: string | undefined
}

const orderRow = entityTable<RunOrder>({
  entity: 'planRow',
  table: 'local_plan_row',
  columns: {
    position: int(),
    existingOrderId: ref({ column: 'order_id' }),
    agreementId: ref(),
    combine: text(),
    description: text(),
    officeId: ref(),
    customerId: ref(),
    billingAccountId: ref(),
    currency: text(),
    serviceDate: date(),
    preferredServiceAt: instant(),
    siteZone: text(),
    hasConflict: bool(),
    salesAmount: int(),
    costAmount: int(),
    preferredTechnicianId: ref(),
    responsibleId: ref(),
    priority: text(),
    siteId: ref(),
    siteName: text(),
    addressLine1: text(),
    addressLine2: text(),
    postalCode: text(),
    siteCity: text(),
    region: text(),
    country: text(),
    latitude: int(),
    longitude: int(),
    accessNotes: text(),
    contactId: ref(),
    contactName: text(),
    contactPhone: text(),
    contactEmail: text(),
  },
})

const lineRow = entityTable<RunLine>({
  entity: 'planRow',
  table: 'local_plan_row',
  columns: {
    position: int(),
    orderRowId: ref(),
    orderPosition: int(),
    existingOrderId: ref(),
    agreementLineId: ref(),
    calculatedDate: date(),
    serviceDate: date(),
    type: text(),
    description: text(),
    categoryId: ref(),
    workerId: ref(),
    itemId: ref(),
    itemSetup: text(),
    warehouseId: ref(),
    unit: text(),
    quantity: int(),
    discount: int(),
    linePropertyId: ref(),
    isPropertyManual: bool(),
    salesPrice: int(),
    salesPriceSource: text(),
    priceStep: int(),
    priceRuleId: ref(),
    costPrice: int(),
    salesAmount: int(),
    costAmount: int(),
    objectRelationId: ref(),
    objectId: ref(),
    taskRelationId: ref(),
    taskId: ref(),
    isRequirement: bool(),
    preferredServiceAt: instant(),
    officeId: ref(),
    preferredTechnicianId: ref(),
    itemKind: text(),
  },
})

/** The contact: the agreement's, else one at the site, else the customer's first (04 §2.1). */
const ordersSql = `
  SELECT p.id, 1 AS version, p.position, p.order_id, p.agreement_id, a.combine, a.description, p.office_id,
    p.customer_id, a.billing_account_id, p.currency, p.service_date, p.preferred_service_at, p.site_zone,
    p.has_conflict, p.sales_amount, p.cost_amount, a.preferred_technician_id, a.responsible_id,
    coalesce(g.default_priority, 'normal') AS priority, s.id AS site_id, s.name AS site_name, s.address_line1,
    s.address_line2, s.postal_code, s.city AS site_city, s.region, s.country, s.latitude, s.longitude, s.access_notes,
    k.id AS contact_id, k.name AS contact_name, k.phone AS contact_phone, k.email AS contact_email
  FROM local_plan_row p
  JOIN agreement a ON a.id = p.agreement_id
  JOIN customer c ON c.id = p.customer_id
  LEFT JOIN sla_group g ON g.id = c.sla_group_id
  LEFT JOIN site s ON s.id = p.site_id
  LEFT JOIN contact k ON k.id = coalesce(a.contact_id, (SELECT x.id FROM contact x
    WHERE x.customer_id = p.customer_id AND x.is_active = 1 ORDER BY x.site_id IS NOT p.site_id, x.key LIMIT 1))
  WHERE p.plan_id = ? AND p.part = 'orders' AND p.position > ? ORDER BY p.position LIMIT ?`

const linesSql = (condition: string) => `
  SELECT p.id, 1 AS version, p.position, p.order_row_id, q.position AS order_position,
    q.order_id AS existing_order_id, p.agreement_line_id, p.calculated_date, p.service_date, l.type,
    l.description, l.category_id, l.worker_id, l.item_id, l.item_setup, l.warehouse_id, l.unit, l.quantity, l.discount,
    l.line_property_id, l.is_property_manual, p.sales_price,
    p.sales_price_source, p.price_step, p.price_rule_id, p.cost_price, p.sales_amount, p.cost_amount,
    p.object_relation_id, l.object_id, p.task_relation_id, l.task_id,
    coalesce(p.is_requirement, 0) AS is_requirement, q.preferred_service_at,
    q.office_id, a.preferred_technician_id, i.kind AS item_kind
  FROM local_plan_row p
  JOIN local_plan_row q ON q.id = p.order_row_id
  JOIN agreement_line l ON l.id = p.agreement_line_id
  JOIN agreement a ON a.id = q.agreement_id
  LEFT JOIN item i ON i.id = l.item_id
  WHERE p.plan_id = ? AND p.part = 'lines' AND p.position > ? ${condition} ORDER BY p.position LIMIT ?`

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

/** A planned order as numbers and histories need it. */
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
