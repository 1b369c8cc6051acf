import type { LineType } from '@contract/agreements'
import { parseDecimal } from '@/format/parse'

/** What a typed line says: "2h inspection", "3 GB-1040 seal", "expense 120 parking", "gb-10 1". */
export interface TypedLine {
  /** Undefined: nothing typed says so; what the words name decides. */
  readonly type: LineType | undefined
  /** Minutes for hours, else milli-units; undefined: none was typed. */
  readonly quantity: number | undefined
  /** Ten-thousandths a unit, of an expense or a fee. */
  readonly price: number | undefined
  readonly words: string
}

/** The words of the six languages; each is understood in any of them, in capitals or not. */
const hourWords =
  'h hr hrs hour hours t time timer tunti tuntia st stunda stundas stundu tund tundi std stunde stunden'
const minuteWords =
  'm min mins minute minutes minutt minutter minuutti minuuttia minūte minūtes minūšu minut minutit minuten'
const pieceWords = 'x pc pcs piece pieces stk stykk kpl gab gabals gabali tk tükk tükki stück'
const typeWords: Readonly<Record<LineType, string>> = {
  hour: 'hour hours time timer tunti tunnit stunda stundas tund tunnid stunde stunden arbeit work',
  expense:
    'expense expenses utlegg utgift utgifter kulu kulut izdevums izdevumi kulud spesen auslage auslagen',
  item: 'item items part parts vare varer artikkel nimike nimikkeet krājums prece preces kaup kaubad artikel',
  fee: 'fee fees gebyr gebyrer maksu maksut maksa maksas tasu tasud gebühr gebühren',
}
const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '))
const hours = setOf(hourWords)
const minutes = setOf(minuteWords)
const pieces = setOf(pieceWords)
const types = new Map<string, LineType>([
  ...entriesOf('hour'), ...entriesOf('expense'), ...entriesOf('item'), ...entriesOf('fee'),
]) // prettier-ignore

function entriesOf(type: LineType): (readonly [string, LineType])[] {
  return typeWords[type].split(' ').map((word) => [word, type] as const)
}

type Unit = 'hour' | 'minute' | 'piece'
function unitOf(word: string): Unit | undefined {
  // 3M is a maker, 3m are minutes.
  if (word === 'M') return undefined
  const plain = word.toLocaleLowerCase().replace(/\.$/, '')
  if (hours.has(plain)) return 'hour'
  if (minutes.has(plain)) return 'minute'
  return pieces.has(plain) ? 'piece' : undefined
}

interface Amount {
  readonly number: string
  readonly unit: Unit | undefined
  /** How many tokens it takes. */
  readonly length: number
}

/** A number with or without unit at a place: "2h", "2 h", "1:30", "3". */
function amountAt(tokens: readonly string[], at: number): Amount | undefined {
  const token = tokens[at] ?? ''
  if (/^\d{1,3}:[0-5]\d$/.test(token)) return { number: token, unit: 'hour', length: 1 }
  const [, number, suffix] = /^(\d+(?:[.,]\d+)?)(\p{L}*\.?)$/u.exec(token) ?? []
  if (number === undefined || suffix === undefined) return undefined
  if (suffix !== '') {
    const unit = unitOf(suffix)
    return unit && { number, unit, length: 1 }
  }
  const unit = unitOf(tokens[at + 1] ?? '')
  return { number, unit, length: unit ? 2 : 1 }
}

/** The amount at the beginning, else at the end of the line. */
function findAmount(tokens: readonly string[]): { amount: Amount; at: number } | undefined {
  for (const at of [0, tokens.length - 2, tokens.length - 1]) {
    const amount = at >= 0 ? amountAt(tokens, at) : undefined
    if (amount && (at === 0 || at + amount.length === tokens.length)) return { amount, at }
  }
  return undefined
}

function inMinutes({ number, unit }: Amount): number | undefined {
  const [whole = '', rest] = number.split(':')
  if (rest !== undefined) return Number(whole) * 60 + Number(rest)
  const value = scaled(number, 4)
  if (value === undefined) return undefined
  return Math.round(unit === 'minute' ? value / 10_000 : (value * 60) / 10_000)
}

function scaled(number: string, scale: number): number | undefined {
  const parsed = parseDecimal(number, { scale })
  return parsed.ok ? parsed.value : undefined
}

/** The typed quantity in the unit of a type; undefined where it says nothing of that type. */
export function quantityFor({ quantity, type: typed }: TypedLine, type: LineType): number | undefined {
  if (quantity === undefined || (typed === 'hour') === (type === 'hour')) return quantity
  return type === 'hour' ? Math.round((quantity * 60) / 1_000) : undefined
}

/** Reads a typed line; undefined while nothing but blanks is typed. */
export function parseQuickLine(text: string): TypedLine | undefined {
  const tokens = text.trim().split(/\s+/).filter(Boolean)
  if (tokens.length === 0) return undefined
  const named = tokens.length > 1 ? types.get((tokens[0] ?? '').toLocaleLowerCase()) : undefined
  const rest = named === undefined ? tokens : tokens.slice(1)
  const found = findAmount(rest)
  const words = found ? rest.toSpliced(found.at, found.amount.length).join(' ') : rest.join(' ')
  if (!found) return { type: named, quantity: undefined, price: undefined, words }
  const { amount } = found
  const isTime = amount.unit === 'hour' || amount.unit === 'minute'
  if (isTime || named === 'hour')
    return { type: named ?? 'hour', quantity: inMinutes(amount), price: undefined, words }
  const isPriced = (named === 'expense' || named === 'fee') && amount.unit === undefined
  return isPriced
    ? { type: named, quantity: undefined, price: scaled(amount.number, 4), words }
    : { type: named, quantity: scaled(amount.number, 3), price: undefined, words }
}
