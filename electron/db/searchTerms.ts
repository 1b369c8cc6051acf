import type { Db } from './database'

/** The words of the indexes that begin so; undefined when reading the list of each would take too long. */
export type ExpandWord = (word: string) => readonly string[] | undefined

const mostTerms = 24

export function createExpandWord(db: Db): ExpandWord {
  const select = db
    .prepare<[string, string, number], string>(
      'SELECT word FROM local_search_term WHERE word >= ? AND word < ? LIMIT ?',
    )
    .pluck()
  return (word) => {
    const terms = select.all(word, `${word}\u{10FFFF}`, mostTerms + 1)
    return terms.length > mostTerms ? undefined : terms
  }
}
