import { useI18n } from 'vue-i18n'
import { useFormat } from '@/composables/useFormat'
import { useConflictText } from './conflictText'

export interface Way {
  readonly travelMinutes: number
  /** Of the straight line. */
  readonly kilometres?: number | undefined
  readonly isAssumed: boolean
}

/** A way in words: "6.9 km, about 11 min"; where its length is not known, that the minutes are assumed. */
export function useWayText(): (way: Way) => string {
  const { t } = useI18n()
  const { number } = useFormat()
  const { length } = useConflictText()
  return ({ isAssumed, kilometres, travelMinutes: minutes }) => {
    if (isAssumed || kilometres === undefined) return t('dispatch.way.assumed', { length: length(minutes) })
    return minutes === 0
      ? t('dispatch.way.same')
      : t('dispatch.way.estimated', { length: length(minutes), km: number(kilometres) })
  }
}
