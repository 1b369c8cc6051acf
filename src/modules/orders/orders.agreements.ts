import { AgreementId, CustomerId } from '@contract/id'
import type { Agreement } from '@contract/serviceAgreements'
import type { Lookup } from '@/composables/list'
import { client } from '@/rpc/client'

type Of = () => string | undefined | null
const ask = client.agreements

/** Agreements that take orders: of one customer, or of all without one. */
export function agreementLookup(customerId: Of): Lookup {
  return {
    route: 'agreements',
    search: async (text, limit) => {
      const of = customerId()
      const filter = {
        ...{ isTemplate: false, status: ['active' as const] },
        ...(of ? { customerId: [CustomerId.parse(of)] } : {}),
      }
      const { items } = await ask.listAgreements({ text, limit, filter })
      return items.map(({ id, number, description, customerName }) => ({
        id,
        title: `${number} ${description}`,
        subtitle: customerName,
      }))
    },
    resolve: async (id) => {
      const { number, description, customerName } = await readAgreement(id)
      return { id, title: `${number} ${description}`, subtitle: customerName }
    },
  }
}

/** Templates by number or text. */
export const templateLookup: Lookup = {
  ...agreementLookup(() => undefined),
  search: async (text, limit) => {
    const { items } = await ask.listAgreements({ text, limit, filter: { isTemplate: true } })
    return items.map(({ id, number, description, templateGroupCode }) => ({
      id,
      title: `${number} ${description}`,
      subtitle: templateGroupCode,
    }))
  },
}

/** An agreement or a template with its lines. */
export async function readAgreement(id: string): Promise<Agreement> {
  return await ask.getAgreement({ agreementId: AgreementId.parse(id) })
}

/** What an order has from its agreement where nothing else was said (04 §2.1). */
export interface AgreementTerms {
  readonly id: string
  readonly number: string
  readonly values: {
    readonly customerId: string | undefined
    readonly billingAccountId: string | undefined
    readonly description: string
    readonly siteId: string | undefined
    readonly contactId: string | undefined
    readonly responsibleId: string | undefined
    readonly preferredTechnicianId: string | undefined
    readonly currency: string
  }
}
const longestDescription = 120

export async function termsOf(id: string): Promise<AgreementTerms> {
  const { billingAccountId, contactId, currency, customerId, description, number, ...rest } =
    await readAgreement(id)
  const { preferredTechnicianId, responsibleId, siteId } = rest
  return {
    ...{ id, number },
    values: {
      ...{ customerId, billingAccountId, siteId, contactId, responsibleId, preferredTechnicianId, currency },
      description: description.slice(0, longestDescription).trim(),
    },
  }
}
