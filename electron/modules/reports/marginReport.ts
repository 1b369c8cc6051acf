import { localText } from '../../shared/localText'
import { marginOf } from '../orders/index'
import type { MarginRow } from './reports.repository'
import { orderParameters, type ReportDefinition, type ReportRow } from './reportDefinitions'

function rowOf(
  { costAmount, currency, salesAmount, stage, ...row }: MarginRow,
  stageName: string,
): ReportRow {
  const { cost, margin, sales, share } = marginOf([{ salesAmount, costAmount }], currency)
  return { ...row, ...(stage ? { stageName } : {}), revenue: sales, cost, margin, share }
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
    { field: 'cost', kind: 'money' },
    { field: 'margin', kind: 'money' },
    { field: 'share', kind: 'percent' },
  ],
  *run({ language, parts, repository }) {
    const sums = new Map<string, { salesAmount: number; costAmount: number }>()
    for (const part of parts) {
      const found = repository.margins(part)
      for (const { costAmount, currency, salesAmount } of found) {
        const sum = sums.get(currency) ?? { salesAmount: 0, costAmount: 0 }
        sums.set(currency, {
          salesAmount: sum.salesAmount + salesAmount,
          costAmount: sum.costAmount + costAmount,
        })
      }
      yield found.map((row) => rowOf(row, localText(row.stage ?? {}, language)))
    }
    return [...sums].sort().map(([currency, sum]) => {
      const { cost, margin, sales, share } = marginOf([sum], currency)
      return { revenue: sales, cost, margin, share }
    })
  },
}
