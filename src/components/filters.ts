import { z } from 'zod'
import type { Column, ColumnKind, Row } from '@/composables/list'
import type { useFormat } from '@/composables/useFormat'
import { Money } from '@contract/money'
import { cellValue } from './cellText'

type Format = ReturnType<typeof useFormat>
type Translate = (key: string, values?: Record<string, unknown>) => string

/** The field that a column's filter is sent for. */
export function filterField<Item extends Row>({ key, filterKey }: Column<Item>): string {
  return filterKey ?? key
}

const sampleId = '01890000-0000-7000-8000-000000000000'

function samples<Item extends Row>({ kind, options = [] }: Column<Item>): readonly unknown[] {
  switch (kind) {
    case 'enum':
      return [[options[0]], options[0]]
    case 'boolean':
      return [true]
    case 'date':
      return [{ from: '2026-01-01' }]
    case 'ref':
      return [[sampleId]]
    case 'text':
      return ['a']
    case 'number':
    case 'money':
    case 'unitPrice':
    case 'quantity':
    case 'minutes':
    case 'percent':
    case 'instant':
      return [{ from: 1 }]
  }
}

/** Whether the contract's list takes a filter of this column's kind; derived fields and amounts often have none. */
export function isFilterable<Item extends Row>(
  column: Column<Item>,
  canFilter: (field: string, sample: unknown) => boolean,
): boolean {
  if (column.filterKey === null || (column.kind === 'ref' && !column.lookup)) return false
  return samples(column).some((sample) => canFilter(filterField(column), sample))
}

/** Amounts keep the currency they were typed in, so that they read the same over any rows. */
const Range = z.object({
  from: z.unknown().optional(),
  to: z.unknown().optional(),
  currency: z.string().optional(),
})

/** The currency in which a column's amounts are typed: that of the rows where they share one, else `home`. */
export function currencyOf<Item extends Row>(
  column: Column<Item>,
  rows: readonly Item[],
  home: string,
): string {
  const found = new Set(
    rows.flatMap((row) => {
      const amount = Money.safeParse(cellValue(column, row))
      return amount.success ? [amount.data.currency] : []
    }),
  )
  const [only] = found
  return found.size === 1 && only !== undefined ? only : home
}

/** What a chip says: "Status: Active, Blocked", "Date: from 01/03/2026". */
export function filterText<Item extends Row>(
  column: Column<Item>,
  value: unknown,
  format: Format,
  t: Translate,
  home: string,
): string {
  const name = t(column.titleKey)
  const range = Range.safeParse(value)
  if (Array.isArray(value)) return t('list.chip', { name, value: listText(column, value, t) })
  if (!range.success)
    return t('list.chip', { name, value: typeof value === 'boolean' ? format.boolean(value) : String(value) })
  const { currency = home } = range.data
  const from = endText(column.kind, range.data.from, format, currency)
  const to = endText(column.kind, range.data.to, format, currency)
  if (from !== '' && to !== '') return t('list.chipRange', { name, from, to })
  return from === '' ? t('list.chipTo', { name, to }) : t('list.chipFrom', { name, from })
}

function listText<Item extends Row>(column: Column<Item>, values: readonly unknown[], t: Translate): string {
  if (column.kind === 'ref') return t('list.chosen', { n: values.length })
  return values
    .map((value) => (column.textKey === undefined ? String(value) : t(`${column.textKey}.${String(value)}`)))
    .join(', ')
}

function endText(kind: ColumnKind, value: unknown, format: Format, currency: string): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return format.date(value)
  if (typeof value !== 'number') return ''
  switch (kind) {
    case 'quantity':
      return format.quantity(value)
    case 'unitPrice':
      return format.unitPrice(value)
    case 'minutes':
      return format.hours(value)
    case 'percent':
      return format.percent(value)
    case 'instant':
      return format.instant(value)
    case 'money':
      return format.money({ minor: value, currency })
    case 'text':
    case 'number':
    case 'date':
    case 'enum':
    case 'boolean':
    case 'ref':
      return format.number(value)
  }
}
