import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Activity } from '../../electron/shared/contract/dispatch'
import type { Order } from '../../electron/shared/contract/orders'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, lineOf, orderOf, refOf, type Branch, type LineInput } from '../support/orders'

let app: TestApp
let branch: Branch
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
})
afterEach(() => app.close())

const estimated = (minutes: number | undefined, fields: Partial<LineInput> = {}) =>
  hours(branch, { actualQty: undefined, estimatedQty: minutes, workerId: undefined, ...fields })

async function activitiesOf({ id }: Pick<Order, 'id'>): Promise<Activity[]> {
  return (await app.owner.dispatch.listActivities({ orderId: id })).items
}
async function onlyOf(order: Pick<Order, 'id'>): Promise<Activity> {
  const [activity, ...others] = await activitiesOf(order)
  if (!activity || others.length > 0) throw new Error('the order has not one activity')
  return activity
}
/** Writes worker and time as the board does. */
function dispatch({ id }: Pick<Activity, 'id'>, worker = branch.workerId): void {
  const bytes = (value: string) => Buffer.from(value.replaceAll('-', ''), 'hex')
  app.db
    .prepare(
      `UPDATE activity SET status = 'dispatched', worker_id = ?, start_at = ?, end_at = ? + duration * 60000,
         version = version + 1 WHERE id = ?`,
    )
    .run(bytes(worker), app.clock.now, app.clock.now, bytes(id))
}

describe('made of lines', () => {
  it('R-07.01: an Hour line of 90 minutes has one Undispatched activity of 90, an Item line none', async () => {
    const unit = await app.owner.catalog.createUnit({ id: newId(), code: 'P', name: 'Piece', decimals: 0 })
    const item = await app.owner.catalog.createItem({
      id: newId(),
      number: 'I1',
      name: 'Pump',
      unitId: unit.id,
    })
    const order = await orderOf(app.owner, branch, {
      priority: 'high',
      lines: [estimated(90), { id: newId(), type: 'item', itemId: item.id, estimatedQty: 1000 }],
    })

    expect(await activitiesOf(order)).toEqual([
      expect.objectContaining({
        ...{
          number: 'MAIN-SA-000001',
          status: 'undispatched',
          duration: 90,
          priority: 'high',
          locked: false,
        },
        ...{ orderNumber: order.number, customerName: 'Løkke Verksted', lineIds: [lineOf(order, 10).id] },
        ...{ earliest: order.preferredServiceAt, siteZone: 'Europe/Oslo', skills: [] },
      }),
    ])
    expect(await app.owner.dispatch.listUndispatched({})).toMatchObject({ items: [{ duration: 90 }] })
  })

  it('B5: durations of 90, 3, 1,440 and no estimate; of 1,441 none, and the line says so', async () => {
    const order = await orderOf(app.owner, branch, {
      lines: [estimated(90), estimated(3), estimated(1440), estimated(1441), estimated(undefined)],
    })

    expect((await activitiesOf(order)).map(({ duration }) => duration)).toEqual([90, 5, 1440, 60])
    expect(order.lines.map(({ isTooLong }) => isTooLong)).toEqual([
      undefined,
      undefined,
      undefined,
      true,
      undefined,
    ])
    expect(
      await app.owner.orders.updateLine({
        ...refOf(order),
        ...{ lineId: lineOf(order, 40).id, patch: { estimatedQty: 600 } },
      }),
    ).toMatchObject({ lines: [{}, {}, {}, { estimatedQty: 600 }, {}] })
    expect((await activitiesOf(order)).map(({ duration }) => duration)).toEqual([90, 5, 1440, 60, 600])
  })

  it('07 §2.4: the worker is the line’s, the team the one he is in that day', async () => {
    const team = await app.owner.dispatch.createTeam({ id: newId(), code: 'T1', description: 'Oslo' })
    await app.owner.dispatch.createMembership({
      ...{ id: newId(), teamId: team.id, workerId: branch.workerId, from: '2026-01-01' },
    })
    const order = await orderOf(app.owner, branch, { lines: [estimated(60, { workerId: branch.workerId })] })

    expect(await onlyOf(order)).toMatchObject({
      workerId: branch.workerId,
      teamCode: 'T1',
      status: 'undispatched',
    })
  })

  it('04 §2.1: a request has an activity once it was taken over', async () => {
    const request = await app.owner.orders.registerRequest({
      ...{ id: newId(), customerId: branch.customerId, lines: [estimated(60)] },
    })
    expect(await activitiesOf(request)).toEqual([])

    await app.owner.orders.transferRequest(refOf(request))
    expect(await activitiesOf(request)).toMatchObject([{ duration: 60 }])
  })

  it('R07-02: another quantity changes the duration while Undispatched; afterwards a notice stands', async () => {
    const order = await orderOf(app.owner, branch, { lines: [estimated(60)] })
    const change = async (held: Order, minutes: number) =>
      app.owner.orders.updateLine({
        ...refOf(held),
        ...{ lineId: lineOf(held, 10).id, patch: { estimatedQty: minutes } },
      })
    const longer = await change(order, 90)
    expect(await onlyOf(order)).toMatchObject({ duration: 90 })

    dispatch(await onlyOf(order))
    const again = await change(longer, 120)
    expect(await onlyOf(order)).toMatchObject({ duration: 90, changedEstimate: 120 })
    await change(again, 90)
    expect((await onlyOf(order)).changedEstimate).toBeUndefined()
  })

  it('07 §2.4: worker, text and the order’s priority lead it until it is dispatched', async () => {
    const order = await orderOf(app.owner, branch, { lines: [estimated(60, { description: 'Inspect' })] })
    const named = await app.owner.orders.updateLine({
      ...refOf(order),
      ...{ lineId: lineOf(order, 10).id, patch: { workerId: branch.workerId, description: 'Repair' } },
    })
    await app.owner.orders.updateOrder({ ...refOf(named), patch: { priority: 'low' } })

    expect(await onlyOf(order)).toMatchObject({
      workerId: branch.workerId,
      subject: 'Repair',
      priority: 'low',
    })
  })
})

describe('what happens to orders', () => {
  it('R-07.18: an order canceled closes its activities; after revoke they are Undispatched', async () => {
    const order = await orderOf(app.owner, branch, { lines: [estimated(60), estimated(30)] })
    const [first] = await activitiesOf(order)
    if (first) dispatch(first)
    const canceled = await app.owner.orders.cancelOrder({ ...refOf(order), reason: 'Away' })

    expect(await activitiesOf(order)).toMatchObject([
      { status: 'closed', closedOutcome: 'canceled' },
      { status: 'closed', closedOutcome: 'canceled' },
    ])
    expect((await app.owner.dispatch.listUndispatched({})).items).toEqual([])
    await app.owner.orders.revokeCancel(refOf(canceled))
    const [again, other] = await activitiesOf(order)
    expect([again?.status, again?.start, again?.closedOutcome]).toEqual([
      'undispatched',
      undefined,
      undefined,
    ])
    expect(other).toMatchObject({ status: 'undispatched', duration: 30 })
  })

  it('3.1: canceled lines take theirs off the board, a revoke brings it back', async () => {
    const order = await orderOf(app.owner, branch, { lines: [estimated(60), estimated(30)] })
    const lineIds = [lineOf(order, 20).id]
    const canceled = await app.owner.orders.cancelLine({ ...refOf(order), lineIds })
    expect(await activitiesOf(order)).toMatchObject([
      { status: 'undispatched' },
      { closedOutcome: 'canceled' },
    ])

    await app.owner.orders.revokeLineCancel({ ...refOf(canceled), lineIds })
    expect(await activitiesOf(order)).toMatchObject([{ status: 'undispatched' }, { status: 'undispatched' }])
  })

  it('R04-51: posting a line closes its activity as done, its times kept; a reversal makes none', async () => {
    const order = await orderOf(app.owner, branch, {
      lines: [hours(branch, { actualQty: undefined, startAt: 1_772_000_000_000, endAt: 1_772_003_600_000 })],
    })
    const posted = await app.owner.orders.postOrder({ ...refOf(order), date: '2026-03-02' })
    expect(await activitiesOf(order)).toMatchObject([
      {
        status: 'closed',
        closedOutcome: 'done',
        actualStart: 1_772_000_000_000,
        actualEnd: 1_772_003_600_000,
      },
    ])

    await app.owner.orders.reverseLine({
      ...{ lineId: lineOf(order, 10).id, expectedVersion: posted.order.version, quantity: 60 },
    })
    expect(await activitiesOf(order)).toHaveLength(1)
  })

  it('R04-71: lines split off take their activity along; a divided line has one for each part', async () => {
    const order = await orderOf(app.owner, branch, { lines: [estimated(60), estimated(30)] })
    const split = await app.owner.orders.splitOrder({
      ...{ ...refOf(order), lineIds: [lineOf(order, 20).id], date: '2026-03-09' },
    })
    expect(await onlyOf({ id: split.newOrderId })).toMatchObject({ number: 'MAIN-SA-000002', duration: 30 })

    await app.owner.orders.splitLine({
      ...{ ...refOf(split), lineId: lineOf(order, 10).id, quantity: 20 },
    })
    expect((await activitiesOf(order)).map(({ duration }) => duration)).toEqual([40, 20])
  })

  it('R04-70: a copied order has activities of its own', async () => {
    const order = await orderOf(app.owner, branch, { lines: [estimated(45)] })
    const copy = await app.owner.orders.copyOrder({
      ...{ orderId: order.id, newOrderId: newId() },
      date: '2026-03-09',
    })

    expect(await onlyOf(copy)).toMatchObject({ number: 'MAIN-SA-000002', duration: 45 })
  })

  it('R04-57: an order with a Dispatched activity stays, Undispatched ones go with it', async () => {
    const free = await orderOf(app.owner, branch, { lines: [estimated(45)] })
    const bound = await orderOf(app.owner, branch, { lines: [estimated(45)] })
    dispatch(await onlyOf(bound))

    await app.owner.orders.deleteOrder(refOf(free))
    await expect(app.owner.orders.deleteOrder(refOf(bound))).rejects.toMatchObject({
      code: 'IN_USE',
      data: { counts: { activity: 1 }, dependants: [{ entity: 'activity', number: 'MAIN-SA-000002' }] },
    })
    expect(await activitiesOf(free)).toEqual([])
  })

  it('conventions §6: undoing an added line takes its activity back', async () => {
    const order = await orderOf(app.owner, branch)
    await app.owner.orders.addLine({ ...refOf(order), ...estimated(60) })
    expect(await activitiesOf(order)).toHaveLength(1)
    const [entry] = (await app.owner.history.listEntries({ limit: 1 })).items
    if (!entry) throw new Error('no entry')

    await app.owner.history.undoEntry({ entryId: entry.id })
    expect(await activitiesOf(order)).toEqual([])
  })
})
