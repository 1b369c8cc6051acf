import { describe, expect, it } from 'vitest'
import { backupsToRemove, type KeptBackup } from '../../electron/modules/backups/retention.rules'
import { isBackupDue, slotBefore } from '../../electron/modules/backups/schedule.rules'

const noon = (year: number, month: number, day: number) => new Date(year, month - 1, day, 12).getTime()
const now = noon(2026, 11, 21) + 1

function daily(at: number, more: Partial<KeptBackup> = {}): KeptBackup {
  return { file: new Date(at).toISOString(), kind: 'daily', at, bytes: 100, state: 'proven', ...more }
}
/** One a day at noon, the newest today. */
function days(count: number): KeptBackup[] {
  return Array.from({ length: count }, (_, day) => daily(noon(2026, 11, 21 - day)))
}
function left(backups: readonly KeptBackup[], shortBytes = 0): KeptBackup[] {
  const gone = new Set(backupsToRemove(backups, { now, shortBytes }))
  return backups.filter(({ file }) => !gone.has(file))
}
const daysOf = (backups: readonly KeptBackup[]) =>
  backups.map(({ at }) => {
    const date = new Date(at)
    return `${String(date.getMonth() + 1)}-${String(date.getDate())}`
  })

describe('R01-22: which backups are kept', () => {
  it('after two years of daily ones: 7 days, 5 weeks by their last one, 12 months by theirs', () => {
    const kept = left(days(730))

    expect(daysOf(kept)).toEqual([
      ...['11-21', '11-20', '11-19', '11-18', '11-17', '11-16', '11-15'],
      ...['11-8', '11-1', '10-31', '10-25'],
      ...['9-30', '8-31', '7-31', '6-30', '5-31', '4-30', '3-31', '2-28', '1-31', '12-31'],
    ])
  })

  it.each([
    ['as long as there are few, all stay', days(7), 7],
    ['of several of one day only the newest stays', [daily(now - 1), daily(now - 2), daily(now - 3)], 1],
    [
      'gaps are no reason to keep fewer: the last 7 days that have one',
      [1, 9, 17, 25].map((day) => daily(noon(2026, 10, day))),
      4,
    ],
    [
      'what a person made stays a month',
      [
        daily(now),
        ...[5, 20, 29].map((day) => daily(now - day * 86_400_000 - 1, { kind: 'manual', state: 'proven' })),
      ],
      4,
    ],
    [
      'a replaced store stays a month whatever its state',
      [daily(now), daily(now - 86_400_000, { kind: 'replaced', state: 'unproven' })],
      2,
    ],
    [
      'a damaged one stays a week',
      [
        daily(now),
        daily(now - 6 * 86_400_000, { state: 'damaged' }),
        daily(now - 8 * 86_400_000, { state: 'damaged' }),
      ],
      2,
    ],
    [
      'nothing goes while none is proven',
      [1, 2, 3].map((day) => daily(noon(2025, 1, day), { state: 'unproven' })),
      3,
    ],
    [
      'what a newer program wrote is not ours to judge',
      [daily(now), daily(noon(2020, 1, 1), { state: 'newer' })],
      2,
    ],
  ])('R01-22: %s', (_, backups, count) => {
    expect(left(backups)).toHaveLength(count)
  })

  it('when the disk is short the oldest go first, and the last proven one never', () => {
    const backups = days(5)

    expect(daysOf(left(backups, 150))).toEqual(['11-21', '11-20', '11-19'])
    expect(daysOf(left(backups, 1_000_000))).toEqual(['11-21'])
    const [newest, ...older] = backups
    const withDamaged = [{ ...daily(0), ...newest, state: 'damaged' as const }, ...older]
    expect(left(withDamaged, 1_000_000).map(({ state }) => state)).toEqual(['proven'])
  })
})

describe('R01-22: when the daily backup is due', () => {
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime()
  const state = { hour: 12, lastAt: undefined, triedAt: undefined, storeSince: at(1, 8) }

  it.each([
    ['before the hour, made yesterday after it', { now: at(21, 11), lastAt: at(20, 12) }, false],
    ['at the hour', { now: at(21, 12), lastAt: at(20, 12) }, true],
    ['made today', { now: at(21, 18), lastAt: at(21, 12) }, false],
    ['asleep for a week: once', { now: at(21, 9), lastAt: at(14, 12) }, true],
    ['never made and overdue', { now: at(21, 9) }, true],
    ['a store that is younger than the hour', { now: at(21, 13), storeSince: at(21, 12.5) }, false],
    ['no store yet', { now: at(21, 13), storeSince: undefined }, false],
    ['failed half an hour ago', { now: at(21, 13), triedAt: at(21, 13) - 1_800_000 }, false],
    ['failed an hour ago', { now: at(21, 13), triedAt: at(21, 12) }, true],
    [
      'tried at a time that has not come, the clock was wrong',
      { now: at(21, 13), triedAt: at(25, 12) },
      true,
    ],
  ])('R01-22: %s', (_, given, isDue) => {
    expect(isBackupDue({ ...state, ...given })).toBe(isDue)
  })

  it('strikes once a day, over a change of the clocks too', () => {
    const slots = Array.from({ length: 48 }, (_, hour) =>
      slotBefore(3, new Date(2026, 9, 24).getTime() + hour * 3_600_000),
    )
    expect(new Set(slots).size).toBe(3)
  })
})
