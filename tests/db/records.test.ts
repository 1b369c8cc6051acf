import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase, type Db } from '../../electron/db/database'
import { bool, date, entityTable, instant, int, json, money, ref, text } from '../../electron/db/entityTable'
import { applyPatch, createRecords, type Records } from '../../electron/db/records'
import type { Money } from '../../electron/shared/contract/money'
import { newId } from '../support/app'

interface Box {
  readonly id: string
  readonly version: number
  readonly name: string
  readonly note?: string | undefined
  readonly count?: number | undefined
  readonly packedAt?: number | undefined
  readonly day?: string | undefined
  readonly isOpen: boolean
  readonly tags: readonly string[]
  readonly value?: Money | undefined
  readonly secret?: string | undefined
  readonly ownerId?: string | undefined
  readonly inId?: string | undefined
}

const boxTable = entityTable<Box>({
  entity: 'box',
  table: 'box',
  columns: {
    name: text({ sorted: true, personal: true }),
    note: text(),
    count: int({ derived: true }),
    packedAt: instant(),
    day: date(),
    isOpen: bool(),
    tags: json(),
    value: money(),
    secret: text({ secret: true }),
    ownerId: ref(),
    inId: ref(),
  },
})

let db: Db
let boxes: Records<Box>
beforeEach(() => {
  db = openDatabase(':memory:')
  db.exec(`CREATE TABLE box (key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, version INTEGER NOT NULL,
    name TEXT NOT NULL, name_sort TEXT NOT NULL, note TEXT, count INTEGER, packed_at INTEGER, day TEXT,
    is_open INTEGER NOT NULL, tags TEXT NOT NULL, value_minor INTEGER, value_currency TEXT, secret TEXT,
    owner_id BLOB, in_id BLOB REFERENCES box (id)) STRICT`)
  boxes = createRecords({ db, entities: new Map(), sortLanguage: () => 'en' }, boxTable)
})
afterEach(() => db.close())

const box = (fields: Partial<Box> = {}): Box => ({
  id: newId<string>(),
  version: 1,
  name: 'A',
  isOpen: true,
  tags: [],
  ...fields,
})
const code = (expected: string, data: object = {}): unknown =>
  expect.objectContaining({ code: expected, data: expect.objectContaining(data) })

describe('kept records', () => {
  it('architecture: come back as they were put, empty fields absent', () => {
    const full = box({
      note: "'; DROP TABLE box; --",
      count: 0,
      packedAt: -1,
      day: '2026-02-28',
      isOpen: false,
      tags: ['ø', '<b>'],
      value: { minor: -5, currency: 'EUR' },
      secret: 'hash',
      ownerId: newId<string>(),
    })
    const bare = box()
    for (const one of [full, bare]) boxes.insert(one)
    expect(boxes.get(full.id)).toEqual(full)
    expect(boxes.get(bare.id)).toEqual(bare)
    expect(boxes.findMany([full.id, newId<string>(), bare.id])).toHaveLength(2)
    expect(boxes.find(newId<string>())).toBeUndefined()
    expect(() => boxes.get(newId<string>())).toThrow(code('NOT_FOUND', { entity: 'box' }))
  })

  it('conventions §5: the line of a write holds changed fields; secrets say changed, derived ones are not there', () => {
    const before = box({ note: 'x', count: 1, secret: 'one' })
    boxes.insert(before)
    const { record, changes } = boxes.update(before, {
      ...before,
      name: 'B',
      note: undefined,
      count: 2,
      secret: 'two',
    })
    expect(record.version).toBe(2)
    expect(changes).toMatchObject([{ entity: 'box', id: before.id, op: 'update', version: 2 }])
    expect(changes[0]?.fields).toEqual({
      name: { before: 'A', after: 'B' },
      note: { before: 'x', after: undefined },
      secret: { before: { changed: true }, after: { changed: true } },
    })
    expect(changes[0]?.personal).toEqual(new Set(['name']))
  })

  it('R01-03: an update that changes nothing has no line and no new version', () => {
    const held = box({ tags: ['a'] })
    boxes.insert(held)
    expect(boxes.update(held, { ...held, tags: ['a'] })).toEqual({ record: held, changes: [] })
    expect(boxes.get(held.id).version).toBe(1)
  })

  it('R01-04: another version than the stored one is a CONFLICT with both values', () => {
    const held = box()
    boxes.insert(held)
    boxes.update(held, { ...held, name: 'B' })
    expect(() => boxes.patched(held.id, 1, { name: 'C', note: null })).toThrow(
      code('CONFLICT', {
        currentVersion: 2,
        fields: { name: { theirs: 'B', mine: 'C' }, note: { theirs: undefined, mine: null } },
      }),
    )
    expect(boxes.patched(held.id, 2, { name: 'C' }).after.name).toBe('C')
    expect(() => boxes.update(held, { ...held, name: 'C' })).toThrow('version 1 is not in the store')
  })

  it('conventions §2: a repeated create answers what is stored, with other content ID_TAKEN', () => {
    const held = box({ tags: ['a'] })
    boxes.insert(held)
    expect(boxes.replayed(held.id, { name: 'A', tags: ['a'], note: undefined })).toEqual(held)
    expect(() => boxes.replayed(held.id, { name: 'A', note: 'x' })).toThrow(code('ID_TAKEN'))
    expect(boxes.replayed(newId<string>(), { name: 'A' })).toBeUndefined()
  })

  it('R01-05: what others refer to is IN_USE, with counts and the first twenty', () => {
    const outer = box()
    boxes.insert(outer)
    for (let count = 0; count < 23; count += 1) boxes.insert(box({ inId: outer.id }))
    expect(() => boxes.assertUnused(outer.id)).toThrow(code('IN_USE', { counts: { box: 23 } }))
    try {
      boxes.assertUnused(outer.id)
    } catch (error) {
      expect((error as { data: { dependants: unknown[] } }).data.dependants).toHaveLength(20)
    }
    expect(() => boxes.assertUnused(newId<string>())).not.toThrow()
  })

  it('conventions §4: a reference that leads nowhere is NOT_FOUND, for a create and a change', () => {
    const missing = newId<string>()
    const held = box()
    boxes.insert(held)
    const refused = code('NOT_FOUND', { entity: 'box', id: missing })
    expect(() => boxes.insert(box({ inId: missing }))).toThrow(refused)
    expect(() => boxes.update(held, { ...held, inId: missing })).toThrow(refused)
  })

  it('architecture: finds by a field’s value, an empty one too', () => {
    const [one, other] = [box({ note: 'x' }), box()]
    for (const each of [one, other]) boxes.insert(each)
    expect(boxes.where('note', 'x')).toEqual([one])
    expect(boxes.where('note', undefined)).toEqual([other])
    expect(boxes.where('isOpen', true)).toHaveLength(2)
    expect(boxes.isTaken('note', 'x')).toBe(true)
    expect(boxes.isTaken('note', 'x', one.id)).toBe(false)
  })

  it('00-procedures: of a patch absent stays and null clears', () => {
    expect(applyPatch({ a: 1, b: 2, c: 3 }, { a: undefined, b: null, c: 4 })).toEqual({ a: 1, c: 4 })
  })
})
