import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import type { WorkerId } from '../../electron/shared/contract/id'
import type { Client } from '../../electron/shared/contract/index'
import type { Order } from '../../electron/shared/contract/orders'
import type { Stage } from '../../electron/shared/contract/stages'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, lineOf, orderOf, refOf } from '../support/orders'
import { createOrder, createReason, createTree } from '../support/stages'

let app: TestApp
let tree: Awaited<ReturnType<typeof createTree>>
beforeEach(async () => {
  app = setUp()
  tree = await createTree(app.owner)
})
afterEach(() => app.close())

type Target = Omit<Parameters<Client['stages']['changeStage']>[0], 'orderId' | 'expectedVersion'>

/** Moves the order as it is now. */
async function move(client: Client, orderId: Order['id'], target: Target) {
  const { version } = await app.owner.orders.getOrder({ orderId })
  return client.stages.changeStage({ orderId, expectedVersion: version, ...target })
}
const historyOf = async (orderId: Order['id']) => (await app.owner.stages.listStageHistory({ orderId })).items
const next = (stage: Stage, more: object = {}) => ({
  direction: 'next' as const,
  stageId: stage.id,
  ...more,
})
const previous = { direction: 'previous' as const }

/** A technician's client with the worker behind it. */
async function technician(): Promise<{ client: Client; workerId: WorkerId }> {
  const { id: workerId } = await app.owner.people.createWorker({ id: newId(), displayName: 'Ola' })
  const password = 'a long enough password'
  const user = { login: 'ola', displayName: 'Ola', roles: ['technician' as const], password, workerId }
  await app.owner.people.createUser({ id: newId(), ...user })
  const { token } = await app.stranger.session.signIn({ login: 'ola', password })
  return { client: app.application.clientFor(token), workerId }
}

describe('moving an order', () => {
  it('R-05.04: Next offers the children of the stage by sequence, and says why not the others', async () => {
    const order = await createOrder(app.owner)

    const {
      permitted,
      refused,
      previous: back,
      stage,
    } = await app.owner.stages.listNextStages({
      orderId: order.id,
    })

    expect(stage?.code).toBe('PLAN')
    expect(permitted.map(({ code }) => code)).toEqual(['INPROC', 'CANCEL'])
    expect(refused.map(({ code, codes }) => [code, codes])).toEqual([
      ['WAITPART', ['NOT_A_NEXT_STAGE']],
      ['DONE', ['NOT_A_NEXT_STAGE']],
      ['ARCH', ['NOT_A_NEXT_STAGE']],
    ])
    expect(back).toBeUndefined()
  })

  it('R-05.05: DONE is no next stage of PLAN, and PLAN has no previous one', async () => {
    const order = await createOrder(app.owner)

    await expect(move(app.owner, order.id, next(tree.DONE))).rejects.toMatchObject({
      code: 'NOT_A_NEXT_STAGE',
      defined: true,
    })
    await expect(move(app.owner, order.id, previous)).rejects.toMatchObject({ code: 'NO_PREVIOUS_STAGE' })
  })

  it('R-05.06: Previous from WAITPART needs no reason', async () => {
    const order = await createOrder(app.owner)
    const reasonId = await createReason(app.owner)
    await move(app.owner, order.id, next(tree.INPROC))
    await move(app.owner, order.id, next(tree.WAITPART, { reasonId }))

    expect(await app.owner.stages.listNextStages({ orderId: order.id })).toMatchObject({
      permitted: [],
      codes: ['NO_NEXT_STAGE'],
      previous: { code: 'INPROC', codes: [] },
    })
    await expect(move(app.owner, order.id, { direction: 'next' })).rejects.toMatchObject({
      code: 'NO_NEXT_STAGE',
    })
    expect(await move(app.owner, order.id, previous)).toMatchObject({ stageCode: 'INPROC' })
  })

  it('R-05.07: a missing reason is REASON_REQUIRED, an inactive one REASON_NOT_ALLOWED; no history', async () => {
    const order = await createOrder(app.owner)
    const reasonId = await createReason(app.owner)
    await app.owner.stages.deactivateReasonCode({ reasonCodeId: reasonId, expectedVersion: 1 })
    await move(app.owner, order.id, next(tree.INPROC))
    const entries = app.entries()

    await expect(move(app.owner, order.id, next(tree.WAITPART))).rejects.toMatchObject({
      code: 'REASON_REQUIRED',
      data: { field: 'reasonId' },
    })
    await expect(move(app.owner, order.id, next(tree.WAITPART, { reasonId }))).rejects.toMatchObject({
      code: 'REASON_NOT_ALLOWED',
    })
    expect(await historyOf(order.id)).toHaveLength(2)
    expect(app.entries()).toBe(entries)
  })

  it('R-05.08: S3, the minutes in each stage, with the working minutes of the service calendar', async () => {
    const at = (hour: number, minute: number, second = 0) => {
      app.clock.now = Date.UTC(2026, 2, 9, hour - 1, minute, second)
    }
    const { items: calendars } = await app.owner.calendars.listCalendars({ limit: 1 })
    await app.owner.settings.setSetting({
      key: 'serviceCalendarId',
      scope: 'company',
      value: calendars[0]?.id,
    })
    const reasonId = await createReason(app.owner)
    at(8, 0)
    const order = await createOrder(app.owner, { siteZone: 'Europe/Oslo' })
    at(8, 45, 30)
    await move(app.owner, order.id, next(tree.INPROC))
    at(10, 0)
    await move(app.owner, order.id, next(tree.WAITPART, { reasonId }))
    at(13, 0)
    await move(app.owner, order.id, previous)
    at(15, 30, 59)
    await move(app.owner, order.id, next(tree.DONE))
    at(16, 30, 59)
    await move(app.owner, order.id, next(tree.ARCH))

    const history = await historyOf(order.id)
    expect(history.map(({ minutesInPrevious }) => minutesInPrevious)).toEqual([
      undefined, 45, 74, 180, 150, 60,
    ]) // prettier-ignore
    expect(history.at(-1)?.workingMinutesInPrevious).toBe(29)
    expect(history.map(({ seq, direction, toCode }) => `${String(seq)} ${direction} ${toCode}`)).toEqual([
      '1 create PLAN', '2 next INPROC', '3 next WAITPART', '4 previous INPROC', '5 next DONE', '6 next ARCH',
    ]) // prettier-ignore
    expect(history[2]).toMatchObject({ reasonCode: 'PARTS', fromCode: 'INPROC', byName: 'Owner' })
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
  })

  it('R-05.25: S9, 01:30 to 03:30 on the night of the spring change are 60 minutes', async () => {
    app.clock.now = Date.UTC(2026, 2, 29, 0, 0)
    const order = await createOrder(app.owner, { siteZone: 'Europe/Oslo' })
    app.clock.now = Date.UTC(2026, 2, 29, 0, 30)
    await move(app.owner, order.id, next(tree.INPROC))
    app.clock.now = Date.UTC(2026, 2, 29, 1, 30)

    expect((await move(app.owner, order.id, next(tree.DONE))).entry.minutesInPrevious).toBe(60)
  })

  it('R-05.15: who has none of the roles of a stage gets STAGE_ROLE_FORBIDDEN', async () => {
    const order = await createOrder(app.owner)
    const backOffice = await app.as('backOffice')

    await expect(move(backOffice, order.id, next(tree.INPROC))).rejects.toMatchObject({
      code: 'STAGE_ROLE_FORBIDDEN',
    })
    expect(await backOffice.stages.listNextStages({ orderId: order.id })).toMatchObject({
      permitted: [{ code: 'CANCEL' }],
      settable: [],
    })
  })

  it('R-05.16: a technician moves orders with an activity of his, others and without the setting FORBIDDEN', async () => {
    const { client, workerId } = await technician()
    const branch = await branchOf(app)
    const own = await orderOf(app.owner, branch, { lines: [hours({ ...branch, workerId })] })
    const other = await createOrder(app.owner, { preferredTechnicianId: workerId })

    expect(await move(client, own.id, next(tree.INPROC))).toMatchObject({ entry: { role: 'technician' } })
    await expect(move(client, other.id, next(tree.INPROC))).rejects.toMatchObject({ code: 'FORBIDDEN' })

    await app.owner.settings.setSetting({ key: 'techniciansChangeStage', scope: 'company', value: false })
    await expect(move(client, own.id, previous)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await client.stages.listNextStages({ orderId: own.id })).toMatchObject({
      permitted: [],
      codes: ['FORBIDDEN'],
      previous: { codes: ['FORBIDDEN'] },
    })
  })

  it('R05-25: a board never moves an order', async () => {
    const board = await app.as('board')
    const order = await createOrder(app.owner)

    await expect(move(board, order.id, next(tree.INPROC))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(board.stages.listStageHistory({ orderId: order.id })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })

  it('R-05.19: an inactive stage is not offered, but left', async () => {
    const order = await createOrder(app.owner)
    const reasonId = await createReason(app.owner)
    await move(app.owner, order.id, next(tree.INPROC))
    const there = await createOrder(app.owner)
    await move(app.owner, there.id, { direction: 'set', stageId: tree.DONE.id, reasonId })
    await app.owner.stages.deactivateStage({ stageId: tree.ARCH.id, expectedVersion: 1 })
    await app.owner.stages.deactivateStage({ stageId: tree.DONE.id, expectedVersion: 1 })
    await app.owner.stages.activateStage({ stageId: tree.ARCH.id, expectedVersion: 2 })

    const { permitted } = await app.owner.stages.listNextStages({ orderId: order.id })
    expect(permitted.map(({ code }) => code)).toEqual(['WAITPART'])
    expect(await move(app.owner, there.id, next(tree.ARCH))).toMatchObject({ stageCode: 'ARCH' })
  })

  it('R-05.22: of two Next on one version one succeeds, the other is CONFLICT', async () => {
    const order = await createOrder(app.owner)
    const call = () =>
      app.owner.stages.changeStage({
        orderId: order.id,
        expectedVersion: order.version,
        direction: 'next',
        stageId: tree.INPROC.id,
      })

    const [first, second] = await Promise.allSettled([call(), call()])

    expect(first).toMatchObject({ status: 'fulfilled', value: { version: order.version + 1 } })
    expect(second).toMatchObject({
      status: 'rejected',
      reason: { code: 'CONFLICT', data: { currentVersion: order.version + 1 } },
    })
    expect(await historyOf(order.id)).toHaveLength(2)
  })

  it('R-05.23: Set by a dispatcher is FORBIDDEN, by the manager without reason REASON_REQUIRED', async () => {
    const order = await createOrder(app.owner)
    const target = { direction: 'set' as const, stageId: tree.DONE.id }

    await expect(move(await app.as('dispatcher'), order.id, target)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    await expect(move(await app.as('serviceManager'), order.id, target)).rejects.toMatchObject({
      code: 'REASON_REQUIRED',
    })
  })

  it('R05-28: every rule that fails is named, and nothing changes', async () => {
    const order = await createOrder(app.owner)
    await app.owner.stages.updateStage({
      stageId: tree.WAITPART.id,
      expectedVersion: 1,
      patch: { allowedRoles: ['technician'] },
    })

    await expect(move(app.owner, order.id, next(tree.WAITPART))).rejects.toMatchObject({
      code: 'NOT_A_NEXT_STAGE',
      data: {
        failures: [
          { code: 'NOT_A_NEXT_STAGE' },
          { code: 'REASON_REQUIRED' },
          { code: 'STAGE_ROLE_FORBIDDEN' },
        ],
      },
    })
    await expect(move(app.owner, order.id, next(tree.PLAN))).rejects.toMatchObject({
      code: 'SAME_STAGE',
      data: { failures: [{ code: 'SAME_STAGE' }] },
    })
    expect(await app.owner.orders.getOrder({ orderId: order.id })).toMatchObject({ version: order.version })
  })

  it('R-05.24: after a stage is renamed, old history shows the old description', async () => {
    const order = await createOrder(app.owner)
    await move(app.owner, order.id, next(tree.INPROC))
    await app.owner.stages.updateStage({
      stageId: tree.INPROC.id,
      expectedVersion: 1,
      patch: { code: 'WORK', description: { en: 'At work' } },
    })

    expect((await historyOf(order.id)).at(-1)).toMatchObject({ toCode: 'INPROC', toName: 'INPROC' })
  })

  it('R-05.26: a reason is added once to the latest row; a second is REASON_ALREADY_SET', async () => {
    const order = await createOrder(app.owner)
    const reasonId = await createReason(app.owner)
    const { version } = await move(app.owner, order.id, next(tree.INPROC, { comment: 'Called' }))
    const add = (id: typeof reasonId, comment?: string) =>
      app.owner.stages.addReason({ orderId: order.id, expectedVersion: version, reasonId: id, comment })

    expect(await add(reasonId, 'Parts came')).toMatchObject({
      seq: 2,
      reasonCode: 'PARTS',
      comment: 'Called\nParts came',
    })
    await expect(add(reasonId)).rejects.toMatchObject({ code: 'REASON_ALREADY_SET', defined: true })
    const other = await app.owner.stages.createReasonCode({
      id: newId(),
      code: 'OTHER',
      description: { en: 'Other' },
      uses: ['orderCancel'],
    })
    const fresh = await move(app.owner, order.id, next(tree.DONE))
    await expect(
      app.owner.stages.addReason({
        orderId: order.id,
        expectedVersion: fresh.version,
        reasonId: other.id,
      }),
    ).rejects.toMatchObject({ code: 'REASON_NOT_ALLOWED' })
  })

  it('05 §2.3: the store itself refuses to rewrite or delete history', async () => {
    await createOrder(app.owner)

    expect(() => app.db.prepare("UPDATE stage_history SET to_code = 'X'").run()).toThrow(/never rewritten/)
    expect(() => app.db.prepare('DELETE FROM stage_history').run()).toThrow(/never deleted/)
  })
})

describe('moving many orders', () => {
  /** S8: two orders in PLAN, one in INPROC, one in DONE. */
  async function fourOrders() {
    const orders = [
      await createOrder(app.owner),
      await createOrder(app.owner),
      await createOrder(app.owner),
      await createOrder(app.owner),
    ] as const
    await move(app.owner, orders[2].id, next(tree.INPROC))
    await move(app.owner, orders[3].id, next(tree.INPROC))
    await move(app.owner, orders[3].id, next(tree.DONE))
    return orders
  }
  const versions = async (orders: readonly Order[]) =>
    Promise.all(orders.map(async ({ id }) => (await app.owner.orders.getOrder({ orderId: id })).version))

  it('R-05.20: S8, two move, the others say why, each in a transaction of its own', async () => {
    const orders = await fourOrders()
    const before = await versions(orders)
    const entries = app.entries()
    const dispatcher = await app.as('dispatcher')
    const made = app.entries() - entries

    const { results } = await dispatcher.stages.changeStages({
      orderIds: orders.map(({ id }) => id),
      ...next(tree.INPROC),
    })

    expect(results.map(({ ok, codes }) => (ok ? 'ok' : codes))).toEqual([
      'ok', 'ok', ['SAME_STAGE'], ['NOT_A_NEXT_STAGE'],
    ]) // prettier-ignore
    expect(results[0]).toMatchObject({ number: orders[0].number, fromName: 'PLAN', toName: 'INPROC' })
    const after = await versions(orders)
    expect(after.map((version, index) => version - (before[index] ?? 0))).toEqual([1, 1, 0, 0])
    expect(app.entries() - entries - made).toBe(2)
  })

  it('R-05.21: a dry run says the same and writes nothing', async () => {
    const orders = await fourOrders()
    const entries = app.entries()
    const input = { orderIds: orders.map(({ id }) => id), ...next(tree.INPROC) }

    const dry = await app.owner.stages.changeStages({ ...input, dryRun: true })

    expect(app.entries()).toBe(entries)
    expect(await historyOf(orders[0].id)).toHaveLength(1)
    expect((await app.owner.stages.changeStages(input)).results).toEqual(dry.results)
  })

  it('05 §4: by filter; nothing chosen is NO_SELECTION, more than 1,000 TOO_MANY', async () => {
    const orders = await fourOrders()
    const run = (input: object) => app.owner.stages.changeStages({ direction: 'previous', ...input })

    const { results } = await run({ filter: { stageId: [tree.INPROC.id] } })
    expect(results).toMatchObject([{ id: orders[2].id, ok: true, toName: 'PLAN' }])
    await expect(run({})).rejects.toMatchObject({ code: 'NO_SELECTION', defined: true })
    await expect(run({ orderIds: [] })).rejects.toMatchObject({ code: 'NO_SELECTION' })
    await expect(run({ orderIds: Array.from({ length: 1001 }, () => newId()) })).rejects.toMatchObject({
      code: 'TOO_MANY',
    })
    expect((await run({ orderIds: [newId()] })).results).toMatchObject([{ ok: false, codes: ['NOT_FOUND'] }])
  })
})

describe('what a stage permits', () => {
  it('R-05.12, S7: DONE forbids changing a line and permits posting, PLAN the other way round', async () => {
    const branch = await branchOf(app)
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const lineId = lineOf(order, 10).id
    const post = (expectedVersion: number) =>
      app.owner.orders.postOrder({ orderId: order.id, expectedVersion, date: '2026-03-02' })

    expect(order.isReadyForPosting).toBe(false)
    await expect(post(order.version)).rejects.toMatchObject({ code: 'STAGE_FORBIDS_POST' })
    const changed = await app.owner.orders.updateLine({
      ...refOf(order),
      lineId,
      patch: { description: 'Checked' },
    })
    await move(app.owner, order.id, next(tree.INPROC))
    const { version } = await move(app.owner, order.id, next(tree.DONE))
    await expect(
      app.owner.orders.updateLine({
        orderId: order.id,
        expectedVersion: version,
        lineId,
        patch: { description: 'Again' },
      }),
    ).rejects.toMatchObject({ code: 'STAGE_FORBIDS_MODIFY' })
    expect(version).toBe(changed.version + 2)
    expect(await app.owner.orders.getOrder({ orderId: order.id })).toMatchObject({ isReadyForPosting: true })
    expect((await post(version)).order.progress).toBe('posted')
    expect(await move(app.owner, order.id, next(tree.ARCH))).toMatchObject({ stageCode: 'ARCH' })
  })

  it('R05-28: what a stage permits of posting decides at once which of its orders are ready for it', async () => {
    const branch = await branchOf(app)
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const empty = await orderOf(app.owner, branch)
    const allowPost = (expectedVersion: number, isAllowed: boolean) =>
      app.owner.stages.updateStage({
        stageId: tree.PLAN.id,
        expectedVersion,
        patch: { allowPost: isAllowed },
      })
    const ready = async () =>
      (await app.owner.orders.listOrders({ filter: { isReadyForPosting: true }, limit: 10 })).items

    expect(await ready()).toEqual([])
    await allowPost(1, true)
    expect(await ready()).toMatchObject([{ id: order.id, version: order.version }])
    await allowPost(2, false)
    expect(await ready()).toEqual([])
    expect(empty.isReadyForPosting).toBe(false)
  })

  it('R-05.13: without allowCancel order and line are neither canceled nor brought back', async () => {
    const branch = await branchOf(app)
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const { version } = await move(app.owner, order.id, next(tree.INPROC))
    const ref = { orderId: order.id, expectedVersion: version }
    const lineIds = [lineOf(order, 10).id]
    const code = 'STAGE_FORBIDS_CANCEL'

    await expect(app.owner.orders.cancelOrder(ref)).rejects.toMatchObject({ code })
    await expect(app.owner.orders.cancelLine({ ...ref, lineIds })).rejects.toMatchObject({ code })
    await expect(app.owner.orders.revokeCancel(ref)).rejects.toMatchObject({ code })
    await expect(app.owner.orders.revokeLineCancel({ ...ref, lineIds })).rejects.toMatchObject({ code })
  })

  it('R04-57: history goes with its order, and the log says so', async () => {
    const order = await createOrder(app.owner)

    await app.owner.orders.deleteOrder(refOf(order))

    expect(app.db.prepare('SELECT count(*) FROM stage_history').pluck().get()).toBe(0)
    const removed = app.db.prepare("SELECT count(*) FROM change WHERE entity = 'stageHistory' AND op = 2")
    expect(removed.pluck().get()).toBe(1)
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
  })

  it('R-05.17: without stages an order has none, and everything is permitted', async () => {
    const plain = setUp()
    const order = await createOrder(plain.owner)

    expect(order.stageId).toBeUndefined()
    expect(await plain.owner.stages.listNextStages({ orderId: order.id })).toMatchObject({
      permitted: [],
      refused: [],
      codes: [],
    })
    expect(
      await plain.owner.orders.deleteOrder({ orderId: order.id, expectedVersion: order.version }),
    ).toEqual({ id: order.id })

    const second = await createOrder(plain.owner)
    const root = await plain.owner.stages.createStage({
      id: newId(),
      code: 'PLAN',
      description: { en: 'Planned' },
    })
    const { permitted } = await plain.owner.stages.listNextStages({ orderId: second.id })
    expect(permitted.map(({ stageId }) => stageId)).toEqual([root.id])
    plain.close()
  })
})
