import { bool, entityTable, int, money, ref, text } from '../../db/entityTable'
import { toBytes } from '../../db/ids'
import { createListView, type Condition } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { Contact, Customer, CustomerGroup, Site } from '../../shared/contract/customers'

/** What the store keeps; the answers add names from joins. */
export type StoredCustomer = Omit<Customer, 'groupName' | 'city' | 'country'>
export type StoredSite = Omit<Site, 'customerName' | 'customerNumber'>
export type StoredContact = Omit<Contact, 'customerName'>

const groupTable = entityTable<CustomerGroup>({
  entity: 'customerGroup',
  table: 'customer_group',
  columns: { code: text(), name: text({ sorted: true }) },
})

const customerTable = entityTable<StoredCustomer>({
  entity: 'customer',
  table: 'customer',
  columns: {
    number: text(),
    name: text({ sorted: true, personal: true }),
    groupId: ref(),
    businessType: text(),
    language: text(),
    currency: text(),
    billToId: ref(),
    paymentTerms: text(),
    taxNumber: text(),
    status: text(),
    annualSales: money(),
    employeeCount: int(),
    mergedIntoId: ref(),
    slaGroupId: ref(),
  },
})

const siteTable = entityTable<StoredSite>({
  entity: 'site',
  table: 'site',
  columns: {
    customerId: ref(),
    name: text({ sorted: true, personal: true }),
    kind: text(),
    addressLine1: text({ personal: true }),
    addressLine2: text({ personal: true }),
    postalCode: text({ personal: true }),
    city: text({ sorted: true, personal: true }),
    region: text(),
    country: text(),
    latitude: int({ personal: true }),
    longitude: int({ personal: true }),
    zone: text(),
    accessNotes: text({ personal: true }),
    active: bool({ column: 'is_active' }),
  },
})

const contactTable = entityTable<StoredContact>({
  entity: 'contact',
  table: 'contact',
  columns: {
    customerId: ref(),
    siteId: ref(),
    name: text({ sorted: true, personal: true }),
    role: text(),
    phone: text({ personal: true }),
    email: text({ personal: true }),
    language: text(),
    active: bool({ column: 'is_active' }),
  },
})

/** All SQL of customers, their groups, sites and contacts. */
export function createCustomersRepository(store: Store) {
  return {
    groups: createRecords(store, groupTable),
    customers: createRecords(store, customerTable),
    sites: createRecords(store, siteTable),
    contacts: createRecords(store, contactTable),
    groupList: createListView<CustomerGroup>(store, {
      table: groupTable,
      searched: ['t.code', 't.name'],
      defaultSort: [{ field: 'code', direction: 'asc' }],
    }),
    customerList: createListView<StoredCustomer, Customer>(store, {
      table: customerTable,
      joins: `LEFT JOIN customer_group g ON g.id = t.group_id
        LEFT JOIN site m ON m.customer_id = t.id AND m.kind = 'main'`,
      joined: {
        groupName: { sql: 'g.name', kind: 'text', sortSql: 'g.name_sort' },
        city: { sql: 'm.city', kind: 'text', sortSql: 'm.city_sort' },
        country: { sql: 'm.country', kind: 'text' },
      },
      search: 'customer',
      defaultSort: [{ field: 'name', direction: 'asc' }],
    }),
    siteList: createListView<StoredSite, Site>(store, {
      table: siteTable,
      joins: 'JOIN customer c ON c.id = t.customer_id',
      joined: {
        customerNumber: { sql: 'c.number', kind: 'text' },
        customerName: { sql: 'c.name', kind: 'text', sortSql: 'c.name_sort' },
      },
      search: 'site',
      defaultSort: [{ field: 'customerName', direction: 'asc' }],
    }),
    contactList: createListView<StoredContact, Contact>(store, {
      table: contactTable,
      joins: 'JOIN customer c ON c.id = t.customer_id',
      joined: { customerName: { sql: 'c.name', kind: 'text', sortSql: 'c.name_sort' } },
      search: 'contact',
      defaultSort: [{ field: 'name', direction: 'asc' }],
    }),
  }
}
export type CustomersRepository = ReturnType<typeof createCustomersRepository>

/** What belongs to customers of a worker's own orders: preferred for, or with a line of, that worker (conventions §8). */
export function ofOwnOrders(
  column: 't.id' | `${string}.customer_id`,
  workerId: string | undefined,
): Condition {
  if (workerId === undefined) return { sql: '0', params: {} }
  return {
    sql: `${column} IN (
      SELECT o.customer_id FROM service_order o WHERE o.preferred_technician_id = :own_worker
      UNION ALL
      SELECT o.customer_id FROM service_order_line l JOIN service_order o ON o.id = l.order_id
      WHERE l.worker_id = :own_worker
      UNION ALL
      SELECT o.customer_id FROM activity a JOIN service_order o ON o.id = a.order_id
      WHERE a.worker_id = :own_worker)`,
    params: { own_worker: toBytes(workerId) },
  }
}
