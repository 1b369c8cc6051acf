import type { CallContext } from '../../rpc/callContext'
import { implementer } from '../../rpc/implementer'
import { getCostRollup, type RollupDeps } from './getCostRollup'
import { getExplosion } from './getExplosion'
import { getComparison, getStructure, listStructureHits } from './getStructure'
import { listWhereUsed, type WhereUsedDeps } from './listWhereUsed'

const { bom } = implementer

export type StructureRouterDeps = RollupDeps & WhereUsedDeps

/** The part of the capability `bom` that reads structures (09 §3). */
export function createStructureRoutes(deps: StructureRouterDeps) {
  const asked = ({ caller, now }: CallContext) => ({ caller, at: now() })
  return {
    getStructure: bom.getStructure.handler(({ context, input }) => getStructure(deps, asked(context), input)),
    getComparison: bom.getComparison.handler(({ context, input }) =>
      getComparison(deps, asked(context), input),
    ),
    listStructureHits: bom.listStructureHits.handler(({ context, input }) =>
      listStructureHits(deps, asked(context), input),
    ),
    listWhereUsed: bom.listWhereUsed.handler(({ context, input }) =>
      listWhereUsed(deps, asked(context), input),
    ),
    getExplosion: bom.getExplosion.handler(({ context, input }) => getExplosion(deps, asked(context), input)),
    getCostRollup: bom.getCostRollup.handler(({ context, input }) =>
      getCostRollup(deps, asked(context), input),
    ),
  }
}
