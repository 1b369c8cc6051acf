import { implementer } from '../../rpc/implementer'
import { getActivity, listActivities, listUndispatched, type ActivityViewDeps } from './activityView'

const { dispatch } = implementer

/** The part of the capability `dispatch` that is about activities as records. */
export function createActivitiesRoutes(deps: ActivityViewDeps) {
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
  }
}
