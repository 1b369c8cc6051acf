import { describe, expect, it } from 'vitest'
import { figuresOf, meanOf, nearestRank, rateOf } from '../../electron/modules/sla/compliance.rules'

const times = (count: number, value: number) => Array.from({ length: count }, () => value)

describe('the rate of compliance', () => {
  it('R-06.24: 17 met and 2 breached give 89.47 %, one more breached 85.00 %', () => {
    expect(rateOf(17, 2)).toBe(8947)
    expect(rateOf(17, 3)).toBe(8500)
  })

  it('R-06.24: without measured orders there is no rate, no mean and no rank', () => {
    expect(figuresOf({ met: 0, breached: 0, values: [] })).toEqual({ measured: 0, met: 0, breached: 0 })
  })

  it('R06-46: a half of a hundredth is rounded away from zero', () => {
    // 1 of 800 is 0.125 %.
    expect(rateOf(1, 799)).toBe(13)
    expect(rateOf(799, 1)).toBe(9988)
  })
})

describe('the figures of compliance', () => {
  const tenths = [50, 60, 70, 80, 90, 100, 110, 120, 130, 140].map((percent) => percent * 100)

  it('R-06.26: of 50 … 140 % the 90th percentile is 130 % and the median 90 %, whatever their order', () => {
    const { measured, median, p90 } = figuresOf({ met: 6, breached: 4, values: tenths.toReversed() })
    expect({ measured, median, p90 }).toEqual({ measured: 10, median: 9000, p90: 13_000 })
  })

  it('R06-46: one order is its own median and percentile', () => {
    expect(figuresOf({ met: 1, breached: 0, values: [7917] })).toEqual({
      ...{ measured: 1, met: 1, breached: 0, rate: 10_000 },
      ...{ mean: 7917, median: 7917, p90: 7917 },
    })
  })

  it('R06-46: the mean of the orders’ values is rounded half away', () => {
    expect(meanOf([10_000, 10_001])).toBe(10_001)
    expect(meanOf(times(3, 9583))).toBe(9583)
    expect(meanOf([])).toBeUndefined()
  })

  it('R06-46: a rank that is whole takes that value, one between the next', () => {
    expect(nearestRank(Int32Array.of(1, 2, 3, 4), 50)).toBe(2)
    expect(nearestRank(Int32Array.of(1, 2, 3, 4, 5), 50)).toBe(3)
    expect(nearestRank(Int32Array.of(1, 2, 3, 4, 5), 90)).toBe(5)
  })
})
