import type { Db } from '../../db/database'
import { createSimilarRepository } from './similar.repository'
import type { StatisticsRouterDeps } from './statistics.router'
import { createStatisticsRepository } from './statistics.repository'
import { createSuggestionsRepository } from './suggestions.repository'

/** Everything that looks over many repair lines, over one store. */
export function createStatisticsDeps(
  db: Db,
  place: Pick<StatisticsRouterDeps, 'officeZone' | 'repeatWindowDays'>,
): StatisticsRouterDeps {
  return {
    statistics: createStatisticsRepository(db),
    suggestions: createSuggestionsRepository(db),
    similar: createSimilarRepository(db),
    ...place,
  }
}
