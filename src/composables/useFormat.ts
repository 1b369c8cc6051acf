import type { Money } from '@contract/money'
import { storeToRefs } from 'pinia'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import {
  formatHours,
  formatMoney,
  formatNumber,
  formatPercent,
  formatQuantity,
  formatUnitPrice,
} from '@/format/number'
import { formatDate, formatInstant } from '@/format/time'
import { usePlaceStore } from '@/stores/place.store'

/** Values as texts in the user's language; instants in a zone, with its abbreviation when it is not the office's. */
export function useFormat() {
  const { locale, t } = useI18n()
  const { zone: homeZone } = storeToRefs(usePlaceStore())
  const language = computed(() => locale.value)

  return {
    money: (value: Money, isCodeShown = true) => formatMoney(value, language.value, isCodeShown),
    unitPrice: (value: number, currency?: string) => formatUnitPrice(value, language.value, currency),
    quantity: (milli: number, decimals = 0) => formatQuantity(milli, language.value, decimals),
    hours: (minutes: number) => formatHours(minutes, language.value),
    percent: (basisPoints: number) => formatPercent(basisPoints, language.value),
    number: (value: number) => formatNumber(value, language.value),
    date: (value: string) => formatDate(value, language.value),
    instant: (value: number, zone?: string, hasSeconds = false) =>
      formatInstant(value, {
        language: language.value,
        zone: zone ?? homeZone.value,
        homeZone: homeZone.value,
        hasSeconds,
      }),
    boolean: (value: boolean) => t(value ? 'common.yes' : 'common.no'),
  }
}
