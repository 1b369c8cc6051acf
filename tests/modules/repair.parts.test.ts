import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, setUp, type TestApp } from '../support/app'
import { attached, bikesOf, bomRef, itemOf, lineAt, replacing } from '../support/boms'
import { lineFor } from '../support/repair'

let app: TestApp
beforeEach(() => {
  app = setUp({ now: Date.parse('2026-07-01T08:00:00Z') })
})
afterEach(() => app.close())

describe('parts of a repair', () => {
  it('R08-10: a part that the repair takes out, within its own months from its installation', async () => {
    const { owner } = app
    const bikes = await bikesOf(app)
    const { bom, order } = await attached(owner, bikes)
    const lineId = await lineAt(owner, bom.id, '1')
    const { bom: warranted } = await owner.bom.changeComponent({
      ...{ ...bomRef(bom), lineId, patch: { warrantyMonths: 6 }, at: app.clock.now },
      reasonId: bikes.reasonId,
    })
    const itemId = itemOf(bikes, 'W1')
    const asked = await owner.repair.checkWarranty({ objectId: bikes.objectId, itemId })
    expect(asked).toMatchObject({ verdict: 'part', until: '2026-07-09' })
    expect(asked.steps[1]).toMatchObject({ covers: true, from: '2026-01-10', sourceId: lineId })
    const late = Date.parse('2026-07-10T08:00:00Z')
    const after = { objectId: bikes.objectId, itemId, reportedAt: late }
    expect((await owner.repair.checkWarranty(after)).verdict).toBe('none')

    const line = await lineFor(owner, { order })
    expect(line.warrantyVerdict).toBe('none')
    const done = await owner.bom.replaceComponent({
      ...{ ...bomRef(warranted), lineId },
      ...replacing(bikes, 'W2', app.clock.now, { repairLineId: line.id }),
    })
    expect((await owner.repair.getLine({ lineId: line.id })).warrantyVerdict).toBe('part')
    await expect(owner.repair.deleteLine({ lineId: line.id, expectedVersion: 2 })).rejects.toMatchObject({
      code: 'IN_USE',
      data: { counts: { bomHistory: 1 } },
    })
    await owner.bom.undoChange({
      ...{ ...bomRef(done.bom), historyId: done.history[0]?.id ?? newId() },
    })
    expect((await owner.repair.getLine({ lineId: line.id })).warrantyVerdict).toBe('none')
  })
})
