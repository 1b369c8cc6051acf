import type { ChainVerdict } from '../../db/changeLog'
import { implementer } from '../../rpc/implementer'
import { getAct, getRecordAt, listEntries, type HistoryDeps } from './listEntries'
import { assertPreviewed, previewPurge, purge, type PurgeDeps } from './purge'
import type { UndoDeps } from './undo.deps'
import { undoEntry } from './undoEntry'
import { verifyChain } from './verifyChain'

const { history } = implementer

export interface HistoryRouterDeps extends HistoryDeps, UndoDeps, PurgeDeps {
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
    getAct: history.getAct.handler(({ context, input }) => getAct(deps, context.caller, input)),
    undoEntry: history.undoEntry.handler(({ context, input }) =>
      context.write('history.undoEntry', input, (act) => undoEntry(deps, act, input)),
    ),
    previewPurge: history.previewPurge.handler(({ input }) => previewPurge(deps, input)),
    purge: history.purge.handler(({ context, input }) => {
      assertPreviewed(deps, input)
      return context.startJob('history.purge', (control) => purge(deps, control, input))
    }),
    verifyChain: history.verifyChain.handler(({ context, input }) => {
      if (input.officeId !== undefined) deps.assertOffice(input.officeId)
      return context.startJob('history.verifyChain', (control) =>
        verifyChain(deps.history, deps.chainSteps(), control, input.lastHash),
      )
    }),
  })
}
