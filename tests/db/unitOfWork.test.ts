import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain, type EntityChange } from '../../electron/db/changeLog'
import { openDatabase, type Db } from '../../electron/db/database'
import { migrate } from '../../electron/db/migrate'
import { createUnitOfWork } from '../../electron/db/unitOfWork'
import type { ChangeEvent } from '../../electron/shared/contract/changes'
import { newId } from '../support/app'

let db: Db
let published: ChangeEvent[][]
let unit: ReturnType<typeof createUnitOfWork>
beforeEach(() => {
  db = openDatabase(':memory:')
  migrate(db)
  db.exec('CREATE TABLE jotting (text TEXT NOT NULL) STRICT')
  published = []
  unit = createUnitOfWork({
    db,
    now: () => 1000,
    publish: (events) => published.push([...events]),
    beforeCommit: () => undefined,
  })
})
afterEach(() => db.close())

const origin = { actorId: newId<string>(), officeId: newId<string>(), deviceId: newId<string>() }
const changeOf = (entity = 'jotting', id = newId<string>(), version = 1): EntityChange => ({
  entity,
  id,
  op: 'create',
  version,
  fields: { text: { before: undefined, after: 'x' } },
})
const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
const addNote = () => db.prepare("INSERT INTO jotting VALUES ('x')").run()

describe('one business action', () => {
  it('R01-03: is one transaction with one entry, published with its place', () => {
    const change = changeOf()
    const result = unit.write({
      command: 'notes.create',
      origin,
      reason: 'why',
      useCase: (at) => {
        addNote()
        return { result: at, changes: [change] }
      },
    })
    expect(result).toBe(1000)
    expect([count('jotting'), count('change_log'), count('change')]).toEqual([1, 1, 1])
    expect(published).toEqual([[{ seq: 1, entity: 'jotting', id: change.id, version: 1 }]])
    expect(db.prepare('SELECT command, reason, at FROM change_log').get()).toEqual({
      command: 'notes.create',
      reason: 'why',
      at: 1000,
    })
  })

  it('R01-03: that throws leaves no trace and publishes nothing', () => {
    const failing = [
      () => {
        addNote()
        throw new Error('refused')
      },
      () => {
        addNote()
        return {
          result: undefined,
          count: 2,
          changes: (function* () {
            yield changeOf('a')
            throw new Error('while it is logged')
          })(),
        }
      },
    ]
    for (const useCase of failing) expect(() => unit.write({ command: 'x.y', origin, useCase })).toThrow()
    expect([count('jotting'), count('change_log'), count('change'), count('personal_value')]).toEqual([
      0, 0, 0, 0,
    ])
    expect(published).toEqual([])
    unit.write({ command: 'x.y', origin, useCase: () => ({ result: 1, changes: [changeOf()] }) })
    expect(verifyChain(db)).toMatchObject({ ok: true, count: 1 })
  })

  it('conventions §2: that has nothing to do writes no entry', () => {
    expect(unit.write({ command: 'x.y', origin, useCase: () => ({ result: 1, unchanged: true }) })).toBe(1)
    expect(count('change_log')).toBe(0)
    expect(published).toEqual([])
  })

  it('R01-11: two lines of one record become one', () => {
    const id = newId<string>()
    const first = changeOf('jotting', id)
    const second: EntityChange = {
      ...changeOf('jotting', id, 2),
      op: 'update',
      fields: { text: { before: 'x', after: 'y' } },
    }
    unit.write({ command: 'x.y', origin, useCase: () => ({ result: 1, changes: [first, second] }) })
    expect(db.prepare('SELECT op, version, fields FROM change').all()).toEqual([
      { op: 0, version: 2, fields: '{"text":"y"}' },
    ])
  })

  it('architecture: of very many records it announces the entities only', () => {
    const ids = Array.from({ length: 1500 }, () => newId<string>()).sort()
    unit.write({
      command: 'x.import',
      origin,
      useCase: () => ({
        result: undefined,
        count: ids.length,
        changes: ids.map((id) => changeOf('jotting', id)).values(),
      }),
    })
    expect(published).toEqual(
      [[{ entity: 'jotting' }]].map((events) => events.map((event) => ({ ...event, seq: 1 }))),
    )
    expect(count('change')).toBe(1500)
    expect(verifyChain(db)).toMatchObject({ ok: true, count: 1 })
  })

  it('architecture: local work is neither logged nor published, and whole or not at all', () => {
    unit.local(addNote)
    expect(() =>
      unit.local(() => {
        addNote()
        throw new Error('refused')
      }),
    ).toThrow('refused')
    expect([count('jotting'), count('change_log')]).toEqual([1, 0])
    expect(published).toEqual([])
  })
})
