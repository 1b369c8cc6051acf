import { bool, date, entityTable, fromRow, instant, int, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
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
  readonly orderRowId: string
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
  readonly hasCostOverride: boolean
  readonly salesPrice?: number | undefined
  readonly salesPriceSource: SalesPriceSource
  readonly priceStep?: number | undefined
  readonly priceRuleId?: string | undefined
  readonly costPrice?: number | undefined
  readonly salesAmount: number
  readonly costAmount: number
  readonly occurrenceId?: OccurrenceId | undefined
  readonly objectRelationId?: ObjectRelationId | undefined
  readonly objectId?: ObjectId | undefined
  readonly referenceCode?: string | undefined
  readonly objectNote?: string | undefined
  readonly taskRelationId?: TaskRelationId | undefined
  readonly taskId?: ServiceTaskId | undefined
  readonly internalNote?: string | undefined
  readonly externalNote?: string | undefined
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
    hasCostOverride: bool(),
    salesPrice: int(),
    salesPriceSource: text(),
    priceStep: int(),
    priceRuleId: ref(),
    costPrice: int(),
    salesAmount: int(),
    costAmount: int(),
    occurrenceId: ref(),
    objectRelationId: ref(),
    objectId: ref(),
    referenceCode: text(),
    objectNote: text(),
    taskRelationId: ref(),
    taskId: ref(),
    internalNote: text(),
    externalNote: text(),
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

const linesSql = `
  SELECT p.id, 1 AS version, p.position, p.order_row_id, p.agreement_line_id, p.calculated_date, p.service_date, l.type,
    l.description, l.category_id, l.worker_id, l.item_id, l.item_setup, l.warehouse_id, l.unit, l.quantity, l.discount,
    l.line_property_id, l.is_property_manual, (l.cost_override IS NOT NULL) AS has_cost_override, p.sales_price,
    p.sales_price_source, p.price_step, p.price_rule_id, p.cost_price, p.sales_amount, p.cost_amount, p.occurrence_id,
    p.object_relation_id, l.object_id, r.reference_code, r.note AS object_note, p.task_relation_id, l.task_id,
    k.internal_note, k.external_note, coalesce(p.is_requirement, 0) AS is_requirement, q.preferred_service_at,
    q.office_id, a.preferred_technician_id, i.kind AS item_kind
  FROM local_plan_row p
  JOIN local_plan_row q ON q.id = p.order_row_id
  JOIN agreement_line l ON l.id = p.agreement_line_id
  JOIN agreement a ON a.id = q.agreement_id
  LEFT JOIN item i ON i.id = l.item_id
  LEFT JOIN agreement_object_relation r ON r.agreement_id = l.agreement_id AND r.object_id = l.object_id
  LEFT JOIN agreement_task_relation k ON k.agreement_id = l.agreement_id AND k.task_id = l.task_id
  WHERE p.plan_id = ? AND p.part = 'lines' AND p.position > ? ORDER BY p.position LIMIT ?`

/** What a plan is made of: a change of it since makes the plan be made again. */
const readEntities = [
  'agreement', 'agreementLine', 'agreementObjectRelation', 'agreementTaskRelation', 'interval', 'timeWindow', 'calendar',
  'holidaySet', 'priceRule', 'itemPrice', 'itemCost', 'item', 'lineProperty', 'site', 'contact', 'billingAccount',
  'worker', 'object', 'serviceTask', 'occurrence', 'setting', 'office', 'company', 'slaGroup',
] // prettier-ignore
const existingEntities = ['order', 'orderLine', 'orderObjectRelation', 'orderTaskRelation']

type Row = Readonly<Record<string, unknown>>
const pageRows = 500

/** All SQL by which a commit reads its plan, page by page. */
export function createRunWritesRepository({ db }: Store) {
  const selectOrders = db.prepare<[Buffer, number, number], Row>(ordersSql)
  const selectLines = db.prepare<[Buffer, number, number], Row>(linesSql)
  const selectOffices = db.prepare<[Buffer], { office_id: Uint8Array; count: number }>(
    `SELECT office_id, count(*) AS count FROM local_plan_row
     WHERE plan_id = ? AND part = 'orders' AND order_id IS NULL GROUP BY office_id`,
  )
  const countRequirements = db
    .prepare<[Buffer], number>(
      "SELECT count(*) FROM local_plan_row WHERE plan_id = ? AND part = 'lines' AND is_requirement = 1",
    )
    .pluck()
  const selectChanged = db
    .prepare<[number, string, string], number>(
      `SELECT 1 FROM change WHERE seq > ? AND (entity IN (SELECT value FROM json_each(?))
         OR (entity IN (SELECT value FROM json_each(?)) AND op <> 0)) LIMIT 1`,
    )
    .pluck()

  function* paged<R extends { readonly position: number }>(read: (after: number) => R[]): Generator<R> {
    for (let after = 0; ;) {
      const rows = read(after)
      yield* rows
      const last = rows.at(-1)
      if (!last || rows.length < pageRows) return
      after = last.position
    }
  }

  return {
    orders: (planId: string): Generator<RunOrder> =>
      paged((after) =>
        selectOrders.all(toBytes(planId), after, pageRows).map((row) => fromRow(orderRow, row)),
      ),
    lines: (planId: string): Generator<RunLine> =>
      paged((after) => selectLines.all(toBytes(planId), after, pageRows).map((row) => fromRow(lineRow, row))),
    /** How many new orders each office gets. */
    ordersByOffice(planId: string): { officeId: string; count: number }[] {
      return selectOffices
        .all(toBytes(planId))
        .map(({ count, office_id }) => ({ officeId: toId(office_id), count }))
    },
    requirementCount: (planId: string) => countRequirements.get(toBytes(planId)) ?? 0,
    /** Whether something that a plan is made of has changed since an entry of the log. */
    isChangedSince(seq: number, joinsExisting: boolean): boolean {
      const entities = joinsExisting ? [...readEntities, ...existingEntities] : readEntities
      // A new customer is in no agreement yet.
      return selectChanged.get(seq, JSON.stringify(entities), JSON.stringify(['customer'])) !== undefined
    },
    deferReferences(): void {
      db.pragma('defer_foreign_keys = ON')
    },
  }
}
export type RunWritesRepository = ReturnType<typeof createRunWritesRepository>
