import type { AlertEntity } from '../../shared/contract/alerts'
import type { Permission } from '../../shared/contract/permission'

/** How the contract lists the records that rules watch, and what they are called. */
export interface Subject {
  readonly list: readonly [capability: string, procedure: string]
  readonly permission: Permission
  readonly title: string
  /** Rights that single fields ask for beyond the table's. */
  readonly fields?: Readonly<Record<string, Permission>>
}

export const subjects: Readonly<Record<AlertEntity, Subject>> = {
  order: { list: ['orders', 'listOrders'], permission: 'orders.read', title: 'customerName' },
  case: { list: ['orders', 'listCases'], permission: 'orders.read', title: 'title' },
  customer: { list: ['customers', 'listCustomers'], permission: 'customers.read', title: 'name' },
  object: { list: ['objects', 'listObjects'], permission: 'objects.read', title: 'description' },
  item: {
    ...{ list: ['catalog', 'listItems'], permission: 'catalog.read', title: 'name' },
    fields: { costValidTo: 'catalog.readCost' },
  },
  worker: { list: ['people', 'listWorkers'], permission: 'people.read', title: 'displayName' },
  billingAccount: {
    ...{ list: ['agreements', 'listBillingAccounts'], permission: 'agreements.read', title: 'name' },
  },
  agreement: { list: ['agreements', 'listAgreements'], permission: 'agreements.read', title: 'description' },
}

/** A moment that comes by itself: where its value stands, and of which record it is. */
export interface MomentSource {
  readonly kind: 'date' | 'instant'
  readonly from: string
  readonly key: string
  readonly id: string
  readonly due: string
  readonly where?: string
}

const heads = { from: 'service_order t', key: 't.key', id: 't.id' }
const validTo = (table: string): MomentSource => ({
  ...{ kind: 'date', from: `${table} t`, key: 't.key', id: 't.item_id', due: 't.valid_to' },
  where: `NOT EXISTS (SELECT 1 FROM ${table} n WHERE n.item_id = t.item_id AND n.currency = t.currency
    AND n.valid_from > t.valid_from)`,
})

/** By `<entity>.<field>`; each is read by an index on its date, workers alone are few enough to be read all. */
export const moments: Readonly<Record<string, MomentSource>> = {
  'order.preferredServiceAt': { ...heads, kind: 'instant', due: 't.preferred_service_at' },
  'order.preferredUntil': { ...heads, kind: 'instant', due: 't.preferred_until' },
  'order.serviceDate': { ...heads, kind: 'date', due: 't.service_date' },
  'order.minutesInStage': {
    ...{ kind: 'instant', from: 'stage_history t', key: 't.key', id: 't.order_id', due: 't.at' },
    where: 'NOT EXISTS (SELECT 1 FROM stage_history n WHERE n.order_id = t.order_id AND n.seq > t.seq)',
  },
  'case.createdAt': {
    ...{ kind: 'instant', from: 'service_case t', key: 't.key', id: 't.id', due: 't.created_at' },
  },
  'object.warrantyUntil': {
    ...{ kind: 'date', from: 'service_object t', key: 't.key', id: 't.id', due: 't.warranty_until' },
  },
  'item.sellEnd': { kind: 'date', from: 'item t', key: 't.key', id: 't.id', due: 't.sell_end' },
  'item.priceValidTo': validTo('item_sales_price'),
  'item.costValidTo': validTo('item_cost'),
  'agreement.endsOn': { kind: 'date', from: 'agreement t', key: 't.key', id: 't.id', due: 't.ends_on' },
  'agreement.noticeDeadline': {
    ...{ kind: 'date', from: 'agreement t', key: 't.key', id: 't.id', due: 't.notice_deadline' },
  },
  'worker.endDate': { kind: 'date', from: 'worker t', key: 't.key', id: 't.id', due: 't.end_date' },
  'worker.skillValidTo': {
    ...{ kind: 'date', from: 'worker t, json_each(t.skills) s', key: 't.key * 100 + s.key', id: 't.id' },
    due: "s.value ->> 'validTo'",
  },
}

/** Records whose change is a change of the one they belong to. */
export const partTables: Readonly<Record<string, { readonly of: AlertEntity; readonly sql: string }>> = {
  itemPrice: { of: 'item', sql: 'SELECT item_id FROM item_sales_price WHERE id = ?' },
  itemCost: { of: 'item', sql: 'SELECT item_id FROM item_cost WHERE id = ?' },
}
