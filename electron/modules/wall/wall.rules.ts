import type { WallRow } from '../../shared/contract/wall'

/** Pages that one view fills at most; what is left is told as a number (ux §4.6). */
export const longestView = 5

const initialOf = (word: string) => (word === '' ? '' : `${[...word][0]?.toUpperCase() ?? ''}.`)

/** The first word and the initials of the others: "Fjord Laundry AS" → "Fjord L. A." (R07-62). */
export function shortened(name: string): string {
  const [first = '', ...others] = name.trim().split(/\s+/)
  return [first, ...others.map(initialOf)].join(' ')
}

/** How a colleague is called on the wall: the first name and the initial of the last one. */
export function calledName(name: string): string {
  const words = name.trim().split(/\s+/)
  const [first = ''] = words
  const last = words.length > 1 ? (words.at(-1) ?? '') : ''
  return last === '' ? first : `${first} ${initialOf(last)}`
}

/** Late rows stand at the top of each page, in a third of its places at most; the list shows the others too. */
export function latePlaces(late: number, rows: number): number {
  return Math.min(late, Math.floor(rows / 3))
}

export interface Paged<T> {
  readonly items: readonly T[]
  readonly page: number
  readonly pages: number
  /** Items that found no place; told on the last page. */
  readonly more?: number
}

/** Items in pages of `size`; none for no items (R07-61). */
export function pagesOf<T>(items: readonly T[], size: number, total = items.length): Paged<T>[] {
  const places = Math.max(1, size)
  const pages = Math.min(longestView, Math.ceil(items.length / places))
  const more = total - Math.min(items.length, pages * places)
  return Array.from({ length: pages }, (_, at) => ({
    items: items.slice(at * places, (at + 1) * places),
    page: at + 1,
    pages,
    ...(at === pages - 1 && more > 0 ? { more } : {}),
  }))
}

/** How the clock of an order stands, as its lists say it (R06-52). */
export interface ClockFacts {
  readonly status?: string | undefined
  readonly outcome?: string | undefined
  readonly due?: number | undefined
  readonly warnsAt?: number | undefined
}

/** Late: the promise is broken. At risk: its first step is passed. Undefined: neither. */
export function promiseState(
  { status, outcome, due, warnsAt }: ClockFacts,
  now: number,
): 'late' | 'risk' | undefined {
  if (outcome !== 'open' || (status !== 'running' && status !== 'stopped')) return undefined
  if (due !== undefined && now > due) return 'late'
  return status === 'running' && warnsAt !== undefined && now >= warnsAt ? 'risk' : undefined
}

/** The order of the watchlist: late, at risk, working, then the next visits (ux §4.6). */
const ranks: Readonly<Record<WallRow['state'], number>> = {
  late: 0,
  risk: 1,
  working: 2,
  planned: 3,
  open: 4,
}

export function inWatchOrder(left: WallRow, right: WallRow): number {
  const timeOf = ({ due, start, state }: WallRow) =>
    (state === 'late' || state === 'risk' ? due : start) ?? Number.POSITIVE_INFINITY
  return (
    ranks[left.state] - ranks[right.state] ||
    Math.sign(timeOf(left) - timeOf(right)) ||
    (left.number < right.number ? -1 : 1)
  )
}

/** Wrong PINs that are forgiven before each further one takes longer. */
const freeAttempts = 3
const waits = [5, 10, 20, 40, 60]

/** How long no PIN is looked at after so many wrong ones in a row, in milliseconds. */
export function pinWait(failedAttempts: number): number {
  if (failedAttempts < freeAttempts) return 0
  return (waits[Math.min(failedAttempts - freeAttempts, waits.length - 1)] ?? 0) * 1000
}
