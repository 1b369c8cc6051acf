import { afterEach, beforeEach, expect, it } from 'vitest'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, orderOf, refOf, type Branch } from '../support/orders'

let app: TestApp
let branch: Branch
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
})
afterEach(() => app.close())

const request = (fields: object = {}) =>
  app.owner.orders.registerRequest({
    id: newId(),
    customerId: branch.customerId,
    description: 'Squeaks',
    ...fields,
  })
const numbersOf = async (intake?: 'awaiting') =>
  (await app.owner.orders.listOrders(intake ? { filter: { intake: [intake] } } : {})).items.map(
    ({ id }) => id,
  )

it('04 §2.1: a registered request waits, out of the list and in no stage', async () => {
  await app.owner.stages.createStage({ id: newId(), code: 'NEW', description: { en: 'New' } })

  const waiting = await request({ lines: [hours(branch)] })

  expect(waiting).toMatchObject({ origin: 'request', intake: 'awaiting', isReadyForPosting: false })
  expect(waiting.stageId).toBeUndefined()
  expect(await numbersOf()).toEqual([])
  expect(await numbersOf('awaiting')).toEqual([waiting.id])
})

it('04 §4: a request that is taken over stands in the root stage, with its history', async () => {
  const { id: stageId } = await app.owner.stages.createStage({
    id: newId(), code: 'NEW', description: { en: 'New' },
  }) // prettier-ignore
  const waiting = await request({ lines: [hours(branch)] })
  const entries = app.entries()

  const order = await app.owner.orders.transferRequest({ ...refOf(waiting) })

  expect(app.entries()).toBe(entries + 1)
  expect(order).toMatchObject({ intake: 'none', stageId, version: waiting.version + 1 })
  expect(await numbersOf()).toEqual([waiting.id])
  expect((await app.owner.stages.listStageHistory({ orderId: order.id })).items).toHaveLength(1)
})

it('04 §4: a request that is rejected is a canceled order with its reason', async () => {
  const waiting = await request({ lines: [hours(branch)] })

  const order = await app.owner.orders.rejectRequest({ ...refOf(waiting), reason: 'Not our bicycle' })

  expect(order).toMatchObject({
    ...{ intake: 'none', progress: 'canceled', cancelReason: 'Not our bicycle' },
    lines: [{ status: 'canceled' }],
  })
  expect(await numbersOf('awaiting')).toEqual([])
})

it('04 §4: what waits no more is NOT_AWAITING', async () => {
  const order = await orderOf(app.owner, branch)

  for (const act of ['transferRequest', 'rejectRequest'] as const)
    await expect(app.owner.orders[act](refOf(order))).rejects.toMatchObject({
      code: 'NOT_AWAITING',
      defined: true,
    })
})

it('conventions §2: the same request again writes nothing', async () => {
  const id = newId<typeof waiting.id>()
  const waiting = await request({ id })
  const entries = app.entries()

  expect(await request({ id })).toEqual(waiting)
  expect(app.entries()).toBe(entries)
})
