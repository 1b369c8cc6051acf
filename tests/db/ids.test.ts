import { describe, expect, it } from 'vitest'
import { idOfHex, mintId, toBytes, toId } from '../../electron/db/ids'

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
})
