import { computed, shallowRef, watch } from 'vue'
import { useSubmit } from '@/composables/useSubmit'
import { termsOf, type AgreementTerms } from './orders.agreements'
import { zoneOf } from './orders.proposals'
import type { OrderPage } from './orders.sources'

type Field = keyof AgreementTerms['values']
const names: readonly Field[] = [
  'customerId', 'billingAccountId', 'description', 'siteId', 'contactId', 'responsibleId', 'preferredTechnicianId',
  'currency',
] // prettier-ignore

/** What the fields of an order have from its agreement, and what they have otherwise (04 §2.1). */
export function useAgreementTerms(page: OrderPage) {
  const terms = shallowRef<AgreementTerms>()
  const { values } = page
  const offered = computed(() => {
    const held = terms.value?.values
    return held ? names.filter((name) => held[name] !== undefined && held[name] !== '') : []
  })
  const taken = computed(() => offered.value.filter((name) => values[name] === terms.value?.values[name]))
  const others = computed(() => offered.value.filter((name) => !taken.value.includes(name)))

  const read = async (id: string) => {
    const found = await termsOf(id)
    if (values.agreementId === id) terms.value = found
  }
  const { run: look } = useSubmit(read)

  /** Puts these values of the agreement into the form. */
  async function take(wanted: readonly Field[]): Promise<void> {
    const held = terms.value?.values
    if (!held) return
    Object.assign(values, Object.fromEntries(wanted.map((name) => [name, held[name]])))
    if (held.siteId === undefined || !wanted.includes('siteId')) return
    const zone = await zoneOf(held.siteId)
    if (values.siteId === held.siteId && zone !== undefined) values.siteZone = zone
  }

  /** A new order takes all that its agreement says, one that exists what is empty in it. */
  const { run: choose, refusal } = useSubmit(async (id: string) => {
    await read(id)
    if (values.agreementId !== id) return
    await take(page.isNew ? offered.value : offered.value.filter((name) => !values[name]))
  })

  watch(
    () => values.agreementId,
    (id) => {
      if (!id) terms.value = undefined
      else if (terms.value?.id !== id) void look(id)
    },
    { immediate: true },
  )
  return { terms, taken, others, choose, takeAll: () => take(others.value), refusal }
}
export type AgreementTermsInForm = ReturnType<typeof useAgreementTerms>
