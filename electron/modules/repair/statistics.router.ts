import { implementer } from '../../rpc/implementer'
import { getStatistics } from './getStatistics'
import { listSimilar } from './listSimilar'
import { listSuggestions } from './listSuggestions'
import type { SimilarRepository } from './similar.repository'
import type { StatisticsDeps } from './statisticsAsked'
import type { SuggestionsRepository } from './suggestions.repository'

const { repair } = implementer

export interface StatisticsRouterDeps extends StatisticsDeps {
  readonly suggestions: SuggestionsRepository
  readonly similar: SimilarRepository
}

/** The part of the capability `repair` that looks over many lines at once (08 §3.4…§3.7). */
export function createStatisticsRoutes(deps: StatisticsRouterDeps) {
  return {
    listSuggestions: repair.listSuggestions.handler(({ context, input }) =>
      listSuggestions(deps.suggestions, context.caller, input),
    ),
    listSimilar: repair.listSimilar.handler(({ context, input }) =>
      listSimilar(deps.similar, context.caller, input),
    ),
    getStatistics: repair.getStatistics.handler(({ context, input }) =>
      getStatistics(deps, context.caller, context.now(), input),
    ),
  }
}
