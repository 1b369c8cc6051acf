import type { Db } from './database'
import type { Condition } from './listConditions'
import { searchTablesOf } from './searchIndex'
import { createExpandWord } from './searchTerms'
import { likePatterns, matchOf, phrasePatterns, readQuestion } from './searchWords'

/** A list's `text` as conditions over its rows. */
export interface TextConditions {
  /** What the index finds, to begin with and to test for. */
  readonly found: Condition
  readonly held: Condition
  /** The words of the row itself, for texts that stand in very many rows. */
  readonly read: Condition
  /** How many rows the index finds, at most one more than `most`. */
  count(most: number): number
}

/** Reads a list's text by the full-text index of its records (R01-12); undefined when it holds no word. */
export function createListText(
  db: Db,
  type: string,
): (text: string | undefined) => TextConditions | undefined {
  const expand = createExpandWord(db)
  const { texts, words } = searchTablesOf(type)
  const matching = `SELECT rowid FROM ${words} WHERE ${words} MATCH :text_match`
  const selectCount = db
    .prepare<[Readonly<Record<string, unknown>>], number>(
      `SELECT count(*) FROM (${matching} LIMIT :text_most)`,
    )
    .pluck()
  const wordsOfRow = (patterns: readonly string[], name: string): Condition => ({
    sql: `EXISTS (SELECT 1 FROM ${texts} found WHERE found.key = t.key AND ${patterns
      .map((_, index) => `(found.title || found.rest) LIKE :${name}${String(index)}`)
      .join(' AND ')})`,
    params: Object.fromEntries(patterns.map((pattern, index) => [`${name}${String(index)}`, pattern])),
  })

  return (text) => {
    const question = text === undefined ? undefined : readQuestion(text)
    if (!question) return undefined
    const match = { text_match: matchOf(question, expand) }
    // The index knows which words are neighbours, not that more than two follow each other.
    const long = phrasePatterns({
      ...question,
      phrases: question.phrases.filter((phrase) => phrase.words.length > 2),
    })
    const whole = long.length > 0 ? wordsOfRow(long, 'text_phrase') : undefined
    const indexed = (key: string): Condition => ({
      sql: `${key} IN (${matching})${whole ? ` AND ${whole.sql}` : ''}`,
      params: { ...match, ...whole?.params },
    })
    return {
      found: indexed('t.key'),
      held: indexed('+t.key'),
      read: wordsOfRow(likePatterns(question), 'text_word'),
      count: (most) => selectCount.get({ ...match, text_most: most + 1 }) ?? 0,
    }
  }
}
