import { z } from 'zod'
import { crud } from './crud'
import { Description } from './description'
import { refusals } from './domainError'
import { ServiceTaskId, Version } from './id'

const serviceTaskFields = {
  /** Kept in capitals. */
  code: z.string().trim().toUpperCase().min(1).max(20),
  /** A text per language (02 §2.3). */
  description: Description,
}
/** What a job is: chosen on orders and agreements, and by their lines. */
export const ServiceTask = z.object({
  id: ServiceTaskId,
  version: Version,
  ...serviceTaskFields,
  active: z.boolean(),
  /** The description in the caller's language. */
  name: z.string(),
})
export type ServiceTask = z.infer<typeof ServiceTask>

export const serviceTaskErrors = refusals('CODE_TAKEN')

const serviceTask = crud({
  key: 'serviceTaskId', id: ServiceTaskId, fields: serviceTaskFields, record: ServiceTask,
  read: 'agreements.read', write: 'agreements.setUp', errors: serviceTaskErrors,
}) // prettier-ignore

export const serviceTasksContract = {
  listServiceTasks: serviceTask.list,
  getServiceTask: serviceTask.get,
  createServiceTask: serviceTask.create,
  updateServiceTask: serviceTask.update,
  deleteServiceTask: serviceTask.delete,
  deactivateServiceTask: serviceTask.deactivate,
  activateServiceTask: serviceTask.activate,
}
