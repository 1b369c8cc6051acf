import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rememberSinceChange } from '../../electron/db/remembered'
import { newId, setUp, type TestApp } from '../support/app'

let app: TestApp
beforeEach(() => {
  app = setUp()
})
afterEach(() => app.close())

describe('answers kept until anything is written', () => {
  const write = () => app.owner.customers.createCustomer({ id: newId(), name: 'Meanwhile' })
  const counted = () => {
    let reads = 0
    const kept = rememberSinceChange<number>(app.db)
    return (key: string) => kept(key, () => (reads += 1))
  }

  it('reads once for each key as long as the log has no newer entry', async () => {
    const read = counted()
    await write()
    expect([read('a'), read('a'), read('b'), read('a')]).toEqual([1, 1, 2, 1])
    await write()
    expect([read('a'), read('a'), read('b')]).toEqual([3, 3, 4])
  })

  it('reads anew within a transaction, whose changes are in no entry yet', () => {
    const read = counted()
    expect(read('a')).toBe(1)
    app.db.transaction(() => {
      expect([read('a'), read('a')]).toEqual([2, 3])
    })()
    expect(read('a')).toBe(1)
  })

  it('keeps the last two', () => {
    const read = counted()
    for (const key of ['a', 'b', 'c']) read(key)
    expect([read('c'), read('b'), read('a')]).toEqual([3, 2, 4])
  })
})
