import type { Estimate, EstimateUse } from '@contract/repairEstimates'
import type { RepairLine } from '@contract/repairLines'
import { computed, proxyRefs, ref, shallowRef, watch } from 'vue'
import { useSubmit } from '@/composables/useSubmit'
import { onChange } from '@/rpc/changes'
import { estimatesOf, useOf } from './estimates.commands'

/** The versions of a repair's estimate and how far the order has used them up, kept up to date. */
export function useEstimates(line: () => Pick<RepairLine, 'id' | 'orderId'>) {
  const versions = shallowRef<readonly Estimate[]>([])
  const use = shallowRef<EstimateUse>()
  const isRead = ref(false)
  const chosenId = ref<string>()

  const { run: reload, refusal } = useSubmit(async () => {
    const { id, orderId } = line()
    const [found, used] = await Promise.all([estimatesOf(id), useOf(orderId)])
    if (id !== line().id) return
    versions.value = found
    use.value = used
    isRead.value = true
  })
  watch(
    () => line().id,
    () => {
      isRead.value = false
      chosenId.value = undefined
      void reload()
    },
    { immediate: true },
  )
  for (const entity of ['estimate', 'estimateOverride', 'order'])
    onChange(entity, ({ id }) => {
      if (entity !== 'order' || id === line().orderId) void reload()
    })

  /** The version that is shown: the one chosen, else what counts most. */
  const shown = computed(
    () =>
      versions.value.find(({ id }) => id === chosenId.value) ??
      versions.value.find(({ status }) => status === 'draft' || status === 'sent') ??
      versions.value.find(({ status }) => status === 'approved') ??
      versions.value[0],
  )
  const ownUse = computed(() => use.value?.lines.find(({ lineId }) => lineId === line().id))

  /** Shows a version as it was just stored, before the list is read again. */
  function show(stored: Estimate): void {
    chosenId.value = stored.id
    versions.value = versions.value.some(({ id }) => id === stored.id)
      ? versions.value.map((held) => (held.id === stored.id ? stored : held))
      : [stored, ...versions.value]
  }

  return proxyRefs({ versions, use, ownUse, shown, chosenId, isRead, refusal, reload, show })
}
export type Estimates = ReturnType<typeof useEstimates>
