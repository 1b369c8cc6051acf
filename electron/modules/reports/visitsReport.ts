import { divideRounded } from '../../shared/contract/money'
import { byLine } from './agreementMarginReport'
import { orderParameters, type ReportDefinition, type ReportRow } from './reportDefinitions'

interface Visits {
  planned: number
  done: number
  canceled: number
  overdue: number
  deleted: number
}
const nothing = (): Visits => ({ planned: 0, done: 0, canceled: 0, overdue: 0, deleted: 0 })

/** A date whose order line was deleted was planned too. */
function figures({ canceled, deleted, done, overdue, planned }: Visits): ReportRow {
  const all = planned + deleted
  const open = planned - done - canceled
  const share = all === 0 ? undefined : Number(divideRounded(BigInt(done * 10_000), BigInt(all)))
  return { planned: all, done, open, overdue, canceled, deleted, doneShare: share }
}

/** Visits that agreements planned against those that were done, by line of the agreement (issue 5). */
export const visitsReport: ReportDefinition = {
  id: 'visits',
  permissions: ['orders.read', 'agreements.read'],
  parameters: orderParameters,
  columns: [
    { field: 'agreementNumber', kind: 'text' },
    { field: 'agreementName', kind: 'text' },
    { field: 'customerName', kind: 'text' },
    { field: 'lineNo', kind: 'number' },
    { field: 'lineName', kind: 'text' },
    { field: 'planned', kind: 'number' },
    { field: 'done', kind: 'number' },
    { field: 'doneShare', kind: 'percent' },
    { field: 'open', kind: 'number' },
    { field: 'overdue', kind: 'number' },
    { field: 'canceled', kind: 'number' },
    { field: 'deleted', kind: 'number' },
  ],
  *run({ agreements, officeIds, parameters, parts, today }) {
    const lines = new Map<string, Visits>()
    const all = nothing()
    const visitsOf = (lineId: string) => {
      const held = lines.get(lineId) ?? nothing()
      lines.set(lineId, held)
      return held
    }
    for (const part of parts) {
      for (const { lineId, ...counts } of agreements.visits(part, today))
        for (const visits of [visitsOf(lineId), all]) {
          visits.planned += counts.planned
          visits.done += counts.done
          visits.canceled += counts.canceled
          visits.overdue += counts.overdue
        }
      yield []
    }
    // A deleted visit has no order: it stands in no stage.
    const deleted = parameters.stageIds === undefined ? agreements.deletedVisits(parameters, officeIds) : []
    for (const { lineId, visits } of deleted) {
      visitsOf(lineId).deleted += visits
      all.deleted += visits
    }
    yield [...lines]
      .flatMap(([lineId, visits]) => {
        const name = agreements.lineName(lineId)
        return name ? [{ name, row: { ...name, ...figures(visits) } }] : []
      })
      .sort(({ name: a }, { name: b }) => byLine(a, b))
      .map(({ row }) => row)
    return [figures(all)]
  },
}
