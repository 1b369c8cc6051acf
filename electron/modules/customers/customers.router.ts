import { deleteRecord, setActive } from '../../db/recordActs'
import { implementer } from '../../rpc/implementer'
import { getContact, getCustomer, getSite, listContacts, listCustomers, listSites } from './access'
import { mergeCustomers, type MoveCustomer } from './mergeCustomers'
import { contactOf, createContact, updateContact } from './saveContact'
import { createCustomer, setCustomerStatus, updateCustomer, type CustomerDeps } from './saveCustomer'
import { createGroup, updateGroup } from './saveGroup'
import { createSite, siteOf, updateSite } from './saveSite'

const { customers } = implementer

export function createCustomersRouter(deps: CustomerDeps, movers: readonly MoveCustomer[]) {
  const { repository } = deps
  return customers.router({
    listCustomers: customers.listCustomers.handler(({ context, input }) =>
      listCustomers(repository, context.caller, input),
    ),
    getCustomer: customers.getCustomer.handler(({ context, input }) =>
      getCustomer(repository, context.caller, input.customerId),
    ),
    createCustomer: customers.createCustomer.handler(({ context, input }) =>
      context.write('customers.createCustomer', input, (act) => createCustomer(deps, act, input)),
    ),
    updateCustomer: customers.updateCustomer.handler(({ context, input }) =>
      context.write('customers.updateCustomer', input, () => updateCustomer(deps, input)),
    ),
    deleteCustomer: customers.deleteCustomer.handler(({ context, input }) =>
      context.write('customers.deleteCustomer', input, () =>
        deleteRecord(repository.customers, input.customerId, input.expectedVersion),
      ),
    ),
    deactivateCustomer: customers.deactivateCustomer.handler(({ context, input }) =>
      context.write('customers.deactivateCustomer', input, () => setCustomerStatus(deps, input, 'inactive')),
    ),
    activateCustomer: customers.activateCustomer.handler(({ context, input }) =>
      context.write('customers.activateCustomer', input, () => setCustomerStatus(deps, input, 'active')),
    ),
    mergeCustomers: customers.mergeCustomers.handler(({ context, input }) =>
      context.write('customers.mergeCustomers', input, () => mergeCustomers(repository, movers, input)),
    ),

    listCustomerGroups: customers.listCustomerGroups.handler(({ input }) => repository.groupList.page(input)),
    getCustomerGroup: customers.getCustomerGroup.handler(({ input }) =>
      repository.groups.get(input.customerGroupId),
    ),
    createCustomerGroup: customers.createCustomerGroup.handler(({ context, input }) =>
      context.write('customers.createCustomerGroup', input, () => createGroup(repository, input)),
    ),
    updateCustomerGroup: customers.updateCustomerGroup.handler(({ context, input }) =>
      context.write('customers.updateCustomerGroup', input, () => updateGroup(repository, input)),
    ),
    deleteCustomerGroup: customers.deleteCustomerGroup.handler(({ context, input }) =>
      context.write('customers.deleteCustomerGroup', input, () =>
        deleteRecord(repository.groups, input.customerGroupId, input.expectedVersion),
      ),
    ),

    listSites: customers.listSites.handler(({ context, input }) =>
      listSites(repository, context.caller, input),
    ),
    getSite: customers.getSite.handler(({ context, input }) =>
      getSite(repository, context.caller, input.siteId),
    ),
    createSite: customers.createSite.handler(({ context, input }) =>
      context.write('customers.createSite', input, () => createSite(repository, input)),
    ),
    updateSite: customers.updateSite.handler(({ context, input }) =>
      context.write('customers.updateSite', input, () => updateSite(repository, input)),
    ),
    deleteSite: customers.deleteSite.handler(({ context, input }) =>
      context.write('customers.deleteSite', input, () =>
        deleteRecord(repository.sites, input.siteId, input.expectedVersion),
      ),
    ),
    deactivateSite: customers.deactivateSite.handler(({ context, input }) =>
      context.write('customers.deactivateSite', input, () =>
        setActive(repository.sites, input.siteId, input.expectedVersion, false, () =>
          siteOf(repository, input.siteId),
        ),
      ),
    ),
    activateSite: customers.activateSite.handler(({ context, input }) =>
      context.write('customers.activateSite', input, () =>
        setActive(repository.sites, input.siteId, input.expectedVersion, true, () =>
          siteOf(repository, input.siteId),
        ),
      ),
    ),

    listContacts: customers.listContacts.handler(({ context, input }) =>
      listContacts(repository, context.caller, input),
    ),
    getContact: customers.getContact.handler(({ context, input }) =>
      getContact(repository, context.caller, input.contactId),
    ),
    createContact: customers.createContact.handler(({ context, input }) =>
      context.write('customers.createContact', input, () => createContact(repository, input)),
    ),
    updateContact: customers.updateContact.handler(({ context, input }) =>
      context.write('customers.updateContact', input, () => updateContact(repository, input)),
    ),
    deleteContact: customers.deleteContact.handler(({ context, input }) =>
      context.write('customers.deleteContact', input, () =>
        deleteRecord(repository.contacts, input.contactId, input.expectedVersion),
      ),
    ),
    deactivateContact: customers.deactivateContact.handler(({ context, input }) =>
      context.write('customers.deactivateContact', input, () =>
        setActive(repository.contacts, input.contactId, input.expectedVersion, false, () =>
          contactOf(repository, input.contactId),
        ),
      ),
    ),
    activateContact: customers.activateContact.handler(({ context, input }) =>
      context.write('customers.activateContact', input, () =>
        setActive(repository.contacts, input.contactId, input.expectedVersion, true, () =>
          contactOf(repository, input.contactId),
        ),
      ),
    ),
  })
}
