import type { ExpandWord } from './searchTerms'
import { remembering } from './remembering'
import { foldText } from './textKeys'

/** Orders of one customer share most of their lines, those of one agreement all but their numbers. */
const mostLines = 5000
const mostTexts = 3000
const longestText = 2000

/** The folded words of a text, each between blanks; lines stay apart, so that no phrase runs over their ends. */
export function searchWords(text: string): string {
  return text.includes('\n') ? wordsOfText(text) : wordsOfLine(text)
}
const wordsOfLine = remembering(mostLines, (line) => ` ${wordsIn(foldText(line)).join(' ')} `)
const wordsOfText = remembering(
  mostTexts,
  (text) => text.split('\n').map(wordsOfLine).join('\n'),
  longestText,
)

/** Neighbours in the lines of `searchWords` as words of their own, by which phrases are found. */
export function searchPairs(words: string): string {
  const first = words.indexOf('\n')
  const last = words.lastIndexOf('\n')
  if (first === last) return pairsOfLines(words)
  // Numbers stand in the first and in the last line.
  const parts = [
    pairsOfLines(words.slice(0, first)),
    pairsOfText(words.slice(first + 1, last)),
    pairsOfLines(words.slice(last + 1)),
  ]
  return parts.filter((pairs) => pairs !== '').join(' ')
}
function pairsOfLines(words: string): string {
  return [...new Set(words.split('\n').flatMap((line) => pairsOf(line.trim().split(' '))))].join(' ')
}
const pairsOfText = remembering(mostTexts, pairsOfLines, longestText)

function pairsOf(words: readonly string[]): string[] {
  return words.slice(1).map((word, index) => `_${words[index] ?? ''}_${word}`)
}

/** A number as it is searched: its words, and the numeric one without leading zeros (R01-12). */
export function numberWords(number: string): string {
  const bare = bareNumber(number)
  return bare === undefined || number.endsWith(`-${bare}`)
    ? searchWords(number)
    : `${searchWords(number)}${bare} `
}

/** The numeric end of a series' number without leading zeros: 77 of OSL-SO-000077; undefined for other numbers. */
export function bareNumber(number: string): string | undefined {
  const [, digits = ''] = /[^0-9]([0-9]{4,})$/.exec(number) ?? []
  return digits.replace(/^0+(?=.)/, '') || undefined
}

export function wordsIn(folded: string): string[] {
  return folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}

/** What a search asks for: every word as a prefix, each phrase word by word in its order. */
export interface SearchQuestion {
  /** The whole input, folded, as numbers and serials are compared. */
  readonly whole: string
  readonly words: readonly string[]
  readonly phrases: readonly Phrase[]
}

interface Phrase {
  readonly words: readonly string[]
  /** The closing quote is still to come: the last word may go on. */
  readonly isOpen: boolean
}

const wordLimit = 8

/** Reads a search as it is typed; undefined when it holds no word. */
export function readQuestion(text: string): SearchQuestion | undefined {
  const folded = foldText(text).replaceAll(/[“”„«»]/g, '"')
  const words: string[] = []
  const phrases: Phrase[] = []
  const pieces = folded.split('"')
  for (const [index, piece] of pieces.entries()) {
    const found = wordsIn(piece).slice(0, wordLimit - words.length)
    const isOpen = index === pieces.length - 1
    if (index % 2 === 0 || (found.length === 1 && isOpen)) words.push(...found)
    else if (found.length > 0) phrases.push({ words: found, isOpen })
  }
  if (words.length + phrases.length === 0) return undefined
  return {
    whole: folded.replaceAll('"', '').trim(),
    words: [...new Set(words)],
    phrases: phrases.slice(0, 4),
  }
}

/** Words up to this length have an index of their beginnings. */
const indexedBeginning = 4

/**
 * The question as FTS5 reads it.
 */
export function matchOf({ words, phrases }: SearchQuestion, expand: ExpandWord): string {
  const quoted = (word: string) => `"${word}"`
  const begin = (word: string) => {
    const known = word.length > indexedBeginning ? expand(word) : undefined
    return known && known.length > 0 ? `(${known.map(quoted).join(' OR ')})` : `${quoted(word)}*`
  }
  const terms = words.map(begin)
  for (const { words: parts, isOpen } of phrases) {
    const tokens = parts.length === 1 ? parts : pairsOf(parts)
    for (const [index, token] of tokens.entries())
      terms.push(isOpen && index === tokens.length - 1 ? `${quoted(token)}*` : quoted(token))
  }
  return terms.join(' AND ')
}

/** Patterns over the stored words that compare the phrases. */
export function phrasePatterns({ phrases }: SearchQuestion): string[] {
  return phrases.map(({ words, isOpen }) => `% ${words.join(' ')}${isOpen ? '' : ' '}%`)
}

/** Patterns over the stored words that compare all that is asked. */
export function likePatterns(question: SearchQuestion): string[] {
  return [...question.words.map((word) => `% ${word}%`), ...phrasePatterns(question)]
}
