import { computed } from 'vue'
import { useLatest } from '@/composables/useLatest'
import { todayIn } from '@/format/time'
import { usePlaceStore } from '@/stores/place.store'
import { useSessionStore } from '@/stores/session.store'
import { priceOf, stockOf, usesOf, warrantyOf } from './bom.sources'
import type { PartNode } from './partNodes'
import type { BomBrowser } from './useBomBrowser'

/** What is known of an item beside its place: its price here, what is on stock, its promise and where else it is. */
export function usePartFacts(browser: BomBrowser, node: () => Pick<PartNode, 'itemId'> | undefined) {
  const session = useSessionStore()
  const place = usePlaceStore()

  const currency = computed(() => browser.order?.currency ?? place.currency)
  const price = useLatest(
    () => {
      const wanted = node()
      if (!wanted || !session.can('agreements.read')) return undefined
      const { agreementId, billingAccountId } = browser.order ?? {}
      return {
        ...{ type: 'item' as const, itemId: wanted.itemId, currency: currency.value },
        ...{ date: todayIn(browser.zone), customerId: browser.bom?.customerId },
        ...{ agreementId: agreementId ?? browser.bom?.agreementId, billingAccountId },
      }
    },
    (asked) => priceOf(asked),
  )
  const stock = useLatest(
    () => (session.can('stock.read') ? node()?.itemId : undefined),
    (itemId) => stockOf(itemId),
  )
  const warranty = useLatest(
    () => {
      const wanted = node()
      if (!wanted || !browser.bom || !session.can('repair.read')) return undefined
      const { objectId } = browser.bom
      return { objectId, itemId: wanted.itemId }
    },
    (asked) => warrantyOf(asked),
  )
  const uses = useLatest(
    () => {
      const wanted = node()
      return wanted && { itemId: wanted.itemId, scope: 'services' as const, limit: 5 }
    },
    (asked) => usesOf(asked),
  )
  return { price: price.answer, stock: stock.answer, warranty: warranty.answer, uses: uses.answer, currency }
}
