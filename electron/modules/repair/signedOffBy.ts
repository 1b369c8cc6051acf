import type { RepairStageId } from '../../shared/contract/id'
import type { CodesRepository } from './codes.repository'

/**
 * The stage that signs off a line which comes in finished, by its resolution: what was fixed is Repaired, the rest is
 * Not repaired. Where a company has no such codes any more, its first and its last finished stage.
 */
export function signedOffBy(
  codes: Pick<CodesRepository, 'allStages' | 'resolutions'>,
): (resolutionId: string) => RepairStageId {
  const finished = codes.allStages().filter((stage) => stage.finished)
  const coded = (code: string) => finished.find((stage) => stage.code === code)
  const repaired = coded('REPAIRED') ?? finished[0]
  const notRepaired = coded('NOT_REPAIRED') ?? finished.at(-1)
  const known = new Map<string, RepairStageId>()
  return (resolutionId) => {
    const held = known.get(resolutionId)
    if (held !== undefined) return held
    const { outcome } = codes.resolutions.records.get(resolutionId)
    const stage = outcome === 'fixed' ? repaired : notRepaired
    if (!stage) throw new Error('no repair stage signs lines off')
    known.set(resolutionId, stage.id)
    return stage.id
  }
}
