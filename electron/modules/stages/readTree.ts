import type { Language } from '../../shared/contract/session'
import type { StageTree } from '../../shared/contract/stages'
import { inTreeOrder, subtreeIds } from './stage.rules'
import { viewOf, type SetUpDeps } from './saveStage'

/** The tree with the number of orders in each stage; says of each whether its parent may still change (R05-11). */
export function readTree({ repository }: SetUpDeps, language: Language): StageTree {
  const all = repository.allStages()
  const counts = repository.ordersByStage()
  const mentioned = repository.mentioned()
  const isUsed = (id: string) => (counts.get(id) ?? 0) > 0 || mentioned.has(id)
  return {
    stages: inTreeOrder(all).map(({ stage, depth }) => ({
      ...viewOf(stage, language),
      depth,
      orderCount: counts.get(stage.id) ?? 0,
      isParentFrozen: subtreeIds(all, stage.id).some(isUsed),
    })),
  }
}
