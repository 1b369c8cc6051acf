import type { Column, Row } from '@/composables/list'
import { z } from 'zod'
import { Money } from '@contract/money'
import type { useFormat } from '@/composables/useFormat'

type Format = ReturnType<typeof useFormat>
const Num = z.number()

/** What a column shows of a row. */
export function cellValue<Item extends Row>(column: Column<Item>, item: Item): unknown {
  return column.value ? column.value(item) : Reflect.get(item, column.key)
}

/** The value as text, by the column's kind; nothing for an absent one. */
export function cellText<Item extends Row>(
  column: Column<Item>,
  item: Item,
  format: Format,
  t: (key: string) => string,
): string {
  const value = cellValue(column, item)
  if (value === undefined || value === null || value === '') return ''
  switch (column.kind) {
    case 'number':
      return typeof value === 'number' ? format.number(value) : textOf(value)
    case 'money':
      return format.money(Money.parse(value))
    case 'unitPrice':
      return format.unitPrice(Num.parse(value))
    case 'quantity':
      return format.quantity(Num.parse(value))
    case 'minutes':
      return format.hours(Num.parse(value))
    case 'percent':
      return format.percent(Num.parse(value))
    case 'date':
      return format.date(textOf(value))
    case 'instant':
      return format.instant(Num.parse(value), column.zone?.(item))
    case 'boolean':
      return format.boolean(value === true)
    case 'enum':
      return column.textKey === undefined ? textOf(value) : t(`${column.textKey}.${textOf(value)}`)
    case 'text':
    case 'ref':
      return textOf(value)
  }
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ')
  if (typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : JSON.stringify(value)
}

const numeric = new Set(['number', 'money', 'unitPrice', 'quantity', 'minutes', 'percent'])

/** Figures stand at the right, everything else where the line begins (ux §1). */
export function alignOf<Item extends Row>({ align, kind }: Column<Item>): 'start' | 'center' | 'end' {
  return align ?? (numeric.has(kind) ? 'end' : 'start')
}
