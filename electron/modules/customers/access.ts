import type { Caller } from '../../db/act'
import type { Condition } from '../../db/listQuery'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { Contact, Customer, Site } from '../../shared/contract/customers'
import type { ContactId, CustomerId, SiteId } from '../../shared/contract/id'
import type { ListRequest, Page } from '../../shared/contract/page'
import { ofOwnOrders, type CustomersRepository } from './customers.repository'
import { contactOf } from './saveContact'
import { viewOf } from './saveCustomer'
import { siteOf } from './saveSite'

/** Fields that a wall board is shown, and may filter and sort by (01 §2.2). */
const boardFields: ReadonlySet<string> = new Set([
  ...['number', 'name', 'status', 'city', 'country', 'kind', 'customerId', 'customerNumber', 'customerName'],
])

const reachOf = ({ permissions }: Caller) => permissions.get('customers.read')
const forbidden = () => domainError(commonErrors, 'FORBIDDEN', { permission: 'customers.read' })

/** With reach own: what belongs to customers of the caller's own orders (conventions §8). */
function scopeOf(caller: Caller, column: 't.id' | 't.customer_id'): Condition[] {
  return reachOf(caller) === 'own' ? [ofOwnOrders(column, caller.workerId)] : []
}

function assertBoardRequest({ filter = {}, sort = [], text }: ListRequest): void {
  const asked = [...Object.keys(filter), ...sort.map(({ field }) => field)]
  if (text !== undefined || asked.some((field) => !boardFields.has(field))) throw forbidden()
}

function boardCustomer({ city, country, currency, id, name, number, status, version }: Customer): Customer {
  return { id, version, number, name, currency, status, city, country }
}

function boardSite(site: Site): Site {
  const { active, city, country, customerId, customerName, customerNumber, id, kind, name, version } = site
  const { zone } = site
  return { id, version, customerId, customerName, customerNumber, name, kind, city, country, zone, active }
}

/** A page of the customers the caller may see. */
export function listCustomers(
  { customerList }: CustomersRepository,
  caller: Caller,
  request: ListRequest,
): Page<Customer> {
  if (reachOf(caller) !== 'board') return customerList.page(request, ...scopeOf(caller, 't.id'))
  assertBoardRequest(request)
  const page = customerList.page(request)
  return { ...page, items: page.items.map(boardCustomer) }
}

/** Throws NOT_FOUND, and FORBIDDEN out of the caller's reach. */
export function getCustomer(repository: CustomersRepository, caller: Caller, id: CustomerId): Customer {
  const customer = viewOf(repository, id)
  if (!repository.customerList.find(id, ...scopeOf(caller, 't.id'))) throw forbidden()
  return reachOf(caller) === 'board' ? boardCustomer(customer) : customer
}

/** A page of the sites the caller may see. */
export function listSites(
  { siteList }: CustomersRepository,
  caller: Caller,
  request: ListRequest,
): Page<Site> {
  if (reachOf(caller) !== 'board') return siteList.page(request, ...scopeOf(caller, 't.customer_id'))
  assertBoardRequest(request)
  const page = siteList.page(request)
  return { ...page, items: page.items.map(boardSite) }
}

/** Throws NOT_FOUND, and FORBIDDEN out of the caller's reach. */
export function getSite(repository: CustomersRepository, caller: Caller, id: SiteId): Site {
  const site = siteOf(repository, id)
  if (!repository.siteList.find(id, ...scopeOf(caller, 't.customer_id'))) throw forbidden()
  return reachOf(caller) === 'board' ? boardSite(site) : site
}

/** A page of the contacts the caller may see; a board shows none. */
export function listContacts(
  { contactList }: CustomersRepository,
  caller: Caller,
  request: ListRequest,
): Page<Contact> {
  if (reachOf(caller) === 'board') throw forbidden()
  return contactList.page(request, ...scopeOf(caller, 't.customer_id'))
}

/** Throws NOT_FOUND, and FORBIDDEN out of the caller's reach. */
export function getContact(repository: CustomersRepository, caller: Caller, id: ContactId): Contact {
  const contact = contactOf(repository, id)
  const isVisible = repository.contactList.find(id, ...scopeOf(caller, 't.customer_id')) !== undefined
  if (!isVisible || reachOf(caller) === 'board') throw forbidden()
  return contact
}
