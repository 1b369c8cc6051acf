import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OrderLineId } from '../../electron/shared/contract/id'
import type { Client } from '../../electron/shared/contract/index'
import { ReportRows } from '../../electron/shared/contract/reportRuns'
import { StoredFile } from '../../electron/shared/contract/files'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, lineOf, orderOf, refOf, resultOf, type Branch } from '../support/orders'

let app: TestApp
let branch: Branch
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
})
afterEach(() => app.close())

type RunInput = Parameters<Client['reports']['runReport']>[0]
const march = { from: '2026-03-01', to: '2026-03-31' }

async function run(input: RunInput, client = app.owner): Promise<ReportRows> {
  const { jobId } = await client.reports.runReport(input)
  return ReportRows.parse(await resultOf(client, jobId))
}
async function fileOf(input: RunInput): Promise<{ name: string; bytes: Buffer }> {
  const { jobId } = await app.owner.reports.runReport(input)
  const { fileId, fileName = '' } = StoredFile.parse(await resultOf(app.owner, jobId))
  const { content } = await app.owner.files.getChunk({ fileId, offset: 0 })
  return { name: fileName, bytes: Buffer.from(content, 'base64') }
}
const nok = (minor: number) => ({ minor, currency: 'NOK' })

/** Example 1 of 12 §6: hours, an item and an expense as two more prices of work; revenue 355.00, cost 150.00. */
async function exampleOrder() {
  const line = (actualQty: number, salesPrice: number, costPrice: number) => ({
    ...{
      id: newId<OrderLineId>(),
      type: 'hour' as const,
      categoryId: branch.categoryId,
      workerId: branch.workerId,
    },
    ...{ actualQty, salesPrice, costPrice },
  })
  return orderOf(app.owner, branch, {
    preferredServiceAt: Date.UTC(2026, 2, 10, 9),
    lines: [line(120, 1_200_000, 400_000), line(60, 950_000, 600_000), line(60, 200_000, 100_000)],
  })
}

describe('the margin report', () => {
  it('R-12.04: Example 1 gives 205.00 and 57.75 %', async () => {
    const { number } = await exampleOrder()

    const { rows, totals } = await run({ reportId: 'margin', parameters: march })

    const parts = { planned: nok(35_500), posted: nok(0), invoiced: nok(0) }
    const figures = { revenue: nok(35_500), cost: nok(15_000), margin: nok(20_500), share: 5775, ...parts }
    expect(rows).toMatchObject([{ number, ...figures }])
    expect(totals).toEqual([figures])
  })

  it('R12-16: says of the sales what is planned and what is posted', async () => {
    const order = await exampleOrder()
    const lineIds = [lineOf(order, 10).id]
    await app.owner.orders.postOrder({ ...refOf(order), date: '2026-03-10', lineIds })

    const { rows, totals } = await run({ reportId: 'margin', parameters: march })

    const parts = { revenue: nok(35_500), planned: nok(11_500), posted: nok(24_000), invoiced: nok(0) }
    expect(rows).toMatchObject([parts])
    expect(totals).toMatchObject([parts])
  })

  it('12 §5: counts the orders of a technician alone when asked to', async () => {
    await exampleOrder()
    const { id: technicianId } = await app.owner.people.createWorker({ id: newId(), displayName: 'Liv' })
    const own = await orderOf(app.owner, branch, {
      ...{ preferredServiceAt: Date.UTC(2026, 2, 11, 9), preferredTechnicianId: technicianId },
    })

    const { rows } = await run({ reportId: 'margin', parameters: { ...march, technicianId } })

    expect(rows).toMatchObject([{ number: own.number }])
  })

  it('R-12.04: revenue 0 shows an empty percentage', async () => {
    await orderOf(app.owner, branch, { preferredServiceAt: Date.UTC(2026, 2, 10, 9) })

    const { rows } = await run({ reportId: 'margin', parameters: march })

    expect(rows).toHaveLength(1)
    expect(rows[0]?.['share']).toBeUndefined()
  })

  it('R-04.34: counts no imported order, none of another period, none that was canceled', async () => {
    const imported = await exampleOrder()
    app.db.prepare("UPDATE service_order SET origin = 'import' WHERE number = ?").run(imported.number)
    const canceled = await exampleOrder()
    await app.owner.orders.cancelOrder({ ...refOf(canceled), reason: 'No' })

    expect(await run({ reportId: 'margin', parameters: march })).toMatchObject({
      rows: [],
      totals: [],
      count: 0,
    })
    await exampleOrder()
    const april = { from: '2026-04-01', to: '2026-04-30' }
    expect((await run({ reportId: 'margin', parameters: april })).rows).toEqual([])
    expect((await run({ reportId: 'margin', parameters: march })).rows).toHaveLength(1)
  })

  it('R-12.28: is not for a technician, and not in the list of one', async () => {
    const technician = await app.as('technician')

    await expect(
      technician.reports.runReport({ reportId: 'margin', parameters: march }),
    ).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    const own = (await technician.reports.listReports()).items.map(({ id }) => id)
    expect(own).toEqual(['stageProgress', 'visits', 'slaCompliance', 'bomReplacements'])
    expect((await app.owner.reports.listReports()).items.map(({ id }) => id)).toContain('margin')
  })

  it('12 §4: a period that ends before it starts is refused', async () => {
    const parameters = { from: '2026-03-31', to: '2026-03-01' }
    await expect(app.owner.reports.runReport({ reportId: 'margin', parameters })).rejects.toMatchObject({
      code: 'PERIOD_INVALID',
    })
  })

  it('12 §5: counts the orders of a customer alone when asked to', async () => {
    await exampleOrder()
    const { id: customerId } = await app.owner.customers.createCustomer({ id: newId(), name: 'Other' })

    expect((await run({ reportId: 'margin', parameters: { ...march, customerId } })).rows).toEqual([])
  })
})

describe('service order progress', () => {
  it('12 §5: counts orders by stage and progress, with the time they stood in the stages they left', async () => {
    const { id: root } = await app.owner.stages.createStage({
      ...{ id: newId(), code: 'PLAN', description: { en: 'Planned' } },
    })
    await app.owner.stages.createStage({
      ...{ id: newId(), code: 'DONE', description: { en: 'Done' }, parentId: root },
    })
    const at = { preferredServiceAt: Date.UTC(2026, 2, 10, 9) }
    const moved = await orderOf(app.owner, branch, at)
    await orderOf(app.owner, branch, at)
    app.clock.now += 90 * 60_000
    await app.owner.stages.changeStage({ ...refOf(moved), direction: 'next' })

    const { rows, totals } = await run({ reportId: 'stageProgress', parameters: march })

    expect(rows).toMatchObject([
      { stageName: 'Planned', inProcess: 1, orders: 1, stays: 1, averageMinutes: 90, longestMinutes: 90 },
      { stageName: 'Done', inProcess: 1, orders: 1, stays: 0 },
    ])
    expect(totals).toMatchObject([{ inProcess: 2, posted: 0, canceled: 0, orders: 2 }])
  })
})

describe('a report as a file', () => {
  it('R-12.21: the margin report exports as CSV, workbook and PDF without a network', async () => {
    const { number } = await exampleOrder()
    const asked = { reportId: 'margin', parameters: march, title: 'Margin', total: 'Total' } as const

    const csv = await fileOf({ ...asked, format: 'csv', titles: { number: 'Number' } })
    const [head = '', row = '', sum = ''] = csv.bytes.toString('utf8').split('\r\n')
    expect(csv.name).toBe('Margin.csv')
    expect(head).toContain('Number,')
    expect(row.startsWith(`${number},`)).toBe(true)
    expect(row).toContain('355.00,NOK,355.00,NOK,0.00,NOK,0.00,NOK,150.00,NOK,205.00,NOK,57.75')
    expect(sum).toMatch(/^Total,.*205\.00,NOK,57\.75$/)

    const sheet = await fileOf({ ...asked, format: 'xlsx' })
    expect(sheet.bytes.subarray(0, 2).toString()).toBe('PK')
    const pdf = await fileOf({ ...asked, format: 'pdf', language: 'de' })
    expect([pdf.name, pdf.bytes.subarray(0, 5).toString()]).toEqual(['Margin.pdf', '%PDF-'])
  })
})
