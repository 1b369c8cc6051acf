import { effectScope } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TraceRow } from '../../electron/shared/contract/sla'
import { useTicking } from '../../src/composables/useTicking'
import { elapsedAt, knownUntil, spanText, stateAt } from '../../src/modules/sla/sla.state'
import { durationText, rowText, spanOfRow } from '../../src/modules/sla/trace.text'

const hour = 3_600_000
/** E1 of area 06: Friday 2026-03-06 14:00 in Oslo. */
const friday = Date.UTC(2026, 2, 6, 13)
const monday = Date.UTC(2026, 2, 9, 7)

describe('the state of a clock in a list', () => {
  const mark = {
    ...({ status: 'running', outcome: 'open' } as const),
    ...{ warnsAt: monday + 4 * hour, latestCompletion: monday + 6 * hour },
  }

  it('R06-52: green before the first step, amber from it on, red behind the deadline, without asking anybody', () => {
    expect(stateAt(mark, friday)).toBe('onTrack')
    expect(stateAt(mark, mark.warnsAt)).toBe('risk')
    expect(stateAt(mark, mark.latestCompletion)).toBe('risk')
    expect(stateAt(mark, mark.latestCompletion + 1)).toBe('breached')
  })

  it('R06-52: a stopped clock is grey, and red when its deadline had passed', () => {
    expect(stateAt({ status: 'stopped', outcome: 'open' }, monday)).toBe('stopped')
    expect(stateAt({ ...mark, status: 'stopped' }, mark.latestCompletion + 1)).toBe('breached')
  })

  it('R06-40: what is final does not change any more', () => {
    expect(stateAt({ status: 'stopped', outcome: 'met' }, monday)).toBe('met')
    expect(stateAt({ status: 'stopped', outcome: 'breached' }, monday)).toBe('breached')
    expect(stateAt({ status: 'canceled', outcome: 'notMeasured' }, monday)).toBe('canceled')
    expect(stateAt({ status: 'none', outcome: 'notMeasured' }, monday)).toBe('none')
  })
})

describe('the time that is counted', () => {
  const clock = {
    ...({ status: 'running', elapsed: 3600, readAt: friday + hour } as const),
    open: [
      { start: friday + hour, end: friday + 2 * hour },
      { start: monday, end: monday + 8 * hour },
    ],
  }

  it('R06-20: goes on in open time only', () => {
    expect(elapsedAt(clock, friday + hour)).toBe(3600)
    expect(elapsedAt(clock, friday + 1.5 * hour)).toBe(5400)
    expect(elapsedAt(clock, friday + 20 * hour)).toBe(7200)
    expect(elapsedAt(clock, monday + hour)).toBe(10_800)
    expect(knownUntil(clock)).toBe(monday + 8 * hour)
  })

  it('R06-50: stands while the clock is stopped', () => {
    expect(elapsedAt({ ...clock, status: 'stopped' }, monday + hour)).toBe(3600)
    expect(knownUntil({ ...clock, status: 'stopped' })).toBeUndefined()
  })

  it('ux 4.11: reads as hours and minutes; a started minute is left', () => {
    expect(spanText(6000)).toBe('1:40')
    expect(spanText(5941)).toBe('1:40')
    expect(spanText(-1800)).toBe('0:30')
  })
})

describe('one timer for all clocks', () => {
  beforeEach(() => vi.useFakeTimers({ now: friday }))
  afterEach(() => vi.useRealTimers())

  it('issue 5: runs as long as somebody looks', () => {
    const [first, second] = [effectScope(), effectScope()]
    const now = first.run(() => useTicking())
    second.run(() => useTicking())
    expect(vi.getTimerCount()).toBe(1)

    vi.advanceTimersByTime(2000)
    expect(now?.value).toBe(friday + 2000)

    first.stop()
    expect(vi.getTimerCount()).toBe(1)
    second.stop()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('the rows of an explanation', () => {
  const row = (fields: Partial<TraceRow>): TraceRow => ({
    ...{ n: 1, kind: 'work', counted: 0, total: 0, remaining: 0, isAhead: false },
    ...fields,
  })
  const t = (key: string, named: object = {}) => [key, ...Object.values(named)].join(' ')
  const formats = { percent: (points: number) => `${String(points / 100)} %`, number: String }

  it('R06-60: says the day where it begins, and again where it ends on another one', () => {
    const within = row({ from: friday, to: friday + 2 * hour, fromOffset: 60, toOffset: 60 })
    expect(spanOfRow(within, 'Europe/Oslo', 'en')).toEqual({ from: 'Fri 06/03 14:00', to: '16:00' })
    const over = row({ kind: 'closed', from: friday + 2 * hour, to: monday, fromOffset: 60, toOffset: 60 })
    expect(spanOfRow(over, 'Europe/Oslo', 'en')).toEqual({ from: 'Fri 06/03 16:00', to: 'Mon 09/03 08:00' })
  })

  it('R06-60: rows that touch a change of the clock say the offsets', () => {
    const night = Date.UTC(2026, 2, 28, 19)
    const change = row({ from: night, to: night + 8 * hour, fromOffset: 60, toOffset: 120 })
    expect(spanOfRow(change, 'Europe/Oslo', 'en')).toEqual({
      from: 'Sat 28/03 20:00 (UTC+01:00)',
      to: 'Sun 29/03 05:00 (UTC+02:00)',
    })
  })

  it('R06-41: a result that is rounded to 100 % says by how many seconds it was exceeded', () => {
    const result = row({ kind: 'result', compliance: 10_000, outcome: 'breached', exceededBy: 1 })
    expect(rowText(result, t, formats)).toBe('100 %; sla.outcome.breached; sla.trace.exceededSeconds 1')
  })

  it('R06-60: a holiday has its name, a pause its reason and who made it', () => {
    expect(rowText(row({ kind: 'closed', closed: 'holiday', name: 'Labour Day' }), t, formats)).toBe(
      'Labour Day',
    )
    expect(rowText(row({ kind: 'closed', closed: 'night' }), t, formats)).toBe('sla.closed.night')
    const pause = row({
      kind: 'pause',
      entrySource: 'manual',
      reasonName: 'Waiting for parts',
      byName: 'Kari',
    })
    expect(rowText(pause, t, formats)).toBe('Waiting for parts; Kari')
  })

  it('R06-60: figures are hours and minutes, with seconds where there are some', () => {
    expect([7200, 28_801, -1800].map(durationText)).toEqual(['2:00', '8:00:01', '\u22120:30'])
  })
})
