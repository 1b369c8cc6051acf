import { implementer } from '../../rpc/implementer'
import { createCodesRoutes } from './codes.router'
import type { EstimateDeps } from './estimates.deps'
import { createEstimateRoutes } from './estimates.router'
import type { LineDeps } from './lines.deps'
import { createLinesRoutes } from './lines.router'
import { createStatisticsRoutes, type StatisticsRouterDeps } from './statistics.router'

/** The procedures of repair management (area 08). */
export function createRepairRouter(
  deps: LineDeps,
  estimates: EstimateDeps,
  statistics: StatisticsRouterDeps,
) {
  return implementer.repair.router({
    ...createCodesRoutes({ codes: deps.repository.codes, settings: deps.settings }),
    ...createLinesRoutes(deps),
    ...createEstimateRoutes(estimates),
    ...createStatisticsRoutes(statistics),
  })
}
