import fc from 'fast-check'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase, type Db } from '../../electron/db/database'
import { bool, entityTable, instant, int, ref, text } from '../../electron/db/entityTable'
import { createListView, type ListView } from '../../electron/db/listQuery'
import { createRecords, type Store } from '../../electron/db/records'
import { sortKey } from '../../electron/db/sortKey'
import { newId } from '../support/app'

interface Parent {
  readonly id: string
  readonly version: number
  readonly name: string
}
interface Child {
  readonly id: string
  readonly version: number
  readonly name?: string | undefined
  readonly amount?: number | undefined
  readonly at?: number | undefined
  readonly isOpen: boolean
  readonly parentId?: string | undefined
}
interface Listed extends Child {
  readonly parentName?: string | undefined
}

const parentTable = entityTable<Parent>({
  entity: 'parent',
  table: 'parent',
  columns: { name: text({ sorted: true }) },
})
const childTable = entityTable<Child>({
  entity: 'child',
  table: 'child',
  columns: { name: text({ sorted: true }), amount: int(), at: instant(), isOpen: bool(), parentId: ref() },
})

let db: Db
beforeEach(() => {
  db = openDatabase(':memory:')
  db.exec(schema)
})
afterEach(() => db.close())

const schema = `
    CREATE TABLE parent (key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, version INTEGER NOT NULL,
      name TEXT NOT NULL, name_sort TEXT NOT NULL) STRICT;
    CREATE INDEX parent_by_name ON parent (name_sort, key);
    CREATE TABLE child (key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, version INTEGER NOT NULL, name TEXT,
      name_sort TEXT, amount INTEGER, at INTEGER, is_open INTEGER NOT NULL,
      parent_id BLOB REFERENCES parent (id)) STRICT;
    CREATE INDEX child_by_name ON child (name_sort, key);
    CREATE INDEX child_by_parent ON child (parent_id);`

const names = ['Åse', 'ase', 'Ase', 'Zoë', 'bolt 2', 'bolt 10', '']
const parents = ['North', 'north', 'Øst', 'North']

const child = fc.record({
  name: fc.option(fc.constantFrom(...names), { nil: undefined }),
  amount: fc.option(fc.integer({ min: -3, max: 3 }), { nil: undefined }),
  at: fc.option(fc.constantFrom(0, 1000, 2000), { nil: undefined }),
  isOpen: fc.boolean(),
  parent: fc.option(fc.nat(parents.length - 1), { nil: undefined }),
})
const fields = ['name', 'amount', 'at', 'isOpen', 'parentName'] as const
const direction = fc.constantFrom('asc' as const, 'desc' as const)
const sort = fc
  .uniqueArray(fc.constantFrom(...fields), { maxLength: 3 })
  .chain((chosen) => fc.tuple(...chosen.map((field) => direction.map((way) => ({ field, direction: way })))))

type Term = { readonly field: (typeof fields)[number]; readonly direction: 'asc' | 'desc' }

function fill(
  store: Store,
  rows: readonly (Omit<Child, 'id' | 'version'> & { parent?: number | undefined })[],
) {
  const parentRecords = createRecords(store, parentTable)
  const children = createRecords(store, childTable)
  const parentIds = parents.map((name) => {
    const id = newId<string>()
    parentRecords.insert({ id, version: 1, name })
    return id
  })
  return rows.map(({ parent, ...row }) => {
    const parentId = parent === undefined ? undefined : parentIds[parent]
    const record: Child = { ...row, id: newId<string>(), version: 1, parentId }
    children.insert(record)
    return { ...record, parentName: parent === undefined ? undefined : parents[parent], parent }
  })
}

/** Every page from the beginning, following `next`. */
function forward(list: ListView<Listed>, request: object, limit: number): string[] {
  const ids: string[] = []
  let after: string | undefined
  for (;;) {
    const page = list.page({ ...request, limit, ...(after === undefined ? {} : { after }) })
    expect(page.previous === undefined).toBe(after === undefined || page.items.length === 0)
    ids.push(...page.items.map(({ id }) => id))
    if (page.next === undefined) return ids
    after = page.next
  }
}

/** Every page from the last row back, following `previous`. */
function backward(list: ListView<Listed>, request: object, limit: number, count: number): string[] {
  const end = list.page({ ...request, limit: 1, offset: count - 1 })
  const ids = end.items.map(({ id }) => id)
  let before = end.previous
  while (before !== undefined) {
    const page = list.page({ ...request, limit, before })
    ids.unshift(...page.items.map(({ id }) => id))
    before = page.previous
  }
  return ids
}

describe.each([
  { kind: 'a plain list', isLarge: false },
  { kind: 'a large list that walks the joined index', isLarge: true },
])('$kind', ({ isLarge }) => {
  it('conventions §7: pages forward and backward, jumps and counts equal the slow sort', () => {
    fc.assert(
      fc.property(
        fc.array(child, { maxLength: 25 }),
        sort,
        fc.integer({ min: 1, max: 6 }),
        fc.option(fc.boolean(), { nil: undefined }),
        (rows, terms, limit, isOpen) => {
          db.exec('DELETE FROM child; DELETE FROM parent')
          const store: Store = { db, entities: new Map(), sortLanguage: () => 'nb' }
          const stored = fill(store, rows)
          const list = createListView<Child, Listed>(store, {
            table: childTable,
            joins: 'LEFT JOIN parent p ON p.id = t.parent_id',
            joined: {
              parentName: {
                sql: 'p.name',
                kind: 'text',
                sortSql: 'p.name_sort',
                ...(isLarge
                  ? {
                      walk: {
                        from: 'parent p CROSS JOIN child t ON t.parent_id = p.id',
                        alias: 'p',
                        others: '',
                        tie: 'p.key',
                        nothing: 't.parent_id IS NULL',
                      },
                    }
                  : {}),
              },
            },
            searched: ['t.name'],
            defaultSort: [{ field: 'name', direction: 'asc' }],
            isLarge,
          })
          const wanted: readonly Term[] = terms.length > 0 ? terms : [{ field: 'name', direction: 'asc' }]
          const expected = slowSort(stored, wanted, isLarge)
            .filter((row) => isOpen === undefined || row.isOpen === isOpen)
            .map(({ id }) => id)
          const request = { sort: terms, ...(isOpen === undefined ? {} : { filter: { isOpen } }) }

          expect(forward(list, request, limit)).toEqual(expected)
          if (expected.length > 0) expect(backward(list, request, limit, expected.length)).toEqual(expected)
          const offset = Math.floor(expected.length / 2)
          const jumped = list.page({ ...request, limit, offset, withCount: true })
          expect(jumped.items.map(({ id }) => id)).toEqual(expected.slice(offset, offset + limit))
          expect(jumped.count).toBe(expected.length)
        },
      ),
      { numRuns: 150 },
    )
  })
})

type Filled = ReturnType<typeof fill>[number]

function compare(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1
  if (typeof a === 'string' && typeof b === 'string')
    return Buffer.compare(Buffer.from(sortKey(a, 'nb')), Buffer.from(sortKey(b, 'nb')))
  return Number(a) - Number(b)
}

/** Sorted by comparing whole records; ties by creation, in the direction of the last field. */
function slowSort(rows: readonly Filled[], terms: readonly Term[], isLarge: boolean): Filled[] {
  const sign = (term: Term | undefined) => (term?.direction === 'desc' ? -1 : 1)
  return rows
    .map((row, index) => ({ row, index }))
    .sort((a, b) => {
      for (const [place, term] of terms.entries()) {
        const order = compare(a.row[term.field], b.row[term.field])
        if (order !== 0) return sign(term) * order
        // A walk keeps the rows of one parent together, though another has the same name.
        if (!isLarge || place > 0 || term.field !== 'parentName') continue
        const tie = compare(a.row.parent, b.row.parent)
        if (tie !== 0) return sign(term) * tie
      }
      return sign(terms.at(-1)) * (a.index - b.index)
    })
    .map(({ row }) => row)
}

describe('what a large list remembers', () => {
  const open = { filter: { isOpen: true }, sort: [{ field: 'name', direction: 'asc' as const }] }
  const listOf = (of: Db) =>
    createListView<Child>(
      { db: of, entities: new Map(), sortLanguage: () => 'nb' },
      { table: childTable, defaultSort: [{ field: 'name', direction: 'asc' }], isLarge: true },
    )
  const names = (list: ListView<Child>, request: object = {}) =>
    list.page({ ...open, limit: 2, withCount: true, ...request })

  it('conventions §7: an own write and one of another connection are in the next answer', () => {
    const folder = mkdtempSync(join(tmpdir(), 'list-'))
    const file = join(folder, 'list.db')
    const writer = openDatabase(file)
    writer.exec(schema)
    const reader = openDatabase(file, { readonly: true })
    const own = listOf(writer)
    const other = listOf(reader)
    const store: Store = { db: writer, entities: new Map(), sortLanguage: () => 'nb' }
    const children = createRecords(store, childTable)
    const add = (name: string) => children.insert({ id: newId<string>(), version: 1, name, isOpen: true })
    for (const name of ['b', 'd', 'f']) add(name)
    const first = names(other)
    expect([first, names(own)].map(({ items, count }) => [items.map(({ name }) => name), count])).toEqual([
      [['b', 'd'], 3],
      [['b', 'd'], 3],
    ])

    add('a')
    add('e')
    for (const list of [own, other]) {
      expect(names(list).items.map(({ name }) => name)).toEqual(['a', 'b'])
      expect(names(list, { after: first.next }).items.map(({ name }) => name)).toEqual(['e', 'f'])
      expect(names(list, { offset: 4 }).items.map(({ name }) => name)).toEqual(['f'])
      expect(names(list).count).toBe(5)
    }

    writer.exec("DELETE FROM child WHERE name = 'd'")
    for (const list of [own, other])
      expect(names(list, { after: first.next }).items.map(({ name }) => name)).toEqual(['e', 'f'])
    writer.exec("UPDATE child SET is_open = 0 WHERE name = 'e'")
    for (const list of [own, other])
      expect(names(list, { after: first.next }).items.map(({ name }) => name)).toEqual(['f'])
    reader.close()
    writer.close()
    rmSync(folder, { recursive: true })
  })
})

describe('what a large list of logged rows remembers', () => {
  it('architecture: is good until the next entry, whatever the machine writes for itself', () => {
    const folder = mkdtempSync(join(tmpdir(), 'list-'))
    const file = join(folder, 'list.db')
    const writer = openDatabase(file)
    writer.exec(`${schema}; CREATE TABLE change_log (seq INTEGER PRIMARY KEY) STRICT`)
    const reader = openDatabase(file, { readonly: true })
    const list = createListView<Child>(
      { db: reader, entities: new Map(), sortLanguage: () => 'nb' },
      {
        table: childTable,
        defaultSort: [{ field: 'name', direction: 'asc' }],
        isLarge: true,
        isLogged: true,
      },
    )
    const children = createRecords({ db: writer, entities: new Map(), sortLanguage: () => 'nb' }, childTable)
    const add = (name: string) => children.insert({ id: newId<string>(), version: 1, name, isOpen: true })
    const shown = () => {
      const { count, items } = list.page({ filter: { isOpen: true }, limit: 9, withCount: true })
      return [count, ...items.map(({ name }) => name)]
    }

    expect(shown()).toEqual([0])
    // No product code writes so: it shows that only an entry counts.
    add('unlogged')
    expect(shown()).toEqual([0])
    writer.exec('INSERT INTO change_log DEFAULT VALUES')
    add('logged later')
    expect(shown()).toEqual([2, 'logged later', 'unlogged'])
    reader.close()
    writer.close()
    rmSync(folder, { recursive: true })
  })
})

describe('what a list is asked', () => {
  it('conventions §7: filters by prefix, range, any of and words, folded', () => {
    const store: Store = { db, entities: new Map(), sortLanguage: () => 'nb' }
    fill(store, [
      { name: 'Løkke Verksted', amount: 1, at: 1000, isOpen: true },
      { name: 'Müller Straße 4', amount: 2, at: 2000, isOpen: true, parent: 2 },
      { name: 'lokomotiv', amount: 3, at: 3000, isOpen: false },
    ])
    const list = createListView<Child, Listed>(store, {
      table: childTable,
      joins: 'LEFT JOIN parent p ON p.id = t.parent_id',
      joined: { parentName: { sql: 'p.name', kind: 'text', sortSql: 'p.name_sort' } },
      searched: ['t.name'],
      defaultSort: [{ field: 'amount', direction: 'asc' }],
    })
    const amounts = (request: object) =>
      list.page({ limit: 10, ...request }).items.map(({ amount }) => amount)

    expect(amounts({ filter: { name: 'LØK' } })).toEqual([1, 3])
    expect(amounts({ text: 'lokke verk' })).toEqual([1])
    expect(amounts({ text: 'muller strasse' })).toEqual([2])
    expect(amounts({ filter: { amount: { from: 2, to: 3 } } })).toEqual([2, 3])
    expect(amounts({ filter: { at: { from: 1000, to: 3000 } } })).toEqual([1, 2])
    expect(amounts({ filter: { isOpen: false } })).toEqual([3])
    expect(amounts({ filter: { parentName: 'ost' } })).toEqual([2])
  })

  it('conventions §7: an unknown field and a strange cursor are INVALID_INPUT', () => {
    const store: Store = { db, entities: new Map(), sortLanguage: () => 'en' }
    const list = createListView<Child>(store, {
      table: childTable,
      defaultSort: [{ field: 'name', direction: 'asc' }],
    })
    const invalid = expect.objectContaining({ code: 'INVALID_INPUT' })
    for (const request of [
      { sort: [{ field: 'x; DROP TABLE child', direction: 'asc' as const }] },
      { filter: { x: 1 } },
      { after: 'nonsense' },
      { before: Buffer.from('["name+",1]').toString('base64url') },
      { after: Buffer.from('["amount+",1,1]').toString('base64url') },
    ])
      expect(() => list.page({ limit: 10, ...request })).toThrow(invalid)
  })
})
