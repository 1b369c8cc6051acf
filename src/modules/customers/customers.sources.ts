import { contract } from '@contract/index'
import { ContactId, CustomerGroupId, CustomerId, SiteId } from '@contract/id'
import { fieldsOf } from '@/composables/contract'
import { listSource } from '@/composables/list'
import { recordSource, type RecordOf } from '@/composables/useRecord'
import { slaGroupLookup } from '@/modules/sla'
import { client } from '@/rpc/client'
import { customerGroupLookup, customerLookup, siteLookup } from './customers.lookups'

const { customers } = contract
const ask = client.customers

export const customerList = listSource(customers.listCustomers, (input) => ask.listCustomers(input))
export const groupList = listSource(customers.listCustomerGroups, (input) => ask.listCustomerGroups(input))
export const siteList = listSource(customers.listSites, (input) => ask.listSites(input))
export const contactList = listSource(customers.listContacts, (input) => ask.listContacts(input))

export const customerRecord = recordSource({
  entity: 'customer',
  id: CustomerId,
  schema: fieldsOf(customers.createCustomer),
  labels: 'customers.customer',
  texts: {
    status: 'customers.status',
    language: 'language',
    groupId: customerGroupLookup,
    slaGroupId: slaGroupLookup,
    billToId: customerLookup,
    mergedIntoId: customerLookup,
  },
  get: (customerId) => ask.getCustomer({ customerId }),
  create: (id, values) => ask.createCustomer({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateCustomer({ customerId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteCustomer({ customerId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateCustomer({ customerId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateCustomer({ customerId: id, expectedVersion: version, reason }),
})

export const groupRecord = recordSource({
  entity: 'customerGroup',
  id: CustomerGroupId,
  schema: fieldsOf(customers.createCustomerGroup),
  labels: 'customers.group',
  get: (customerGroupId) => ask.getCustomerGroup({ customerGroupId }),
  create: (id, values) => ask.createCustomerGroup({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateCustomerGroup({ customerGroupId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteCustomerGroup({ customerGroupId: id, expectedVersion: version, reason }),
})

export const siteRecord = recordSource({
  entity: 'site',
  id: SiteId,
  schema: fieldsOf(customers.createSite),
  labels: 'customers.site',
  texts: { kind: 'customers.siteKind', customerId: customerLookup },
  get: (siteId) => ask.getSite({ siteId }),
  create: (id, values) => ask.createSite({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateSite({ siteId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) => ask.deleteSite({ siteId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateSite({ siteId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) => ask.activateSite({ siteId: id, expectedVersion: version, reason }),
})

export const contactRecord = recordSource({
  entity: 'contact',
  id: ContactId,
  schema: fieldsOf(customers.createContact),
  labels: 'customers.contact',
  texts: { language: 'language', customerId: customerLookup, siteId: siteLookup(() => undefined) },
  get: (contactId) => ask.getContact({ contactId }),
  create: (id, values) => ask.createContact({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateContact({ contactId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) => ask.deleteContact({ contactId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateContact({ contactId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateContact({ contactId: id, expectedVersion: version, reason }),
})

/** The customer's record on a screen, for the parts of its page. */
export type CustomerPage = RecordOf<typeof customerRecord>
