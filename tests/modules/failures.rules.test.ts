import { describe, expect, it } from 'vitest'
import { failuresOf, pooledReliability, reliability } from '../../electron/modules/repair/failures.rules'
import type { OutcomeClass } from '../../electron/shared/contract/repair'

const at = Date.parse('2026-07-01T00:00:00Z')

function line(reported: string, finished?: string, outcome: OutcomeClass = 'fixed') {
  return {
    reportedAt: Date.parse(`2026-${reported}Z`),
    finishedAt: finished === undefined ? undefined : Date.parse(`2026-${finished}Z`),
    outcome,
  }
}

const example4 = [
  line('06-15T09:00', '06-18T09:00'),
  line('01-10T08:00', '01-12T16:00'),
  line('03-01T10:00', '03-01T15:30'),
]

describe('failures and the time between them', () => {
  it('R-08.10: example 4 gives MTBF 110 505 min, MTTR 2 670 min, 97.64 %', () => {
    expect(reliability(failuresOf(example4, at))).toEqual({
      failures: 3,
      mtbfMinutes: 110_505,
      mttrMinutes: 2670,
      availability: 9764,
    })
  })

  it('R-08.11: one failure only has no MTBF, not 0; its repair time is known', () => {
    expect(reliability(failuresOf(example4.slice(0, 1), at))).toEqual({ failures: 1, mttrMinutes: 4320 })
    expect(reliability([])).toEqual({ failures: 0 })
  })

  it('R08-16: example 5: lines that overlap are one failure', () => {
    const lines = [line('05-01T08:00', '05-03T08:00'), line('05-02T08:00', '05-04T08:00')]
    const [failure, ...others] = failuresOf(lines, at)
    expect(others).toEqual([])
    expect(failure).toMatchObject({
      start: Date.parse('2026-05-01T08:00Z'),
      end: Date.parse('2026-05-04T08:00Z'),
      isFinished: true,
      lines,
    })
  })

  it('R08-16: lines that touch are one failure; one inside another prolongs nothing', () => {
    const touching = [line('05-01T08:00', '05-02T08:00'), line('05-02T08:00', '05-03T08:00')]
    expect(failuresOf(touching, at)).toHaveLength(1)
    const inside = [line('05-01T08:00', '05-09T08:00'), line('05-02T08:00', '05-03T08:00')]
    expect(failuresOf(inside, at)).toMatchObject([{ end: Date.parse('2026-05-09T08:00Z') }])
  })

  it('R08-16: an open line reaches to the report, and takes every later one in', () => {
    const lines = [line('05-01T08:00'), line('05-20T08:00', '05-21T08:00')]
    expect(failuresOf(lines, at)).toMatchObject([{ end: at, isFinished: false }])
    expect(reliability(failuresOf(lines, at))).toEqual({ failures: 1 })
  })

  it('R08-16: canceled lines and those without a fault are no failures', () => {
    const lines = [
      line('05-01T08:00', '05-02T08:00', 'canceled'),
      line('05-03T08:00', '05-04T08:00', 'noFaultFound'),
      line('05-05T08:00', '05-06T08:00', 'unknown'),
    ]
    expect(failuresOf(lines, at)).toHaveLength(1)
  })

  it('R08-16: what is reported or finished after the instant asked for is not known at it', () => {
    const early = Date.parse('2026-03-01T12:00:00Z')
    expect(failuresOf(example4, early)).toMatchObject([
      { isFinished: true },
      { end: early, isFinished: false },
    ])
  })

  it('R08-17: a change of summer time neither adds nor loses an hour', () => {
    const lines = [line('03-28T10:00', '03-28T11:00'), line('03-29T11:00', '03-29T12:00')]
    expect(reliability(failuresOf(lines, at)).mtbfMinutes).toBe(24 * 60)
  })

  it('R08-17: the uptimes of all objects of an item are pooled, not their means', () => {
    const one = failuresOf(example4, at)
    const other = failuresOf([line('05-01T08:00', '05-01T09:00'), line('05-01T10:00', '05-01T11:00')], at)
    const alone = failuresOf([line('02-01T08:00', '02-01T10:00')], at)
    expect(pooledReliability([one, other, alone])).toEqual({
      failures: 6,
      mtbfMinutes: Math.round((68_760 + 152_250 + 60) / 3),
      mttrMinutes: Math.round((3360 + 330 + 4320 + 60 + 60 + 120) / 6),
      availability: 9817,
    })
  })
})
