import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isReadyForPosting,
  isTransitionAllowed,
  progressOf,
  type PostableLine,
} from '../../electron/modules/orders/progress.rules'
import { isTechnicalLine } from '../../electron/modules/orders/posting.rules'
import { elapsedMinutes, nextFullHour } from '../../electron/modules/orders/times.rules'
import type { LineStatus } from '../../electron/shared/contract/orders'

const status = fc.constantFrom<LineStatus>('created', 'canceled', 'posted')

describe('progressOf', () => {
  it('R-04.01: the four cases', () => {
    expect(progressOf(['created', 'canceled', 'posted'], false)).toBe('inProcess')
    expect(progressOf(['posted', 'canceled', 'canceled'], false)).toBe('posted')
    expect(progressOf(['canceled', 'canceled', 'canceled'], false)).toBe('canceled')
    expect(progressOf([], false)).toBe('inProcess')
    expect(progressOf([], true)).toBe('canceled')
  })

  it('R04-10: counts alone decide, in the order Created, Posted, Canceled', () => {
    fc.assert(
      fc.property(fc.array(status, { minLength: 1 }), fc.boolean(), (statuses, isHeaderCanceled) => {
        const count = (wanted: LineStatus) => statuses.filter((other) => other === wanted).length
        const expected = count('created') > 0 ? 'inProcess' : count('posted') > 0 ? 'posted' : 'canceled'
        expect(progressOf(statuses, isHeaderCanceled)).toBe(expected)
        expect(progressOf(statuses.toReversed(), !isHeaderCanceled)).toBe(expected)
      }),
    )
  })
})

describe('isReadyForPosting', () => {
  const line: PostableLine = {
    status: 'created',
    type: 'hour',
    actualQty: 0,
    workerId: 'kari',
    salesPrice: 1,
    isChargeable: true,
    isUnsigned: false,
  }

  it('R04-50: every Created line has quantity, worker and price, and the stage permits', () => {
    expect(isReadyForPosting([line], true)).toBe(true)
    expect(isReadyForPosting([line], false)).toBe(false)
    expect(isReadyForPosting([], true)).toBe(false)
    expect(isReadyForPosting([{ ...line, status: 'posted' }], true)).toBe(false)
    expect(isReadyForPosting([line, { ...line, actualQty: undefined }], true)).toBe(false)
    expect(isReadyForPosting([line, { ...line, status: 'canceled', actualQty: undefined }], true)).toBe(true)
    expect(isReadyForPosting([{ ...line, workerId: undefined }], true)).toBe(false)
    expect(isReadyForPosting([{ ...line, type: 'fee', workerId: undefined }], true)).toBe(true)
    expect(isReadyForPosting([{ ...line, salesPrice: undefined }], true)).toBe(false)
    expect(isReadyForPosting([{ ...line, salesPrice: undefined, isChargeable: false }], true)).toBe(true)
    expect(isReadyForPosting([{ ...line, isUnsigned: true }], true)).toBe(false)
  })
})

describe('line transitions', () => {
  it('3.2: Created is canceled or posted, Canceled is revoked, Posted is final', () => {
    const allowed = (['created', 'canceled', 'posted'] as const).map((from) =>
      (['cancel', 'revoke', 'post'] as const).filter((transition) => isTransitionAllowed(from, transition)),
    )
    expect(allowed).toEqual([['cancel', 'post'], ['revoke'], []])
  })

  it('R12-02: the technical line is the hour line of zero minutes of an import', () => {
    expect(isTechnicalLine('import', { type: 'hour', actualQty: 0 })).toBe(true)
    expect(isTechnicalLine('import', { type: 'hour', actualQty: 1 })).toBe(false)
    expect(isTechnicalLine('import', { type: 'fee', actualQty: 0 })).toBe(false)
    expect(isTechnicalLine('manual', { type: 'hour', actualQty: 0 })).toBe(false)
  })
})

describe('times', () => {
  const hour = 3_600_000

  it('04 §2.1: the next full hour on the wall clock, also where zones are off by half an hour', () => {
    expect(nextFullHour(0, 0)).toBe(hour)
    expect(nextFullHour(1, 0)).toBe(hour)
    expect(nextFullHour(0, 5.5 * hour)).toBe(0.5 * hour)
  })

  it('04 §2.2: elapsed minutes are whole and rounded down', () => {
    expect(elapsedMinutes(0, 119_999)).toBe(1)
    expect(elapsedMinutes(0, 120_000)).toBe(2)
  })
})
