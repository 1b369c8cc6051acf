import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { TreeColumn } from '@/components/tree/tree.types'
import { useFormat } from '@/composables/useFormat'
import { useLatest } from '@/composables/useLatest'
import { useSessionStore } from '@/stores/session.store'
import { rollupOf } from './bom.sources'
import { nodeCosts } from './nodeCosts'
import type { PartNode } from './partNodes'
import type { BomBrowser } from './useBomBrowser'

/** What the parts in a tree cost by their leaves, for those who may read costs (R09-16). */
export function useNodeCosts(browser: BomBrowser) {
  const { t } = useI18n()
  const session = useSessionStore()
  const format = useFormat()
  const canRead = session.can('catalog.readCost')

  const rollup = useLatest(
    () =>
      canRead && browser.isThere && browser.subject
        ? { ...browser.subject, method: 'leaf' as const }
        : undefined,
    (asked) => rollupOf(asked),
  )
  const costs = computed(() => rollup.answer.value && nodeCosts(browser.nodes, rollup.answer.value))
  const currency = computed(() => rollup.answer.value?.cost.currency)

  function text({ key }: PartNode): string {
    const minor = costs.value?.totals.get(key)
    return minor === undefined || currency.value === undefined
      ? ''
      : format.money({ minor, currency: currency.value }, false)
  }
  const columns = computed<readonly TreeColumn<PartNode>[]>(() =>
    canRead
      ? [
          {
            key: 'cost',
            width: 120,
            align: 'end',
            text,
            title: t('bom.part.cost', { currency: currency.value ?? '' }),
          },
        ]
      : [],
  )
  const costOf = (node: PartNode | undefined) => node && costs.value?.unitCosts.get(node.itemId)
  return { columns, costOf }
}
