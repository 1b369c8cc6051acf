import { implementer } from '../../rpc/implementer'
import type { ActivityDeps } from './activity.deps'
import { getActivity, listActivities, listUndispatched } from './activityView'
import { createActivity } from './createActivity'
import { updateActivity } from './updateActivity'
import { closeActivity, lockActivity, reopenActivity, startActivity, unlockActivity } from './workActivity'

const { dispatch } = implementer

/** The part of the capability `dispatch` that is about activities as records, and their life (07 §2.4, §3.1). */
export function createActivitiesRoutes(deps: ActivityDeps) {
  return {
    getActivity: dispatch.getActivity.handler(({ context, input }) =>
      getActivity(deps, context.caller, input.activityId),
    ),
    listActivities: dispatch.listActivities.handler(({ context, input }) =>
      listActivities(deps, context.caller, input),
    ),
    listUndispatched: dispatch.listUndispatched.handler(({ context, input }) =>
      listUndispatched(deps, context.caller, input),
    ),
    createActivity: dispatch.createActivity.handler(({ context, input }) =>
      context.write('dispatch.createActivity', input, (act) => createActivity(deps, act, input)),
    ),
    updateActivity: dispatch.updateActivity.handler(({ context, input }) =>
      context.write('dispatch.updateActivity', input, (act) => updateActivity(deps, act, input)),
    ),
    lockActivity: dispatch.lockActivity.handler(({ context, input }) =>
      context.write('dispatch.lockActivity', input, (act) => lockActivity(deps, act, input)),
    ),
    unlockActivity: dispatch.unlockActivity.handler(({ context, input }) =>
      context.write('dispatch.unlockActivity', input, (act) => unlockActivity(deps, act, input)),
    ),
    startActivity: dispatch.startActivity.handler(({ context, input }) =>
      context.write('dispatch.startActivity', input, (act) => startActivity(deps, act, input)),
    ),
    closeActivity: dispatch.closeActivity.handler(({ context, input }) =>
      context.write('dispatch.closeActivity', input, (act) => closeActivity(deps, act, input)),
    ),
    reopenActivity: dispatch.reopenActivity.handler(({ context, input }) =>
      context.write('dispatch.reopenActivity', input, (act) => reopenActivity(deps, act, input)),
    ),
  }
}
