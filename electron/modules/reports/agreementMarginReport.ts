import { marginOf } from '../orders/index'
import { orderParameters, type ReportDefinition, type ReportRow } from './reportDefinitions'
import type { AgreementReportsRepository, LineMargin } from './agreementReports.repository'

type Sum = Pick<LineMargin, 'costAmount' | 'minutes' | 'salesAmount' | 'visits'>
const nothing: Sum = { visits: 0, minutes: 0, salesAmount: 0, costAmount: 0 }
const added = (a: Sum, b: Sum): Sum => ({
  visits: a.visits + b.visits,
  minutes: a.minutes + b.minutes,
  salesAmount: a.salesAmount + b.salesAmount,
  costAmount: a.costAmount + b.costAmount,
})

function figures({ minutes, visits, ...amounts }: Sum, currency: string): ReportRow {
  const { cost, margin, sales, share } = marginOf([amounts], currency)
  return { visits, minutes, revenue: sales, cost, margin, share }
}

/** Agreements with the margin of each of their lines, over the orders of a period (issue 5, R04-36). */
export const agreementMarginReport: ReportDefinition = {
  id: 'agreementMargin',
  permissions: ['orders.read', 'agreements.read', 'catalog.readCost', 'billing.read'],
  parameters: orderParameters,
  columns: [
    { field: 'agreementNumber', kind: 'text' },
    { field: 'agreementName', kind: 'text' },
    { field: 'customerName', kind: 'text' },
    { field: 'lineNo', kind: 'number' },
    { field: 'lineName', kind: 'text' },
    { field: 'visits', kind: 'number' },
    { field: 'minutes', kind: 'minutes' },
    { field: 'revenue', kind: 'money' },
    { field: 'cost', kind: 'money' },
    { field: 'margin', kind: 'money' },
    { field: 'share', kind: 'percent' },
  ],
  *run({ agreements, parts }) {
    const lines = new Map<string, { lineId: string; currency: string; sum: Sum }>()
    const totals = new Map<string, Sum>()
    for (const part of parts) {
      for (const row of agreements.margins(part)) {
        const key = `${row.lineId} ${row.currency}`
        const sum = added(lines.get(key)?.sum ?? nothing, row)
        lines.set(key, { lineId: row.lineId, currency: row.currency, sum })
        totals.set(row.currency, added(totals.get(row.currency) ?? nothing, row))
      }
      yield []
    }
    yield rowsOf(agreements, [...lines.values()])
    return [...totals].sort().map(([currency, sum]) => figures(sum, currency))
  },
}

function rowsOf(
  agreements: AgreementReportsRepository,
  lines: readonly { lineId: string; currency: string; sum: Sum }[],
): ReportRow[] {
  return lines
    .flatMap(({ currency, lineId, sum }) => {
      const name = agreements.lineName(lineId)
      return name ? [{ name, row: { ...name, ...figures(sum, currency) } }] : []
    })
    .sort(({ name: a }, { name: b }) => byLine(a, b))
    .map(({ row }) => row)
}

/** By agreement, then by line. */
export function byLine(
  a: { readonly agreementNumber: string; readonly lineNo: number },
  b: { readonly agreementNumber: string; readonly lineNo: number },
): number {
  if (a.agreementNumber === b.agreementNumber) return a.lineNo - b.lineNo
  return a.agreementNumber < b.agreementNumber ? -1 : 1
}
