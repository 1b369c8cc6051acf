import { localText } from '../../shared/localText'
import type { Language } from '../../shared/contract/session'
import { orderParameters, type ReportDefinition, type ReportRow, type ReportStage } from './reportDefinitions'
import type { StageCount, StageStay } from './reports.repository'

interface Figures {
  inProcess: number
  posted: number
  canceled: number
  stays: number
  minutes: number
  workingMinutes: number
  longest: number
}
const nothing = (): Figures => ({
  ...{ inProcess: 0, posted: 0, canceled: 0 },
  ...{ stays: 0, minutes: 0, workingMinutes: 0, longest: 0 },
})

function add(figures: Figures, counts: readonly StageCount[], stays: readonly StageStay[]): void {
  for (const { orders, progress } of counts) figures[progress] += orders
  for (const stay of stays) {
    figures.stays += stay.stays
    figures.minutes += stay.minutes
    figures.workingMinutes += stay.workingMinutes
    figures.longest = Math.max(figures.longest, stay.longest)
  }
}

/** Orders of the stage, and how long orders stood in it before they left; no time where none has left. */
function rowOf({ canceled, inProcess, longest, minutes, posted, stays, workingMinutes }: Figures): ReportRow {
  const times =
    stays === 0
      ? {}
      : {
          averageMinutes: Math.round(minutes / stays),
          averageWorkingMinutes: Math.round(workingMinutes / stays),
          longestMinutes: longest,
        }
  return { inProcess, posted, canceled, orders: inProcess + posted + canceled, stays, ...times }
}

/** Service order progress: orders by stage and progress, and the time they stood in each stage (issue 4 §1, 12 §5). */
export const stageProgressReport: ReportDefinition = {
  id: 'stageProgress',
  permissions: ['orders.read'],
  parameters: orderParameters,
  columns: [
    { field: 'stageName', kind: 'text' },
    { field: 'inProcess', kind: 'number' },
    { field: 'posted', kind: 'number' },
    { field: 'canceled', kind: 'number' },
    { field: 'orders', kind: 'number' },
    { field: 'stays', kind: 'number' },
    { field: 'averageMinutes', kind: 'minutes' },
    { field: 'averageWorkingMinutes', kind: 'minutes' },
    { field: 'longestMinutes', kind: 'minutes' },
  ],
  *run({ language, parts, repository, stages }) {
    const byStage = new Map<string | undefined, Figures>()
    const all = nothing()
    const figuresOf = (stageId: string | undefined) => {
      const held = byStage.get(stageId) ?? nothing()
      byStage.set(stageId, held)
      return held
    }
    for (const part of parts) {
      const counts = repository.counts(part)
      const stays = repository.stays(part)
      for (const count of counts) add(figuresOf(count.stageId), [count], [])
      for (const stay of stays) add(figuresOf(stay.stageId), [], [stay])
      add(all, counts, stays)
      yield []
    }
    yield rowsOf(stages(), byStage, language)
    return [rowOf(all)]
  },
}

function rowsOf(
  stages: readonly ReportStage[],
  byStage: ReadonlyMap<string | undefined, Figures>,
  language: Language,
): ReportRow[] {
  const rows = stages.flatMap(({ description, id }) => {
    const figures = byStage.get(id)
    return figures ? [{ id, stageName: localText(description, language), ...rowOf(figures) }] : []
  })
  const without = byStage.get(undefined)
  return without ? [...rows, rowOf(without)] : rows
}
