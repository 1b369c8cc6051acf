import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { assertInOffices } from '../../db/inOffices'
import { setActive } from '../../db/recordActs'
import { domainError } from '../../shared/contract/domainError'
import type { CategoryId } from '../../shared/contract/id'
import { peopleErrors, type Worker } from '../../shared/contract/people'
import { isPlaceValid, knownPlace } from '../customers/index'
import { workerFor } from './access'
import type { PeopleDeps } from './people.deps'
import type { Input } from './people.inputs'

/** Creates an employee; the number is typed or the next of the series EMP (01 §2.3). */
export function createWorker(
  deps: PeopleDeps,
  { at, caller }: Act,
  { reason: _reason, ...input }: Input<'createWorker'>,
): Outcome<Worker> {
  const { people, drawNumber } = deps
  const fields = knownPlace(input)
  const officeId = fields.officeId ?? caller.officeId
  people.offices.get(officeId)
  assertInOffices(caller, 'people.write', officeId)
  const replayed = people.workers.replayed(fields.id, fields)
  if (replayed) return { result: replayed, unchanged: true }
  assertWorker(fields)
  assertCategories(deps, fields.allowedCategoryIds)
  assertSkills(deps, fields.skills, [])
  if (fields.number !== undefined) assertNumberFree({ people }, fields.number)
  const number =
    fields.number ??
    drawNumber({
      ...{ type: 'EMP', officeId, entity: 'worker', recordId: fields.id, at },
      holderOf: (taken) => people.workers.where('number', taken)[0]?.id,
    })
  const worker: Worker = { ...fields, version: 1, number, iCalendar: false, active: true }
  return { result: worker, changes: [people.workers.insert(worker)] }
}

/** Changes an employee's fields. */
export function updateWorker(
  deps: PeopleDeps,
  { caller }: Act,
  { workerId, expectedVersion, patch }: Input<'updateWorker'>,
): Outcome<Worker> {
  const { people } = deps
  workerFor(deps, caller, 'people.write', workerId)
  const { before, after } = people.workers.patched(workerId, expectedVersion, patch)
  // An employee keeps a number: clearing it keeps the one there is.
  const next = knownPlace({ ...after, number: patch.number ?? before.number })
  if (next.officeId !== undefined) people.offices.get(next.officeId)
  assertInOffices(caller, 'people.write', next.officeId)
  assertWorker(next)
  const isNew = (id: CategoryId) => !before.allowedCategoryIds.includes(id)
  assertCategories(deps, next.allowedCategoryIds.filter(isNew))
  assertSkills(deps, next.skills, before.skills)
  if (next.number !== before.number) assertNumberFree({ people }, next.number)
  const { record, changes } = people.workers.update(before, next)
  return outcome(record, changes)
}

/** An inactive employee is not chosen for new work (01 §2.3). */
export function setWorkerActive(
  { people }: PeopleDeps,
  { caller }: Act,
  { workerId, expectedVersion }: Input<'deactivateWorker'>,
  active: boolean,
): Outcome<Worker> {
  workerFor({ people }, caller, 'people.write', workerId)
  return setActive(people.workers, workerId, expectedVersion, active, () => people.workers.get(workerId))
}

function assertNumberFree({ people }: Pick<PeopleDeps, 'people'>, number: string): void {
  if (people.workers.isTaken('number', number))
    throw domainError(peopleErrors, 'NUMBER_TAKEN', { field: 'number', number })
}

function assertCategories({ categories }: PeopleDeps, ids: readonly CategoryId[]): void {
  for (const id of ids) categories.get(id)
}

/** What a worker has already stays, also when the skill is out of use by now. */
function assertSkills({ skills }: PeopleDeps, given: Worker['skills'], held: Worker['skills']): void {
  const codes = given.map(({ skill }) => skill)
  const unknown = skills.unknown(codes.filter((code) => !held.some(({ skill }) => skill === code)))
  if (unknown.length > 0)
    throw domainError(peopleErrors, 'SKILL_UNKNOWN', { field: 'skills', skill: unknown[0], skills: unknown })
}

type Checked = Pick<Worker, 'latitude' | 'longitude' | 'hireDate' | 'endDate'>

function assertWorker(worker: Checked): void {
  if (!isPlaceValid(worker))
    throw domainError(peopleErrors, 'COORDINATES_INVALID', { fields: ['latitude', 'longitude'] })
  const { hireDate, endDate } = worker
  if (hireDate !== undefined && endDate !== undefined && endDate < hireDate)
    throw domainError(peopleErrors, 'PERIOD_INVALID', { field: 'endDate' })
}
