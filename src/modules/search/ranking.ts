import { foldText } from '@contract/fold'
import type { SearchHit } from '@contract/search'
import type { PaletteAction } from '@/stores/actions.store'

/** One line of the palette. */
export type PaletteEntry =
  | { readonly kind: 'record'; readonly key: string; readonly hit: SearchHit; readonly isRecent: boolean }
  | { readonly kind: 'action'; readonly key: string; readonly action: PaletteAction }

export interface Ranked {
  readonly text: string
  /** What the domain found, best first. */
  readonly hits: readonly SearchHit[]
  readonly recents: readonly SearchHit[]
  /** Of the selection, of the page, of the program: in this order. */
  readonly actions: readonly PaletteAction[]
}

const shownRecents = 8
const firstActions = 4
const mostActions = 12

/**
 * One ranked list of records and actions (ux §2): an exact number, what was open lately, what begins with the words, what
 * holds their letters in this order. What cannot be done stands behind what can.
 */
export function rankEntries({ actions, hits, recents, text }: Ranked): PaletteEntry[] {
  const words = wordsOf(text)
  if (words.length === 0)
    return [
      ...actions.filter(({ to }) => to === undefined).map(actionEntry),
      ...recents.slice(0, shownRecents).map((hit) => recordEntry(hit, true)),
      ...actions.filter(({ to }) => to !== undefined).map(actionEntry),
    ]
  const exact = hits.filter((hit) => isExact(hit, text))
  const recent = recents.filter((hit) => begins(`${hit.number ?? ''} ${hit.title}`, words))
  const [begun, others] = parted(actions, ({ title }) => begins(title, words))
  const prefixed = possibleFirst(begun)
  const fuzzy = possibleFirst(others.filter(({ title }) => holdsLetters(title, text)))
  const listed = [...prefixed.slice(firstActions), ...fuzzy].slice(0, mostActions)
  return once([
    ...exact.map((hit) => recordEntry(hit, false)),
    ...recent.slice(0, shownRecents).map((hit) => recordEntry(hit, true)),
    ...prefixed.slice(0, firstActions).map(actionEntry),
    ...hits.map((hit) => recordEntry(hit, false)),
    ...listed.map(actionEntry),
  ])
}

/** The whole number, or its numeric end without leading zeros (R01-12). */
function isExact({ number }: SearchHit, text: string): boolean {
  if (number === undefined) return false
  const asked = foldText(text.trim())
  const digits = /[^0-9]([0-9]{4,})$/.exec(number)?.[1]
  return foldText(number) === asked || (digits !== undefined && digits.replace(/^0+(?=.)/, '') === asked)
}

function wordsOf(text: string): string[] {
  return foldText(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

/** Whether every word begins a word of the title. */
function begins(title: string, words: readonly string[]): boolean {
  const own = wordsOf(title)
  return words.every((word) => own.some((other) => other.startsWith(word)))
}

/** Whether the letters stand in the title in their order, the first of them at the beginning of a word. */
function holdsLetters(title: string, text: string): boolean {
  const letters = [...wordsOf(text).join('')]
  if (letters.length < 2) return false
  const own = wordsOf(title)
  return own.some((_, index) => {
    const rest = own.slice(index).join('')
    if (rest[0] !== letters[0]) return false
    let at = 0
    for (const letter of rest) if (letter === letters[at]) at += 1
    return at === letters.length
  })
}

function parted<T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] {
  return [all.filter(is), all.filter((one) => !is(one))]
}

function possibleFirst(actions: readonly PaletteAction[]): PaletteAction[] {
  const [possible, others] = parted(actions, ({ why }) => why === undefined)
  return [...possible, ...others]
}

function recordEntry(hit: SearchHit, isRecent: boolean): PaletteEntry {
  return { kind: 'record', key: `${hit.type}:${hit.id}`, hit, isRecent }
}

function actionEntry(action: PaletteAction): PaletteEntry {
  return { kind: 'action', key: `action:${action.key}`, action }
}

function once(entries: readonly PaletteEntry[]): PaletteEntry[] {
  const seen = new Set<string>()
  return entries.filter(({ key }) => !seen.has(key) && seen.add(key))
}
