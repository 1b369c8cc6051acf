import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseDates, groupKey } from '../../electron/modules/generation/choose.rules'
import {
  calculatedDates,
  effectivePeriod,
  lowerBound,
  periodSkip,
} from '../../electron/modules/generation/dates.rules'
import { dateOf, dayOf, rememberOpenDays } from '../../electron/modules/generation/days.rules'
import type {
  ClosedDayPolicy,
  DatePeriod,
  GroupFacts,
  Occurrence,
  Rhythm,
  Series,
  WindowSpan,
} from '../../electron/modules/generation/planning.rules'
import { allowedDays, windowNote } from '../../electron/modules/generation/window.rules'
import { oraclePlan, type OracleLine, type OraclePlan, type OracleRow } from '../support/planningOracle'
import { cpuTime } from '../support/cpuTime'

const plans = Number(process.env['AFTERCARE_PLANS'] ?? 1000)
const seed = Number(process.env['AFTERCARE_FUZZ_SEED'] ?? 1)

type Range = Rhythm['range']
const every = (range: Range, frequency = 1, monthEndRule: Rhythm['monthEndRule'] = 'clamp'): Rhythm => ({
  range,
  frequency,
  monthEndRule,
})

function series(start: string, rhythm?: Rhythm, more: Partial<Series> = {}): Series {
  return { anchor: start, startDate: start, rhythm, effective: { from: start }, ...more }
}

function datesIn(line: Series, from: string, to: string): string[] {
  return calculatedDates(line, { from, to }).map(({ date }) => date)
}

const holidays = new Set(['2028-05-01'])
const monToFri = (date: string): boolean =>
  !['Sat', 'Sun'].includes(new Date(date).toUTCString().slice(0, 3)) && !holidays.has(date)
const everyDay = (): boolean => true

interface Planned extends Occurrence {
  readonly note?: string | undefined
}

/** What a run does with its lines, but for the store. */
function plan(
  lines: readonly { line: Series; key?: string; lineNo?: number }[],
  run: DatePeriod,
  {
    isOpen = everyDay,
    policy = 'keep',
  }: { isOpen?: (date: string) => boolean; policy?: ClosedDayPolicy } = {},
) {
  const open = rememberOpenDays(isOpen)
  const occurrences = lines.flatMap(({ key = 'k', line, lineNo }, index) =>
    calculatedDates(line, run).flatMap((calculated): Planned[] => {
      const allowed = allowedDays(line, calculated, { run, isOpen: open, closedDayPolicy: policy })
      if (allowed.kind === 'skipped') return []
      const { days, note } = allowed
      return [
        { groupKey: key, lineNo: lineNo ?? index + 1, calculatedDate: calculated.date, allowed: days, note },
      ]
    }),
  )
  return chooseDates(occurrences)
}

function allowedOf(line: Series, calculatedDate: string, run: DatePeriod, isOpen = monToFri): string[] {
  const calculated = calculatedDates(line, { from: calculatedDate, to: calculatedDate })[0]!
  const rules = { run, isOpen: rememberOpenDays(isOpen), closedDayPolicy: 'keep' as const }
  const allowed = allowedDays(line, calculated, rules)
  return allowed.kind === 'allowed' ? allowed.days.map(dateOf) : []
}

function serviceDates(start: string, rhythm: Rhythm, run: DatePeriod, policy: ClosedDayPolicy): string[] {
  const orders = plan([{ line: series(start, rhythm) }], run, { isOpen: monToFri, policy })
  return orders.map(({ date }) => date)
}

describe('calculated dates', () => {
  it('R03-04: the line begins on its anchor and no date drifts (E3)', () => {
    const first = series('2026-02-01', every('day', 10))
    expect(datesIn(first, '2026-02-01', '2026-03-01')).toEqual(['2026-02-01', '2026-02-11', '2026-02-21'])
    const second = series('2026-01-15', every('day', 10))
    const dates = ['2026-01-15', '2026-01-25', '2026-02-04', '2026-02-14']
    expect(datesIn(second, '2026-01-15', '2026-02-15')).toEqual(dates)
  })

  it('R03-04: an agreement that starts later drops dates and shifts none', () => {
    const effective = effectivePeriod({ startDate: '2027-01-20' }, { startDate: '2027-01-05' })
    const line = series('2027-01-05', every('month'), { effective })

    expect(datesIn(line, '2027-01-01', '2027-03-31')).toEqual(['2027-02-05', '2027-03-05'])
  })

  it('R03-04: a renewed line keeps the anchor it inherited', () => {
    const line = series('2027-03-10', every('month', 2), { anchor: '2027-01-31' })
    expect(datesIn(line, '2027-01-01', '2027-07-31')).toEqual(['2027-03-31', '2027-05-31', '2027-07-31'])
  })

  it('R-03.04: a 31st is clamped in February and returns in March', () => {
    const line = series('2027-01-31', every('month'))
    expect(datesIn(line, '2027-02-01', '2027-03-31')).toEqual(['2027-02-28', '2027-03-31'])
  })

  it('R-03.05: with stick the last day of a month is followed by last days', () => {
    const line = series('2027-04-30', every('month', 1, 'stick'))
    expect(datesIn(line, '2027-04-01', '2027-06-30')).toEqual(['2027-04-30', '2027-05-31', '2027-06-30'])
    const clamped = series('2027-04-30', every('month'))
    expect(datesIn(clamped, '2027-04-01', '2027-06-30')).toEqual(['2027-04-30', '2027-05-30', '2027-06-30'])
  })

  it('R03-05: month ends of E5', () => {
    const monthly = series('2027-10-31', every('month'))
    expect(datesIn(monthly, '2027-10-01', '2028-04-30')).toEqual([
      ...['2027-10-31', '2027-11-30', '2027-12-31', '2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30'],
    ])
    const yearly = series('2028-02-29', every('year'))
    const years = ['2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29']
    expect(datesIn(yearly, '2028-03-01', '2032-12-31')).toEqual(years)
    const quarterly = series('2027-11-30', every('quarter'))
    const quarters = ['2028-02-29', '2028-05-30', '2028-08-30']
    expect(datesIn(quarterly, '2027-12-01', '2028-08-31')).toEqual(quarters)
  })

  it('R-03.06: nothing is dated after the agreement ends (E4)', () => {
    const effective = effectivePeriod(
      { startDate: '2012-01-01', endDate: '2012-12-31' },
      { startDate: '2012-01-01' },
    )
    const line = series('2012-01-01', every('month'), { effective })
    expect(datesIn(line, '2012-11-01', '2013-02-01')).toEqual(['2012-11-01', '2012-12-01'])

    const run = { from: '2012-10-01', to: '2012-12-31' }
    expect(periodSkip(run, { from: '2012-01-02', to: '2012-03-01' })).toBe('PERIOD_AFTER_LINE')
    expect(periodSkip(run, { from: '2013-01-01' })).toBe('PERIOD_BEFORE_LINE')
    expect(periodSkip(run, { from: '2012-04-01', to: '2012-10-01' })).toBeUndefined()
  })

  it('R03-03: terms that do not meet have no day', () => {
    const effective = effectivePeriod(
      { startDate: '2027-01-01', endDate: '2027-03-31' },
      { startDate: '2027-05-01' },
    )
    expect(periodSkip({ from: '2027-01-01', to: '2027-12-31' }, effective)).toBe('PERIOD_AFTER_LINE')
    expect(datesIn(series('2027-05-01', every('day'), { effective }), '2027-01-01', '2027-12-31')).toEqual([])
  })

  it('R-03.09: a line without interval has its start date and no other', () => {
    const line = series('2027-05-10')
    expect(datesIn(line, '2027-05-01', '2027-05-31')).toEqual(['2027-05-10'])
    expect(datesIn(line, '2027-05-01', '2027-06-30')).toEqual(['2027-05-10'])
    expect(datesIn(line, '2027-06-01', '2027-06-30')).toEqual([])
  })

  it('R03-09: Continuous reaches to the first occurrence and never makes the period shorter', () => {
    expect(lowerBound('2027-05-01', '2027-04-15')).toBe('2027-04-15')
    expect(lowerBound('2027-05-01', '2027-06-15')).toBe('2027-05-01')
    expect(lowerBound('2027-05-01', undefined)).toBe('2027-05-01')
  })

  it('R03-04: a series of a century is entered near the period', () => {
    const line = series('1900-01-01', every('day'))
    const spent = cpuTime()
    for (let n = 0; n < 1000; n += 1) datesIn(line, '9999-12-30', '9999-12-31')
    expect(spent()).toBeLessThan(500)
    const rare = series('9990-01-31', every('year', 999))
    expect(datesIn(rare, '9990-01-01', '9999-12-31')).toEqual(['9990-01-31'])
  })
})

describe('allowed days', () => {
  it('R-03.15: a month window reaches to 29 February of a leap year', () => {
    const line = series('2028-02-15', every('month'), { window: { method: 'month' } })
    const allowed = allowedOf(line, '2028-02-15', { from: '2028-02-01', to: '2028-02-29' })
    expect(allowed).toContain('2028-02-29')
    expect(allowed).not.toContain('2028-02-27')
    expect(allowed[0]).toBe('2028-02-15')
  })

  it('R03-11: a week window is the ISO week, cut to the run and to the line', () => {
    const line = series('2027-06-02', every('week', 2), { window: { method: 'week' } })
    const run = { from: '2027-06-15', to: '2027-06-30' }
    expect(allowedOf(line, '2027-06-16', run)).toEqual([
      ...['2027-06-15', '2027-06-16', '2027-06-17', '2027-06-18'],
    ])
    expect(allowedOf(line, '2027-06-02', { from: '2027-06-01', to: '2027-06-30' })[0]).toBe('2027-06-02')
  })

  it('R03-12: windows that overlap are cut half-way (E7)', () => {
    const line = series('2027-06-07', every('week'), { window: { method: 'month' } })
    const run = { from: '2027-06-01', to: '2027-06-30' }
    expect(allowedOf(line, '2027-06-14', run, everyDay)).toEqual([
      ...['2027-06-11', '2027-06-12', '2027-06-13', '2027-06-14', '2027-06-15', '2027-06-16', '2027-06-17'],
    ])
  })

  it('R-03.16: a weekly line with a month window moves three days at most and meets itself nowhere', () => {
    const run = { from: '2027-06-01', to: '2027-08-31' }
    const weekly = series('2027-06-02', every('week'), { window: { method: 'month' } })
    const other = series('2027-06-09', every('week', 2), { window: { method: 'month' } })
    const orders = plan([{ line: weekly }, { line: other }], run, { isOpen: monToFri })

    for (const { date, occurrences } of orders) {
      const lines = occurrences.map(({ lineNo }) => lineNo)
      expect(new Set(lines).size).toBe(lines.length)
      for (const { calculatedDate, lineNo } of occurrences)
        if (lineNo === 1) expect(Math.abs(dayOf(date) - dayOf(calculatedDate))).toBeLessThanOrEqual(3)
    }
  })

  it('R03-13: closed days of E6', () => {
    const may = { from: '2028-05-01', to: '2028-05-14' }
    const weekly = every('week')
    const dates = (policy: ClosedDayPolicy): string[] => serviceDates('2028-04-03', weekly, may, policy)
    expect(dates('keep')).toEqual(['2028-05-01', '2028-05-08'])
    expect(dates('nextOpen')).toEqual(['2028-05-02', '2028-05-08'])
    expect(dates('previousOpen')).toEqual(['2028-04-28', '2028-05-08'])
    expect(dates('skip')).toEqual(['2028-05-08'])

    const january = { from: '2027-01-01', to: '2027-01-31' }
    const monthly = every('month')
    expect(serviceDates('2026-12-31', monthly, january, 'nextOpen')).toEqual(['2027-02-01'])
    expect(serviceDates('2026-12-31', monthly, january, 'nextOpenSameMonth')).toEqual(['2027-01-29'])
    const february = { from: '2027-02-01', to: '2027-02-28' }
    expect(serviceDates('2026-12-31', monthly, february, 'nextOpen')).toEqual(['2027-03-01'])
  })

  it('R03-13: a shift stays in the effective period; without an open day the date stays', () => {
    const line = (effective: DatePeriod): Series => series('2027-01-31', every('month'), { effective })
    const rules = (isOpen: (date: string) => boolean, closedDayPolicy: ClosedDayPolicy) => ({
      run: { from: '2027-01-01', to: '2027-01-31' },
      isOpen: rememberOpenDays(isOpen),
      closedDayPolicy,
    })
    const calculated = { date: '2027-01-31' }
    const toEnd = line({ from: '2027-01-01', to: '2027-01-31' })
    expect(allowedDays(toEnd, calculated, rules(monToFri, 'nextOpen'))).toEqual({
      kind: 'allowed',
      days: [dayOf('2027-01-29')],
      note: 'MOVED_FROM_CLOSED_DAY',
    })
    const closed = allowedDays(
      line({ from: '2027-01-01' }),
      calculated,
      rules(() => false, 'previousOpen'),
    )
    expect(closed).toEqual({ kind: 'allowed', days: [dayOf('2027-01-31')], note: 'CALENDAR_CONFLICT' })
  })

  it('R03-14: a window without an open day keeps the calculated date, whatever the policy says', () => {
    const line = series('2027-06-05', every('month'), {
      window: { method: 'manual', daysBefore: 0, daysAfter: 1 },
    })
    const rules = {
      run: { from: '2027-06-01', to: '2027-06-30' },
      isOpen: rememberOpenDays(monToFri),
      closedDayPolicy: 'skip' as const,
    }
    expect(allowedDays(line, { date: '2027-06-05' }, rules)).toEqual({
      kind: 'allowed',
      days: [dayOf('2027-06-05')],
      note: 'CALENDAR_CONFLICT',
    })
  })
})

describe('the fewest orders', () => {
  const april = { from: '2007-04-01', to: '2007-04-30' }
  const facts = (more: Partial<GroupFacts>): GroupFacts => ({
    combine: 'agreement',
    agreementId: 'a',
    customerId: 'c',
    currency: 'NOK',
    siteId: 's',
    lineId: '1',
    calculatedDate: '2027-01-01',
    ...more,
  })

  it.each([
    ['object', 10],
    ['agreement', 5],
    ['task', 5],
    ['employee', 5],
    ['none', 13],
  ] as const)('R-03.01: the documented example by %s makes %i orders of 13 lines', (combine, count) => {
    const lines = [
      { line: series('2007-04-01', every('week')), objectId: 'X-1' },
      { line: series('2007-04-01', every('week', 2)), objectId: 'X-2' },
      { line: series('2007-04-01', every('week')), objectId: 'X-2' },
    ]
    const occurrences = lines.flatMap(({ line, objectId }, index) =>
      calculatedDates(line, april).map(({ date }) => ({
        groupKey: groupKey(facts({ combine, objectId, lineId: String(index), calculatedDate: date })),
        lineNo: index + 1,
        calculatedDate: date,
        allowed: [dayOf(date)],
      })),
    )
    const orders = chooseDates(occurrences)

    expect(orders).toHaveLength(count)
    expect(orders.flatMap(({ occurrences: held }) => held)).toHaveLength(13)
    const sizes = orders.map(({ occurrences: held }) => held.length)
    if (combine === 'agreement') expect(sizes).toEqual([3, 2, 3, 2, 3])
  })

  it('R-03.03: month windows bring six visits together to two (E2)', () => {
    const run = { from: '2027-03-01', to: '2027-04-30' }
    const lines = (window?: WindowSpan) =>
      ['2027-01-05', '2027-01-12', '2027-01-22'].map((start) => ({
        line: series(start, every('month'), { window }),
      }))
    const dates = (window?: WindowSpan): string[] =>
      plan(lines(window), run, { isOpen: monToFri }).map(({ date }) => date)

    expect(dates()).toEqual([
      ...['2027-03-05', '2027-03-12', '2027-03-22', '2027-04-05', '2027-04-12', '2027-04-22'],
    ])
    expect(dates({ method: 'month' })).toEqual(['2027-03-12', '2027-04-12'])
  })

  it('R03-16: an occurrence joins the forced date it allows (E8)', () => {
    const run = { from: '2027-03-01', to: '2027-03-31' }
    const window: WindowSpan = { method: 'manual', daysBefore: 5, daysAfter: 5 }
    const orders = plan(
      [
        { line: series('2027-03-10') },
        { line: series('2027-03-14', undefined, { effective: { from: '2027-03-01' }, window }) },
      ],
      run,
      { isOpen: monToFri },
    )

    expect(orders.map(({ date, occurrences }) => [date, occurrences.length])).toEqual([['2027-03-10', 2]])
    expect(windowNote(window, '2027-03-14', '2027-03-10')).toBe('MOVED_BY_WINDOW')
    expect(windowNote(undefined, '2027-03-14', '2027-03-10')).toBeUndefined()
  })

  it('R03-16: of two forced dates equally near the earlier is joined', () => {
    const one = (lineNo: number, calculatedDate: string, dates: string[]): Occurrence => ({
      ...{ groupKey: 'k', lineNo, calculatedDate },
      allowed: dates.map(dayOf),
    })
    const orders = chooseDates([
      one(1, '2027-03-08', ['2027-03-08']),
      one(2, '2027-03-12', ['2027-03-12']),
      one(3, '2027-03-10', ['2027-03-08', '2027-03-09', '2027-03-10', '2027-03-11', '2027-03-12']),
    ])
    expect(orders.map(({ date, occurrences }) => [date, occurrences.map(({ lineNo }) => lineNo)])).toEqual([
      ['2027-03-08', [1, 3]],
      ['2027-03-12', [2]],
    ])
  })

  it('R03-17: an open order is a forced date that lines join', () => {
    const allowed = ['2027-03-09', '2027-03-10', '2027-03-11'].map(dayOf)
    const joinable = [{ groupKey: 'k', date: '2027-03-11', orderId: 'held' }]
    const one = { groupKey: 'k', lineNo: 1, calculatedDate: '2027-03-09', allowed }
    expect(chooseDates([one], joinable)).toEqual([
      { groupKey: 'k', date: '2027-03-11', orderId: 'held', occurrences: [one] },
    ])
    expect(chooseDates([{ ...one, groupKey: 'l' }], joinable)[0]).toMatchObject({ date: '2027-03-09' })
  })

  it('R03-15: agreement, site and the combine key separate; by customer agreements meet', () => {
    expect(groupKey(facts({ siteId: 't' }))).not.toBe(groupKey(facts({})))
    expect(groupKey(facts({ agreementId: 'b' }))).not.toBe(groupKey(facts({})))
    expect(groupKey(facts({ taskId: 't' }))).toBe(groupKey(facts({})))
    const customer = facts({ combine: 'customer' })
    expect(groupKey({ ...customer, agreementId: 'b' })).toBe(groupKey(customer))
    expect(groupKey({ ...customer, currency: 'SEK' })).not.toBe(groupKey(customer))
    expect(groupKey({ ...customer, billingAccountId: 'p' })).not.toBe(groupKey(customer))
  })
})

const anyDate = (from: string, to: string) => fc.integer({ min: dayOf(from), max: dayOf(to) }).map(dateOf)
/** Month ends and leap days come up more often than chance would bring them. */
const anyStart = fc.oneof(
  anyDate('2018-01-01', '2030-12-31'),
  fc.constantFrom(
    '2020-02-29',
    '2024-02-29',
    '2023-02-28',
    '2023-01-31',
    '2022-04-30',
    '2019-12-31',
    '2024-01-30',
  ),
)
const anyRhythm: fc.Arbitrary<Rhythm> = fc.record({
  range: fc.constantFrom<Range[]>('day', 'week', 'month', 'quarter', 'year'),
  frequency: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 30 })),
  monthEndRule: fc.constantFrom('clamp', 'stick'),
})
const anyWindow: fc.Arbitrary<WindowSpan> = fc.oneof(
  fc.constantFrom<WindowSpan[]>({ method: 'week' }, { method: 'month' }),
  fc.record({
    method: fc.constant('manual' as const),
    daysBefore: fc.integer({ min: 0, max: 20 }),
    daysAfter: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 183 })),
  }),
)
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })
const anyLine = fc
  .record({
    start: anyStart,
    earlier: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 400 })),
    lasts: maybe(fc.integer({ min: 0, max: 1500 })),
    rhythm: fc.option(anyRhythm, { nil: undefined, freq: 10 }),
    window: fc.option(anyWindow, { nil: undefined, freq: 2 }),
    key: fc.constantFrom('a', 'b'),
  })
  .map(({ earlier, key, lasts, rhythm, start, window }): Omit<OracleLine, 'lineNo' | 'separate'> => ({
    ...{ key, rhythm, window, startDate: start },
    anchor: rhythm ? dateOf(dayOf(start) - earlier) : start,
    endDate: lasts === undefined ? undefined : dateOf(dayOf(start) + lasts),
  }))
const anyPlan = fc
  .record({
    agreementStart: anyDate('2017-01-01', '2026-12-31'),
    agreementLasts: maybe(fc.integer({ min: 0, max: 3000 })),
    terminated: fc.option(fc.integer({ min: 0, max: 3000 }), { nil: undefined, freq: 4 }),
    lines: fc.array(anyLine, { minLength: 1, maxLength: 6 }),
    separate: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
    from: anyDate('2019-01-01', '2030-12-31'),
    days: fc.oneof(fc.integer({ min: 0, max: 62 }), fc.integer({ min: 0, max: 400 })),
    policy: fc.constantFrom<ClosedDayPolicy[]>(
      'keep',
      'nextOpen',
      'previousOpen',
      'nextOpenSameMonth',
      'skip',
    ),
    weekdays: fc.integer({ min: 0, max: 127 }),
    closed: fc.array(fc.tuple(fc.integer({ min: -40, max: 440 }), fc.integer({ min: 1, max: 40 })), {
      maxLength: 3,
    }),
    joinable: fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 62 })), {
      maxLength: 2,
    }),
  })
  .map((one): OraclePlan => {
    const { agreementLasts, agreementStart, closed, days, from, lines, terminated, weekdays } = one
    const after = (count: number | undefined): string | undefined =>
      count === undefined ? undefined : dateOf(dayOf(agreementStart) + count)
    const shut = new Set(
      closed.flatMap(([offset, length]) =>
        Array.from({ length }, (_, index) => dateOf(dayOf(from) + offset + index)),
      ),
    )
    return {
      agreement: {
        startDate: agreementStart,
        endDate: after(agreementLasts),
        terminationDate: after(terminated),
      },
      lines: lines.map((line, index) => ({ ...line, lineNo: index + 1, separate: one.separate })),
      from,
      to: dateOf(dayOf(from) + days),
      policy: one.policy,
      isOpen: (date) => ((weekdays >> new Date(date).getUTCDay()) & 1) === 1 && !shut.has(date),
      joinable: one.joinable.map(([key, offset]) => ({ key, date: dateOf(dayOf(from) + offset) })),
    }
  })

/** The same plan by the product's rules. */
function productPlan({ agreement, from, isOpen, joinable, lines, policy, to }: OraclePlan): OracleRow[] {
  const run = { from, to }
  const rules = { run, isOpen: rememberOpenDays(isOpen), closedDayPolicy: policy }
  const rows: OracleRow[] = []
  const waiting: (Occurrence & { line: OracleLine; note?: string | undefined })[] = []
  for (const line of lines) {
    const own = { ...line, effective: effectivePeriod(agreement, line) }
    const dates = calculatedDates(own, run)
    expect(dates.length === 0 || periodSkip(run, own.effective) === undefined).toBe(true)
    for (const calculated of dates) {
      const allowed = allowedDays(own, calculated, rules)
      const { lineNo } = line
      const calculatedDate = calculated.date
      if (allowed.kind === 'skipped')
        rows.push({ lineNo, calculatedDate, serviceDate: '', note: allowed.reason })
      else {
        const key = line.separate ? `${lineNo} ${calculatedDate}` : line.key
        const { days, note } = allowed
        waiting.push({ groupKey: key, lineNo, calculatedDate, allowed: days, line, note })
      }
    }
  }
  const orders = chooseDates(
    waiting,
    joinable.map(({ date, key }) => ({ groupKey: key, date, orderId: `${key} ${date}` })),
  )
  for (const { date, occurrences } of orders)
    for (const { calculatedDate, line, lineNo, note } of occurrences)
      rows.push({
        ...{ lineNo, calculatedDate, serviceDate: date },
        note: windowNote(line.window, calculatedDate, date) ?? note ?? '',
      })
  return rows.sort((a, b) => a.lineNo - b.lineNo || (a.calculatedDate < b.calculatedDate ? -1 : 1))
}

describe('planning as a whole', () => {
  it(
    `R03-04…R03-16: ${String(plans)} random agreements get the dates that the text gives them`,
    { timeout: 60_000 + plans * 60 },
    () => {
      let rows = 0
      fc.assert(
        fc.property(anyPlan, (one) => {
          const wanted = oraclePlan(one)
          rows += wanted.length
          expect(productPlan(one)).toEqual(wanted)
        }),
        { numRuns: plans, seed },
      )
      expect(rows).toBeGreaterThan(plans)
    },
  )

  it('R03-16: the order of the lines decides nothing', () => {
    fc.assert(
      fc.property(anyPlan, (one) => {
        expect(productPlan({ ...one, lines: one.lines.toReversed() })).toEqual(productPlan(one))
      }),
      { numRuns: Math.min(plans, 300), seed },
    )
  })

  it('R-03.32: a hundred thousand occurrences are planned within a second or so', () => {
    const lines = Array.from({ length: 8400 }, (_, index) => ({
      line: series(dateOf(dayOf('2027-01-01') + (index % 28)), every('month'), {
        ...(index % 2 === 0 && { window: { method: 'month' as const } }),
      }),
      key: String(Math.floor(index / 5)),
      lineNo: index % 5,
    }))
    const spent = cpuTime()
    const orders = plan(lines, { from: '2027-01-01', to: '2027-12-31' }, { isOpen: monToFri })

    expect(orders.reduce((sum, { occurrences }) => sum + occurrences.length, 0)).toBe(100_800)
    expect(spent()).toBeLessThan(5_000)
  })

  it('R-03.32: one group of fifty thousand is planned as fast', () => {
    const lines = Array.from({ length: 4200 }, (_, index) => ({
      line: series(dateOf(dayOf('2027-01-01') + (index % 28)), every('month'), {
        window: { method: 'month' },
      }),
      lineNo: index,
    }))
    const spent = cpuTime()
    const orders = plan(lines, { from: '2027-01-01', to: '2027-12-31' }, { isOpen: monToFri })

    expect(orders.length).toBeLessThan(60)
    expect(spent()).toBeLessThan(5_000)
  })
})
