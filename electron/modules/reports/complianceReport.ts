import type { ComplianceFigures, ComplianceRow } from '../../shared/contract/slaReport'
import type { ReportDefinition, ReportRow } from './reportDefinitions'

/** Figures of nothing read "–" (R06-46). */
const none = '–'

function rowOf({ reasons, worst, ...figures }: ComplianceFigures): ReportRow {
  const { breached, canceled, mean = none, measured, median = none, met, openInTime, p90 = none } = figures
  return {
    ...{ measured, met, breached, rate: figures.rate ?? none, mean, median, p90 },
    ...(worst
      ? { worst: worst.compliance, worstNumber: worst.number, worstId: worst.orderId }
      : { worst: none }),
    pausedMinutes: Math.round(figures.pausedSeconds / 60),
    reasons: reasons.map(({ name, orders }) => `${name} ${String(orders)}`).join(', '),
    ...{ canceled, openInTime },
  }
}

function namedRow({ code, id, name, ...figures }: ComplianceRow): ReportRow {
  return { id, code: code ?? none, groupName: name ?? '', ...rowOf(figures) }
}

/** SLA compliance: how many promises were kept, by service level or what else they are grouped by (R06-46, R12-18). */
export const complianceReport: ReportDefinition = {
  id: 'slaCompliance',
  permissions: ['sla.read'],
  parameters: ['from', 'to', 'officeIds', 'customerId', 'groupBy'],
  columns: [
    { field: 'code', kind: 'text' },
    { field: 'groupName', kind: 'text' },
    { field: 'measured', kind: 'number' },
    { field: 'met', kind: 'number' },
    { field: 'breached', kind: 'number' },
    { field: 'rate', kind: 'percent' },
    { field: 'mean', kind: 'percent' },
    { field: 'median', kind: 'percent' },
    { field: 'p90', kind: 'percent' },
    { field: 'worst', kind: 'percent' },
    { field: 'worstNumber', kind: 'text' },
    { field: 'pausedMinutes', kind: 'minutes' },
    { field: 'reasons', kind: 'text' },
    { field: 'canceled', kind: 'number' },
    { field: 'openInTime', kind: 'number' },
  ],
  *run({ compliance, parameters }) {
    const { rows, total } = compliance(parameters.groupBy ?? 'sla')
    yield rows.map(namedRow)
    return [rowOf(total)]
  },
}
