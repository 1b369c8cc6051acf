import type { ChainVerdict } from '../../db/changeLog'
import { implementer } from '../../rpc/implementer'
import { getRecordAt, listEntries, type HistoryDeps } from './listEntries'
import { verifyChain } from './verifyChain'

const { history } = implementer

export interface HistoryRouterDeps extends HistoryDeps {
  readonly assertOffice: (officeId: string) => void
  readonly chainSteps: () => Generator<number, ChainVerdict>
}

export function createHistoryRouter(deps: HistoryRouterDeps) {
  return history.router({
    listEntries: history.listEntries.handler(({ context, input }) =>
      listEntries(deps, context.caller, input),
    ),
    getRecordAt: history.getRecordAt.handler(({ context, input }) =>
      getRecordAt(deps, context.caller, input),
    ),
    verifyChain: history.verifyChain.handler(({ context, input }) => {
      if (input.officeId !== undefined) deps.assertOffice(input.officeId)
      return context.startJob('history.verifyChain', (control) =>
        verifyChain(deps.history, deps.chainSteps(), control, input.lastHash),
      )
    }),
  })
}
