import { implementer } from '../../rpc/implementer'
import type { PlansDeps } from './candidates'
import { listSuggestions } from './listSuggestions'
import { previewPlan } from './previewPlan'

const { dispatch } = implementer

/** The part of the capability `dispatch` that proposes: who could do one activity, and the plan of a day. */
export function createPlansRoutes(deps: PlansDeps) {
  return {
    listSuggestions: dispatch.listSuggestions.handler(({ context, input }) =>
      listSuggestions(deps, { at: context.now(), caller: context.caller }, input),
    ),
    previewPlan: dispatch.previewPlan.handler(({ context, input }) =>
      context.startJob('dispatch.previewPlan', (control) => previewPlan(deps, control, input)),
    ),
  }
}
