import { describe, expect, it } from 'vitest'
import { pluralRule } from '@/plugins/i18n'

/** The form of each number, as an index. */
const formsOf = (language: string, forms: number, numbers: readonly number[]) =>
  numbers.map((number) => pluralRule(language)(number, forms))

describe('plural forms', () => {
  it('issue 4 §3: two forms are one and other', () => {
    for (const language of ['en', 'nb', 'fi', 'et', 'de'])
      expect(formsOf(language, 2, [0, 1, 2, 21])).toEqual([1, 0, 1, 1])
  })

  it('issue 4 §3: three forms where a language has no zero begin with none', () => {
    for (const language of ['en', 'nb', 'fi', 'et', 'de'])
      expect(formsOf(language, 3, [0, 1, 2, 21])).toEqual([0, 1, 2, 2])
  })

  it('ux §7: Latvian has zero for 0, 10 and 11, one for 1 and 21, other for the rest', () => {
    expect(formsOf('lv', 3, [0, 10, 11, 1, 21, 2, 22])).toEqual([0, 0, 0, 1, 1, 2, 2])
  })
})
