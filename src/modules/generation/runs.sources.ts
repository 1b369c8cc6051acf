import { contract } from '@contract/index'
import type { GenerationInput, GenerationRun, PlanPart, PlanRow, UndoRunMode } from '@contract/generationRuns'
import { GenerationRunId } from '@contract/id'
import type { JobStarted } from '@contract/jobs'
import { listSource, type ListSource } from '@/composables/list'
import { client } from '@/rpc/client'

const { generation } = contract
const ask = client.generation

/** The rows of one part of a plan (03 §3.5). */
export function planSource(planId: string, part: PlanPart): ListSource<PlanRow> {
  return listSource(
    generation.listPlan,
    (input) => ask.listPlan(input),
    () => ({ planId, part }),
  )
}

export const runList = listSource(generation.listRuns, (input) => ask.listRuns(input))

export function startPreview(asked: GenerationInput): Promise<JobStarted> {
  return ask.previewGeneration(asked)
}

export function startCommit(asked: GenerationInput, fingerprint: string): Promise<JobStarted> {
  return ask.commitGeneration({ ...asked, fingerprint })
}

export function undoRun(run: GenerationRun, mode: UndoRunMode, reason: string): Promise<GenerationRun> {
  return ask.undoRun({ runId: run.id, expectedVersion: run.version, mode, reason })
}

export function readRun(id: string): Promise<GenerationRun> {
  return ask.getRun({ runId: GenerationRunId.parse(id) })
}

/** Frees the date of a deleted order line, so that a later run makes it again; whether there was one. */
export async function releaseDate({ agreementLineId, calculatedDate }: PlanRow): Promise<boolean> {
  if (agreementLineId === undefined || calculatedDate === undefined) return false
  const { items } = await ask.listOccurrences({
    ...{ agreementLineId, limit: 1 },
    filter: { calculatedDate: { from: calculatedDate, to: calculatedDate }, state: ['deleted'] },
  })
  const [occurrence] = items
  if (!occurrence) return false
  await ask.releaseDate({ occurrenceId: occurrence.id, expectedVersion: occurrence.version })
  return true
}

/** The lines of an order of a plan, a hundred at most. */
export async function linesOfOrder({ id }: PlanRow, planId: string): Promise<readonly PlanRow[]> {
  const { items } = await ask.listPlan({
    ...{ planId, part: 'lines', limit: 100 },
    filter: { orderRowId: [id] },
    sort: [{ field: 'position', direction: 'asc' }],
  })
  return items
}
