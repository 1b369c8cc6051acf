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

export function startUndo(run: GenerationRun, mode: UndoRunMode, reason: string): Promise<JobStarted> {
  return ask.undoRun({ runId: run.id, expectedVersion: run.version, mode, reason })
}

export function readRun(id: string): Promise<GenerationRun> {
  return ask.getRun({ runId: GenerationRunId.parse(id) })
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
