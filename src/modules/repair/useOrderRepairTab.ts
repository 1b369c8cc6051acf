import { OrderId } from '@contract/id'
import { computed, shallowRef, watch } from 'vue'
import type { RecordTab } from '@/components/recordTab'
import { onChange } from '@/rpc/changes'
import { useSessionStore } from '@/stores/session.store'
import { useSettingsStore } from '@/stores/settings.store'
import { countLines } from './orderLines'

/** The tab of an order's repairs; none where the right is missing or the company works without repairs. */
export function useOrderRepairTab(orderId: () => string | undefined) {
  const session = useSessionStore()
  const settings = useSettingsStore()
  const count = shallowRef<number>()
  const isShown = computed(() => session.can('repair.read') && settings.isOn('repair'))

  async function read(): Promise<void> {
    const id = OrderId.safeParse(orderId()).data
    // The tab itself says what is wrong.
    count.value = id && isShown.value ? await countLines(id).catch(() => undefined) : undefined
  }
  watch([orderId, isShown], () => void read(), { immediate: true })
  onChange('repairLine', () => void read())

  return computed<readonly RecordTab[]>(() =>
    isShown.value
      ? [{ key: 'repair', titleKey: 'repair.line.tab', count: count.value, drafts: ['repair.line'] }]
      : [],
  )
}
