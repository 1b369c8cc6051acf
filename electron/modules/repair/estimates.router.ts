import { implementer } from '../../rpc/implementer'
import { assertModule } from '../settings/index'
import { approveEstimate, rejectEstimate, sendEstimate } from './answerEstimate'
import { convertEstimate } from './convertEstimate'
import type { EstimateDeps } from './estimates.deps'
import { getEstimateUse, overrideEstimateLimit } from './estimateUse'
import { getEstimate, listEstimates } from './estimateView'
import { createEstimate, updateEstimate } from './saveEstimate'

const { repair } = implementer

/** The procedures of estimates (08 §3.6). */
export function createEstimateRoutes(deps: EstimateDeps) {
  const assertOn = () => assertModule(deps.settings, 'repair')
  return {
    listEstimates: repair.listEstimates.handler(({ context, input }) =>
      listEstimates(deps, context.caller, context.now(), input.lineId),
    ),
    getEstimate: repair.getEstimate.handler(({ context, input }) =>
      getEstimate(deps, context.caller, context.now(), input.estimateId),
    ),
    getEstimateUse: repair.getEstimateUse.handler(({ context, input }) =>
      getEstimateUse(deps, context.caller, input.orderId),
    ),
    createEstimate: repair.createEstimate.handler(({ context, input }) => {
      assertOn()
      return context.write('repair.createEstimate', input, (act) => createEstimate(deps, act, input))
    }),
    updateEstimate: repair.updateEstimate.handler(({ context, input }) => {
      assertOn()
      return context.write('repair.updateEstimate', input, (act) => updateEstimate(deps, act, input))
    }),
    sendEstimate: repair.sendEstimate.handler(({ context, input }) => {
      assertOn()
      return context.write('repair.sendEstimate', input, (act) => sendEstimate(deps, act, input))
    }),
    approveEstimate: repair.approveEstimate.handler(({ context, input }) => {
      assertOn()
      return context.write('repair.approveEstimate', input, (act) => approveEstimate(deps, act, input))
    }),
    rejectEstimate: repair.rejectEstimate.handler(({ context, input }) => {
      assertOn()
      return context.write('repair.rejectEstimate', input, (act) => rejectEstimate(deps, act, input))
    }),
    overrideEstimateLimit: repair.overrideEstimateLimit.handler(({ context, input }) => {
      assertOn()
      return context.write('repair.overrideEstimateLimit', input, (act) =>
        overrideEstimateLimit(deps, act, input),
      )
    }),
    convertEstimate: repair.convertEstimate.handler(({ context, input }) => {
      assertOn()
      return context.write('repair.convertEstimate', input, (act) => convertEstimate(deps, act, input))
    }),
  }
}
