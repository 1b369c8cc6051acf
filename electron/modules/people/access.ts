import type { Caller } from '../../db/act'
import { assertInOffices } from '../../db/inOffices'
import type { Permission } from '../../shared/contract/permission'
import type { Worker } from '../../shared/contract/people'
import type { PeopleDeps } from './people.deps'

/** An employee of the caller's offices, or of none; throws NOT_FOUND and FORBIDDEN (conventions §8). */
export function workerFor(
  { people }: Pick<PeopleDeps, 'people'>,
  caller: Caller,
  permission: Permission,
  workerId: string,
): Worker {
  const worker = people.workers.get(workerId)
  assertInOffices(caller, permission, worker.officeId)
  return worker
}
