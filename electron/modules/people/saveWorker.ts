import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { domainError } from '../../shared/contract/domainError'
import { peopleErrors, type Worker } from '../../shared/contract/people'
import { isPlaceValid, knownPlace } from '../customers/index'
import type { PeopleDeps } from './people.deps'
import type { Input } from './people.inputs'

/** Creates an employee; the number is typed or the next of the series EMP (01 §2.3). */
export function createWorker(
  { people, drawNumber }: PeopleDeps,
  { at, caller }: Act,
  { reason: _reason, ...input }: Input<'createWorker'>,
): Outcome<Worker> {
  const fields = knownPlace(input)
  const replayed = people.workers.replayed(fields.id, fields)
  if (replayed) return { result: replayed, unchanged: true }
  assertWorker(fields)
  if (fields.number !== undefined) assertNumberFree({ people }, fields.number)
  const officeId = fields.officeId ?? caller.officeId
  people.offices.get(officeId)
  const number =
    fields.number ??
    drawNumber({
      ...{ type: 'EMP', officeId, entity: 'worker', recordId: fields.id, at },
      holderOf: (taken) => people.workers.where('number', taken)[0]?.id,
    })
  const worker: Worker = { ...fields, version: 1, number, active: true }
  return { result: worker, changes: [people.workers.insert(worker)] }
}

/** Changes an employee's fields. */
export function updateWorker(
  { people }: PeopleDeps,
  { workerId, expectedVersion, patch }: Input<'updateWorker'>,
): Outcome<Worker> {
  const { before, after } = people.workers.patched(workerId, expectedVersion, patch)
  // An employee keeps a number: clearing it keeps the one there is.
  const next = knownPlace({ ...after, number: patch.number ?? before.number })
  assertWorker(next)
  if (next.number !== before.number) assertNumberFree({ people }, next.number)
  const { record, changes } = people.workers.update(before, next)
  return outcome(record, changes)
}

function assertNumberFree({ people }: Pick<PeopleDeps, 'people'>, number: string): void {
  if (people.workers.isTaken('number', number))
    throw domainError(peopleErrors, 'NUMBER_TAKEN', { field: 'number', number })
}

type Checked = Pick<Worker, 'latitude' | 'longitude' | 'hireDate' | 'endDate'>

function assertWorker(worker: Checked): void {
  if (!isPlaceValid(worker))
    throw domainError(peopleErrors, 'COORDINATES_INVALID', { fields: ['latitude', 'longitude'] })
  const { hireDate, endDate } = worker
  if (hireDate !== undefined && endDate !== undefined && endDate < hireDate)
    throw domainError(peopleErrors, 'PERIOD_INVALID', { field: 'endDate' })
}
