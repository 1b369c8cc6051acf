import { BillingAccountId, CustomerId } from '@contract/id'
import { computed, shallowReactive } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSubmit } from '@/composables/useSubmit'
import { client } from '@/rpc/client'
import type { AgreementPage } from './agreements.sources'

/** Where a proposed value comes from. */
export type ProposalSource = 'customer' | 'account' | 'settings' | 'standard' | 'today' | 'you'
interface Proposed {
  readonly value: unknown
  readonly source: ProposalSource
}

/** What the domain completes when a field is left empty (02 §2.1). */
const completedBy: ReadonlyMap<string, string> = new Map([
  ['billingAccountId', 'emptyCustomer'],
  ['siteId', 'emptyCustomer'],
  ['contactId', 'emptyCustomer'],
  ['currency', 'emptyAccount'],
])

/** What a new agreement starts with, and where each value comes from (02 §2.1, ux §3). */
export function useAgreementProposal(page: AgreementPage) {
  const { t } = useI18n()
  const proposed = shallowReactive(new Map<string, Proposed>())
  const values = computed(() => new Map<string, unknown>(Object.entries(page.values)))

  function propose(source: ProposalSource, fields: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined) proposed.delete(name)
      else proposed.set(name, { value, source })
    }
    Object.assign(page.values, fields)
  }

  /** Says the source of values that are there already, such as a new record's first ones. */
  function note(source: ProposalSource, names: readonly string[]): void {
    for (const name of names) proposed.set(name, { value: values.value.get(name), source })
  }

  /** Billing account, currency, site and contact come from the customer (02 §2.1). */
  const { run: followCustomer } = useSubmit(async (id: string) => {
    const { account, ...place } = await ofCustomer(CustomerId.parse(id))
    if (page.values.customerId !== id) return
    propose('customer', { ...place, billingAccountId: account?.id })
    propose('account', { currency: account?.currency })
  })

  const { run: followAccount } = useSubmit(async (id: string) => {
    const { currency, customerId } = await client.agreements.getBillingAccount({
      billingAccountId: BillingAccountId.parse(id),
    })
    if (page.values.billingAccountId !== id) return
    propose('account', { currency, ...(page.values.customerId ? {} : { customerId }) })
  })

  /** The hint of a field that still has its proposed value, or that gets one when it is saved empty. */
  function hintOf(name: string): { hint: string; persistentHint: true } | undefined {
    if (!page.isNew) return undefined
    const held = proposed.get(name)
    const value = values.value.get(name)
    if (held && held.value !== undefined && held.value === value)
      return { hint: t(`serviceAgreements.from.${held.source}`), persistentHint: true }
    const isEmpty = value === undefined && Boolean(page.values.customerId)
    const empty = isEmpty ? completedBy.get(name) : undefined
    return empty === undefined
      ? undefined
      : { hint: t(`serviceAgreements.from.${empty}`), persistentHint: true }
  }

  return { followCustomer, followAccount, note, hintOf }
}

/** The customer's main site, a contact there and, where there is but one, its open billing account. */
async function ofCustomer(customerId: CustomerId) {
  const of = { customerId: [customerId] }
  const sort = [{ field: 'name' as const, direction: 'asc' as const }]
  const [sites, contacts, accounts] = await Promise.all([
    client.customers.listSites({ filter: { ...of, active: true }, sort, limit: 50 }),
    client.customers.listContacts({ filter: { ...of, active: true }, sort, limit: 50 }),
    client.agreements.listBillingAccounts({ filter: { ...of, status: ['open'] }, limit: 50 }),
  ])
  const site = sites.items.find(({ kind }) => kind === 'main') ?? sites.items[0]
  const contact = contacts.items.find(({ siteId }) => siteId === site?.id) ?? contacts.items[0]
  // An account of the type `time` carries no agreement (02 §2.1).
  const fitting = accounts.items.filter(({ type }) => type !== 'time')
  return { siteId: site?.id, contactId: contact?.id, account: fitting.length === 1 ? fitting[0] : undefined }
}
