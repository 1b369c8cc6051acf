import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, lineOf, orderOf, refOf, type Branch } from '../support/orders'

let app: TestApp
let branch: Branch
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
})
afterEach(() => app.close())

const task = (code = 'CHECK', description: object = { en: 'Yearly check', de: 'Jahresprüfung' }) =>
  app.owner.agreements.createServiceTask({ id: newId(), code, description })

describe('service tasks', () => {
  it('02 §2.3: a task has a code and a text in each language; its code is taken once', async () => {
    const created = await task(' check ')

    expect(created).toMatchObject({ code: 'CHECK', name: 'Yearly check', active: true, version: 1 })
    await expect(task('Check')).rejects.toMatchObject({ code: 'CODE_TAKEN', data: { field: 'code' } })
    await expect(task('NONE', {})).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    const changed = await app.owner.agreements.updateServiceTask({
      serviceTaskId: created.id, expectedVersion: 1, patch: { description: { nb: 'Kontroll' } },
    }) // prettier-ignore
    expect(changed).toMatchObject({ name: 'Kontroll', version: 2 })
    const { items } = await app.owner.agreements.listServiceTasks({ text: 'kontr' })
    expect(items.map(({ id }) => id)).toEqual([created.id])
  })

  it('R01-05: a task on an order is kept, but may be put out of use', async () => {
    const created = await task()
    const order = await orderOf(app.owner, branch)
    const related = await app.owner.orders.addTaskRelation({ ...refOf(order), taskId: created.id })
    const ref = { serviceTaskId: created.id, expectedVersion: 1 }

    await expect(app.owner.agreements.deleteServiceTask(ref)).rejects.toMatchObject({ code: 'IN_USE' })
    await app.owner.agreements.deactivateServiceTask(ref)
    const other = await orderOf(app.owner, branch)
    await expect(
      app.owner.orders.addTaskRelation({ ...refOf(other), taskId: created.id }),
    ).rejects.toMatchObject({ code: 'TASK_INACTIVE', data: { field: 'taskId' } })
    await app.owner.orders.removeTaskRelation({
      relationId: related.taskRelations[0]?.id ?? newId(), expectedVersion: related.version,
    }) // prettier-ignore
    await expect(
      app.owner.agreements.deleteServiceTask({ ...ref, expectedVersion: 2 }),
    ).resolves.toMatchObject({ id: created.id })
  })
})

describe('tasks of an order', () => {
  it('04 §2.3: a task is related once, with a note for us and one for the customer', async () => {
    const { id: taskId } = await task()
    const order = await orderOf(app.owner, branch)

    const related = await app.owner.orders.addTaskRelation({
      ...refOf(order), taskId, internalNote: 'Bring a ladder', externalNote: 'Please keep the gate open',
    }) // prettier-ignore

    expect(related.version).toBe(order.version + 1)
    expect(related.taskRelations).toMatchObject([
      {
        ...{ taskId, taskCode: 'CHECK', taskName: 'Yearly check' },
        ...{ internalNote: 'Bring a ladder', externalNote: 'Please keep the gate open' },
      },
    ])
    await expect(app.owner.orders.addTaskRelation({ ...refOf(related), taskId })).rejects.toMatchObject({
      code: 'ALREADY_RELATED',
      defined: true,
    })
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
  })

  it('04 §2.2: a line names a task of its order only; then the relation is in use', async () => {
    const { id: taskId } = await task()
    const order = await orderOf(app.owner, branch)
    const other = await app.owner.orders.addTaskRelation({
      ...refOf(await orderOf(app.owner, branch)),
      taskId,
    })
    const foreign = other.taskRelations[0]?.id
    await expect(
      app.owner.orders.addLine({ ...refOf(order), ...hours(branch, { taskRelationId: foreign }) }),
    ).rejects.toMatchObject({ code: 'TASK_NOT_RELATED', data: { field: 'taskRelationId', ids: [foreign] } })

    const related = await app.owner.orders.addTaskRelation({ ...refOf(order), taskId })
    const relationId = related.taskRelations[0]?.id ?? newId()
    const lined = await app.owner.orders.addLine({
      ...refOf(related), ...hours(branch, { taskRelationId: relationId }),
    }) // prettier-ignore
    await expect(
      app.owner.orders.removeTaskRelation({ relationId, expectedVersion: lined.version }),
    ).rejects.toMatchObject({ code: 'IN_USE', data: { counts: { orderLine: 1 } } })
    const freed = await app.owner.orders.updateLine({
      ...refOf(lined), lineId: lineOf(lined, 10).id, patch: { taskRelationId: null },
    }) // prettier-ignore
    const bare = await app.owner.orders.removeTaskRelation({ relationId, expectedVersion: freed.version })

    expect(bare.taskRelations).toEqual([])
  })

  it('R04-57: an order is deleted with its tasks and objects', async () => {
    const { id: taskId } = await task()
    const { id: objectId } = await app.owner.objects.createObject({ id: newId(), description: 'Bicycle' })
    const order = await orderOf(app.owner, branch)
    const tasked = await app.owner.orders.addTaskRelation({ ...refOf(order), taskId })
    const related = await app.owner.orders.addObjectRelation({ ...refOf(tasked), objectId })

    await app.owner.orders.deleteOrder({ ...refOf(related), reason: 'Twice' })

    expect(app.db.prepare('SELECT count(*) FROM order_task_relation').pluck().get()).toBe(0)
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
  })
})

describe('objects of an order', () => {
  it('04 §2.3: an object is related once, scrapped ones not at all', async () => {
    const { id: objectId, version } = await app.owner.objects.createObject({
      id: newId(), description: 'Bicycle',
    }) // prettier-ignore
    const order = await orderOf(app.owner, branch)
    const related = await app.owner.orders.addObjectRelation({
      ...refOf(order), objectId, referenceCode: 'R-1', note: 'Gate B',
    }) // prettier-ignore

    expect(related.objectRelations).toMatchObject([{ objectId, referenceCode: 'R-1', note: 'Gate B' }])
    await expect(app.owner.orders.addObjectRelation({ ...refOf(related), objectId })).rejects.toMatchObject({
      code: 'ALREADY_RELATED',
    })
    const bare = await app.owner.orders.removeObjectRelation({
      relationId: related.objectRelations[0]?.id ?? newId(), expectedVersion: related.version,
    }) // prettier-ignore
    expect(bare.objectRelations).toEqual([])
    await app.owner.objects.updateObject({
      objectId,
      expectedVersion: version,
      patch: { status: 'scrapped' },
    })
    await expect(app.owner.orders.addObjectRelation({ ...refOf(bare), objectId })).rejects.toMatchObject({
      code: 'OBJECT_SCRAPPED',
    })
  })
})

describe('getMargin', () => {
  it('R04-36: sales less cost and its share, as a whole and by type; – without sales', async () => {
    const { id: feeId } = await app.owner.agreements.createCategory({
      id: newId(), code: 'START', name: 'Start', type: 'fee',
    }) // prettier-ignore
    const order = await orderOf(app.owner, branch, {
      lines: [
        hours(branch, { costPrice: 6_000_000 }),
        { id: newId(), type: 'fee', categoryId: feeId, actualQty: 1000, salesPrice: 0 },
        hours(branch),
      ],
    })
    await app.owner.orders.cancelLine({ ...refOf(order), lineIds: [lineOf(order, 30).id] })

    const margin = await app.owner.orders.getMargin({ orderId: order.id })

    const money = (minor: number) => ({ minor, currency: 'NOK' })
    expect(margin).toEqual({
      orderId: order.id,
      ...{ sales: money(180_000), cost: money(120_000), margin: money(60_000), share: 3333 },
      byType: [
        { type: 'hour', sales: money(180_000), cost: money(120_000), margin: money(60_000), share: 3333 },
        { type: 'fee', sales: money(0), cost: money(0), margin: money(0) },
      ],
    })
    const dispatcher = await app.as('dispatcher')
    await expect(dispatcher.orders.getMargin({ orderId: order.id })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })
})
