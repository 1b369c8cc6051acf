import { bool, date, entityTable, instant, int, ref, text } from '../../db/entityTable'
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

/** How a planned order is read. */
export const orderRow = entityTable<RunOrder>({
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

/** How a planned line is read. */
export const lineRow = entityTable<RunLine>({
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
export const ordersSql = `
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

export const linesSql = (condition: string) => `
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
