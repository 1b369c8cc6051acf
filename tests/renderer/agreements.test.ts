import { describe, expect, it } from 'vitest'
import { refusalText } from '@/composables/refusal'
import { figuresOf } from '@/modules/serviceAgreements/forecast'
import { groupingsOf, groupLines } from '@/modules/serviceAgreements/lineGroups'
import {
  datesFrom,
  daysBefore,
  mergedDates,
  nextTermEnd,
  termOf,
  yearOf,
} from '@/modules/serviceAgreements/nextDates'
import { treeOf } from '@/modules/serviceAgreements/templateTree'

type Agreement = Parameters<typeof groupLines>[0]
type Line = Agreement['lines'][number]
const line = (fields: Partial<Line>) => ({ nextDates: [], quantity: 0, ...fields }) as unknown as Line

describe('next dates of an agreement', () => {
  it('R03-03: a line has dates within its own term and the agreement’s, to its termination', () => {
    const agreement = { startDate: '2027-01-01', endDate: '2027-12-31', terminationDate: '2027-05-31' }

    expect(termOf(agreement, { startDate: '2026-11-01' })).toEqual({ from: '2027-01-01', to: '2027-05-31' })
    expect(termOf(agreement, { startDate: '2027-02-01', endDate: '2027-03-01' })).toEqual({
      from: '2027-02-01',
      to: '2027-03-01',
    })
  })

  it('ux §4.3: the first dates from today on, none outside the term', () => {
    const weekly = ['2027-01-04', '2027-01-11', '2027-01-18', '2027-01-25']

    expect(datesFrom(weekly, { from: '2027-01-01', to: '2027-01-20' }, '2027-01-05', 3)).toEqual([
      '2027-01-11',
      '2027-01-18',
    ])
  })

  it('ux §4.3: the dates of all lines stand on one line of time, each day once', () => {
    const lines = [['2027-01-04', '2027-01-18'], ['2027-01-04', '2027-01-11']] // prettier-ignore

    expect(mergedDates(lines, 3)).toEqual(['2027-01-04', '2027-01-11', '2027-01-18'])
  })

  it('R02-22: terms end on their anchored days', () => {
    expect(nextTermEnd('2024-02-29', 12, '2024-02-29')).toBe('2025-02-27')
    expect(nextTermEnd('2024-02-29', 12, '2027-02-27')).toBe('2028-02-28')
    expect(nextTermEnd('2027-08-31', 6, '2028-02-28')).toBe('2028-08-30')
    expect(nextTermEnd('2027-01-01', 0, '2027-12-31')).toBeUndefined()
  })

  it('R02-28: alerts are due on the days before the end', () => {
    expect([90, 30, 7].map((days) => daysBefore('2027-06-30', days))).toEqual([
      '2027-04-01',
      '2027-05-31',
      '2027-06-23',
    ])
  })

  it('R02-19: the year of an agreement begins on its anniversary and ends with it', () => {
    const open = { startDate: '2025-03-15', endsOn: undefined }

    expect(yearOf(open, '2026-11-21')).toEqual({ from: '2026-03-15', to: '2027-03-14' })
    expect(yearOf(open, '2027-03-14')).toEqual({ from: '2026-03-15', to: '2027-03-14' })
    expect(yearOf(open, '2024-01-01')).toEqual({ from: '2025-03-15', to: '2026-03-14' })
    expect(yearOf({ ...open, endsOn: '2026-08-31' }, '2027-02-01').to).toBe('2026-08-31')
  })
})

describe('figures of a year', () => {
  const hour = line({
    id: 'h',
    type: 'hour',
    quantity: 90,
    costAmount: { minor: 60_000, currency: 'NOK' },
  } as object)
  const fee = line({
    id: 'f',
    type: 'fee',
    quantity: 1000,
    costAmount: { minor: 0, currency: 'NOK' },
  } as object)
  const forecast = (dates: object[], isCut = false) =>
    ({
      from: '2027-01-01',
      to: '2027-12-31',
      amount: { minor: 500_000, currency: 'NOK' },
      dates,
      isCut,
    }) as never

  it('R02-19: counts a visit a date, with the hours and the cost of its line', () => {
    const { cost, minutes, visits } = figuresOf(
      forecast([{ lineId: 'h' }, { lineId: 'h' }, { lineId: 'f' }]),
      { lines: [hour, fee] },
    )

    expect({ visits, minutes, cost }).toEqual({
      visits: 3,
      minutes: 180,
      cost: { minor: 120_000, currency: 'NOK' },
    })
  })

  it('R-02.32: without the right to read costs there is no cost', () => {
    const { cost } = figuresOf(forecast([{ lineId: 'h' }]), {
      lines: [line({ ...hour, costAmount: undefined })],
    })

    expect(cost).toBeUndefined()
  })

  it('R02-19: dates that are cut give no sums that would be too small', () => {
    const { cost, minutes } = figuresOf(forecast([{ lineId: 'h' }], true), { lines: [hour] })

    expect([cost, minutes]).toEqual([undefined, undefined])
  })
})

describe('lines in groups', () => {
  const lines = [
    line({ id: 'a', objectNumber: 'X-10', intervalCode: '1W' } as object),
    line({ id: 'b' } as object),
    line({ id: 'c', objectNumber: 'X-2' } as object),
  ]

  it('ux §4.3: groups stand by their names, lines without one come last', () => {
    const groups = groupLines({ lines }, 'object').map(({ title, lines: own }) => [title, own.length])

    expect(groups).toEqual([['X-2', 1], ['X-10', 1], [undefined, 1]]) // prettier-ignore
  })

  it('ux §4.3: grouping is offered by what lines name', () => {
    expect(groupingsOf({ lines })).toEqual(['none', 'object', 'interval'])
  })
})

describe('tree of templates', () => {
  const groups = [
    { id: 'lifts', code: 'L', description: 'Lifts' },
    { id: 'cars', code: 'C', description: 'Cars', parentId: 'lifts' },
    { id: 'empty', code: 'E', description: 'Doors' },
  ]
  const templates = [
    { id: 't1', number: 'AG-1', description: 'Yearly', templateGroupId: 'cars', lineCount: 3 },
    { id: 't2', number: 'AG-2', description: 'Weekly', templateGroupId: 'gone', lineCount: 1 },
  ]
  const nodes = treeOf(groups as never, templates as never)

  it('02 §2.3: templates stand in their groups; one whose group is out of use stands at the top', () => {
    expect(nodes.map(({ depth, id }) => `${String(depth)} ${id}`)).toEqual([
      '1 empty',
      '1 lifts',
      '2 cars',
      '3 t1',
      '1 t2',
    ])
    expect(nodes.find(({ id }) => id === 'lifts')?.count).toBe(1)
  })
})

describe('refusals', () => {
  it('R-02.33: orders that are in the way are called by their numbers', () => {
    const orders = ['OSL-SO-000001', 'OSL-SO-000002'].map((number) => ({ id: number, number }))

    expect(refusalText('ORDERS_OUTSIDE_PERIOD', { orders })).toContain('OSL-SO-000001, OSL-SO-000002')
  })
})
