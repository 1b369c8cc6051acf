import { outcome, type EntityChange, type Outcome } from '../../db/changeLog'
import { isZone } from '../../db/zones'
import { domainError } from '../../shared/contract/domainError'
import type { OfficeId } from '../../shared/contract/id'
import { peopleErrors, type Company, type Office } from '../../shared/contract/people'
import { newSeries } from '../numbers/index'
import type { PeopleDeps } from './people.deps'
import type { Input } from './people.inputs'

/** Changes the one company (01 §2.1). */
export function updateCompany(
  { people, calendars }: PeopleDeps,
  { expectedVersion, patch }: Input<'updateCompany'>,
): Outcome<Company> {
  const { before, after } = people.companies.patched(people.company().id, expectedVersion, patch)
  assertPlaceOf(calendars, after)
  const { record, changes } = people.companies.update(before, after)
  return outcome(record, changes)
}

/** Creates an office with its number series; the machine that makes it numbers it at first (01 §2.7). */
export function createOffice(
  { people, numbers, calendars, deviceId }: PeopleDeps,
  { reason: _reason, ...fields }: Input<'createOffice'>,
): Outcome<Office> {
  const replayed = people.offices.replayed(fields.id, fields)
  if (replayed) return { result: replayed, unchanged: true }
  assertPlaceOf(calendars, fields)
  assertCodeFree({ people }, fields.code)
  const own = people.devices.find(deviceId())
  const office: Office = {
    ...fields,
    version: 1,
    active: true,
    ...(own ? { numberingDeviceId: own.id } : {}),
  }
  const change = people.offices.insert(office)
  const series = newSeries(office.id).map((one) => numbers.series.insert(one))
  return { result: office, changes: [change, ...series] }
}

/** Changes an office; its code is part of its numbers and fixed after the first of them (01 §2.1). */
export function updateOffice(
  { people, numbers, calendars }: PeopleDeps,
  { officeId, expectedVersion, patch }: Input<'updateOffice'>,
): Outcome<Office> {
  const { before, after } = people.offices.patched(officeId, expectedVersion, patch)
  assertPlaceOf(calendars, after)
  if (after.code !== before.code) {
    if (numbers.hasNumbers(officeId))
      throw domainError(peopleErrors, 'OFFICE_CODE_FIXED', { field: 'code', code: before.code })
    assertCodeFree({ people }, after.code)
  }
  const { record, changes } = people.offices.update(before, after)
  return outcome(record, changes)
}

/** Takes an office out of new work or brings it back; the last active one stays. */
export function setOfficeActive(
  { people }: PeopleDeps,
  { officeId, expectedVersion }: Input<'deactivateOffice'>,
  active: boolean,
): Outcome<Office> {
  const before = people.offices.expect(officeId, expectedVersion, { active })
  if (!active) assertNotLast({ people }, before)
  const { record, changes } = people.offices.update(before, { ...before, active })
  return outcome(record, changes)
}

/** Deletes an office that nothing refers to; number series from which nothing was drawn go with it (R01-05). */
export function deleteOffice(
  { people, numbers }: PeopleDeps,
  { officeId, expectedVersion }: Input<'deleteOffice'>,
): Outcome<{ id: OfficeId }> {
  const office = people.offices.expect(officeId, expectedVersion)
  assertNotLast({ people }, office)
  const series: EntityChange[] = numbers.hasNumbers(officeId)
    ? []
    : numbers.series.where('officeId', officeId).map((one) => numbers.series.remove(one))
  people.offices.assertUnused(officeId)
  return { result: { id: officeId }, changes: [people.offices.remove(office), ...series] }
}

function assertNotLast({ people }: Pick<PeopleDeps, 'people'>, { id, active }: Office): void {
  if (active && people.countActiveOffices() === 1) throw domainError(peopleErrors, 'LAST_OFFICE', { id })
}

function assertCodeFree({ people }: Pick<PeopleDeps, 'people'>, code: string): void {
  if (people.offices.isTaken('code', code))
    throw domainError(peopleErrors, 'CODE_TAKEN', { field: 'code', code })
}

interface Place {
  readonly zone: string
  readonly calendarId?: string | undefined
}

function assertPlaceOf(calendars: PeopleDeps['calendars'], { zone, calendarId }: Place): void {
  if (!isZone(zone)) throw domainError(peopleErrors, 'ZONE_UNKNOWN', { field: 'zone', zone })
  if (calendarId !== undefined) calendars.get(calendarId)
}
