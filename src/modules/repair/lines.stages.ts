import type { RepairStage } from '@contract/repairCodes'
import type { RepairLine } from '@contract/repairLines'

/** A stage that a repair line may go to, and what is to be said before. */
export interface RepairStageChoice {
  readonly stage: RepairStage
  /** It takes back that the line is finished: for managers, with a reason (R08-02). */
  readonly isReopening: boolean
  /** It signs the line off and so needs to know what came of it (R08-03). */
  readonly isFinishing: boolean
}

type Held = Pick<RepairLine, 'repairStageId' | 'isFinished'>

/** The stages a line may go to, those ahead of it first; without listed next stages it may go anywhere (R08-02). */
export function stageChoices(line: Held, stages: readonly RepairStage[]): RepairStageChoice[] {
  const now = stages.find(({ id }) => id === line.repairStageId)
  const allowed = now?.nextStageIds ?? []
  const sequence = now?.sequence ?? -1
  const inWay = stages
    .filter(({ active, id }) => active && id !== line.repairStageId)
    .filter(({ id }) => allowed.length === 0 || allowed.includes(id))
  const ahead = inWay.filter((stage) => stage.sequence > sequence)
  const behind = inWay.filter((stage) => stage.sequence <= sequence)
  return [...ahead, ...behind].map((stage) => ({
    stage,
    isReopening: line.isFinished && !stage.finished,
    isFinishing: !line.isFinished && stage.finished,
  }))
}
