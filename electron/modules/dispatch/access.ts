import type { Caller } from '../../db/act'
import { toBytes } from '../../db/ids'
import { inOffices } from '../../db/inOffices'
import type { Condition } from '../../db/listQuery'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { Permission } from '../../shared/contract/permission'
import { reachOf } from '../orders/index'
import type { StoredActivity } from './activities.repository'

/** The activities a caller may list: of the own offices' orders and, with reach own, the own ones (conventions §7). */
export function activityScope(caller: Caller, permission: Permission = 'dispatch.read'): Condition[] {
  const offices = inOffices('t.office_id', caller)
  if (reachOf(caller, permission) !== 'own') return [offices]
  const { workerId } = caller
  return workerId === undefined
    ? [{ sql: '0', params: {} }]
    : [offices, { sql: 't.worker_id = :scope_worker', params: { scope_worker: toBytes(workerId) } }]
}

/** Whether the caller may do this to the activity: its office is his and, with reach own, it is his own. */
export function reachesActivity(
  caller: Caller,
  permission: Permission,
  { officeId, workerId }: Pick<StoredActivity, 'officeId' | 'workerId'>,
): boolean {
  const isOwn =
    reachOf(caller, permission) !== 'own' || (workerId !== undefined && workerId === caller.workerId)
  return isOwn && caller.officeIds.includes(officeId)
}

/** Throws FORBIDDEN for activities of other offices and, with reach own, for those of others. */
export function assertReachesActivity(
  caller: Caller,
  permission: Permission,
  activity: Pick<StoredActivity, 'officeId' | 'workerId'>,
): void {
  if (!reachesActivity(caller, permission, activity))
    throw domainError(commonErrors, 'FORBIDDEN', { permission })
}
