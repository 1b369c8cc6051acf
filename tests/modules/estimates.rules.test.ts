import { describe, expect, it } from 'vitest'
import { actualOf, isReplacementAdvised, statusOn } from '../../electron/modules/repair/estimates.rules'
import { estimateAmount, limitOf } from '../../electron/shared/contract/estimateAmount'

const hour = { kind: 'hour', quantity: 90, unitPrice: 9_500_000, discount: 0 } as const
const item = { kind: 'item', quantity: 2000, unitPrice: 3_499_000, discount: 1000 } as const

describe('estimates', () => {
  it('R08-19: example 8: 1 425.00 and 629.82 are 2 054.82; with 10 % the limit is 2 260.30', () => {
    const amounts = [hour, item].map((line) => estimateAmount(line, 'NOK'))
    expect(amounts).toEqual([142_500, 62_982])
    expect(limitOf({ total: 205_482, tolerance: 1000 })).toBe(226_030)
  })

  it('08 §2.4: each line is rounded by itself, half away from zero; a currency without decimals too', () => {
    const cent = { kind: 'fee', quantity: 500, unitPrice: 100, discount: 0 } as const
    expect(estimateAmount(cent, 'NOK')).toBe(1)
    expect(estimateAmount({ ...item, quantity: 1500 }, 'JPY')).toBe(472)
    expect(estimateAmount({ ...cent, discount: 10_000 }, 'NOK')).toBe(0)
  })

  it('R08-19: a limit of half a unit is rounded up', () => {
    expect(limitOf({ total: 5, tolerance: 1000 })).toBe(6)
    expect(limitOf({ total: 0, tolerance: 1000 })).toBe(0)
  })

  it('R08-18: what was sent runs out after its last day; a draft and an approved version do not', () => {
    const validUntil = '2026-04-30'
    expect(statusOn({ status: 'sent', validUntil }, '2026-04-30')).toBe('sent')
    expect(statusOn({ status: 'sent', validUntil }, '2026-05-01')).toBe('expired')
    expect(statusOn({ status: 'approved', validUntil }, '2026-05-01')).toBe('approved')
    expect(statusOn({ status: 'draft', validUntil }, '2026-05-01')).toBe('draft')
  })

  it('R08-20: replacement is advised from the share on; without a price never', () => {
    expect(isReplacementAdvised(6000, 10_000, 6000)).toBe(true)
    expect(isReplacementAdvised(5999, 10_000, 6000)).toBe(false)
    expect(isReplacementAdvised(5999, undefined, 6000)).toBe(false)
    expect(isReplacementAdvised(5999, 0, 6000)).toBe(false)
  })

  it('R08-19: what is registered on the lines of a repair counts, posted or not; what is canceled does not', () => {
    const line = { id: 'a', status: 'created', repairLineId: 'r', actualQty: 1000, salesAmount: 100 } as const
    const lines = [
      line,
      { ...line, status: 'posted' as const },
      { ...line, status: 'canceled' as const },
      { ...line, actualQty: undefined },
      { ...line, repairLineId: 'other' },
      { ...line, status: 'created' as const, salesAmount: -30 },
    ]
    expect(actualOf(lines, 'r')).toBe(170)
  })
})
