import type { Order } from '@contract/orders'
import { computed, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '@/composables/useFormat'
import { usePlaceStore } from '@/stores/place.store'

/** What stands beside an order's number: customer, place, service time where the site is, technician (R01-14). */
export function useOrderFacts(order: Readonly<Ref<Order | undefined>>) {
  const { t } = useI18n()
  const format = useFormat()
  const place = usePlaceStore()

  function when({ preferredServiceAt, preferredUntil, siteZone }: Order): string {
    const from = format.instant(preferredServiceAt, siteZone)
    const here = format.instant(preferredServiceAt)
    const time =
      from.endsWith(here) || siteZone === place.zone ? from : t('orders.facts.here', { time: from, here })
    return preferredUntil === undefined
      ? time
      : t('orders.facts.window', { from: time, to: format.instant(preferredUntil, siteZone) })
  }

  return computed<readonly (string | undefined)[]>(() => {
    const held = order.value
    if (!held) return []
    const where = [held.customerName, held.siteCity].filter(Boolean).join(', ')
    const technician = held.preferredTechnicianName
    return [
      where,
      when(held),
      technician === undefined ? t('orders.facts.noTechnician') : technician,
      held.agreementNumber,
      held.billingAccountName,
    ]
  })
}
