import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ReportRows } from '../../electron/shared/contract/reportRuns'
import { setUp, type TestApp } from '../support/app'
import { attached, bikesOf, bomRef, lineAt, objectOf, replacing, type Bikes } from '../support/boms'
import { resultOf } from '../support/orders'

let app: TestApp
let branch: Bikes
beforeEach(async () => {
  app = setUp({ now: Date.UTC(2026, 2, 20, 8) })
  branch = await bikesOf(app)
})
afterEach(() => app.close())

async function run(parameters: object = {}, client = app.owner) {
  const { jobId } = await client.reports.runReport({
    ...{ reportId: 'bomReplacements', parameters: { from: '2026-02-01', to: '2026-02-28', ...parameters } },
  })
  return ReportRows.parse(await resultOf(client, jobId))
}

describe('replaced parts (12 §5)', () => {
  it('12 §5: parts by how often they were replaced, with reason, quantity and objects', async () => {
    const first = await attached(app.owner, branch, [{ item: 'W1' }, { item: 'BOLT', quantity: 4000 }])
    const object = await objectOf(app.owner, branch, 'S2')
    const second = await attached(app.owner, branch, [{ item: 'W1' }], { objectId: object.id })
    const replace = async (
      bomId: typeof first.bom.id,
      path: string,
      item: string,
      at: number,
      more: Parameters<typeof replacing>[3] = {},
    ) =>
      app.owner.bom.replaceComponent({
        ...bomRef(await app.owner.bom.getServiceBom({ bomId })),
        ...{ lineId: await lineAt(app.owner, bomId, path), ...replacing(branch, item, at, more) },
      })
    await replace(first.bom.id, '1', 'W2', Date.UTC(2026, 1, 3))
    await replace(second.bom.id, '1', 'W2', Date.UTC(2026, 1, 28, 22, 30))
    await replace(first.bom.id, '2', 'BOLT', Date.UTC(2026, 1, 4), { quantity: 1000 })
    const march = await replace(first.bom.id, '1', 'W3', Date.UTC(2026, 2, 2))

    const { rows, totals } = await run()
    expect(rows).toEqual([
      {
        ...{ itemNumber: 'W1', itemName: 'Item W1', reason: 'Worn out', unit: 'EA' },
        ...{ replacements: 2, quantity: 2000, objects: 2 },
      },
      {
        ...{ itemNumber: 'BOLT', itemName: 'Item BOLT', reason: 'Worn out', unit: 'EA' },
        ...{ replacements: 1, quantity: 1000, objects: 1 },
      },
    ])
    expect(totals).toEqual([{ replacements: 3 }])

    const inMarch = { from: '2026-03-01', to: '2026-03-31' }
    expect((await run(inMarch)).rows).toMatchObject([{ itemNumber: 'W2', replacements: 1 }])
    await app.owner.bom.undoChange({ ...bomRef(march.bom), historyId: march.history[0]!.id })
    expect((await run(inMarch)).rows).toEqual([])
    expect((await run({ customerId: branch.customerId })).rows).toHaveLength(2)
  })

  it('R-12.28: whoever sees own orders only counts no replacements of others', async () => {
    const { bom } = await attached(app.owner, branch)
    await app.owner.bom.replaceComponent({
      ...{ ...bomRef(bom), lineId: await lineAt(app.owner, bom.id, '1') },
      ...replacing(branch, 'W2', Date.UTC(2026, 1, 3)),
    })
    expect((await run()).rows).toHaveLength(1)
    expect((await run({}, await app.as('technician'))).rows).toEqual([])
    await expect(run({}, await app.as('board'))).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})
