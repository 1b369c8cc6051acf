import type { OrderSla } from '@contract/sla'
import type { useFormat } from '@/composables/useFormat'

type Translate = (key: string, named?: Record<string, unknown>) => string
type Format = ReturnType<typeof useFormat>

/** The latest completion; while stopped what it would be if it were started now. */
export function latestText(
  { ifStartedNow, isOverdue, latestCompletion, outcome, siteZone, status, warnings }: OrderSla,
  t: Translate,
  format: Format,
): string {
  if (warnings.includes('CALENDAR_EMPTY')) return t('sla.order.noWorkingTime')
  if (status === 'stopped' && outcome === 'open' && !isOverdue)
    return ifStartedNow === undefined
      ? t('sla.order.paused')
      : t('sla.order.pausedWould', { at: format.instant(ifStartedNow, siteZone) })
  return latestCompletion === undefined ? '–' : format.instant(latestCompletion, siteZone)
}
