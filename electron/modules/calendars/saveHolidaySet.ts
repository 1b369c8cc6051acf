import type { z } from 'zod'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { refuseAll, type Failure } from '../../shared/contract/domainError'
import type { calendarsContract, Holiday, HolidaySet } from '../../shared/contract/calendars'
import { holidayFailures, mergeHolidays } from './calendar.rules'
import type { CalendarsRepository } from './calendars.repository'

type Input<Name extends keyof typeof calendarsContract> = z.output<
  NonNullable<(typeof calendarsContract)[Name]['~orpc']['inputSchema']>
>

export function createHolidaySet(
  repository: CalendarsRepository,
  { reason: _reason, ...fields }: Input<'createHolidaySet'>,
): Outcome<HolidaySet> {
  const { holidaySets } = repository
  const replayed = holidaySets.replayed(fields.id, fields)
  if (replayed) return unchanged(replayed)
  const set: HolidaySet = { ...fields, version: 1 }
  assertSet(repository, set)
  return { result: set, changes: [holidaySets.insert(set)] }
}

export function updateHolidaySet(
  repository: CalendarsRepository,
  { holidaySetId, expectedVersion, patch }: Input<'updateHolidaySet'>,
): Outcome<HolidaySet> {
  const { before, after } = repository.holidaySets.patched(holidaySetId, expectedVersion, patch)
  assertSet(repository, after)
  const { record, changes } = repository.holidaySets.update(before, after)
  return outcome(record, changes)
}

/** Puts the computed holidays of one year into a set; a repeat changes nothing. */
export function generateHolidays(
  { holidaySets }: CalendarsRepository,
  { holidaySetId, expectedVersion }: Input<'generateHolidays'>,
  computed: readonly Holiday[],
): Outcome<HolidaySet> {
  const before =
    expectedVersion === undefined
      ? holidaySets.get(holidaySetId)
      : holidaySets.expect(holidaySetId, expectedVersion)
  const holidays = mergeHolidays(before.holidays, computed)
  const { record, changes } = holidaySets.update(before, { ...before, holidays })
  return outcome(record, changes)
}

function assertSet({ holidaySets }: CalendarsRepository, set: HolidaySet): void {
  const failures: Failure[] = []
  if (holidaySets.isTaken('code', set.code, set.id)) failures.push({ code: 'CODE_TAKEN', field: 'code' })
  failures.push(...holidayFailures(set.holidays))
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])
}
