import { expect, it } from 'vitest'
import { wellFormed } from '../../electron/rpc/wellFormed'

it('R12-25: halves of surrogate pairs become U+FFFD, whatever holds them; whole pairs stay', () => {
  const input = { a: ['x\uD800', { b: '\uDC00' }], c: '😀', d: 1, e: null, f: undefined }

  expect(wellFormed(input)).toEqual({ a: ['x\uFFFD', { b: '\uFFFD' }], c: '😀', d: 1, e: null, f: undefined })
})

it('issue 6: sound input passes as it is, and nesting breaks nothing', () => {
  let deep: unknown = '\uD800'
  for (let level = 0; level < 100_000; level += 1) deep = [deep]
  const sound = { text: 'Løkke', list: [1, 'a'] }

  expect(wellFormed(sound)).toBe(sound)
  expect(() => wellFormed(deep)).not.toThrow()
  expect(wellFormed(undefined)).toBeUndefined()
})
