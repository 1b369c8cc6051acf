import { localText } from '../../shared/localText'
import { marginOf } from '../orders/index'
import type { MarginRow } from './reports.repository'
import { orderParameters, type ReportDefinition, type ReportRow } from './reportDefinitions'

type Figures = Pick<MarginRow, 'salesAmount' | 'costAmount' | 'planned' | 'posted' | 'invoiced'>
const nothing: Figures = { salesAmount: 0, costAmount: 0, planned: 0, posted: 0, invoiced: 0 }

function figuresOf({ invoiced, planned, posted, ...amounts }: Figures, currency: string): ReportRow {
  const { cost, margin, sales, share } = marginOf([amounts], currency)
  const money = (minor: number) => ({ minor, currency })
  return {
    ...{ revenue: sales, planned: money(planned), posted: money(posted), invoiced: money(invoiced) },
    ...{ cost, margin, share },
  }
}

function rowOf(
  { costAmount, currency, invoiced, planned, posted, salesAmount, stage, ...row }: MarginRow,
  stageName: string,
): ReportRow {
  const figures = figuresOf({ salesAmount, costAmount, planned, posted, invoiced }, currency)
  return { ...row, ...(stage ? { stageName } : {}), ...figures }
}

/** Service order margin: what is left of the sales of each order, and in all, by currency (R04-36, R12-16). */
export const marginReport: ReportDefinition = {
  id: 'margin',
  permissions: ['orders.read', 'catalog.readCost', 'billing.read'],
  parameters: orderParameters,
  columns: [
    { field: 'number', kind: 'text' },
    { field: 'customerNumber', kind: 'text' },
    { field: 'customerName', kind: 'text' },
    { field: 'officeCode', kind: 'text' },
    { field: 'serviceDate', kind: 'date' },
    { field: 'stageName', kind: 'text' },
    { field: 'revenue', kind: 'money' },
    { field: 'planned', kind: 'money' },
    { field: 'posted', kind: 'money' },
    { field: 'invoiced', kind: 'money' },
    { field: 'cost', kind: 'money' },
    { field: 'margin', kind: 'money' },
    { field: 'share', kind: 'percent' },
  ],
  *run({ language, parts, repository }) {
    const sums = new Map<string, Figures>()
    for (const part of parts) {
      const found = repository.margins(part)
      for (const row of found) {
        const sum = sums.get(row.currency) ?? nothing
        sums.set(row.currency, {
          salesAmount: sum.salesAmount + row.salesAmount,
          costAmount: sum.costAmount + row.costAmount,
          planned: sum.planned + row.planned,
          posted: sum.posted + row.posted,
          invoiced: sum.invoiced + row.invoiced,
        })
      }
      yield found.map((row) => rowOf(row, localText(row.stage ?? {}, language)))
    }
    return [...sums].sort().map(([currency, sum]) => figuresOf(sum, currency))
  },
}
