import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toBytes } from '../../electron/db/ids'
import { ReportRows, type ReportId } from '../../electron/shared/contract/reportRuns'
import { agreementBranchOf, agreementHours, agreementOf, type AgreementBranch } from '../support/agreements'
import { newId, setUp, type TestApp } from '../support/app'
import { hours, orderOf, resultOf } from '../support/orders'

let app: TestApp
let branch: AgreementBranch
beforeEach(async () => {
  app = setUp({ now: Date.UTC(2026, 2, 20, 8) })
  branch = await agreementBranchOf(app)
})
afterEach(() => app.close())

const march = { from: '2026-03-01', to: '2026-03-31' }
const nok = (minor: number) => ({ minor, currency: 'NOK' })

async function run(reportId: ReportId, client = app.owner): Promise<ReportRows> {
  const { jobId } = await client.reports.runReport({ reportId, parameters: march })
  return ReportRows.parse(await resultOf(client, jobId))
}

/** An order of a day in March whose hour line stands for a date of the agreement's line. */
async function visitOf(agreementLineId: string, day: number, work: { actualQty?: number } = {}) {
  const order = await orderOf(app.owner, branch, {
    preferredServiceAt: Date.UTC(2026, 2, day, 9),
    lines: [{ ...hours(branch), actualQty: undefined, estimatedQty: 60, ...work }],
  })
  const [line] = order.lines
  if (!line) throw new Error('the order has no line')
  app.db
    .prepare('UPDATE service_order_line SET agreement_line_id = ? WHERE id = ?')
    .run(toBytes(agreementLineId), toBytes(line.id))
  planned(agreementLineId, day, 'active', line.id)
  return order
}

function planned(agreementLineId: string, day: number, state: 'active' | 'deleted', orderLineId?: string) {
  const date = `2026-03-${String(day).padStart(2, '0')}`
  app.db
    .prepare(
      `INSERT INTO occurrence (id, version, agreement_line_id, calculated_date, service_date, order_line_id, order_version,
         state) VALUES (?, 1, ?, ?, ?, ?, 1, ?)`,
    )
    .run(
      ...[toBytes(newId()), toBytes(agreementLineId), date, date],
      ...[orderLineId === undefined ? null : toBytes(orderLineId), state],
    )
}

async function careOf() {
  const agreement = await agreementOf(app.owner, branch, { lines: [agreementHours(branch)] })
  const [line] = agreement.lines
  if (!line) throw new Error('the agreement has no line')
  return { agreement, line }
}

describe('agreements with the margin of each line', () => {
  it('issue 5: sums sales and cost of the orders of a line', async () => {
    const { agreement, line } = await careOf()
    await visitOf(line.id, 3, { actualQty: 120 })
    await visitOf(line.id, 10)
    await orderOf(app.owner, branch, {
      preferredServiceAt: Date.UTC(2026, 2, 10, 9),
      lines: [hours(branch)],
    })

    const { rows, totals } = await run('agreementMargin')

    // Two hours and one hour at NOK 900.00.
    const figures = { visits: 2, minutes: 180, revenue: nok(270_000), cost: nok(0), margin: nok(270_000) }
    expect(rows).toMatchObject([
      { agreementNumber: agreement.number, lineNo: 10, lineName: 'Inspection', ...figures, share: 10_000 },
    ])
    expect(totals).toMatchObject([figures])
  })

  it('R-12.28: whoever reads no costs may not run it', async () => {
    const dispatcher = await app.as('dispatcher')
    await expect(run('agreementMargin', dispatcher)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('visits planned against done', () => {
  it('issue 5: counts done, open, overdue, canceled and deleted dates', async () => {
    const { agreement, line } = await careOf()
    await visitOf(line.id, 3, { actualQty: 120 })
    await visitOf(line.id, 10)
    await visitOf(line.id, 24)
    const canceled = await visitOf(line.id, 17)
    await app.owner.orders.cancelOrders({ orderIds: [canceled.id] })
    planned(line.id, 31, 'deleted')

    const { rows, totals } = await run('visits')

    const figures = { planned: 5, done: 1, open: 2, overdue: 1, canceled: 1, deleted: 1, doneShare: 2000 }
    expect(rows).toMatchObject([{ agreementNumber: agreement.number, lineNo: 10, ...figures }])
    expect(totals).toEqual([figures])
  })

  it('R-12.28: a technician counts the own visits only', async () => {
    const { line } = await careOf()
    await visitOf(line.id, 3)
    planned(line.id, 31, 'deleted')
    const technician = await app.as('technician')
    expect((await run('visits', technician)).rows).toEqual([])
  })
})
