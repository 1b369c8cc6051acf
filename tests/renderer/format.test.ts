import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatHours, formatMoney, formatQuantity, formatScaled, formatUnitPrice } from '@/format/number'
import { parseDecimal, parseHours } from '@/format/parse'
import {
  formatDate,
  formatInstant,
  instantOf,
  instantRange,
  localOf,
  parseDate,
  parseTime,
} from '@/format/time'

const value = (text: string, options = { scale: 3 }) => parseDecimal(text, options)
const languages = ['en', 'nb', 'fi', 'lv', 'et', 'de']
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('parseDecimal', () => {
  it.each([
    ['1.5', 1500],
    ['1,5', 1500],
    ['-2,25', -2250],
    ['\u22122,25', -2250],
    ['.5', 500],
    ['7', 7000],
    ['1.000', 1000],
    ['1.5000', 1500],
  ])('R01-13: reads %s with either decimal sign', (text, expected) => {
    expect(value(text)).toEqual({ ok: true, value: expected })
  })

  it.each(['1 234', '1.234,5', '1,234.5', '1,234,567'])(
    'R01-13: a quantity never takes a thousands sign: %s',
    (text) => {
      expect(value(text)).toEqual({ ok: false, problem: 'thousands' })
    },
  )

  it.each([
    ['1.234,50', 123450],
    ['1,234.50', 123450],
    ['1 234 567,8', 123456780],
    ['1\u00a0234,5', 123450],
    ['1.234.567', 123456700],
  ])('R01-13: an amount takes grouping that cannot be mistaken: %s', (text, expected) => {
    expect(parseDecimal(text, { scale: 2, hasThousands: true })).toEqual({ ok: true, value: expected })
  })

  it('R01-13: a single sign before three digits is no thousands sign of an amount', () => {
    expect(parseDecimal('1,234', { scale: 2, hasThousands: true })).toEqual({
      ok: false,
      problem: 'decimals',
    })
  })

  it.each(['', 'abc', '1.2.3,4', '--1', '1-', '12,3456.7', '9'.repeat(30)])('refuses %s', (text) => {
    expect(parseDecimal(text, { scale: 2, hasThousands: true }).ok).toBe(false)
  })

  it('reads back what any language writes, without grouping', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.integer({ min: 0, max: 4 }),
        fc.constantFrom(...languages),
        (number, scale, language) => {
          const text = formatScaled(number, scale, language, {
            maximumFractionDigits: scale,
            useGrouping: false,
          })
          expect(parseDecimal(text, { scale })).toEqual({ ok: true, value: number === 0 ? 0 : number })
        },
      ),
    )
  })
})

describe('parseHours', () => {
  it.each([
    ['1.5', 90],
    ['1,25', 75],
    ['1:30', 90],
    ['1h30', 90],
    ['2h', 120],
    ['90m', 90],
    ['0,1', 6],
  ])('reads %s', (text, minutes) => {
    expect(parseHours(text)).toEqual({ ok: true, value: minutes })
  })

  it.each(['1:75', 'soon', '1 000'])('refuses %s', (text) => {
    expect(parseHours(text).ok).toBe(false)
  })
})

describe('numbers as text', () => {
  it('shows an amount with the decimals of its currency', () => {
    expect(plain(formatMoney({ minor: 123456, currency: 'NOK' }, 'en'))).toBe('1,234.56 NOK')
    expect(plain(formatMoney({ minor: 1234, currency: 'JPY' }, 'de'))).toBe('1.234 JPY')
    expect(plain(formatMoney({ minor: -1234567, currency: 'KWD' }, 'de'))).toBe('-1.234,567 KWD')
  })

  it('shows a unit price with two to four decimals', () => {
    expect(formatUnitPrice(336442, 'en')).toBe('33.6442')
    expect(formatUnitPrice(850000, 'en')).toBe('85.00')
    expect(formatUnitPrice(855000, 'de')).toBe('85,50')
  })

  it('shows quantities and hours', () => {
    expect(formatQuantity(1500, 'en')).toBe('1.5')
    expect(formatQuantity(2000, 'en')).toBe('2')
    expect(formatHours(90, 'de')).toBe('1,50')
  })
})

describe('dates and instants', () => {
  it.each([
    ['t', '2026-11-21'],
    ['+3', '2026-11-24'],
    ['-1', '2026-11-20'],
    ['25.11', '2026-11-25'],
    ['25/11/2025', '2025-11-25'],
    ['25.11.25', '2025-11-25'],
    ['2511', '2026-11-25'],
    ['2025-02-28', '2025-02-28'],
  ])('reads %s', (text, date) => {
    expect(parseDate(text, 'en', '2026-11-21')).toEqual({ ok: true, value: date })
  })

  it.each(['31.2', '30.2.2026', 'x', '25', '1.2.3.4'])('refuses %s', (text) => {
    expect(parseDate(text, 'de', '2026-11-21').ok).toBe(false)
  })

  it('reads back the date that any language writes', () => {
    const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(days, fc.constantFrom(...languages), (day, language) => {
        const date = day.toISOString().slice(0, 10)
        expect(parseDate(formatDate(date, language), language, '2026-11-21')).toEqual({
          ok: true,
          value: date,
        })
      }),
    )
  })

  it('reads times of day', () => {
    expect(parseTime('930')).toEqual({ ok: true, value: '09:30' })
    expect(parseTime('9.30')).toEqual({ ok: true, value: '09:30' })
    expect(parseTime('17')).toEqual({ ok: true, value: '17:00' })
    expect(parseTime('24:00').ok).toBe(false)
  })

  it("R01-14: the zone stands behind a time that is not the office's", () => {
    const at = Date.UTC(2026, 2, 10, 12, 30)
    const home = { language: 'en', homeZone: 'Europe/Oslo' }

    expect(formatInstant(at, { ...home, zone: 'Europe/Oslo' })).toBe('10/03/2026, 13:30')
    expect(formatInstant(at, { ...home, zone: 'Europe/Berlin' })).toBe('10/03/2026, 13:30')
    expect(formatInstant(at, { ...home, zone: 'Europe/Tallinn' })).toMatch(
      /^10\/03\/2026, 14:30 (EET|GMT\+2)$/,
    )
    for (const language of ['en', 'de', 'nb', 'fi', 'lv', 'et']) {
      const far = formatInstant(Date.UTC(2026, 5, 1), { ...home, language, zone: 'Australia/Lord_Howe' })
      expect(far, language).toMatch(/10[:.]30\s\+10[:.]30$/)
    }
  })

  it('takes a local time in the spring gap forward by its length', () => {
    const at = instantOf('2026-03-29', '02:30', 'Europe/Oslo')
    expect(localOf(at, 'Europe/Oslo')).toEqual({ date: '2026-03-29', time: '03:30' })
  })

  it('covers both dates of a range with half-open instants, 23 hours on the spring change', () => {
    const { from = 0, to = 0 } = instantRange({ from: '2026-03-29', to: '2026-03-29' }, 'Europe/Oslo')
    expect(to - from).toBe(23 * 3_600_000)
  })
})
