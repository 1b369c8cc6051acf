import { decimalsOf } from '../../shared/contract/money'
import type { ExportKind } from '../../shared/contract/reports'

/** A cell ready to be written: figures as exact decimal text, times as wall time of their zone in milliseconds. */
export type Cell =
  | { readonly type: 'empty' }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'number'; readonly text: string; readonly decimals: number }
  | { readonly type: 'percent'; readonly basisPoints: number }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'date'; readonly text: string }
  | { readonly type: 'instant'; readonly wall: number; readonly offset: number }

/** A column with its kind settled; `part` is which half of an amount it shows. */
export interface CellColumn {
  readonly field: string
  readonly title: string
  readonly kind: ExportKind
  readonly part?: 'amount' | 'currency'
  readonly kindBy?:
    { readonly field: string; readonly kinds: Readonly<Record<string, ExportKind>> } | undefined
  readonly texts?: Readonly<Record<string, string>> | undefined
  readonly zoneField?: string | undefined
}

type Row = Readonly<Record<string, unknown>>
/** Offset from UTC in a zone at an instant, in milliseconds. */
export type OffsetAt = (zone: string | undefined, instant: number) => number

const empty: Cell = { type: 'empty' }
const text = (value: string): Cell => (value === '' ? empty : { type: 'text', text: value })

/** An integer of `scale` decimals as exact decimal text: (336442, 4) is "33.6442". */
export function decimalText(value: number, scale: number): string {
  const digits = String(Math.abs(value)).padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const unsigned = scale === 0 ? whole : `${whole}.${digits.slice(digits.length - scale)}`
  return value < 0 ? `-${unsigned}` : unsigned
}

function figure(value: number, scale: number, least: number): Cell {
  if (!Number.isInteger(value)) return { type: 'number', text: String(value), decimals: least }
  const exact = decimalText(value, scale)
  let end = exact.length
  while (end > exact.length - (scale - least) && exact[end - 1] === '0') end -= 1
  const cut = exact.slice(0, end)
  const whole = cut.endsWith('.') ? cut.slice(0, -1) : cut
  return { type: 'number', text: whole, decimals: Math.max(least, whole.length - 1 - lastPoint(whole)) }
}

function lastPoint(digits: string): number {
  const at = digits.indexOf('.')
  return at === -1 ? digits.length - 1 : at
}

/** The cell of one column of a row. */
export function cellOf(column: CellColumn, row: Row, offsetAt: OffsetAt): Cell {
  const value = row[column.field]
  if (value === undefined || value === null || value === '') return empty
  const kind = kindOf(column, row)
  if (kind === 'money') return moneyCell(value, column.part)
  if (kind === 'boolean' && typeof value === 'boolean') return { type: 'boolean', value }
  if (typeof value === 'number') return numberCell(kind, value, () => zoneOf(column, row), offsetAt)
  if (kind === 'number' && Array.isArray(value)) return figure(value.length, 0, 0)
  if (kind === 'date' && typeof value === 'string') return { type: 'date', text: value }
  return text(textOf(value, column.texts ?? {}))
}

function kindOf({ kind, kindBy }: CellColumn, row: Row): ExportKind {
  const by = kindBy ? row[kindBy.field] : undefined
  return (typeof by === 'string' ? kindBy?.kinds[by] : undefined) ?? kind
}

function zoneOf({ zoneField }: CellColumn, row: Row): string | undefined {
  const zone = zoneField === undefined ? undefined : row[zoneField]
  return typeof zone === 'string' ? zone : undefined
}

function numberCell(
  kind: ExportKind,
  value: number,
  zone: () => string | undefined,
  offsetAt: OffsetAt,
): Cell {
  switch (kind) {
    case 'unitPrice':
      return figure(value, 4, 2)
    case 'quantity':
      return figure(value, 3, 0)
    case 'minutes':
      // Hours as the screen shows them; a third of an hour has no end.
      return figure(Math.round((value / 60) * 100), 2, 2)
    case 'percent':
      return { type: 'percent', basisPoints: value }
    case 'instant': {
      const offset = offsetAt(zone(), value)
      return { type: 'instant', wall: value + offset, offset }
    }
    case 'text':
    case 'number':
    case 'money':
    case 'date':
    case 'boolean':
      return figure(value, 0, 0)
  }
}

function moneyCell(value: unknown, part: CellColumn['part']): Cell {
  if (typeof value !== 'object' || value === null || !('minor' in value) || !('currency' in value))
    return empty
  const { currency, minor } = value
  if (typeof minor !== 'number' || typeof currency !== 'string') return empty
  if (part === 'currency') return text(currency)
  const decimals = decimalsOf(currency)
  return { type: 'number', text: decimalText(minor, decimals), decimals }
}

function textOf(value: unknown, texts: Readonly<Record<string, string>>): string {
  if (Array.isArray(value)) return value.map((part) => textOf(part, texts)).join(', ')
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  const plain = String(value)
  return Object.hasOwn(texts, plain) ? (texts[plain] ?? plain) : plain
}

/** `2026-03-02T09:00:00` of a wall time. */
export function wallText(wall: number): string {
  return new Date(wall).toISOString().slice(0, 19)
}

/** `+01:00` of an offset in milliseconds. */
export function offsetText(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60_000)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
