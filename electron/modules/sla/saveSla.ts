import { outcome, unchanged, type EntityChange, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { notFound } from '../../db/version'
import { refuseAll, type Failure } from '../../shared/contract/domainError'
import { CountryCalendarId } from '../../shared/contract/id'
import type { Language } from '../../shared/contract/session'
import type { CountryCalendar, Sla, SlaGroup, SlaStep } from '../../shared/contract/sla'
import { localText } from '../../shared/localText'
import { wrongAllowances } from './clock.rules'
import type { SlaDeps, SlaInput } from './sla.deps'
import type { StoredGroup, StoredSla } from './slas.repository'

type Deps = Pick<SlaDeps, 'slas' | 'people' | 'calendarName'>

/** @throws SLA_CODE_EXISTS, ALLOWANCE_INVALID */
export function createSla(
  deps: Deps,
  language: Language,
  { reason: _reason, ...fields }: SlaInput<'createSla'>,
): Outcome<Sla> {
  const { slas } = deps.slas
  const replayed = slas.replayed(fields.id, fields)
  if (replayed) return unchanged(slaView(deps, replayed, language))
  const sla: StoredSla = { ...fields, version: 1, active: true }
  assertSla(deps, sla)
  return { changes: [slas.insert(sla)], result: slaView(deps, sla, language) }
}

/** Later edits do not touch clocks that run. @throws SLA_CODE_EXISTS, ALLOWANCE_INVALID */
export function updateSla(
  deps: Deps,
  language: Language,
  { expectedVersion, patch, slaId }: SlaInput<'updateSla'>,
): Outcome<Sla> {
  const { slas } = deps.slas
  const { after, before } = slas.patched(slaId, expectedVersion, patch)
  assertSla(deps, after)
  const { changes, record } = slas.update(before, after)
  return outcome(slaView(deps, record, language), changes)
}

/** The service level as answered. */
export function slaView(
  { calendarName }: Pick<SlaDeps, 'calendarName'>,
  sla: StoredSla,
  language: Language,
): Sla {
  return {
    ...sla,
    name: localText(sla.description, language),
    ...(sla.calendarId === undefined ? {} : { calendarName: calendarName(sla.calendarId) }),
  }
}

function assertSla({ people, slas }: Deps, sla: StoredSla): void {
  const failures: Failure[] = wrongAllowances(sla).map((field) => ({ code: 'ALLOWANCE_INVALID', field }))
  if (slas.slas.isTaken('code', sla.code, sla.id))
    failures.unshift({ code: 'SLA_CODE_EXISTS', field: 'code' })
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])
  const missing = workersOf(sla.steps).find((id) => !people.workers.find(id))
  if (missing !== undefined) throw notFound('worker', missing)
}

function workersOf(steps: readonly SlaStep[]): string[] {
  return steps.flatMap(({ workerIds }) => workerIds)
}

/** @throws SLA_CODE_EXISTS */
export function createSlaGroup(
  { slas }: Pick<SlaDeps, 'slas'>,
  { reason: _reason, ...fields }: SlaInput<'createSlaGroup'>,
): Outcome<SlaGroup> {
  const replayed = slas.groups.replayed(fields.id, fields)
  if (replayed) return unchanged(groupView({ slas }, replayed))
  const group: StoredGroup = { ...fields, version: 1, active: true }
  assertGroup({ slas }, group)
  return { changes: [slas.groups.insert(group)], result: groupView({ slas }, group) }
}

/** @throws SLA_CODE_EXISTS */
export function updateSlaGroup(
  { slas }: Pick<SlaDeps, 'slas'>,
  { expectedVersion, patch, slaGroupId }: SlaInput<'updateSlaGroup'>,
): Outcome<SlaGroup> {
  const { after, before } = slas.groups.patched(slaGroupId, expectedVersion, patch)
  assertGroup({ slas }, after)
  const { changes, record } = slas.groups.update(before, after)
  return outcome(groupView({ slas }, record), changes)
}

/** The tier as answered. */
export function groupView({ slas }: Pick<SlaDeps, 'slas'>, group: StoredGroup): SlaGroup {
  const sla = group.slaId && slas.slas.find(group.slaId)
  return { ...group, ...(sla && { slaCode: sla.code }) }
}

function assertGroup({ slas }: Pick<SlaDeps, 'slas'>, group: StoredGroup): void {
  if (slas.groups.isTaken('code', group.code, group.id))
    throw refuseAll([{ code: 'SLA_CODE_EXISTS', field: 'code' }])
}

/** Says which calendar stands for another one at the sites of a country; `null` takes it away (R06-25). */
export function setCountryCalendar(
  { slas }: Pick<SlaDeps, 'slas'>,
  { calendarId, country, derivedCalendarId }: SlaInput<'setCountryCalendar'>,
): Outcome<{ items: CountryCalendar[] }> {
  const { countries } = slas
  const held = slas.countryOf(calendarId, country)
  const changes: EntityChange[] = []
  if (derivedCalendarId === null) changes.push(...(held ? [countries.remove(held)] : []))
  else if (held) changes.push(...countries.update(held, { ...held, derivedCalendarId }).changes)
  else {
    const id = CountryCalendarId.parse(mintId())
    changes.push(countries.insert({ id, version: 1, calendarId, country, derivedCalendarId }))
  }
  return outcome({ items: slas.countryList(calendarId) }, changes)
}
