import type { Failure } from '../../shared/contract/domainError'
import type { AgreementWorkDeps } from './agreementDeps'
import type { StoredAgreementObject, StoredAgreementTask } from './agreementParts.repository'
import type { StoredAgreement } from './serviceAgreements.repository'

/** What forbids an object to be related (02 §2.4, §2.5); throws NOT_FOUND. */
export function objectFailures(
  { objects }: Pick<AgreementWorkDeps, 'objects'>,
  { customerId, isTemplate }: Pick<StoredAgreement, 'customerId' | 'isTemplate'>,
  held: readonly StoredAgreementObject[],
  { objectId }: StoredAgreementObject,
): Failure[] {
  const object = objects.get(objectId)
  const of = { field: 'objectId', ids: [objectId] }
  const failures: Failure[] = []
  if (held.some((other) => other.objectId === objectId)) failures.push({ code: 'ALREADY_RELATED', ...of })
  if (object.status === 'scrapped') failures.push({ code: 'OBJECT_SCRAPPED', ...of })
  if (!isTemplate && object.customerId !== undefined && object.customerId !== customerId)
    failures.push({ code: 'OBJECT_OTHER_CUSTOMER', ...of })
  return failures
}

/** What forbids a task to be related; throws NOT_FOUND. */
export function taskFailures(
  { serviceTasks }: Pick<AgreementWorkDeps, 'serviceTasks'>,
  held: readonly StoredAgreementTask[],
  { taskId }: StoredAgreementTask,
): Failure[] {
  const task = serviceTasks.tasks.get(taskId)
  const of = { field: 'taskId', ids: [taskId] }
  const failures: Failure[] = []
  if (held.some((other) => other.taskId === taskId)) failures.push({ code: 'ALREADY_RELATED', ...of })
  if (!task.active) failures.push({ code: 'TASK_INACTIVE', ...of })
  return failures
}
