import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import { newId, setUp, type TestApp } from '../support/app'
import { hours, lineOf, orderOf, refOf } from '../support/orders'
import {
  approvedEstimate,
  estimateRef,
  example8,
  repairOf,
  sentEstimate,
  type RepairPlace,
} from '../support/estimates'

let app: TestApp
let place: RepairPlace
beforeEach(async () => {
  app = setUp()
  place = await repairOf(app)
})
afterEach(() => app.close())

const repair = () => app.owner.repair
const orderNow = () => app.owner.orders.getOrder({ orderId: place.order.id })
const create = (lines = example8(place.branch), fields: object = {}) =>
  repair().createEstimate({ id: newId(), lineId: place.line.id, lines, ...fields })
const versions = async () =>
  (await repair().listEstimates({ lineId: place.line.id })).items
    .map(({ estimateVersion, status }) => `${String(estimateVersion)} ${status}`)
    .reverse()
/** A local time in Oslo, where the office is; in summer two hours before UTC. */
const oslo = (text: string, offset = 2) => Date.parse(`${text}Z`) - offset * 3_600_000

describe('versions of an estimate', () => {
  it('08 §2.4: a draft has the order’s currency, amounts, tolerance of 10 % and 30 days', async () => {
    const estimate = await create()

    expect(estimate).toMatchObject({
      estimateVersion: 1,
      status: 'draft',
      currency: 'NOK',
      lines: [{ amount: { minor: 142_500 } }, { amount: { minor: 62_982 } }],
      total: { minor: 205_482, currency: 'NOK' },
      tolerance: 1000,
      limit: { minor: 226_030 },
      validUntil: '2026-04-01',
      isReplacementAdvised: false,
    })
    expect(await repair().getEstimate({ estimateId: estimate.id })).toEqual(estimate)
    expect(await create()).toMatchObject({ estimateVersion: 2 })
  })

  it('R08-18: a draft is changed freely; what was sent is fixed: ESTIMATE_STATE', async () => {
    const draft = await create()
    const changed = await repair().updateEstimate({
      ...estimateRef(draft),
      patch: { lines: example8(place.branch).slice(0, 1), tolerance: 0, validUntil: '2026-05-31' },
    })
    expect(changed).toMatchObject({
      total: { minor: 142_500 },
      limit: { minor: 142_500 },
      validUntil: '2026-05-31',
    })
    const standard = await repair().updateEstimate({
      ...estimateRef(changed),
      patch: { tolerance: null, validUntil: null },
    })
    expect(standard).toMatchObject({ tolerance: 1000, validUntil: '2026-04-01' })

    const sent = await repair().sendEstimate(estimateRef(standard))
    expect(sent).toMatchObject({ status: 'sent', sentAt: app.clock.now })
    const entries = app.entries()
    for (const call of [
      repair().updateEstimate({ ...estimateRef(sent), patch: { tolerance: 0 } }),
      repair().sendEstimate(estimateRef(sent)),
      repair().convertEstimate(estimateRef(sent)),
    ])
      await expect(call).rejects.toMatchObject({ code: 'ESTIMATE_STATE', defined: true })
    expect(app.entries()).toBe(entries)
  })

  it('08 §4: an estimate without lines is not sent: ESTIMATE_EMPTY', async () => {
    const empty = await create([])
    await expect(repair().sendEstimate(estimateRef(empty))).rejects.toMatchObject({
      code: 'ESTIMATE_EMPTY',
      data: { field: 'lines' },
    })
  })

  it('08 §2.4: a last day that is over is DATE_IN_PAST, an amount beyond money QTY_INVALID', async () => {
    await expect(create(example8(place.branch), { validUntil: '2026-03-01' })).rejects.toMatchObject({
      code: 'DATE_IN_PAST',
      data: { field: 'validUntil' },
    })
    const [hour] = example8(place.branch)
    if (!hour) throw new Error('the example has lines')
    await expect(create([{ ...hour, quantity: 100_000_000_000 }])).rejects.toMatchObject({
      code: 'QTY_INVALID',
      data: { field: 'lines', index: 0 },
    })
    expect(await versions()).toEqual([])
  })

  it('08 §4: an old version number is CONFLICT, the same id with other content ID_TAKEN', async () => {
    const id = newId<Awaited<ReturnType<typeof create>>['id']>()
    const draft = await create(undefined, { id })
    expect(await create(undefined, { id })).toEqual(draft)
    await expect(create([], { id })).rejects.toMatchObject({ code: 'ID_TAKEN' })
    await expect(repair().sendEstimate({ estimateId: id, expectedVersion: 7 })).rejects.toMatchObject({
      code: 'CONFLICT',
    })
  })

  it('R-08.16: one approved version always exists: the old one is superseded when the new one is approved', async () => {
    const first = await approvedEstimate(app, place, { lines: example8(place.branch) })
    expect(first).toMatchObject({
      status: 'approved',
      approverName: 'Ola Nordmann',
      approvedAt: app.clock.now,
    })
    const second = await sentEstimate(app, place, { lines: example8(place.branch) })
    expect(await versions()).toEqual(['1 approved', '2 sent'])

    await repair().approveEstimate(estimateRef(second))

    expect(await versions()).toEqual(['1 superseded', '2 approved'])
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
  })

  it('R08-18: sending supersedes drafts and sent versions before it; a rejected one stays rejected', async () => {
    await create()
    await sentEstimate(app, place, { lines: example8(place.branch) })
    expect(await versions()).toEqual(['1 superseded', '2 sent'])
    const third = await sentEstimate(app, place, { lines: example8(place.branch) })
    const rejected = await repair().rejectEstimate(estimateRef(third))
    expect(rejected).toMatchObject({ status: 'rejected', rejectedAt: app.clock.now })

    await sentEstimate(app, place, { lines: example8(place.branch) })

    expect(await versions()).toEqual(['1 superseded', '2 superseded', '3 rejected', '4 sent'])
    await expect(repair().approveEstimate(estimateRef(rejected))).rejects.toMatchObject({
      code: 'ESTIMATE_STATE',
    })
    await expect(repair().rejectEstimate(estimateRef(rejected))).rejects.toMatchObject({
      code: 'ESTIMATE_STATE',
    })
  })

  it('R-08.17: on the last day at 23:59 local it is approved, the next day refused with ESTIMATE_EXPIRED', async () => {
    const validUntil = '2026-04-30'
    const first = await sentEstimate(app, place, { lines: example8(place.branch), validUntil })
    const other = await repairOf(app, place.branch)
    const second = await sentEstimate(app, other, { lines: example8(place.branch), validUntil })
    await app.owner.people.updateOffice({
      officeId: place.order.officeId,
      expectedVersion: 1,
      patch: { zone: 'Europe/Oslo' },
    })

    app.clock.now = oslo('2026-04-30T23:59')
    expect((await repair().approveEstimate(estimateRef(first))).status).toBe('approved')

    app.clock.now = oslo('2026-05-01T00:00')
    expect((await repair().getEstimate({ estimateId: second.id })).status).toBe('expired')
    await expect(repair().approveEstimate(estimateRef(second))).rejects.toMatchObject({
      code: 'ESTIMATE_EXPIRED',
      data: { field: 'validUntil', validUntil },
    })
    const draft = await repair().listEstimates({ lineId: place.line.id })
    expect(draft.items[0]?.status).toBe('approved')
    expect((await repair().rejectEstimate(estimateRef(second))).status).toBe('rejected')
  })

  it('08 §2: the last day is over when it is over where the object stands', async () => {
    const site = await app.owner.customers.createSite({
      ...{ id: newId(), customerId: place.branch.customerId, name: 'Tokyo' },
      ...{ country: 'JP', zone: 'Asia/Tokyo' },
    })
    const abroad = await repairOf(app, place.branch, {}, { siteId: site.id })
    const estimate = { lines: example8(place.branch), validUntil: '2026-04-30' }
    const first = await sentEstimate(app, abroad, estimate)
    const second = await sentEstimate(
      app,
      await repairOf(app, place.branch, {}, { siteId: site.id }),
      estimate,
    )
    app.clock.now = Date.parse('2026-04-30T14:59:00Z')
    expect((await repair().approveEstimate(estimateRef(first))).status).toBe('approved')
    app.clock.now = Date.parse('2026-04-30T15:00:00Z')
    await expect(repair().approveEstimate(estimateRef(second))).rejects.toMatchObject({
      code: 'ESTIMATE_EXPIRED',
    })
  })

  it('R08-18: a draft whose last day is over is not sent: ESTIMATE_EXPIRED', async () => {
    const draft = await create(undefined, { validUntil: '2026-03-02' })
    app.clock.now += 2 * 86_400_000
    await expect(repair().sendEstimate(estimateRef(draft))).rejects.toMatchObject({
      code: 'ESTIMATE_EXPIRED',
    })
  })

  it('R08-06: estimates of a canceled order stay as they are: ORDER_LOCKED', async () => {
    const draft = await create()
    const sent = await sentEstimate(app, place, { lines: example8(place.branch) })
    await app.owner.orders.cancelOrder(refOf(await orderNow()))
    const entries = app.entries()
    for (const call of [
      create(),
      repair().updateEstimate({ ...estimateRef({ ...draft, version: 2 }), patch: { tolerance: 0 } }),
      repair().sendEstimate(estimateRef({ ...draft, version: 2 })),
      repair().approveEstimate(estimateRef(sent)),
      repair().rejectEstimate(estimateRef(sent)),
      repair().convertEstimate(estimateRef(sent)),
      repair().overrideEstimateLimit({ ...refOf(await orderNow()), reason: 'Agreed' }),
    ])
      await expect(call).rejects.toMatchObject({ code: 'ORDER_LOCKED' })
    expect(app.entries()).toBe(entries)
  })

  it('R08-20: from 60 % of what the item costs today on, replacement is advised', async () => {
    const { id: unitId } = await app.owner.catalog.createUnit({
      id: newId(),
      code: 'PCE',
      name: 'P',
      decimals: 0,
    })
    const item = await app.owner.catalog.createItem({ id: newId(), number: 'C1', name: 'Compressor', unitId })
    await app.owner.catalog.setItemPrice({
      ...{ id: newId(), itemId: item.id, currency: 'NOK', unitPrice: 34_247_000 },
      validFrom: '2026-01-01',
    })
    place = await repairOf(app, place.branch, {}, { itemId: item.id })

    const estimate = await create()
    expect(estimate).toMatchObject({ replacementPrice: { minor: 342_470 }, isReplacementAdvised: true })
    await app.owner.settings.setSetting({ key: 'economicRepairShare', scope: 'company', value: 6001 })
    expect((await repair().getEstimate({ estimateId: estimate.id })).isReplacementAdvised).toBe(false)
  })
})

describe('an estimate on the order', () => {
  it('08 §4: each line becomes an order line at its price and discount, once: ALREADY_CONVERTED', async () => {
    const approved = await approvedEstimate(app, place, { lines: example8(place.branch) })

    const converted = await repair().convertEstimate(estimateRef(approved))

    const order = await orderNow()
    expect(order.lines).toMatchObject([
      {
        type: 'hour',
        estimatedQty: 90,
        salesPrice: 9_500_000,
        salesPriceSource: 'manual',
        salesAmount: { minor: 142_500 },
        repairLineId: place.line.id,
        objectRelationId: place.line.objectRelationId,
        linePropertyCode: 'CHARGEABLE',
      },
      { type: 'expense', estimatedQty: 2000, discount: 1000, salesAmount: { minor: 62_982 } },
    ])
    expect(order.lines.every(({ actualQty }) => actualQty === undefined)).toBe(true)
    expect(converted.convertedAt).toBe(app.clock.now)
    expect(converted.lines.map(({ orderLineId }) => orderLineId)).toEqual(order.lines.map(({ id }) => id))
    await expect(repair().convertEstimate(estimateRef(converted))).rejects.toMatchObject({
      code: 'ALREADY_CONVERTED',
      data: { ids: order.lines.map(({ id }) => id) },
    })
  })

  it('08 §4: a later version is converted once the lines of the earlier one are canceled', async () => {
    const first = await approvedEstimate(app, place, { lines: example8(place.branch) })
    await repair().convertEstimate(estimateRef(first))
    const second = await approvedEstimate(app, place, { lines: example8(place.branch).slice(0, 1) })
    await expect(repair().convertEstimate(estimateRef(second))).rejects.toMatchObject({
      code: 'ALREADY_CONVERTED',
    })
    const order = await orderNow()
    await app.owner.orders.cancelLine({ ...refOf(order), lineIds: order.lines.map(({ id }) => id) })

    await repair().convertEstimate(estimateRef(second))

    expect((await orderNow()).lines.filter(({ status }) => status === 'created')).toHaveLength(1)
  })

  it('08 §4: what an order’s line refuses, the conversion refuses, with the line’s index; nothing is written', async () => {
    await app.owner.agreements.deactivateCategory({ categoryId: place.branch.categoryId, expectedVersion: 1 })
    const approved = await approvedEstimate(app, place, { lines: example8(place.branch) })
    const entries = app.entries()
    await expect(repair().convertEstimate(estimateRef(approved))).rejects.toMatchObject({
      code: 'CATEGORY_INACTIVE',
      data: { index: 0 },
    })
    expect(app.entries()).toBe(entries)
  })

  it('R08-11: lines of a repair that a promise covers are not chargeable; charging them needs a reason', async () => {
    const warranted = { installedDate: '2026-01-01', productWarrantyMonths: 24 }
    place = await repairOf(app, place.branch, {}, warranted)
    const approved = await approvedEstimate(app, place, { lines: example8(place.branch) })
    await repair().convertEstimate(estimateRef(approved))
    const order = await orderNow()
    expect(order.lines).toMatchObject([
      { linePropertyCode: 'WARRANTY', salesAmount: { minor: 0 }, salesPrice: 9_500_000 },
      { linePropertyCode: 'WARRANTY', salesAmount: { minor: 0 } },
    ])
    const [chargeable] = (await app.owner.agreements.listLineProperties({ filter: { code: 'CHARGEABLE' } }))
      .items
    if (!chargeable) throw new Error('every store has it')
    const change = { ...refOf(order), lineId: lineOf(order, 10).id }
    const patch = { linePropertyId: chargeable.id }

    await expect(app.owner.orders.updateLine({ ...change, patch })).rejects.toMatchObject({
      code: 'REASON_REQUIRED',
    })
    const charged = await app.owner.orders.updateLine({ ...change, patch, reason: 'Misuse' })
    expect(lineOf(charged, 10).salesAmount.minor).toBe(142_500)

    const added = { ...hours(place.branch), repairLineId: place.line.id }
    await expect(
      app.owner.orders.addLine({ ...refOf(charged), ...added, linePropertyId: chargeable.id }),
    ).rejects.toMatchObject({ code: 'REASON_REQUIRED' })
    const proposed = await app.owner.orders.addLine({ ...refOf(charged), ...added })
    expect(lineOf(proposed, 30).linePropertyCode).toBe('WARRANTY')
  })

  it('R08-19: a line names only a repair of its own order: REPAIR_NOT_RELATED', async () => {
    const other = await orderOf(app.owner, place.branch)
    await expect(
      app.owner.orders.addLine({ ...refOf(other), ...hours(place.branch), repairLineId: place.line.id }),
    ).rejects.toMatchObject({ code: 'REPAIR_NOT_RELATED', data: { field: 'repairLineId' } })
    const order = await app.owner.orders.addLine({ ...refOf(await orderNow()), ...hours(place.branch) })
    const linked = await app.owner.orders.updateLine({
      ...refOf(order),
      lineId: lineOf(order, 10).id,
      patch: { repairLineId: place.line.id },
    })
    expect(lineOf(linked, 10).repairLineId).toBe(place.line.id)
  })

  it('R04-71: a line that moves to another order leaves its repair behind', async () => {
    const order = await app.owner.orders.addLine({
      ...refOf(await orderNow()),
      ...{ ...hours(place.branch), repairLineId: place.line.id },
    })
    const two = await app.owner.orders.addLine({ ...refOf(order), ...hours(place.branch) })
    const { newOrderId } = await app.owner.orders.splitOrder({
      ...refOf(two),
      lineIds: [lineOf(two, 10).id],
      date: '2026-03-20',
    })
    const split = await app.owner.orders.getOrder({ orderId: newOrderId })
    expect(split.lines[0]?.repairLineId).toBeUndefined()
  })
})

describe('the limit of an approved estimate', () => {
  const date = '2026-03-02'
  /** An order line of the repair with this amount in øre. */
  async function registered(minor: number) {
    const { id: categoryId } =
      (await app.owner.agreements.listCategories({ filter: { code: 'FEE' } })).items[0] ??
      (await app.owner.agreements.createCategory({ id: newId(), code: 'FEE', name: 'Fee', type: 'fee' }))
    return app.owner.orders.addLine({
      ...refOf(await orderNow()),
      ...{ id: newId(), type: 'fee', categoryId, actualQty: 1000, salesPrice: minor * 100 },
      repairLineId: place.line.id,
    })
  }

  it('R-08.15: 2 260.30 posts; 2 260.31 is refused with limit 226030 and actual 226031', async () => {
    await approvedEstimate(app, place, { lines: example8(place.branch) })
    const order = await registered(226_031)
    const { id: lineId } = lineOf(order, 10)
    const entries = app.entries()
    for (const call of [
      app.owner.orders.postOrder({ ...refOf(order), date }),
      app.owner.orders.checkPosting({ ...refOf(order), date }),
    ])
      await expect(call).rejects.toMatchObject({
        code: 'ESTIMATE_EXCEEDED',
        defined: true,
        data: { limit: 226_030, actual: 226_031, ids: [lineId], number: place.line.number },
      })
    expect(app.entries()).toBe(entries)
    expect(await repair().getEstimateUse({ orderId: order.id })).toMatchObject({
      isExceeded: true,
      lines: [{ limit: { minor: 226_030 }, actual: { minor: 226_031 }, isExceeded: true }],
    })

    const lower = await app.owner.orders.updateLine({
      ...refOf(order),
      lineId,
      patch: { salesPrice: 22_603_000 },
    })
    expect((await app.owner.orders.postOrder({ ...refOf(lower), date })).order.progress).toBe('posted')
  })

  it('R08-19: lines without a repair, and repairs without an approved estimate, are not limited', async () => {
    await approvedEstimate(app, place, { lines: example8(place.branch) })
    const free = await app.owner.orders.addLine({
      ...refOf(await orderNow()),
      ...hours(place.branch, { actualQty: 6000 }),
    })
    const order = await registered(300_000)
    const { id } = lineOf(free, 10)
    const result = await app.owner.orders.postOrder({ ...refOf(order), date, lineIds: [id] })
    expect(result.transactions).toHaveLength(1)

    place = await repairOf(app, place.branch)
    await sentEstimate(app, place, { lines: example8(place.branch) })
    const other = await registered(300_000)
    expect((await app.owner.orders.postOrder({ ...refOf(other), date })).order.progress).toBe('posted')
  })

  it('R08-19: estimates taken as actuals count; what is not chargeable does not', async () => {
    const approved = await approvedEstimate(app, place, { lines: example8(place.branch), tolerance: 0 })
    await repair().convertEstimate(estimateRef(approved))
    const order = await registered(1)
    await expect(
      app.owner.orders.postOrder({ ...refOf(order), date, useEstimates: true }),
    ).rejects.toMatchObject({ data: { failures: [{ code: 'WORKER_REQUIRED' }, { actual: 205_483 }] } })
    const [warranty] = (await app.owner.agreements.listLineProperties({ filter: { code: 'WARRANTY' } })).items
    if (!warranty) throw new Error('every store has it')
    const free = await app.owner.orders.updateLine({
      ...refOf(order),
      lineId: lineOf(order, 30).id,
      patch: { linePropertyId: warranty.id },
    })
    const use = await repair().getEstimateUse({ orderId: free.id })
    expect(use.lines).toMatchObject([{ actual: { minor: 0 }, isExceeded: false }])
  })

  it('R08-19: a manager lets it pass with a reason, until a new version is approved', async () => {
    await approvedEstimate(app, place, { lines: example8(place.branch) })
    const order = await registered(300_000)
    const override = (reason?: string) =>
      repair().overrideEstimateLimit({ ...refOf(order), ...(reason === undefined ? {} : { reason }) })
    await expect(override()).rejects.toMatchObject({ code: 'REASON_REQUIRED' })
    const dispatcher = await app.as('backOffice')
    await expect(
      dispatcher.repair.overrideEstimateLimit({ ...refOf(order), reason: 'Agreed' }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })

    expect(await override('Agreed by phone')).toMatchObject({ override: { reason: 'Agreed by phone' } })
    expect((await app.owner.orders.checkPosting({ ...refOf(order), date })).transactions).toHaveLength(1)
    expect((await override('Agreed in writing')).override?.reason).toBe('Agreed in writing')

    await approvedEstimate(app, place, { lines: example8(place.branch) })
    await expect(app.owner.orders.checkPosting({ ...refOf(order), date })).rejects.toMatchObject({
      code: 'ESTIMATE_EXCEEDED',
    })
    expect((await repair().getEstimateUse({ orderId: order.id })).override).toBeUndefined()
  })

  it('R08-19: there is nothing to let pass while nothing is approved: ESTIMATE_STATE', async () => {
    await expect(
      repair().overrideEstimateLimit({ ...refOf(place.order), reason: 'Why not' }),
    ).rejects.toMatchObject({ code: 'ESTIMATE_STATE' })
  })

  it('R01-40: with the module off nothing is limited, and estimates are not written: MODULE_OFF', async () => {
    await approvedEstimate(app, place, { lines: example8(place.branch) })
    const order = await registered(300_000)
    await app.owner.settings.setSetting({ key: 'modules', scope: 'company', value: ['bom'] })
    await expect(create()).rejects.toMatchObject({ code: 'MODULE_OFF' })
    expect((await app.owner.orders.checkPosting({ ...refOf(order), date })).transactions).toHaveLength(1)
  })
})

describe('who works with estimates', () => {
  it('08 §4: a technician drafts for own orders and does not send; a board reads none', async () => {
    const technician = await app.as('technician')
    await expect(
      technician.repair.createEstimate({ id: newId(), lineId: place.line.id, lines: [] }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const draft = await create()
    await expect(technician.repair.sendEstimate(estimateRef(draft))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    const board = await app.as('board')
    for (const call of [
      board.repair.listEstimates({ lineId: place.line.id }),
      board.repair.getEstimate({ estimateId: draft.id }),
      board.repair.getEstimateUse({ orderId: place.order.id }),
    ])
      await expect(call).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('conventions §7: how an estimate was is read in the offices of its order only', async () => {
    const draft = await create()
    const record = { entity: 'estimate', recordId: draft.id, at: app.clock.now } as const
    expect((await app.owner.history.getRecordAt(record)).fields).toMatchObject({ tolerance: 1000 })
    const { id: officeId } = await app.owner.people.createOffice({
      ...{ id: newId(), code: 'BGO', name: 'Bergen', country: 'NO', zone: 'Europe/Oslo' },
    })
    const password = 'a long enough password'
    await app.owner.people.createUser({
      ...{
        id: newId(),
        login: 'siri',
        displayName: 'Siri',
        roles: ['serviceManager'],
        officeIds: [officeId],
      },
      password,
    })
    const { token } = await app.stranger.session.signIn({ login: 'siri', password })
    const siri = app.application.clientFor(token)
    await expect(siri.history.getRecordAt(record)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(siri.repair.getEstimate({ estimateId: draft.id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('conventions §6: a sent estimate is not undone: NOT_UNDOABLE names a new version', async () => {
    const sent = await sentEstimate(app, place, { lines: example8(place.branch) })
    const [entry] = (await app.owner.history.listEntries({ limit: 1 })).items
    if (!entry) throw new Error('something was written')
    await expect(app.owner.history.undoEntry({ entryId: entry.id })).rejects.toMatchObject({
      code: 'NOT_UNDOABLE',
      data: { reversal: 'newEstimate' },
    })
    expect((await repair().getEstimate({ estimateId: sent.id })).status).toBe('sent')
  })

  it('R08-18: an undo changes no version that was sent meanwhile: ESTIMATE_STATE', async () => {
    const draft = await create()
    const changed = await repair().updateEstimate({ ...estimateRef(draft), patch: { tolerance: 0 } })
    const [entry] = (await app.owner.history.listEntries({ limit: 1 })).items
    await repair().sendEstimate(estimateRef(changed))
    if (!entry) throw new Error('something was written')
    await expect(app.owner.history.undoEntry({ entryId: entry.id })).rejects.toMatchObject({
      code: 'ESTIMATE_STATE',
    })
  })
})
