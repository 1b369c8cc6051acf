import { expect, it } from 'vitest'
import { openDatabase, type Db } from '../../electron/db/database'
import { migrate } from '../../electron/db/migrate'
import { setUp } from '../support/app'

it('every statement that an instance states can be compiled over the store', () => {
  const db = openDatabase(':memory:')
  migrate(db)
  const stated: ReturnType<Db['prepare']>[] = []
  const state = db.prepare.bind(db) as (sql: string) => ReturnType<Db['prepare']>
  db.prepare = ((sql: string) => {
    const statement = state(sql)
    stated.push(statement)
    return statement
  }) as Db['prepare']
  const app = setUp({ db })

  const wrong = stated.flatMap((statement) => {
    try {
      // What is known of a compiled statement only.
      return typeof statement.reader === 'boolean' ? [] : [statement.source]
    } catch (error) {
      return [`${String(error)}: ${statement.source}`]
    }
  })

  expect(stated.length).toBeGreaterThan(1000)
  expect(wrong).toEqual([])
  app.close()
})

it('a statement is compiled at its first use, as it was set before and is set afterwards', () => {
  const db = openDatabase(':memory:')
  const select = db.prepare<[number]>('SELECT value AS v FROM number WHERE value >= ?').pluck()
  expect(() => select.all(0)).toThrow('no such table')

  db.exec('CREATE TABLE number (value INTEGER); INSERT INTO number VALUES (1), (2)')

  expect(select.all(1)).toEqual([1, 2])
  expect([select.get(2), ...select.iterate(2)]).toEqual([2, 2])
  expect(select.pluck(false).raw().all(2)).toEqual([[2]])
  expect([select.reader, select.source]).toEqual([true, 'SELECT value AS v FROM number WHERE value >= ?'])
  expect(db.prepare('DELETE FROM number').run().changes).toBe(2)
  db.close()
})
