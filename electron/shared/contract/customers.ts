import { z } from 'zod'
import { Reason, crud, recordRef } from './crud'
import { refusals } from './domainError'
import { ContactId, CustomerGroupId, CustomerId, SiteId, SlaGroupId, Version } from './id'
import { Currency, Money } from './money'
import { command } from './procedure'
import { Language } from './session'
import { Zone } from './time'

const text = (max: number) => z.string().trim().max(max)
const name = (max: number) => z.string().trim().min(1).max(max)

export const CustomerStatus = z.enum(['active', 'blocked', 'inactive'])
export type CustomerStatus = z.infer<typeof CustomerStatus>

const groupFields = { code: name(20), name: name(80) }
export const CustomerGroup = z.object({ id: CustomerGroupId, version: Version, ...groupFields })
export type CustomerGroup = z.infer<typeof CustomerGroup>

const customerFields = {
  /** Empty: the next number of the series CU. */
  number: name(40).optional(),
  name: name(200),
  groupId: CustomerGroupId.optional(),
  businessType: text(20).optional(),
  language: Language.optional(),
  /** Empty: the company's. */
  currency: Currency.optional(),
  billToId: CustomerId.optional(),
  paymentTerms: text(80).optional(),
  taxNumber: text(40).optional(),
  status: CustomerStatus.optional(),
  annualSales: Money.optional(),
  employeeCount: z.int().min(0).max(100_000_000).optional(),
  /** The tier: what it is promised where no agreement says so (06 §2.1). */
  slaGroupId: SlaGroupId.optional(),
}
export const Customer = z.object({
  id: CustomerId,
  version: Version,
  ...customerFields,
  number: z.string(),
  currency: Currency,
  status: CustomerStatus,
  /** Where a merge has taken its references (mergeCustomers). */
  mergedIntoId: CustomerId.optional(),
  groupName: z.string().optional(),
  /** City and country of the main site, for lists. */
  city: z.string().optional(),
  country: z.string().optional(),
})
export type Customer = z.infer<typeof Customer>

export const SiteKind = z.enum(['main', 'shipping', 'service'])
export type SiteKind = z.infer<typeof SiteKind>

/** Integer micro-degrees; both coordinates or none; 0,0 means unknown (01 §2.4). The bounds are a business check. */
const coordinate = z.int().min(-1_000_000_000).max(1_000_000_000)

const siteFields = {
  customerId: CustomerId,
  name: name(120),
  /** Empty: `main` for the customer's first site, else `service`. */
  kind: SiteKind.optional(),
  addressLine1: text(200).optional(),
  addressLine2: text(200).optional(),
  postalCode: text(20).optional(),
  city: text(120).optional(),
  region: text(120).optional(),
  country: z.string().regex(/^[A-Z]{2}$/),
  latitude: coordinate.optional(),
  longitude: coordinate.optional(),
  zone: Zone,
  accessNotes: text(2000).optional(),
}
export const Site = z.object({
  id: SiteId,
  version: Version,
  ...siteFields,
  kind: SiteKind,
  active: z.boolean(),
  customerNumber: z.string(),
  customerName: z.string(),
})
export type Site = z.infer<typeof Site>

const contactFields = {
  customerId: CustomerId,
  siteId: SiteId.optional(),
  name: name(120),
  role: text(80).optional(),
  phone: text(40).optional(),
  email: z.email().max(200).optional(),
  language: Language.optional(),
}
export const Contact = z.object({
  id: ContactId,
  version: Version,
  ...contactFields,
  active: z.boolean(),
  customerName: z.string(),
})
export type Contact = z.infer<typeof Contact>

export const customersErrors = refusals(
  'NUMBER_TAKEN',
  'NUMBERS_EXHAUSTED',
  'CODE_TAKEN',
  'COORDINATES_INVALID',
  'ZONE_UNKNOWN',
  'MAIN_SITE_EXISTS',
  'DIFFERENT_CURRENCY',
  'SAME_RECORD',
  'CURRENCY_FIXED',
)

const shared = { read: 'customers.read', write: 'customers.write', errors: customersErrors } as const
const customer = crud({
  key: 'customerId',
  id: CustomerId,
  fields: customerFields,
  record: Customer,
  ...shared,
})
const group = crud({
  key: 'customerGroupId',
  id: CustomerGroupId,
  fields: groupFields,
  record: CustomerGroup,
  ...shared,
})
const site = crud({ key: 'siteId', id: SiteId, fields: siteFields, record: Site, ...shared })
const contact = crud({ key: 'contactId', id: ContactId, fields: contactFields, record: Contact, ...shared })

export const customersContract = {
  listCustomers: customer.list,
  getCustomer: customer.get,
  createCustomer: customer.create,
  updateCustomer: customer.update,
  deleteCustomer: customer.delete,
  deactivateCustomer: customer.deactivate,
  activateCustomer: customer.activate,
  /** Moves all references of the source to the target; the source becomes inactive with a link (01 §4). */
  mergeCustomers: command('customers.merge')
    .input(recordRef('targetId', CustomerId).extend({ sourceId: CustomerId, reason: Reason }))
    .output(Customer)
    .errors(customersErrors),
  listCustomerGroups: group.list,
  getCustomerGroup: group.get,
  createCustomerGroup: group.create,
  updateCustomerGroup: group.update,
  deleteCustomerGroup: group.delete,
  listSites: site.list,
  getSite: site.get,
  createSite: site.create,
  updateSite: site.update,
  deleteSite: site.delete,
  deactivateSite: site.deactivate,
  activateSite: site.activate,
  listContacts: contact.list,
  getContact: contact.get,
  createContact: contact.create,
  updateContact: contact.update,
  deleteContact: contact.delete,
  deactivateContact: contact.deactivate,
  activateContact: contact.activate,
}
