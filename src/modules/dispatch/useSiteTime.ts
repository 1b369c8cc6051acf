import { storeToRefs } from 'pinia'
import { useI18n } from 'vue-i18n'
import { usePlaceStore } from '@/stores/place.store'
import { timeText, zoneText } from './periodText'

/** Times of day at a site; where its clock shows another time than the office's, the zone stands behind (R07-10). */
export function useSiteTime() {
  const { locale, t } = useI18n()
  const { zone: homeZone } = storeToRefs(usePlaceStore())
  const time = (at: number, zone: string) => timeText(at, zone, locale.value)

  function span(start: number, end: number, zone: string): string {
    const from = time(start, zone)
    const to = time(end, zone)
    const isForeign = from !== time(start, homeZone.value) || to !== time(end, homeZone.value)
    return isForeign
      ? t('dispatch.time.spanIn', { from, to, zone: zoneText(zone, start, locale.value) })
      : t('dispatch.time.span', { from, to })
  }
  return { time, span }
}
