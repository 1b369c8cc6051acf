import type { Permission } from '../shared/contract/permission'
import type { SearchType } from '../shared/contract/search'
import type { Caller } from './act'
import type { Db } from './database'
import { snakeCase } from './entityTable'
import type { Condition } from './listConditions'
import type { WriteLocal } from './unitOfWork'

/** How the records of one type are searched (R01-12); each capability states it for its own. */
export interface SearchText {
  /** The entity's name, which the triggers of the store note. */
  readonly type: string
  /** The records' table, read as `t`. */
  readonly table: string
  readonly joins?: string
  /** SQL of what is compared as a whole. */
  readonly number?: string
  readonly serial?: string
  /** SQL of the texts of the title, the number aside, and of all others. */
  readonly title: readonly string[]
  readonly rest: readonly string[]
  /** SQL of those others that no two records share, numbers above all: what is alike is folded once. */
  readonly own?: readonly string[]
}

/** Which records of a type a caller may find. */
export interface SearchScope {
  readonly conditions: readonly Condition[]
  /** They are few and found by their own index: what is asked is then tested on each. */
  readonly isNarrow: boolean
}

/** What a capability says about a type of its records that can be searched. */
export interface SearchSource extends SearchText {
  readonly type: SearchType
  readonly permission: Permission
  /** SQL of what is shown of a hit; `number` is of SearchText. */
  readonly shown: {
    readonly title: string
    readonly number?: string
    readonly state?: string
    readonly itemId?: string
  }
  readonly scope: (caller: Caller) => SearchScope
}

/** Everything in the company. */
export const everywhere: SearchScope = { conditions: [], isNarrow: false }

/** Grows when the folding or the texts of a type change: the index is then filled anew. */
const folding = 1
const chunk = 500

/** The tables that keep the index of a type. */
export function searchTablesOf(type: string): { texts: string; title: string; words: string } {
  const texts = `local_search_${snakeCase(type)}`
  return { texts, title: `${texts}_title`, words: `${texts}_words` }
}

interface TypeWriter {
  write(keys: string): void
}

/** Keeps the full-text index: what writes noted, and what was there before there was an index. */
export function createSearchIndex(db: Db, types: readonly SearchText[]) {
  const selectNoted = db.prepare<[], string>('SELECT type FROM local_search_note LIMIT 1').pluck()
  const selectKeys = db
    .prepare<[string], string>(
      `SELECT json_group_array(key) FROM (SELECT key FROM local_search_note WHERE type = ? LIMIT ${String(chunk)})`,
    )
    .pluck()
  const deleteNotes = db.prepare(
    'DELETE FROM local_search_note WHERE type = ? AND key IN (SELECT value FROM json_each(?))',
  )
  const selectUnfilled = db.prepare<[], { type: string; below: number }>(
    'SELECT type, below FROM local_search_fill WHERE below > 0',
  )
  const setBelow = db.prepare('UPDATE local_search_fill SET below = ? WHERE type = ?')
  const writers = new Map<string, TypeWriter>()
  const texts = new Map(types.map((type) => [type.type, type]))

  function writerOf(type: string): TypeWriter {
    const known = writers.get(type)
    if (known) return known
    const made = createTypeWriter(db, textOf(type))
    writers.set(type, made)
    return made
  }

  function textOf(type: string): SearchText {
    const text = texts.get(type)
    if (!text) throw new Error(`no capability says how ${type} is searched`)
    return text
  }

  return {
    /** Indexes what the running transaction has noted; called before it ends. */
    settle(): void {
      for (let type = selectNoted.get(); type !== undefined; type = selectNoted.get()) {
        const keys = selectKeys.get(type) ?? '[]'
        writerOf(type).write(keys)
        deleteNotes.run(type, keys)
      }
    },
    /** Has every type filled anew when the words are made in another way than they were. */
    prepare(): void {
      for (const { table, type } of types)
        db.prepare(
          `UPDATE local_search_fill SET folding = :folding, below = (SELECT coalesce(max(key) + 1, 0) FROM ${table})
           WHERE type = :type AND folding <> :folding`,
        ).run({ folding, type })
    },
    /** Fills the next part of what was there before the index, newest first; false when all is filled. */
    fillNext(limit = 100): boolean {
      const next = selectUnfilled.get()
      if (!next) return false
      const { below, type } = next
      const found = db
        .prepare<[number, number], { keys: string; lowest: number | null }>(
          `SELECT json_group_array(key) AS keys, min(key) AS lowest
           FROM (SELECT key FROM ${textOf(type).table} WHERE key < ? ORDER BY key DESC LIMIT ?)`,
        )
        .get(below, limit)
      if (found?.lowest !== null && found !== undefined) writerOf(type).write(found.keys)
      setBelow.run(found?.lowest ?? 0, type)
      return true
    },
    /** Fills it whole at once, for a store that is made by machine. */
    rebuild(): void {
      const selectNext = (table: string) =>
        db.prepare<[number], { keys: string; highest: number | null }>(
          `SELECT json_group_array(key) AS keys, max(key) AS highest
           FROM (SELECT key FROM ${table} WHERE key > ? ORDER BY key LIMIT 5000)`,
        )
      for (const { table, type } of types) {
        const next = selectNext(table)
        for (let at = next.get(0); at && at.highest !== null; at = next.get(at.highest))
          writerOf(type).write(at.keys)
        setBelow.run(0, type)
      }
      db.exec('DELETE FROM local_search_note')
    },
    isFilled(): boolean {
      return selectUnfilled.get() === undefined
    },
  }
}
export type SearchIndex = ReturnType<typeof createSearchIndex>

/** Writes texts of some records and, where those differ from what is stored, both indexes over them. */
function createTypeWriter(db: Db, text: SearchText): TypeWriter {
  const tables = searchTablesOf(text.type)
  const number = text.number ?? 'NULL'
  const serial = text.serial === undefined ? 'NULL' : `fold(${text.serial})`
  const own = text.own ? ` || coalesce(char(10) || search_words(nullif(${lines(text.own)}, '')), '')` : ''
  const write = db.prepare<[string], { key: number; words: string }>(
    `INSERT INTO ${tables.texts} (key, number, bare_number, serial, title, rest)
     SELECT t.key, fold(${number}), bare_number(${number}), ${serial},
       number_words(${number}) || search_words(${lines(text.title)}), search_words(${lines(text.rest)})${own}
     FROM ${text.table} t ${text.joins ?? ''}
     WHERE t.key IN (SELECT value FROM json_each(?))
     ON CONFLICT (key) DO UPDATE SET number = excluded.number, bare_number = excluded.bare_number,
       serial = excluded.serial, title = excluded.title, rest = excluded.rest
     WHERE title <> excluded.title OR rest <> excluded.rest OR number IS NOT excluded.number
       OR serial IS NOT excluded.serial
     RETURNING key, title || rest AS words`,
  )
  const index = (table: string, words: string) =>
    db.prepare(
      `INSERT OR REPLACE INTO ${table} (rowid, words)
       SELECT key, ${words} || search_pairs(${words}) FROM ${tables.texts}
       WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key`,
    )
  const indexTitle = index(tables.title, 'title')
  const indexWords = index(tables.words, 'title || char(10) || rest')
  const insertTerms = db.prepare('INSERT OR IGNORE INTO local_search_term SELECT value FROM json_each(?)')
  return {
    write(keys) {
      const changed = write.all(keys)
      if (changed.length === 0) return
      const written = JSON.stringify(changed.map(({ key }) => key))
      indexTitle.run(written)
      indexWords.run(written)
      const wordLines = new Set(changed.flatMap(({ words }) => words.split('\n')))
      const terms = new Set([...wordLines].flatMap((line) => line.trim().split(' ')))
      insertTerms.run(JSON.stringify([...terms]))
    },
  }
}

/** Texts line by line, those that are not there left out. */
function lines(sqls: readonly string[]): string {
  return sqls.length === 0 ? "''" : `concat_ws(char(10), ${sqls.join(', ')})`
}

const pauseMs = 20

/**
 * Fills the index of a store that was made before there was one, newest records first, in short steps between the calls;
 * searches are answered meanwhile from what is there (R01-12).
 *
 * @returns what stops it
 */
export function startFillingSearch(index: SearchIndex, local: WriteLocal): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  local(() => index.prepare())
  const wait = () => {
    timer = setTimeout(step, pauseMs)
    timer.unref()
  }
  function step(): void {
    if (local(() => index.fillNext())) wait()
  }
  if (!index.isFilled()) wait()
  return () => clearTimeout(timer)
}
