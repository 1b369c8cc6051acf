import { remembering } from './remembering'

/** How a character sorts: its letter first, then its accent, then its case. */
interface Weight {
  /** One character a letter; two for those that sort as two (ß, æ in some languages). */
  readonly primary: string
  readonly secondary: number
  readonly tertiary: number
}
type Table = ReadonlyMap<string, Weight>

const tables = new Map<string, Table>()
/** Letters that some languages sort as two others. */
const expansions: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ĳ: 'ij',
  ŉ: 'ʼn',
  ﬁ: 'fi',
  ﬂ: 'fl',
}
const firstPrimary = 0x21
const levelEnd = '\u0001'

function rangeOf(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index))
}

/** What a European address book holds: ASCII, Latin-1, Latin Extended, Greek, Cyrillic, dashes and quotes. */
const repertoire = [
  ...rangeOf(0x20, 0x7e),
  ...rangeOf(0xa0, 0x17f),
  ...rangeOf(0x218, 0x21b),
  ...rangeOf(0x386, 0x3ce),
  ...rangeOf(0x400, 0x45f),
  ...Array.from('ẞ–—‘’‚“”„…€™−ﬁﬂ'),
].filter((character) => character === ' ' || /[^\p{C}\p{Z}]/u.test(character))

/**
 * The letters' order of a language is asked once from the system's collator for a fixed repertoire: SQLite has no such
 * collation, and JavaScript compares but gives no keys.
 */
function tableOf(language: string): Table {
  const known = tables.get(language)
  if (known) return known
  const base = new Intl.Collator(language, { sensitivity: 'base' })
  const accent = new Intl.Collator(language, { sensitivity: 'accent' })
  const lower = [...new Set(repertoire.map((character) => lowerOf(character)))]
  const single = lower.filter((character) => !isExpanded(character, base))
  const ordered = [...single].sort((a, b) => base.compare(a, b))
  const table = new Map<string, Weight>()

  let rank = firstPrimary - 1
  let group: string[] = []
  let previous: string | undefined
  const closeGroup = () => {
    const accents = [...group].sort((a, b) => accent.compare(a, b))
    let secondary = -1
    for (const [index, character] of accents.entries()) {
      const earlier = accents[index - 1]
      if (earlier === undefined || accent.compare(earlier, character) !== 0) secondary += 1
      table.set(character, { primary: String.fromCodePoint(rank), secondary, tertiary: 0 })
    }
    group = []
  }
  for (const character of ordered) {
    if (previous === undefined || base.compare(previous, character) !== 0) {
      closeGroup()
      rank += 1
    }
    group.push(character)
    previous = character
  }
  closeGroup()
  for (const character of lower.filter((letter) => isExpanded(letter, base)))
    table.set(character, expandedWeight(character, table))
  for (const character of repertoire) {
    const small = table.get(lowerOf(character))
    if (small && lowerOf(character) !== character) table.set(character, { ...small, tertiary: 1 })
  }
  tables.set(language, table)
  return table
}

function lowerOf(character: string): string {
  const lower = character.toLowerCase()
  return [...lower].length === 1 ? lower : character
}

function isExpanded(character: string, base: Intl.Collator): boolean {
  const letters = expansions[character]
  return letters !== undefined && base.compare(character, letters) === 0
}

function expandedWeight(character: string, table: Table): Weight {
  const letters = [...(expansions[character] ?? '')]
  return {
    primary: letters.map((letter) => table.get(letter)?.primary ?? '').join(''),
    secondary: 1,
    tertiary: 0,
  }
}

/** Zeroes that nothing follows say nothing: the shortest key is the smallest. */
function levelOf(weights: readonly number[]): string {
  let end = weights.length
  while (end > 0 && weights[end - 1] === 0) end -= 1
  return weights
    .slice(0, end)
    .map((weight) => String.fromCodePoint(0x20 + weight))
    .join('')
}

/** Digits compare as numbers: how many, then which. */
function numberKey(digits: string, zero: string): string {
  const significant = digits.replace(/^0+(?=\d)/, '')
  return `${zero}${String.fromCodePoint(0x20 + Math.min(significant.length, 90))}${significant}`
}

const tokens = /\d+|./gsu

/**
 * The key by which a text sorts in the company's sort language: comparing two keys byte by byte gives the order of
 * `Intl.Collator(language, { numeric: true })` (conventions §7). Norwegian `aa` sorts as `å`.
 */
export function sortKey(text: string, language: string): string {
  const known = keys.get(language) ?? remembering(mostKeys, (one) => keyOf(one, language))
  keys.set(language, known)
  return known(text)
}
const keys = new Map<string, (text: string) => string>()
const mostKeys = 2000

function keyOf(text: string, language: string): string {
  const table = tableOf(language)
  const zero = table.get('0')?.primary ?? '0'
  let primary = ''
  const secondary: number[] = []
  const tertiary: number[] = []
  const normal = text.normalize('NFC')
  const source =
    language === 'nb'
      ? normal.replaceAll(/aa|Aa|AA/g, (pair) => (pair === 'aa' ? '\uE000' : '\uE001'))
      : normal
  for (const [token] of source.matchAll(tokens)) {
    if (/^\d/.test(token)) primary += numberKey(token, zero)
    else {
      const { primary: letter, secondary: mark, tertiary: size } = weightOf(token, table)
      primary += letter
      secondary.push(mark)
      tertiary.push(size)
      continue
    }
    secondary.push(0)
    tertiary.push(0)
  }
  return `${primary}${levelEnd}${levelOf(secondary)}${levelEnd}${levelOf(tertiary)}`
}

function weightOf(token: string, table: Table): Weight {
  if (token === '\uE000' || token === '\uE001') {
    const ring = table.get('å') ?? { primary: 'å', secondary: 0, tertiary: 0 }
    return { ...ring, tertiary: token === '\uE000' ? 2 : 3 }
  }
  return table.get(token) ?? { primary: token, secondary: 0, tertiary: 0 }
}
