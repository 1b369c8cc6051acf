import {
  CustomerStatus,
  SiteKind,
  type Contact,
  type Customer,
  type CustomerGroup,
  type Site,
} from '@contract/customers'
import type { Column, ListView, Sort } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { customerGroupLookup, customerLookup } from './customers.lookups'
import { contactList, customerList, groupList, siteList } from './customers.sources'

const byName: readonly Sort[] = [{ field: 'name', direction: 'asc' }]

const customerColumns: readonly Column<Customer>[] = [
  { key: 'number', titleKey: 'customers.customer.number', kind: 'text', width: 150 },
  { key: 'name', titleKey: 'customers.customer.name', kind: 'text', grow: 3 },
  {
    key: 'groupName', titleKey: 'customers.customer.groupId', kind: 'ref', width: 130,
    filterKey: 'groupId', lookup: customerGroupLookup,
  },
  { key: 'city', titleKey: 'customers.customer.city', kind: 'text', width: 130 },
  { key: 'country', titleKey: 'customers.customer.country', kind: 'text', width: 70 },
  { key: 'currency', titleKey: 'customers.customer.currency', kind: 'text', width: 90 },
  {
    key: 'status', titleKey: 'customers.customer.status', kind: 'enum', width: 112,
    options: CustomerStatus.options, textKey: 'customers.status',
  },
  { key: 'annualSales', titleKey: 'customers.customer.annualSales', kind: 'money', width: 150 },
  { key: 'employeeCount', titleKey: 'customers.customer.employeeCount', kind: 'number', width: 100 },
] // prettier-ignore

const customerViews: readonly ListView[] = [
  { key: 'active', titleKey: 'customers.views.active', filter: { status: ['active'] } },
  { key: 'blocked', titleKey: 'customers.views.blocked', filter: { status: ['blocked'] } },
  { key: 'all', titleKey: 'customers.views.all' },
]

/** All customers. */
export function useCustomers() {
  return usePagedList({
    key: 'customers', entities: ['customer', 'site', 'customerGroup'], source: customerList,
    columns: customerColumns, views: customerViews, sort: byName,
  }) // prettier-ignore
}

const siteColumns: readonly Column<Site>[] = [
  { key: 'customerName', titleKey: 'customers.site.customerId', kind: 'ref', grow: 2, filterKey: 'customerId', lookup: customerLookup },
  { key: 'name', titleKey: 'customers.site.name', kind: 'text', grow: 1 },
  { key: 'kind', titleKey: 'customers.site.kind', kind: 'enum', width: 92, options: SiteKind.options, textKey: 'customers.siteKind' },
  { key: 'addressLine1', titleKey: 'customers.site.addressLine1', kind: 'text', grow: 2 },
  { key: 'postalCode', titleKey: 'customers.site.postalCode', kind: 'text', width: 100 },
  { key: 'city', titleKey: 'customers.site.city', kind: 'text', grow: 1 },
  { key: 'country', titleKey: 'customers.site.country', kind: 'text', width: 80 },
  { key: 'zone', titleKey: 'customers.site.zone', kind: 'text', width: 156 },
  { key: 'active', titleKey: 'common.active', kind: 'boolean', width: 80 },
] // prettier-ignore

/** All sites, or those of one customer. */
export function useSites(customerId?: () => string) {
  return usePagedList({
    key: customerId ? `sites of ${customerId()}` : 'sites', entities: ['site'], source: siteList,
    columns: customerId ? siteColumns.filter(({ key }) => key !== 'customerName') : siteColumns,
    sort: byName,
    ...(customerId ? { scope: () => ({ customerId: [customerId()] }) } : {}),
  }) // prettier-ignore
}

const contactColumns: readonly Column<Contact>[] = [
  { key: 'name', titleKey: 'customers.contact.name', kind: 'text', grow: 2 },
  { key: 'role', titleKey: 'customers.contact.role', kind: 'text', grow: 1 },
  { key: 'phone', titleKey: 'customers.contact.phone', kind: 'text', width: 160 },
  { key: 'email', titleKey: 'customers.contact.email', kind: 'text', grow: 2 },
  { key: 'active', titleKey: 'common.active', kind: 'boolean', width: 80 },
]

/** The contacts of a customer. */
export function useContacts(customerId: () => string) {
  return usePagedList({
    key: `contacts of ${customerId()}`, entities: ['contact'], source: contactList, columns: contactColumns,
    sort: byName, scope: () => ({ customerId: [customerId()] }),
  }) // prettier-ignore
}

const groupColumns: readonly Column<CustomerGroup>[] = [
  { key: 'code', titleKey: 'customers.group.code', kind: 'text', width: 160 },
  { key: 'name', titleKey: 'customers.group.name', kind: 'text', grow: 1 },
]

export function useCustomerGroups() {
  return usePagedList({
    key: 'customerGroups', entities: ['customerGroup'], source: groupList, columns: groupColumns,
    sort: [{ field: 'code', direction: 'asc' }],
  }) // prettier-ignore
}
