import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  costAmount,
  deviation,
  lineAmount,
  modelPrice,
  salesAmount,
  type AmountOf,
} from '../../electron/modules/agreements/index'
import { decimalsOf } from '../../electron/shared/contract/money'

const whole = { percent: 10_000, discount: 0 }
const amount = (line: Partial<AmountOf>): number =>
  lineAmount({ type: 'item', quantity: 1000, unitPrice: 0, currency: 'NOK', ...whole, ...line })

const chargeable = { chargeable: true, costPercent: 10_000, salesPercent: 10_000 }
const goodwill = { ...chargeable, salesPercent: 5_000 }
const warranty = { chargeable: false, costPercent: 10_000, salesPercent: 0 }

const anyLine = fc.record({
  type: fc.constantFrom('hour', 'expense', 'item', 'fee'),
  quantity: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
  unitPrice: fc.integer({ min: 0, max: 1_000_000_000 }),
  percent: fc.integer({ min: 0, max: 10_000 }),
  discount: fc.integer({ min: 0, max: 10_000 }),
  currency: fc.constantFrom('NOK', 'JPY', 'KWD'),
})

describe('lineAmount', () => {
  it('R-04.05: the lines of X1 give their amounts and the total', () => {
    const amounts = [
      amount({ type: 'hour', quantity: 150, unitPrice: 11_950_000 }),
      amount({ quantity: 3000, unitPrice: 333_300, discount: 1250 }),
      amount({ quantity: 500, unitPrice: 120_300 }),
      amount({ quantity: 3000, unitPrice: 336_442 }),
      amount({ type: 'hour', quantity: 20, unitPrice: 11_950_000 }),
      amount({ type: 'fee', quantity: 1000, unitPrice: 0 }),
    ]

    expect(amounts).toEqual([298_750, 8_749, 602, 10_093, 39_833, 0])
    expect(amounts.reduce((sum, minor) => sum + minor, 0)).toBe(358_027)
  })

  it('R04-33: a reversal is the negative of what it reverses (X2)', () => {
    expect(amount({ quantity: -500, unitPrice: 120_300 })).toBe(-602)
  })

  it('R04-33: rounds to the minor unit of the currency (X9)', () => {
    expect(amount({ type: 'hour', quantity: 90, unitPrice: 49_990_000, currency: 'JPY' })).toBe(7_499)
    expect(amount({ quantity: 250, unitPrice: 100_010, currency: 'KWD' })).toBe(2_500)
  })

  it('R-02.14: the amounts of E1 hold to the minor unit', () => {
    expect(amount({ type: 'hour', quantity: 90, unitPrice: 8_500_000 })).toBe(127_500)
    expect(amount({ type: 'hour', quantity: 20, unitPrice: 8_500_000 })).toBe(28_333)
    expect(amount({ type: 'hour', quantity: 50, unitPrice: 9_999_500 })).toBe(83_329)
    expect(amount({ quantity: 3000, unitPrice: 336_442, discount: 1250, currency: 'USD' })).toBe(8_832)
    expect(amount({ quantity: 3000, unitPrice: 12_505_000, currency: 'JPY' })).toBe(3_752)
    const fee = { type: 'fee', quantity: 1000, unitPrice: 100_100, discount: 0, currency: 'NOK' } as const
    expect(salesAmount(fee, goodwill)).toBe(501)
    const covered = { type: 'hour', quantity: 90, currency: 'NOK' } as const
    expect(costAmount({ ...covered, unitCost: 4_100_000 }, warranty)).toBe(61_500)
    expect(salesAmount({ ...covered, unitPrice: 8_500_000, discount: 0 }, warranty)).toBe(0)
    expect(amount({ quantity: 0, unitPrice: 8_500_000 })).toBe(0)
  })

  it('R04-33: no price gives 0, and the cost knows no discount', () => {
    const line = { type: 'item', quantity: 3000, discount: 10_000, currency: 'NOK' } as const

    expect(salesAmount(line, chargeable)).toBe(0)
    expect(costAmount({ ...line, unitCost: 10_000 }, chargeable)).toBe(300)
  })

  it('R04-33: is the nearest minor unit, halves away from zero, for any line', () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        const { currency, discount, percent, quantity, type, unitPrice } = line
        const perUnit = type === 'hour' ? 60n : 1000n
        const exact =
          BigInt(quantity) *
          BigInt(unitPrice) *
          BigInt(percent) *
          BigInt(10_000 - discount) *
          10n ** BigInt(decimalsOf(currency))
        const unit = perUnit * 10n ** 12n

        const off = BigInt(lineAmount(line)) * unit - exact

        const twice = off < 0n ? -off * 2n : off * 2n
        const isAway = exact === 0n || off === 0n || off < 0n === exact < 0n
        expect(twice < unit || (twice === unit && isAway)).toBe(true)
      }),
    )
  })

  it('R04-71: the parts of a split line differ from the whole by at most one minor unit', () => {
    fc.assert(
      fc.property(anyLine, fc.double({ min: 0, max: 1, noNaN: true }), (line, share) => {
        const part = Math.round(line.quantity * share)
        const parts =
          lineAmount({ ...line, quantity: part }) + lineAmount({ ...line, quantity: line.quantity - part })
        expect(Math.abs(parts - lineAmount(line))).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('R04-33: a line and its reversal sum to 0', () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        expect(lineAmount(line) + lineAmount({ ...line, quantity: -line.quantity })).toBe(0)
      }),
    )
  })
})

describe('modelPrice', () => {
  it('R-04.07: the models of X4 give their prices, a contribution of 100 % is out of range', () => {
    expect(modelPrice('contribution', 1000, 500_000)).toEqual({ kind: 'price', unitPrice: 555_556 })
    expect(modelPrice('chargePercent', 500, 200_000)).toEqual({ kind: 'price', unitPrice: 210_000 })
    expect(modelPrice('chargeAmount', 100_000, 900_000)).toEqual({ kind: 'price', unitPrice: 1_000_000 })
    expect(modelPrice('contribution', 10_000, 500_000)).toEqual({ kind: 'contributionRange' })
  })

  it('R04-32: 100 units at a contribution of 10 % are 5,555.56 (02 E2)', () => {
    const price = modelPrice('contribution', 1000, 500_000)

    expect(price).toEqual({ kind: 'price', unitPrice: 555_556 })
    expect(amount({ quantity: 1000, unitPrice: 555_556 })).toBe(5_556)
    expect(amount({ quantity: 100_000, unitPrice: 555_556 })).toBe(555_556)
  })

  it('R04-32: fixed needs no cost, the others give nothing without one', () => {
    expect(modelPrice('fixed', 0, undefined)).toEqual({ kind: 'price', unitPrice: 0 })
    expect(modelPrice('chargeAmount', 1, undefined)).toEqual({ kind: 'missing' })
  })

  it('R04-32: the contribution is what is left of the price after the cost', () => {
    const cost = fc.integer({ min: 1, max: 100_000_000 })
    fc.assert(
      fc.property(cost, fc.integer({ min: 0, max: 9_900 }), (unitCost, share) => {
        const price = modelPrice('contribution', share, unitCost)
        if (price.kind !== 'price') throw new Error(price.kind)
        // Rounded to one ten-thousandth, so cost ÷ price is the rest within half of one.
        expect(Math.abs(price.unitPrice * (10_000 - share) - unitCost * 10_000)).toBeLessThanOrEqual(
          (10_000 - share) / 2,
        )
      }),
    )
  })
})

describe('deviation', () => {
  it('R04-35: actual less estimate, with one decimal of percent, and none of an estimate of 0', () => {
    expect(deviation(3000, 2000)).toEqual({ difference: -1000, percent: -3330 })
    expect(deviation(120, 150)).toEqual({ difference: 30, percent: 2500 })
    expect(deviation(0, 150)).toEqual({ difference: 150 })
  })
})
