import type { Db } from './database'
import type { Condition } from './listConditions'
import { searchTablesOf } from './searchIndex'
import { createExpandWord } from './searchTerms'
import { likePatterns, matchOf, phrasePatterns, readQuestion } from './searchWords'

/** A list's `text` as conditions over its rows. */
export interface TextConditions {
  /** What the index finds. */
  readonly found: Condition
  /** The same where the keys of the rows are known. */
  among(keys: readonly number[]): Condition
  /** Whether the index alone decides: of phrases of more than two words it knows the pairs. */
  readonly isExact: boolean
  /** The words of the row itself, for texts that stand in very many rows. */
  readonly read: Condition
  /** The keys of the rows that the index finds; undefined when they are more, or seem to be. */
  keys(most: number): readonly number[] | undefined
}

/** How many of the newest rows tell how frequent a text is. */
const sampled = 20_000

/** Reads a list's text by the full-text index of its records (R01-12); undefined when it holds no word. */
export function createListText(
  db: Db,
  type: string,
): (text: string | undefined) => TextConditions | undefined {
  const expand = createExpandWord(db)
  const { texts, words } = searchTablesOf(type)
  const matching = `SELECT rowid FROM ${words} WHERE ${words} MATCH :text_match`
  const numbers = (sql: string) => db.prepare<[Readonly<Record<string, unknown>>], number>(sql).pluck()
  const selectKeys = numbers(`${matching} LIMIT :most`)
  const selectLast = db.prepare<[], number>(`SELECT max(key) FROM ${texts}`).pluck()
  const countFrom = numbers(`SELECT count(*) FROM (${matching} AND rowid > :from)`)
  const wordsOfRow = (patterns: readonly string[], name: string): Condition => ({
    sql: `EXISTS (SELECT 1 FROM ${texts} found WHERE found.key = t.key AND ${patterns
      .map((_, index) => `(found.title || found.rest) LIKE :${name}${String(index)}`)
      .join(' AND ')})`,
    params: Object.fromEntries(patterns.map((pattern, index) => [`${name}${String(index)}`, pattern])),
  })

  function keysOf(match: string, most: number): readonly number[] | undefined {
    const last = selectLast.get() ?? 0
    const share = (countFrom.get({ text_match: match, from: last - sampled }) ?? 0) / sampled
    if (last > most && share * last > 2 * most) return undefined
    const keys = selectKeys.all({ text_match: match, most: most + 1 })
    return keys.length > most ? undefined : keys
  }

  return (text) => {
    const question = text === undefined ? undefined : readQuestion(text)
    if (!question) return undefined
    const match = matchOf(question, expand)
    // The index knows which words are neighbours, not that more than two follow each other.
    const long = phrasePatterns({
      ...question,
      phrases: question.phrases.filter((phrase) => phrase.words.length > 2),
    })
    const whole = long.length > 0 ? wordsOfRow(long, 'text_phrase') : undefined
    const oneOf = (keys: string, params: Condition['params']): Condition => ({
      sql: `t.key IN (${keys})${whole ? ` AND ${whole.sql}` : ''}`,
      params: { ...params, ...whole?.params },
    })
    return {
      found: oneOf(matching, { text_match: match }),
      among: (keys) => oneOf('SELECT value FROM json_each(:text_keys)', { text_keys: JSON.stringify(keys) }),
      isExact: whole === undefined,
      read: wordsOfRow(likePatterns(question), 'text_word'),
      keys: (most) => keysOf(match, most),
    }
  }
}
