import { decimalsOf, Money } from '@contract/money'
import type { Column, Row } from '@/composables/list'
import { toDecimalText } from '@/format/number'
import { parseDecimal, parseHours, type Parsed } from '@/format/parse'
import { parseDate } from '@/format/time'
import { cellValue } from './cellText'

/** What typed cells are read with. */
export interface EntryPlace {
  readonly language: string
  readonly today: string
  /** Of amounts where the row has none yet. */
  readonly currency: string
  readonly t: (key: string) => string
}

/** A value for the update, `null` for an empty cell; or the text key of what is wrong. */
export type Entry =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string }

const scales: Readonly<Partial<Record<string, number>>> = { number: 0, quantity: 3, unitPrice: 4, percent: 2 }
const empty: Entry = { ok: true, value: null }

/** A column's value as it is typed: figures without grouping, in the language's decimal sign. */
export function entryText<Item extends Row>(column: Column<Item>, item: Item, place: EntryPlace): string {
  const value = cellValue(column, item)
  if (value === undefined || value === null) return ''
  const money = column.kind === 'money' ? Money.safeParse(value) : undefined
  if (money?.success) return decimalText(money.data.minor, decimalsOf(money.data.currency), place)
  if (column.kind === 'minutes' && typeof value === 'number')
    return signed(String(Number((value / 60).toFixed(4))), place)
  const scale = scales[column.kind]
  if (scale !== undefined && typeof value === 'number') return decimalText(value, scale, place)
  if (column.kind === 'boolean') return place.t(value === true ? 'common.yes' : 'common.no')
  if (column.kind === 'enum' && typeof value === 'string') return optionText(column, value, place)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function optionText<Item extends Row>({ textKey }: Column<Item>, option: string, { t }: EntryPlace): string {
  return textKey === undefined ? option : t(`${textKey}.${option}`)
}

function decimalText(value: number, scale: number, place: EntryPlace): string {
  const exact = toDecimalText(value, scale)
  return signed(exact.includes('.') ? exact.replace(/0+$/, '').replace(/\.$/, '') : exact, place)
}

function signed(text: string, { language }: EntryPlace): string {
  return language === 'en' ? text : text.replace('.', ',')
}

/** Reads a typed or pasted cell by its column's kind. */
export function readEntry<Item extends Row>(
  column: Column<Item>,
  item: Item,
  text: string,
  place: EntryPlace,
): Entry {
  const typed = text.trim()
  if (typed === '') return empty
  switch (column.kind) {
    case 'text':
      return { ok: true, value: typed }
    case 'date':
      return parsed(parseDate(typed, place.language, place.today))
    case 'minutes':
      return parsed(parseHours(typed))
    case 'boolean':
      return booleanOf(typed, place)
    case 'enum':
      return optionOf(column, typed, place)
    case 'money':
      return moneyOf(cellValue(column, item), typed, place)
    case 'number':
    case 'quantity':
    case 'unitPrice':
    case 'percent':
      return parsed(parseDecimal(typed.replace(/\s*%$/, ''), { scale: scales[column.kind] ?? 0 }))
    case 'instant':
    case 'ref':
      return { ok: false, problem: 'views.edit.notHere' }
  }
}

function parsed<T>(answer: Parsed<T>): Entry {
  return answer.ok ? answer : { ok: false, problem: `validation.${answer.problem}` }
}

function booleanOf(typed: string, { t }: EntryPlace): Entry {
  const folded = typed.toLowerCase()
  if ([t('common.yes').toLowerCase(), 'true', '1'].includes(folded)) return { ok: true, value: true }
  if ([t('common.no').toLowerCase(), 'false', '0'].includes(folded)) return { ok: true, value: false }
  return { ok: false, problem: 'validation.choice' }
}

function optionOf<Item extends Row>(column: Column<Item>, typed: string, place: EntryPlace): Entry {
  const folded = typed.toLowerCase()
  const found = (column.options ?? []).find(
    (option) => option.toLowerCase() === folded || optionText(column, option, place).toLowerCase() === folded,
  )
  return found === undefined ? { ok: false, problem: 'validation.choice' } : { ok: true, value: found }
}

/** "1 250.00 NOK", or without a code in the currency of the row. */
function moneyOf(held: unknown, typed: string, place: EntryPlace): Entry {
  const code = /\b([A-Za-z]{3})$/.exec(typed)?.[1]?.toUpperCase()
  const known = Money.safeParse(held)
  const currency = code ?? (known.success ? known.data.currency : place.currency)
  const amount = code === undefined ? typed : typed.slice(0, -3).trim()
  const minor = parseDecimal(amount, { scale: decimalsOf(currency), hasThousands: true })
  return minor.ok ? { ok: true, value: { minor: minor.value, currency } } : parsed(minor)
}
