import type { WayTo } from '@contract/dispatchBoard'
import type { ActivityId } from '@contract/id'
import { computed, shallowRef, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '@/composables/useFormat'
import { client } from '@/rpc/client'
import { useConflictText } from './conflictText'
import { useWayText } from './wayText'

type Answer = Awaited<ReturnType<typeof client.dispatch.getTravel>>

/**
 * The way to an activity in words: how far, from where, and by which rule its minutes are counted (R07-11).
 *
 * @param changes - read again when one of these does
 * @param unsaved - the way of an edit that is not saved, while `isUnsaved`
 */
export function useTravel(
  of: () => ActivityId | undefined,
  changes: () => readonly unknown[],
  unsaved: () => WayTo | undefined,
  isUnsaved: Ref<boolean>,
) {
  const { t } = useI18n()
  const format = useFormat()
  const wayText = useWayText()
  const { length } = useConflictText()
  const answer = shallowRef<Answer>()

  watch(
    [of, changes],
    async () => {
      const id = of()
      if (id === undefined) {
        answer.value = undefined
        return
      }
      try {
        const found = await client.dispatch.getTravel({ activityId: id })
        if (of() === id) answer.value = found
      } catch {
        answer.value = undefined // the record itself says when it cannot be read
      }
    },
    { immediate: true },
  )

  function originOf({ freeMinutes, from, isFromBase }: WayTo): string {
    if (isFromBase) return t('dispatch.way.fromBase')
    const free = length(freeMinutes ?? 0)
    if (!from) return t('dispatch.way.fromOther', { free })
    return from.place === undefined
      ? t('dispatch.way.fromOrder', { order: from.orderNumber, free })
      : t('dispatch.way.from', { place: from.place, order: from.orderNumber, free })
  }

  return computed(() => {
    const travel = isUnsaved.value ? unsaved() : answer.value?.travel
    if (!answer.value || !travel) return undefined
    const { detour, speed } = answer.value
    const { isAssumed, kilometres, minutes } = travel
    const rule = t('dispatch.way.rule', { detour: format.number(detour / 100), speed: format.number(speed) })
    return {
      way: wayText({ travelMinutes: minutes, kilometres, isAssumed }),
      origin: originOf(travel),
      rule: isAssumed ? t('dispatch.way.unknown') : minutes === 0 ? '' : rule,
    }
  })
}
