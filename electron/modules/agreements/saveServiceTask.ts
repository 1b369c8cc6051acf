import type { z } from 'zod'
import { outcome, type Outcome } from '../../db/changeLog'
import { domainError } from '../../shared/contract/domainError'
import {
  serviceTaskErrors,
  type ServiceTask,
  type serviceTasksContract,
} from '../../shared/contract/serviceTasks'
import type { Language } from '../../shared/contract/session'
import { localText } from '../../shared/localText'
import type { ServiceTasks, StoredTask } from './serviceTasks.repository'

type Input<Name extends keyof typeof serviceTasksContract> = z.output<
  NonNullable<(typeof serviceTasksContract)[Name]['~orpc']['inputSchema']>
>
type Deps = Pick<ServiceTasks, 'tasks'>

/** Adds a service task (02 §2.3). @throws CODE_TAKEN */
export function createServiceTask(
  { tasks }: Deps,
  language: Language,
  { reason: _reason, ...fields }: Input<'createServiceTask'>,
): Outcome<ServiceTask> {
  const replayed = tasks.replayed(fields.id, fields)
  if (replayed) return { result: taskView(replayed, language), unchanged: true }
  assertCodeFree({ tasks }, fields.code)
  const task: StoredTask = { ...fields, version: 1, active: true }
  return { result: taskView(task, language), changes: [tasks.insert(task)] }
}

/** Changes a service task; orders show its text as it is now. @throws CODE_TAKEN */
export function updateServiceTask(
  { tasks }: Deps,
  language: Language,
  { serviceTaskId, expectedVersion, patch }: Input<'updateServiceTask'>,
): Outcome<ServiceTask> {
  const { before, after } = tasks.patched(serviceTaskId, expectedVersion, patch)
  assertCodeFree({ tasks }, after.code, before.id)
  const { record, changes } = tasks.update(before, after)
  return outcome(taskView(record, language), changes)
}

/** The service task as answered. */
export function taskView(task: StoredTask, language: Language): ServiceTask {
  return { ...task, name: localText(task.description, language) }
}

function assertCodeFree({ tasks }: Deps, code: string, exceptId?: string): void {
  if (tasks.isTaken('code', code, exceptId))
    throw domainError(serviceTaskErrors, 'CODE_TAKEN', { field: 'code', code })
}
