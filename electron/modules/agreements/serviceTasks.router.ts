import { deleteRecord, setActive } from '../../db/recordActs'
import { implementer } from '../../rpc/implementer'
import { createServiceTask, taskView, updateServiceTask } from './saveServiceTask'
import type { ServiceTasks } from './serviceTasks.repository'

const { agreements } = implementer

/** The procedures of service tasks; part of the router of agreements. */
export function serviceTaskProcedures(deps: ServiceTasks) {
  const { tasks } = deps
  return {
    listServiceTasks: agreements.listServiceTasks.handler(({ context, input }) =>
      deps.taskList(context.caller.language).page(input),
    ),
    getServiceTask: agreements.getServiceTask.handler(({ context, input }) =>
      taskView(tasks.get(input.serviceTaskId), context.caller.language),
    ),
    createServiceTask: agreements.createServiceTask.handler(({ context, input }) =>
      context.write('agreements.createServiceTask', input, ({ caller }) =>
        createServiceTask(deps, caller.language, input),
      ),
    ),
    updateServiceTask: agreements.updateServiceTask.handler(({ context, input }) =>
      context.write('agreements.updateServiceTask', input, ({ caller }) =>
        updateServiceTask(deps, caller.language, input),
      ),
    ),
    deleteServiceTask: agreements.deleteServiceTask.handler(({ context, input }) =>
      context.write('agreements.deleteServiceTask', input, () =>
        deleteRecord(tasks, input.serviceTaskId, input.expectedVersion),
      ),
    ),
    deactivateServiceTask: agreements.deactivateServiceTask.handler(({ context, input }) =>
      context.write('agreements.deactivateServiceTask', input, ({ caller }) =>
        setActive(tasks, input.serviceTaskId, input.expectedVersion, false, () =>
          taskView(tasks.get(input.serviceTaskId), caller.language),
        ),
      ),
    ),
    activateServiceTask: agreements.activateServiceTask.handler(({ context, input }) =>
      context.write('agreements.activateServiceTask', input, ({ caller }) =>
        setActive(tasks, input.serviceTaskId, input.expectedVersion, true, () =>
          taskView(tasks.get(input.serviceTaskId), caller.language),
        ),
      ),
    ),
  }
}
