import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import type { AgreementId, AgreementLineId } from '../../electron/shared/contract/id'
import type { Order } from '../../electron/shared/contract/orders'
import { newId, setUp, type TestApp } from '../support/app'
import { agreementLineRow, agreementRow } from '../support/agreementRows'
import { branchOf, hours, lineOf, orderOf, refOf, type Branch } from '../support/orders'

let app: TestApp
let branch: Branch
let agreementId: AgreementId
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
  agreementId = agreementRow(app, branch)
})
afterEach(() => app.close())

const drawn = [
  [{ x: 0, y: 0 }, { x: 60, y: 20 }],
  [{ x: 10, y: 50 }, { x: 90, y: 50 }],
] // prettier-ignore
const march10 = Date.UTC(2026, 2, 10, 8)
const onDay = (day: number) => ({ agreementId, preferredServiceAt: march10 + (day - 10) * 86_400_000 })
const lines = (count: number) => Array.from({ length: count }, () => hours(branch))
const order = (day: number, count: number, fields: object = {}) =>
  orderOf(app.owner, branch, { ...onDay(day), lines: lines(count), ...fields })
const getOrder = ({ id }: Pick<Order, 'id'>) => app.owner.orders.getOrder({ orderId: id })

type Move = Parameters<typeof app.owner.orders.moveLines>[0]
const moveOf = (source: Order, target: Order, numbers: readonly number[]): Move => ({
  ...{ sourceId: source.id, expectedVersion: source.version, targetId: target.id },
  targetVersion: target.version,
  lineIds: numbers.map((lineNo) => lineOf(source, lineNo).id),
})
const move = (source: Order, target: Order, numbers: readonly number[], more: Partial<Move> = {}) =>
  app.owner.orders.moveLines({ ...moveOf(source, target, numbers), ...more })

/** Refused, and neither order has another version. */
async function refused(call: Promise<unknown>, code: string, ...orders: Order[]) {
  const entries = app.entries()
  await expect(call).rejects.toMatchObject({ code, defined: true })
  expect(app.entries()).toBe(entries)
  for (const one of orders) expect(await getOrder(one)).toEqual(one)
}
async function undoLast() {
  const [entry] = (await app.owner.history.listEntries({ limit: 1 })).items
  if (!entry) throw new Error('nothing was written')
  await app.owner.history.undoEntry({ entryId: entry.id })
}

describe('moveLines', () => {
  it('R04-72: activities follow their lines, and so do those of orders that are merged', async () => {
    const [source, target] = [await order(10, 2), await order(12, 1)]
    const served = async ({ id }: Pick<Order, 'id'>) =>
      (await app.owner.dispatch.listActivities({ orderId: id })).items.map((activity) => activity.number)
    await move(source, target, [20])
    expect([await served(source), await served(target)]).toEqual([
      ['MAIN-SA-000001'],
      ['MAIN-SA-000002', 'MAIN-SA-000003'],
    ])

    const [left, held] = [await getOrder(source), await getOrder(target)]
    await app.owner.orders.mergeOrders({
      ...{ sources: [refOf(left)], targetId: held.id, targetVersion: held.version },
    })
    expect(await served(target)).toEqual(['MAIN-SA-000001', 'MAIN-SA-000002', 'MAIN-SA-000003'])
    await undoLast()
    expect(await served(source)).toEqual(['MAIN-SA-000001'])
  })

  it('R-04.15: 10 and 20 get 50 and 60 behind 40, and the source is Posted; merging it is LINE_NOT_MOVABLE', async () => {
    const created = await order(10, 3)
    const posted = await app.owner.orders.postOrder({
      ...refOf(created), date: '2026-03-10', lineIds: [lineOf(created, 30).id],
    }) // prettier-ignore
    const source = await getOrder(posted.order)
    const target = await order(12, 4)

    await refused(
      app.owner.orders.mergeOrders({
        sources: [refOf(source)],
        ...{ targetId: target.id, targetVersion: target.version },
      }),
      'LINE_NOT_MOVABLE',
      ...[source, target],
    )
    const moved = await move(source, target, [20, 10])

    expect(moved.lines.map(({ lineNo }) => lineNo)).toEqual([10, 20, 30, 40, 50, 60])
    expect(moved.movedLines).toMatchObject([
      { id: lineOf(source, 10).id, orderId: source.id, lineNo: 10, newLineNo: 50 },
      { id: lineOf(source, 20).id, lineNo: 20, newLineNo: 60 },
    ])
    expect(lineOf(moved, 50)).toMatchObject({
      ...{ id: lineOf(source, 10).id, actualQty: 120, serviceDate: '2026-03-12', salesPrice: 9_000_000 },
    })
    expect(moved).toMatchObject({ version: target.version + 1, deletedIds: [] })
    expect(moved.totals?.sales.minor).toBe(6 * 180_000)
    const left = await getOrder(source)
    expect(left).toMatchObject({ progress: 'posted', version: source.version + 1 })
    expect(left.lines.map(({ lineNo }) => lineNo)).toEqual([30])
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
  })

  it('R-04.14, R-03.24: of different agreements, or of none, DIFFERENT_AGREEMENT and neither version changes', async () => {
    const source = await order(10, 2)
    const other = await order(10, 1, { agreementId: agreementRow(app, branch) })
    const none = await orderOf(app.owner, branch, { lines: lines(1) })
    const alone = await orderOf(app.owner, branch, { lines: lines(1) })

    await refused(move(source, other, [10]), 'DIFFERENT_AGREEMENT', source, other)
    await refused(move(source, none, [10]), 'DIFFERENT_AGREEMENT', source, none)
    await refused(move(none, source, [10]), 'DIFFERENT_AGREEMENT', none, source)
    await refused(move(none, alone, [10]), 'DIFFERENT_AGREEMENT', none, alone)
  })

  it('R04-72: the order itself, a closed one, another currency and lines that are not open are refused', async () => {
    const source = await order(10, 3)
    const target = await order(11, 1)
    await refused(move(source, source, [10]), 'SAME_ORDER', source)
    const posted = await app.owner.orders.postOrder({ ...refOf(target), date: '2026-03-10' })
    const closed = await getOrder(posted.order)
    await refused(move(source, closed, [10]), 'ORDER_NOT_OPEN', source, closed)
    // 04 §4 names the line before the order: a posted line of a posted order.
    await refused(move(closed, source, [10]), 'LINE_NOT_MOVABLE', closed, source)
    const euro = await order(11, 0, { currency: 'EUR' })
    await refused(move(source, euro, [10]), 'CURRENCY_MISMATCH', source, euro)
    const canceled = await app.owner.orders.cancelLine({ ...refOf(source), lineIds: [lineOf(source, 10).id] })
    const next = await order(11, 1)
    await refused(move(canceled, next, [10, 20]), 'LINE_NOT_MOVABLE', canceled, next)
    await refused(move(source, next, [20]), 'CONFLICT', next)
    await refused(move(canceled, { ...next, version: 7 }, [20]), 'CONFLICT', canceled)
    await expect(
      app.owner.orders.moveLines({ ...moveOf(canceled, next, [20]), lineIds: [lineOf(next, 10).id] }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const office = await app.as('backOffice')
    await expect(office.orders.moveLines(moveOf(canceled, next, [20]))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })

  it('R04-23: a line does not come to a date outside its agreement line’s period', async () => {
    const agreementLineId = agreementLineRow(app, agreementId, branch, { end_date: '2026-03-10' })
    const source = await order(10, 0, { lines: [{ type: 'hour', agreementLineId }] })
    const target = await order(11, 1)

    await refused(move(source, target, [10]), 'OUTSIDE_LINE_PERIOD', source, target)
  })

  it('R04-73: both stages have to permit changes', async () => {
    const root = await app.owner.stages.createStage({
      id: newId(),
      code: 'OPEN',
      description: { en: 'Open' },
    })
    const source = await order(10, 2)
    const target = await order(11, 1)
    expect(source.stageId).toBe(root.id)
    await app.owner.stages.updateStage({
      stageId: root.id, expectedVersion: root.version, patch: { allowModify: false },
    }) // prettier-ignore

    await refused(move(source, target, [10]), 'STAGE_FORBIDS_MODIFY', source, target)
  })

  it('R-05.14: an emptied source whose stage forbids deleting is STAGE_FORBIDS_DELETE, no line has moved', async () => {
    const root = await app.owner.stages.createStage({
      id: newId(),
      code: 'OPEN',
      description: { en: 'Open' },
    })
    const source = await order(10, 2)
    const target = await order(11, 1)
    await app.owner.stages.updateStage({
      stageId: root.id, expectedVersion: root.version, patch: { allowDelete: false },
    }) // prettier-ignore

    await refused(
      move(source, target, [10, 20], { deleteEmpty: true }),
      'STAGE_FORBIDS_DELETE',
      source,
      target,
    )
    const moved = await move(source, target, [10], { deleteEmpty: true })
    expect(moved.deletedIds).toEqual([])
    expect((await getOrder(source)).lines).toHaveLength(1)
  })

  it('R-04.16: an emptied source with a signature is IN_USE, no line has moved', async () => {
    const created = await order(10, 1)
    const signed = await app.owner.orders.signOff({
      ...refOf(created), lineIds: [lineOf(created, 10).id], signer: 'Ola', strokes: drawn,
    }) // prettier-ignore
    const { items } = await app.owner.orders.listSignOffs({ orderId: created.id })
    const [signOff] = items
    if (!signOff) throw new Error('not signed')
    await app.owner.orders.revokeSignOff({
      signOffId: signOff.id, expectedVersion: signOff.version, reason: 'Wrong person',
    }) // prettier-ignore
    expect(signed).toBeDefined()
    const source = await getOrder(created)
    const target = await order(11, 1)

    await refused(move(source, target, [10], { deleteEmpty: true }), 'IN_USE', source, target)
    const preview = await app.owner.orders.previewMove({
      sources: [{ orderId: source.id }], targetId: target.id,
    }) // prettier-ignore
    expect(preview.failures).toMatchObject([{ code: 'IN_USE', id: source.id }])
  })

  it('R04-73: both lines moved with deleteEmpty: the source is gone, the target has them; an undo brings all back', async () => {
    const { id: objectId } = await app.owner.objects.createObject({ id: newId(), description: 'Pump' })
    const made: AgreementLineId[] = [1, 2].map(() => agreementLineRow(app, agreementId, branch))
    const created = await order(10, 0, {
      lines: made.map((agreementLineId) => ({ type: 'hour' as const, agreementLineId })),
    })
    const related = await app.owner.orders.addObjectRelation({ ...refOf(created), objectId, note: 'Gate' })
    const source = await app.owner.orders.updateLine({
      ...{ ...refOf(related), lineId: lineOf(related, 10).id },
      patch: { objectRelationId: related.objectRelations[0]?.id },
    })
    const target = await order(11, 1)
    const before = [source, target]

    const moved = await move(source, target, [10, 20], { deleteEmpty: true })

    expect(moved.deletedIds).toEqual([source.id])
    expect(moved.lines.map(({ agreementLineId, id }) => [id, agreementLineId]).slice(1)).toEqual(
      source.lines.map(({ id }, index) => [id, made[index]]),
    )
    expect(moved.objectRelations).toMatchObject([{ objectId, note: 'Gate' }])
    expect(lineOf(moved, 20).objectRelationId).toBe(moved.objectRelations[0]?.id)
    await expect(getOrder(source)).rejects.toMatchObject({ code: 'NOT_FOUND' })

    await undoLast()
    for (const one of before) {
      const { version: _version, ...back } = await getOrder(one)
      expect(back).toEqual({ ...one, version: undefined })
    }
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
  })
})

describe('mergeOrders', () => {
  it('R04-74: all lines of each source come in their order, the sources go, the target says so', async () => {
    const { id: objectId } = await app.owner.objects.createObject({ id: newId(), description: 'Pump' })
    const target = await order(10, 1)
    const first = await order(11, 2)
    const second = await app.owner.orders.addObjectRelation({ ...refOf(await order(12, 1)), objectId })
    const input = {
      sources: [refOf(first), refOf(second)],
      ...{ targetId: target.id, targetVersion: target.version },
    }
    const entries = app.entries()
    const preview = await app.owner.orders.previewMove({
      sources: [{ orderId: first.id }, { orderId: second.id }], targetId: target.id,
    }) // prettier-ignore

    const merged = await app.owner.orders.mergeOrders(input)

    expect(app.entries()).toBe(entries + 1)
    expect(merged.mergedFrom).toEqual([first.number, second.number])
    expect(merged.lines.map(({ id }) => id)).toEqual(
      [...target.lines, ...first.lines, ...second.lines].map(({ id }) => id),
    )
    expect(merged.objectRelations).toMatchObject([{ objectId }])
    expect(preview).toEqual({
      ...{ lines: merged.movedLines, repairs: 0 },
      ...{ deletedIds: merged.deletedIds, failures: [] },
    })
    expect(merged.deletedIds).toEqual([first.id, second.id])

    await undoLast()
    expect((await getOrder(first)).lines).toHaveLength(2)
    expect((await getOrder(second)).objectRelations).toHaveLength(1)
    const back = await getOrder(target)
    expect(back.mergedFrom).toBeUndefined()
    expect(back.lines).toHaveLength(1)
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
  })

  it('R04-74: one source that cannot go keeps them all', async () => {
    const target = await order(10, 1)
    const good = await order(11, 1)
    const created = await order(12, 2)
    const bad = await app.owner.orders.cancelLine({ ...refOf(created), lineIds: [lineOf(created, 10).id] })

    await refused(
      app.owner.orders.mergeOrders({
        sources: [refOf(good), refOf(bad)],
        ...{ targetId: target.id, targetVersion: target.version },
      }),
      'LINE_NOT_MOVABLE',
      ...[target, good, bad],
    )
  })

  it('R04-72: requirements follow their lines', async () => {
    const { id: unitId } = await app.owner.catalog.createUnit({
      id: newId(), code: 'U', name: 'Unit', decimals: 3,
    }) // prettier-ignore
    const { id: itemId } = await app.owner.catalog.createItem({
      id: newId(), number: 'P', name: 'Part', unitId,
    }) // prettier-ignore
    const [house] = (await app.owner.stock.listWarehouses({})).items
    if (!house) throw new Error('no warehouse')
    const created = await order(11, 0, { lines: [{ type: 'item', itemId, estimatedQty: 1000 }] })
    const requirement = await app.owner.orders.createRequirement({
      ...{ id: newId(), lineId: lineOf(created, 10).id, itemId, warehouseId: house.id },
      ...{ requiredQty: 1000, supply: 'stock' },
    })
    const source = await getOrder(created)
    const target = await order(10, 1)

    const merged = await app.owner.orders.mergeOrders({
      sources: [refOf(source)], targetId: target.id, targetVersion: target.version,
    }) // prettier-ignore

    const { items } = await app.owner.orders.listRequirements({ filter: { orderId: [merged.id] } })
    expect(items).toMatchObject([{ id: requirement.id, lineNo: 20, orderNumber: target.number }])
  })
})
