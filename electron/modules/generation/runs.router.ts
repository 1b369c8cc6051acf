import { implementer } from '../../rpc/implementer'
import { inOffices } from '../../db/inOffices'
import { toBytes } from '../../db/ids'
import { commitGeneration } from './commitGeneration'
import type { RunDeps } from './generation.deps'
import { assertPlannable, listPlan, previewGeneration } from './previewGeneration'
import { getRun, releaseDate, runOf } from './runs'
import { assertUndoable, undoRun } from './undoRun'

const { generation } = implementer

/** The procedures of runs; part of the router of generation. */
export function runProcedures(deps: RunDeps) {
  const { ledger } = deps
  return {
    previewGeneration: generation.previewGeneration.handler(({ context, input }) => {
      assertPlannable(deps, context.caller, input)
      return context.startJob('generation.previewGeneration', (control) =>
        previewGeneration(deps, control, input),
      )
    }),
    listPlan: generation.listPlan.handler(({ context, input }) =>
      listPlan(deps, { caller: context.caller, at: context.now() }, input),
    ),
    commitGeneration: generation.commitGeneration.handler(({ context, input }) => {
      assertPlannable(deps, context.caller, input)
      return context.startJob('generation.commitGeneration', (control) =>
        commitGeneration(deps, control, input),
      )
    }),
    undoRun: generation.undoRun.handler(({ context, input }) => {
      assertUndoable(deps, context.caller, input)
      context.write('generation.undoRun', input, (act) => undoRun(deps, act, input))
      return runOf(deps, input.runId)
    }),
    listRuns: generation.listRuns.handler(({ context, input }) =>
      ledger.runList.page(input, inOffices('t.office_id', context.caller)),
    ),
    getRun: generation.getRun.handler(({ context, input }) => getRun(deps, context.caller, input.runId)),
    listOccurrences: generation.listOccurrences.handler(
      ({ context, input: { agreementLineId, ...request } }) =>
        ledger.occurrenceList.page(
          request,
          {
            sql: 't.agreement_line_id = :agreement_line',
            params: { agreement_line: toBytes(agreementLineId) },
          },
          {
            sql: `EXISTS (SELECT 1 FROM agreement_line z JOIN agreement a ON a.id = z.agreement_id
            WHERE z.id = t.agreement_line_id AND (${inOffices('a.office_id', context.caller).sql}))`,
            params: inOffices('a.office_id', context.caller).params,
          },
        ),
    ),
    releaseDate: generation.releaseDate.handler(({ context, input }) =>
      context.write('generation.releaseDate', input, (act) => releaseDate(deps, act, input)),
    ),
  }
}
