import { useI18n } from 'vue-i18n'
import { intlLocale } from '@/format/locale'

const formats = new Map<string, Intl.DateTimeFormat>()

/** The short name of a date's weekday in the user's language. */
export function useWeekday() {
  const { locale } = useI18n()
  return (date: string): string => {
    const format =
      formats.get(locale.value) ??
      new Intl.DateTimeFormat(intlLocale(locale.value), { weekday: 'short', timeZone: 'UTC' })
    formats.set(locale.value, format)
    return format.format(Date.parse(date))
  }
}
