import { describe, expect, it } from 'vitest'
import { parseQuickLine, quantityFor } from '@/modules/orders/quickLine'

describe('a line typed in one go', () => {
  it('ux: hours, items and expenses are told apart', () => {
    expect(parseQuickLine('2h inspection')).toEqual({
      type: 'hour', quantity: 120, price: undefined, words: 'inspection',
    }) // prettier-ignore
    expect(parseQuickLine('3 GB-1040 seal')).toEqual({
      type: undefined, quantity: 3000, price: undefined, words: 'GB-1040 seal',
    }) // prettier-ignore
    expect(parseQuickLine('expense 120 parking')).toEqual({
      type: 'expense', quantity: undefined, price: 1_200_000, words: 'parking',
    }) // prettier-ignore
    expect(parseQuickLine('gb-10 1')).toMatchObject({ type: undefined, quantity: 1000, words: 'gb-10' })
  })

  it.each([
    ['1,5 h reise', 90, 'reise'], ['1:30 travel', 90, 'travel'], ['90min travel', 90, 'travel'],
    ['2 timer service', 120, 'service'], ['2 tuntia huolto', 120, 'huolto'], ['2 stundas apkope', 120, 'apkope'],
    ['2 tundi hooldus', 120, 'hooldus'], ['2 Std. Wartung', 120, 'Wartung'], ['30 Minuten Fahrt', 30, 'Fahrt'],
    ['inspection 2h', 120, 'inspection'], ['inspection 2 h', 120, 'inspection'], ['0.25H check', 15, 'check'],
  ] as const)('ux: %s are minutes in any language', (text, quantity, words) => {
    expect(parseQuickLine(text)).toEqual({ type: 'hour', quantity, price: undefined, words })
  }) // prettier-ignore

  it.each([
    ['utlegg 120 parkering', 'expense'], ['kulu 120 pysäköinti', 'expense'], ['izdevums 120 stāvvieta', 'expense'],
    ['kulud 120 parkimine', 'expense'], ['Spesen 120 Parken', 'expense'], ['gebyr 120 oppmøte', 'fee'],
    ['maksu 120 käynti', 'fee'], ['maksa 120 izbraukums', 'fee'], ['tasu 120 väljakutse', 'fee'], ['Gebühr 120 Anfahrt', 'fee'],
  ] as const)('ux: %s says its type and price in any language', (text, type) => {
    expect(parseQuickLine(text)).toMatchObject({ type, price: 1_200_000, quantity: undefined })
  }) // prettier-ignore

  it.each(['3 stk pumpe', '3 kpl pumppu', '3 gab sūknis', '3 tk pump', '3x pump', '3 Stück Pumpe'])(
    'ux: %s are three pieces',
    (text) => {
      expect(parseQuickLine(text)).toMatchObject({ type: undefined, quantity: 3000 })
    },
  )

  it('ux: another type than the understood one keeps the number where it can', () => {
    const three = { type: undefined, quantity: 3000, price: undefined, words: 'pump' }
    expect(quantityFor(three, 'item')).toBe(3000)
    expect(quantityFor(three, 'hour')).toBe(180)
    expect(quantityFor({ ...three, type: 'hour', quantity: 90 }, 'item')).toBeUndefined()
  })

  it('ux: numbers inside words stay words; nothing typed is nothing', () => {
    expect(parseQuickLine('GB-1040')).toEqual({
      type: undefined, quantity: undefined, price: undefined, words: 'GB-1040',
    }) // prettier-ignore
    expect(parseQuickLine('3M tape')).toMatchObject({ quantity: undefined, words: '3M tape' })
    expect(parseQuickLine('4711 2')).toMatchObject({ quantity: 4_711_000, words: '2' })
    expect(parseQuickLine('  ')).toBeUndefined()
    expect(parseQuickLine('expense')).toMatchObject({ type: undefined, words: 'expense' })
    expect(parseQuickLine('item 2 pump')).toMatchObject({ type: 'item', quantity: 2000, words: 'pump' })
  })
})
