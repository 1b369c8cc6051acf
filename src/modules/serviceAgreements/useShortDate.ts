import { useI18n } from 'vue-i18n'
import { intlLocale } from '@/format/locale'
import { todayIn } from '@/format/time'
import { usePlaceStore } from '@/stores/place.store'

/** A date in a row of dates: day and month, with the year only where it is another one (ux §4.3). */
export function useShortDate(): (date: string) => string {
  const { locale } = useI18n()
  const year = todayIn(usePlaceStore().zone).slice(0, 4)
  return (date) =>
    new Intl.DateTimeFormat(intlLocale(locale.value), {
      day: 'numeric',
      month: 'short',
      ...(date.startsWith(year) ? {} : { year: 'numeric' }),
      timeZone: 'UTC',
    }).format(Date.parse(`${date}T00:00:00Z`))
}
