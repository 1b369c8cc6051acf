import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../electron/db/database'
import { createRecordMaker } from '../../electron/db/recordForms'
import { remembering } from '../../electron/db/remembering'
import { createRowWriter } from '../../electron/db/rowWriter'
import { searchPairs, searchWords } from '../../electron/db/searchWords'

describe('very many rows', () => {
  it('R03-20: rows that are written some at a time are all there, in their order, and series stay apart', () => {
    const db = openDatabase(':memory:')
    db.exec('CREATE TABLE thing (key INTEGER PRIMARY KEY, series TEXT NOT NULL, value INTEGER) STRICT')
    const open = createRowWriter(db, 'thing', ['series', 'value'])
    const [one, lost] = [open(), open()]
    for (let value = 0; value < 37; value += 1) one.add(['one', value])
    lost.add(['lost', 1])
    const rows = () => db.prepare('SELECT series, value FROM thing ORDER BY key').raw().all()

    expect(rows()).toHaveLength(32)
    one.flush()
    one.flush()
    expect(rows()).toEqual(Array.from({ length: 37 }, (_, value) => ['one', value]))
    open().flush()
    expect(rows()).toHaveLength(37)
    db.close()
  })

  it('conventions §2: a record has the fields that have a value, in their order, whatever records came before', () => {
    const make = createRecordMaker(['id', 'name', 'note', 'count'])
    const all = make(['a', 'A', 'said', 0])
    const few = make(['b', undefined, undefined, 1])

    expect(Object.entries(few)).toEqual([
      ['id', 'b'],
      ['count', 1],
    ])
    expect(Object.keys(make(['c', 'C', 'more', 2]))).toEqual(['id', 'name', 'note', 'count'])
    expect(all).toStrictEqual({ id: 'a', name: 'A', note: 'said', count: 0 })
    for (let at = 0; at < 100; at += 1)
      expect(make([String(at), at % 2 ? at : undefined, null, at % 3 ? at : undefined])['id']).toBe(
        String(at),
      )
    expect(few).toStrictEqual({ id: 'b', count: 1 })
  })

  it('R01-12: what is kept of earlier texts changes no answer, however many there were', () => {
    let asked = 0
    const double = remembering(2, (text) => {
      asked += 1
      return text + text
    })
    expect(['a', 'b', 'a', 'c', 'a'].map((text) => double(text))).toEqual(['aa', 'bb', 'aa', 'cc', 'aa'])
    expect(asked).toBe(4)

    const text = 'Blåne Sykkel AS\nÅsgata 7\nNo. 12'
    const words = ' blane sykkel as \n asgata 7 \n no 12 '
    expect([searchWords(text), searchWords(text)]).toEqual([words, words])
    const pairs = '_blane_sykkel _sykkel_as _asgata_7 _no_12'
    expect([searchPairs(words), searchPairs(words)]).toEqual([pairs, pairs])
    expect(searchPairs(' one two \n one two ')).toBe('_one_two')
    expect(searchPairs(' alone \n \n alone ')).toBe('')
  })
})
