import type { EntityChange } from '../../db/changeLog'
import { notFound } from '../../db/version'
import { commonErrors, domainError, refuseAll, type Failure } from '../../shared/contract/domainError'
import type { RepairStage } from '../../shared/contract/repairCodes'
import type { CodesRepository } from './codes.repository'

type Codes = Pick<CodesRepository, 'stages' | 'allStages' | 'linesInStage'>

/** What holds of repair stages beside what holds of every code (R08-02). */
export function stageChecks(codes: Codes) {
  return {
    /**
     * One stage is initial: setting it here takes it from the other.
     *
     * @throws CODE_TAKEN, SEQUENCE_TAKEN, INITIAL_STAGE_REQUIRED; IN_USE for `finished` while lines stand in the stage
     */
    check(after: RepairStage, before?: RepairStage): readonly EntityChange[] {
      const others = codes.allStages().filter(({ id }) => id !== after.id)
      const failures = failuresOf(after, before, others)
      const [first, ...rest] = failures
      if (first) throw refuseAll([first, ...rest])
      const missing = after.nextStageIds.find(
        (id) => id !== after.id && !others.some((other) => other.id === id),
      )
      if (missing !== undefined) throw notFound('repairStage', missing)
      if (before && before.finished !== after.finished) assertEmpty(codes, before)
      if (!after.initial) return []
      return others
        .filter(({ initial }) => initial)
        .flatMap((other) => codes.stages.records.update(other, { ...other, initial: false }).changes)
    },
    /** @throws INITIAL_STAGE_REQUIRED; IN_USE while another stage leads to it */
    checkDelete(stage: RepairStage): void {
      if (stage.initial) throw refuseAll([{ code: 'INITIAL_STAGE_REQUIRED', field: 'initial' }])
      const leading = codes.allStages().filter(({ nextStageIds }) => nextStageIds.includes(stage.id))
      if (leading.length > 0)
        throw domainError(commonErrors, 'IN_USE', {
          ...{ entity: 'repairStage', id: stage.id, counts: { repairStage: leading.length } },
          dependants: leading.slice(0, 20).map(({ code, id }) => ({ entity: 'repairStage', id, code })),
        })
    },
  }
}

function failuresOf(
  after: RepairStage,
  before: RepairStage | undefined,
  others: readonly RepairStage[],
): Failure[] {
  const isLost = before?.initial === true && !after.initial
  const isUnfit = after.initial && (!after.active || after.finished)
  return [
    ...(others.some(({ code }) => code === after.code) ? [{ code: 'CODE_TAKEN', field: 'code' }] : []),
    ...(others.some(({ sequence }) => sequence === after.sequence)
      ? [{ code: 'SEQUENCE_TAKEN', field: 'sequence' }]
      : []),
    ...(isLost || isUnfit ? [{ code: 'INITIAL_STAGE_REQUIRED', field: 'initial' }] : []),
  ]
}

/** Lines are signed off by their stage: what it says of them stays while they stand in it. */
function assertEmpty({ linesInStage }: Codes, { id }: RepairStage): void {
  const count = linesInStage(id)
  if (count > 0)
    throw domainError(commonErrors, 'IN_USE', {
      ...{ entity: 'repairStage', id, counts: { repairLine: count }, dependants: [] },
    })
}
