import { describe, expect, it } from 'vitest'
import { idOfHex, mintId, toBytes, toId } from '../../electron/db/ids'
import { OrderId } from '../../electron/shared/contract/id'

describe('ids of the store', () => {
  it('issue 6: an id is the same again from its bytes and from the digits of hex()', () => {
    for (let run = 0; run < 100; run += 1) {
      const id = mintId()
      const bytes = toBytes(id)
      expect(toId(bytes)).toBe(id)
      expect(toId(new Uint8Array(bytes))).toBe(id)
      expect(idOfHex(bytes.toString('hex').toUpperCase())).toBe(id)
    }
  })

  it('conventions §2: ids are UUIDv7 of now, each one after all before it', () => {
    const begun = Date.now()
    const ids = Array.from({ length: 5000 }, () => mintId())
    const timeOf = (id = '') => Number.parseInt(id.replace('-', '').slice(0, 12), 16)

    expect(ids.every((id) => OrderId.safeParse(id).success)).toBe(true)
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids.map((id) => id.slice(24))).size).toBe(5000)
    expect(timeOf(ids[0])).toBeGreaterThanOrEqual(begun)
    expect(timeOf(ids.at(-1))).toBeLessThanOrEqual(Date.now() + 1)
  })
})
