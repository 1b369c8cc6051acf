import { foldText } from '../../shared/contract/fold'
import type { Agreement } from '../../shared/contract/repairStatistics'

const beginning = 6
const shortest = 2
const mostWords = 200

/** The beginnings of the different words of a text, folded: whatever language it is in, forms of a word fall together. */
export function beginningsIn(text: string): string[] {
  const words = (foldText(text).match(/[\p{L}\p{N}]+/gu) ?? []).filter(({ length }) => length >= shortest)
  return [...new Set(words.map((word) => word.slice(0, beginning)))].slice(0, mostWords)
}

/** How much a word says that stands in `count` of `all` repairs. */
export function weightOf(count: number, all: number): number {
  return Math.log(1 + all / Math.max(count, 0.5)) ** 2
}

/** The product and the symptom asked for, by the numbers of the facts. */
export interface AskedProduct {
  readonly item?: number | undefined
  readonly category?: number | undefined
  readonly brand?: number | undefined
  readonly symptomArea?: number | undefined
  readonly symptomCode?: number | undefined
}
export interface AskedRepair extends AskedProduct {
  /** The sum of the weights of its words, and their number. */
  readonly weight: number
  readonly words: number
}

/** A repair that is compared. */
export interface ComparedRepair {
  readonly key: number
  readonly item: number | null
  readonly category: number | null
  readonly brand: number | null
  readonly symptomArea: number | null
  readonly symptomCode: number | null
  readonly words: number
}
/** The words that a repair shares with the one asked for. */
export interface SharedWords {
  weight: number
  count: number
}

export interface Likeness {
  /** 0…1: of all that could agree. */
  readonly likeness: number
  /** How much agrees: less was asked for, less it says. */
  readonly evidence: number
  readonly agrees: readonly Agreement[]
}

const worth = {
  text: 0.6,
  item: 0.25,
  productCategory: 0.25,
  brand: 0.15,
  symptomArea: 0.25,
  symptomCode: 0.35,
}

/**
 * How like two repairs are: the cosine of their words, rare ones weighing more, and what else agrees, of all that is
 * asked for.
 *
 * @param shared - the words in common; absent: none
 */
export function likenessOf(
  asked: AskedRepair,
  found: ComparedRepair,
  shared: SharedWords | undefined,
): Likeness {
  const agrees: Agreement[] = []
  let most = 0
  let sum = 0
  const compare = (agreement: Agreement, wanted: number | undefined, held: number | null) => {
    if (wanted === undefined) return
    most += worth[agreement]
    if (wanted !== held) return
    sum += worth[agreement]
    agrees.push(agreement)
  }
  compare('item', asked.item, found.item)
  compare('productCategory', asked.category, found.category)
  compare('brand', asked.brand, found.brand)
  compare('symptomArea', asked.symptomArea, found.symptomArea)
  compare('symptomCode', asked.symptomCode, found.symptomCode)
  if (asked.words > 0) {
    most += worth.text
    sum += worth.text * cosineOf(asked, found, shared)
  }
  return { likeness: most === 0 ? 0 : sum / most, evidence: sum, agrees }
}

/** What they do not share is taken to be as rare as the words asked for are: the weights of all others are not kept. */
function cosineOf(asked: AskedRepair, found: ComparedRepair, shared: SharedWords | undefined): number {
  if (!shared || asked.weight === 0) return 0
  const others = Math.max(0, found.words - shared.count) * (asked.weight / asked.words)
  return shared.weight / Math.sqrt(asked.weight * (shared.weight + others))
}

/** How often something came about among the similar ones, and its part once that is weighed by likeness. */
export interface Vote<Value> {
  readonly value: Value
  readonly count: number
  /** Basis points; all of them make 10 000 but for rounding. */
  readonly share: number
}

/** So much weighs what is common beside the similar ones, where it is known from many more repairs than `manyRepairs`. */
const mostCommonWeight = 30
const manyRepairs = 100
const evidenceWeight = 4

/**
 * What became of the similar ones, most probable first. What is common weighs a little, so that a few chance neighbours
 * do not decide.
 *
 * @param common - how often each comes about in such repairs
 */
export function votesOf<Value>(
  similar: readonly { readonly evidence: number; readonly value: Value | undefined }[],
  common: ReadonlyMap<Value, number>,
): Vote<Value>[] {
  const votes = new Map<Value, { count: number; weight: number }>()
  const heap = (value: Value) => {
    const held = votes.get(value) ?? { count: 0, weight: 0 }
    votes.set(value, held)
    return held
  }
  for (const { evidence, value } of similar) {
    if (value === undefined) continue
    const vote = heap(value)
    vote.count += 1
    vote.weight += evidence * evidence * evidenceWeight
  }
  const all = [...common.values()].reduce((sum, count) => sum + count, 0)
  const commonWeight = (mostCommonWeight * all) / (all + manyRepairs)
  for (const [value, count] of common) heap(value).weight += (commonWeight * count) / all
  const whole = [...votes.values()].reduce((sum, { weight }) => sum + weight, 0)
  return [...votes]
    .map(([value, { count, weight }]) => ({ value, count, weight }))
    .sort((a, b) => b.weight - a.weight)
    .map(({ count, value, weight }) => ({ value, count, share: Math.round((weight / whole) * 10_000) }))
}

/** What of a text has words in common: some of it around the first place with the most of them, and the words. */
export function excerptOf(text: string, wanted: ReadonlySet<string>): { excerpt?: string; words: string[] } {
  const hits: { at: number; word: string; beginning: string }[] = []
  for (const found of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const folded = foldText(found[0]).slice(0, beginning)
    if (wanted.has(folded)) hits.push({ at: found.index, word: found[0], beginning: folded })
  }
  const best = bestWindow(hits.map(({ at }) => at))
  const words = new Map(hits.map(({ beginning: key, word }) => [key, word.toLowerCase()]))
  const shown = [...words.values()].slice(0, mostShownWords)
  return best === undefined ? { words: shown } : { excerpt: cut(text, best), words: shown }
}

const mostShownWords = 8
const excerptLength = 160

function bestWindow(places: readonly number[]): number | undefined {
  let best: { at: number; count: number } | undefined
  for (const at of places) {
    const count = places.filter((place) => place >= at && place < at + excerptLength).length
    if (!best || count > best.count) best = { at, count }
  }
  return best?.at
}

function cut(text: string, at: number): string {
  const before = text.lastIndexOf(' ', Math.max(0, at - 20))
  const start = at <= 20 || before < 0 ? 0 : before + 1
  const piece = text.slice(start, start + excerptLength)
  const isWhole = start + excerptLength >= text.length
  const end = isWhole ? piece : piece.replace(/\s+\S*$/, '')
  return `${start > 0 ? '… ' : ''}${end.replaceAll(/\s+/g, ' ').trim()}${isWhole ? '' : ' …'}`
}

/** So many repairs of the same product say as much as all repairs together. */
const overallWeight = 50

/** How often each comes about: in repairs of the product, and where those are few as in all repairs. */
export function commonOf<Value>(
  product: ReadonlyMap<Value, number>,
  overall: ReadonlyMap<Value, number>,
): ReadonlyMap<Value, number> {
  const all = [...overall.values()].reduce((sum, count) => sum + count, 0)
  const weight = Math.min(overallWeight, all)
  const common = new Map(product)
  for (const [value, count] of overall) common.set(value, (common.get(value) ?? 0) + (weight * count) / all)
  return common
}
