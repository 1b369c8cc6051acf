import type { AttemptId, BarrierId, RepairLineId, RepairStageId, ResolutionId, WorkerId } from '@contract/id'
import type { Attempt, AttemptOutcome, RepairLine, WarrantyVerdict } from '@contract/repairLines'
import { client } from '@/rpc/client'
import type { LinePage } from './lines.sources'

const ask = client.repair
const refOf = ({ id, version }: Pick<RepairLine, 'id' | 'version'>) => ({
  lineId: id,
  expectedVersion: version,
})

/** What a change of stage says besides the stage. */
export interface StageChange {
  readonly repairStageId: RepairStageId
  readonly resolutionId?: ResolutionId | undefined
  readonly barrierId?: BarrierId | undefined
  readonly reason?: string | undefined
}

/** Brings a line into another stage; throws the refusals of 08 §3.1. */
export function changeStage(
  line: Pick<RepairLine, 'id' | 'version'>,
  change: StageChange,
): Promise<RepairLine> {
  return ask.changeStage({ ...refOf(line), ...change })
}

/** A manager's own verdict; it is not computed any more (08 §2.2). */
export function overrideVerdict(
  line: Pick<RepairLine, 'id' | 'version'>,
  verdict: WarrantyVerdict,
  reason: string,
): Promise<RepairLine> {
  return ask.overrideVerdict({ ...refOf(line), verdict, reason })
}

export async function attemptsOf(lineId: RepairLineId): Promise<readonly Attempt[]> {
  return (await ask.listAttempts({ lineId })).items
}

export function startAttempt(
  line: Pick<RepairLine, 'id' | 'version'>,
  attempt: { id: AttemptId; technicianId?: WorkerId | undefined; startedAt?: number | undefined },
): Promise<Attempt> {
  return ask.startAttempt({ ...refOf(line), ...attempt })
}

export function endAttempt(
  { id, version }: Pick<Attempt, 'id' | 'version'>,
  end: { outcome: AttemptOutcome; endedAt?: number | undefined; remark?: string | undefined },
): Promise<Attempt> {
  return ask.endAttempt({ attemptId: id, expectedVersion: version, ...end })
}

/** Reads the line again after something of it was written elsewhere on the page. */
export async function readAgain(page: LinePage): Promise<void> {
  await page.run((held) => ask.getLine({ lineId: held.id }))
}
