import { Money } from '@contract/money'
import { i18n } from '@/plugins/i18n'
import { formatMoney, formatNumber } from '@/format/number'
import { formatDate } from '@/format/time'

/** A field's value as text, whatever field it is: for history and comparisons. */
export function fieldText(value: unknown): string {
  const language = i18n.global.locale.value
  if (value === undefined || value === null) return ''
  if (typeof value === 'boolean') return i18n.global.t(value ? 'common.yes' : 'common.no')
  if (typeof value === 'number') return formatNumber(value, language)
  if (typeof value === 'string')
    return /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDate(value, language) : value
  const money = Money.safeParse(value)
  if (money.success) return formatMoney(money.data, language)
  if (Array.isArray(value)) return value.map((part: unknown) => fieldText(part)).join(', ')
  return JSON.stringify(value)
}
