import { CustomerId, SiteId, type BillingAccountId, type ContactId } from '@contract/id'
import { client } from '@/rpc/client'

/** What a new order of a customer starts with; all of it can be changed before it is saved. */
export interface OrderProposal {
  readonly currency: string
  readonly siteId: SiteId | undefined
  readonly siteZone: string | undefined
  readonly contactId: ContactId | undefined
  readonly billingAccountId: BillingAccountId | undefined
}

/** The customer's currency, main site, first contact there and, where there is but one, its open billing account. */
export async function proposalFor(id: string, hasAccounts: boolean): Promise<OrderProposal> {
  const customerId = CustomerId.parse(id)
  const of = { customerId: [customerId] }
  const sort = [{ field: 'name' as const, direction: 'asc' as const }]
  const [customer, sites, contacts, accounts] = await Promise.all([
    client.customers.getCustomer({ customerId }),
    client.customers.listSites({ filter: { ...of, active: true }, sort, limit: 50 }),
    client.customers.listContacts({ filter: { ...of, active: true }, sort, limit: 50 }),
    hasAccounts
      ? client.agreements.listBillingAccounts({ filter: { ...of, status: ['open'] }, limit: 2 })
      : { items: [] },
  ])
  const site = sites.items.find(({ kind }) => kind === 'main') ?? sites.items[0]
  const contact = contacts.items.find(({ siteId }) => siteId === site?.id) ?? contacts.items[0]
  return {
    currency: customer.currency,
    siteId: site?.id,
    siteZone: site?.zone,
    contactId: contact?.id,
    billingAccountId: accounts.items.length === 1 ? accounts.items[0]?.id : undefined,
  }
}

/** The zone of a site. */
export async function zoneOf(siteId: string): Promise<string | undefined> {
  return (await client.customers.getSite({ siteId: SiteId.parse(siteId) })).zone
}
