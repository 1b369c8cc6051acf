import {
  AgreementGroupId,
  AgreementId,
  BillingAccountId,
  CustomerId,
  SlaId,
  TemplateGroupId,
} from '@contract/id'
import type { Lookup } from '@/composables/list'
import { client } from '@/rpc/client'

const ask = client.agreements
type Of = () => string | undefined | null

/** Groups of agreements in use, by code or text. */
export const agreementGroupLookup: Lookup = {
  route: 'agreementGroups',
  search: async (text, limit) => {
    const { items } = await ask.listAgreementGroups({ text, limit, filter: { active: true } })
    return items.map(({ id, code, description }) => ({ id, title: description, subtitle: code }))
  },
  resolve: async (id) => {
    const { code, description } = await ask.getAgreementGroup({
      agreementGroupId: AgreementGroupId.parse(id),
    })
    return { id, title: description, subtitle: code }
  },
}

/** Branches of the tree of templates in use. */
export const templateGroupLookup: Lookup = {
  route: 'templateGroups',
  search: async (text, limit) => {
    const { items } = await ask.listTemplateGroups({ text, limit, filter: { active: true } })
    return items.map(({ id, code, description, parentCode }) => ({
      id,
      title: description,
      subtitle: [parentCode, code].filter(Boolean).join(' › '),
    }))
  },
  resolve: async (id) => {
    const { code, description } = await ask.getTemplateGroup({ templateGroupId: TemplateGroupId.parse(id) })
    return { id, title: description, subtitle: code }
  },
}

/** Service levels in use, by code. */
export const slaLookup: Lookup = {
  search: async (text, limit) => {
    const { items } = await client.sla.listSlas({ text, limit, filter: { active: true } })
    return items.map(({ id, code, name }) => ({ id, title: code, subtitle: name }))
  },
  resolve: async (id) => {
    const { code, name } = await client.sla.getSla({ slaId: SlaId.parse(id) })
    return { id, title: code, subtitle: name }
  },
}

/** Agreements that are no templates, by number, description or customer; of one customer when one is given. */
export function agreementLookup(customerId: Of = () => undefined): Lookup {
  return {
    route: 'agreements',
    search: async (text, limit) => {
      const of = customerId()
      const filter = { isTemplate: false, ...(of ? { customerId: [CustomerId.parse(of)] } : {}) }
      const { items } = await ask.listAgreements({ text, limit, filter })
      return items.map(({ id, number, description, customerName }) => ({
        id,
        title: `${number} ${description}`,
        subtitle: customerName,
      }))
    },
    resolve: async (id) => {
      const { number, description, customerName } = await ask.getAgreement({
        agreementId: AgreementId.parse(id),
      })
      return { id, title: `${number} ${description}`, subtitle: customerName }
    },
  }
}

/** The open billing accounts of one customer; of all without one. */
export function accountLookup(customerId: Of): Lookup {
  return {
    route: 'billingAccounts',
    search: async (text, limit) => {
      const of = customerId()
      const filter = { status: ['open' as const], ...(of ? { customerId: [CustomerId.parse(of)] } : {}) }
      const { items } = await ask.listBillingAccounts({ text, limit, filter })
      return items.map(({ id, number, name, customerName }) => ({
        id,
        title: `${number} ${name}`,
        subtitle: customerName,
      }))
    },
    resolve: async (id) => {
      const billingAccountId = BillingAccountId.parse(id)
      const { number, name, customerName } = await ask.getBillingAccount({ billingAccountId })
      return { id, title: `${number} ${name}`, subtitle: customerName }
    },
  }
}
