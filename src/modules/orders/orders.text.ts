import type { Money } from '@contract/money'
import type { OrderLine } from '@contract/orders'
import type { useFormat } from '@/composables/useFormat'
import type { FieldTexts } from '@/composables/useRecord'
import { i18n } from '@/plugins/i18n'
import { itemLookup, linePropertyLookup, warehouseLookup, workerLookup } from './orders.lookups'

type Format = ReturnType<typeof useFormat>

/** A quantity of a line with its unit; hours count minutes and read as hours. */
export function lineQuantity(
  { type, unit }: Pick<OrderLine, 'type' | 'unit'>,
  quantity: number | undefined,
  format: Format,
): string {
  if (quantity === undefined) return ''
  return type === 'hour'
    ? `${format.hours(quantity)}\u00a0${i18n.global.t('common.hours')}`
    : `${format.quantity(quantity)}\u00a0${unit}`
}

/** How comparisons say the fields of a line that are references. */
export const lineFieldTexts: FieldTexts = {
  workerId: workerLookup,
  itemId: itemLookup,
  warehouseId: warehouseLookup,
  linePropertyId: linePropertyLookup,
}

/** A field's value of a line as text, where it is no plain one. */
export function lineValueText(
  field: string,
  value: unknown,
  line: Pick<OrderLine, 'type' | 'unit'>,
  format: Format,
): unknown {
  if (typeof value !== 'number') return value
  if (field === 'estimatedQty' || field === 'actualQty') return lineQuantity(line, value, format)
  if (field === 'salesPrice' || field === 'costPrice') return format.unitPrice(value)
  if (field === 'discount') return format.percent(value)
  return field === 'startAt' || field === 'endAt' ? format.instant(value) : value
}

/** Sales less cost, and its share of the sales; none where nothing is sold (R04-36). */
export function marginShare(sales: Money, cost: Money): number | undefined {
  if (sales.minor === 0) return undefined
  return Math.round((10_000 * (sales.minor - cost.minor)) / sales.minor)
}
