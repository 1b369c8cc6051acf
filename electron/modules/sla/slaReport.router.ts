import { implementer } from '../../rpc/implementer'
import { getCompliance, type ComplianceDeps } from './getCompliance'
import { listMeasured, listWatch, type ClockListDeps } from './listClocks'

const { sla } = implementer
export type SlaReportDeps = ComplianceDeps & ClockListDeps

/** The part of the capability `sla` that looks over many clocks at once (R06-46, 06 §5). */
export function createSlaReportRoutes(deps: SlaReportDeps) {
  return {
    listWatch: sla.listWatch.handler(({ context, input }) =>
      listWatch(deps, context.caller, context.now(), input),
    ),
    listMeasured: sla.listMeasured.handler(({ context, input }) => listMeasured(deps, context.caller, input)),
    getCompliance: sla.getCompliance.handler(({ context, input }) =>
      getCompliance(deps, context.caller, context.now(), input),
    ),
  }
}
