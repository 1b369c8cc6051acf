import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '../../electron/shared/contract/index'
import type { Case, CaseCategory } from '../../electron/shared/contract/cases'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, orderOf, type Branch } from '../support/orders'

let app: TestApp
let branch: Branch
let category: CaseCategory
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
  category = await categoryOf('NOISE')
})
afterEach(() => app.close())

type Input<Name extends keyof Client['orders']> = Parameters<Client['orders'][Name]>[0]

const categoryOf = (code: string, parentId?: CaseCategory['id']) =>
  app.owner.orders.createCaseCategory({ id: newId(), code, name: code, parentId })
const caseOf = (fields: Partial<Input<'createCase'>> = {}, client = app.owner) =>
  client.orders.createCase({
    ...{ id: newId(), customerId: branch.customerId, title: 'The lift rattles', categoryId: category.id },
    ...fields,
  })
const ref = ({ id, version }: Pick<Case, 'id' | 'version'>) => ({ caseId: id, expectedVersion: version })
const say = (held: Case, text: string, client = app.owner) =>
  client.orders.addCaseLog({ ...ref(held), channel: 'phone', text })
async function closed(held: Case, resolution = 'Tightened the rail'): Promise<Case> {
  const taken = await app.owner.orders.changeCaseStatus({ ...ref(held), status: 'inProcess' })
  return app.owner.orders.changeCaseStatus({ ...ref(taken), status: 'closed', resolution })
}

describe('a case', () => {
  it('R04-80: has a number of series CAS and begins open, by one entry', async () => {
    const entries = app.entries()

    const held = await caseOf()

    expect(held).toMatchObject({
      status: 'open',
      priority: 'normal',
      customerName: 'Løkke Verksted',
      log: [],
    })
    expect(held.number).toContain('-CAS-')
    expect(held.createdAt).toBe(app.clock.now)
    expect(app.entries()).toBe(entries + 1)
    expect((await app.owner.orders.listCases({ text: 'rattl' })).items).toMatchObject([{ id: held.id }])
  })

  it('R-04.37: holds three calls on one fault; its order is of origin request, received when the case was', async () => {
    const first = await say(await caseOf({ priority: 'high' }), 'It rattles')
    app.clock.now += 3_600_000
    const third = await say(await say(first, 'It still rattles'), 'It stands still')
    expect(third.log.map(({ text }) => text)).toEqual(['It rattles', 'It still rattles', 'It stands still'])

    const { orderId, links } = await app.owner.orders.createOrderFromCase(ref(third))

    expect(links).toMatchObject([{ entity: 'order', recordId: orderId }])
    expect(await app.owner.orders.getOrder({ orderId })).toMatchObject({
      ...{ origin: 'request', intake: 'none', priority: 'high', description: 'The lift rattles' },
      ...{ internalNote: 'It rattles', customerId: branch.customerId, receivedAt: third.createdAt },
    })
  })

  it('R-04.37: is not closed without a resolution', async () => {
    const held = await caseOf()

    await expect(
      app.owner.orders.changeCaseStatus({ ...ref(held), status: 'closed', resolution: ' ' }),
    ).rejects.toMatchObject({ code: 'RESOLUTION_REQUIRED' })
    expect(await app.owner.orders.getCase({ caseId: held.id })).toEqual(held)
  })

  it('R04-80: goes from open to in process to closed, and back only with a reason', async () => {
    const held = await caseOf()
    const skip = { ...ref(held), status: 'closed', resolution: 'Done' } as const
    await expect(app.owner.orders.changeCaseStatus(skip)).rejects.toMatchObject({
      code: 'CASE_STATUS_INVALID',
    })

    const done = await closed(held)
    expect(done).toMatchObject({
      status: 'closed',
      resolution: 'Tightened the rail',
      closedAt: app.clock.now,
    })
    const back = { ...ref(done), status: 'inProcess' } as const
    await expect(app.owner.orders.changeCaseStatus(back)).rejects.toMatchObject({ code: 'REASON_REQUIRED' })

    const again = await app.owner.orders.changeCaseStatus({ ...back, reason: 'It rattles again' })
    expect(again.status).toBe('inProcess')
    expect([again.closedAt, again.resolution]).toEqual([undefined, undefined])
  })

  it('R04-80: a stale version is refused, and nothing is written', async () => {
    const held = await caseOf()
    await say(held, 'It rattles')
    const entries = app.entries()

    await expect(say(held, 'Twice')).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(app.entries()).toBe(entries)
  })

  it('R04-80: is not its own parent; a contact of another customer is not found', async () => {
    const held = await caseOf()
    const child = await caseOf({ parentId: held.id })
    const update = (patch: Input<'updateCase'>['patch']) =>
      app.owner.orders.updateCase({ ...ref(held), patch })
    await expect(update({ parentId: child.id })).rejects.toMatchObject({ code: 'GROUP_CYCLE' })

    const other = await app.owner.customers.createCustomer({ id: newId(), name: 'Other' })
    const { id: contactId } = await app.owner.customers.createContact({
      ...{ id: newId(), customerId: other.id, name: 'Ola' },
    })
    await expect(update({ contactId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await update({ title: 'The lift squeaks' })).toMatchObject({ title: 'The lift squeaks' })
  })

  it('R04-80: is deleted with its log; one that others lie in is not', async () => {
    const held = await say(await caseOf(), 'It rattles')
    const child = await caseOf({ parentId: held.id })
    await expect(app.owner.orders.deleteCase(ref(held))).rejects.toMatchObject({ code: 'IN_USE' })
    await app.owner.orders.deleteCase(ref(child))

    await app.owner.orders.deleteCase(ref(held))

    expect((await app.owner.orders.listCases({})).items).toEqual([])
    expect(app.db.prepare('SELECT count(*) FROM case_log').pluck().get()).toBe(0)
  })
})

describe('links of a case', () => {
  it('R04-80: lead to orders and objects, once each, and are taken away', async () => {
    const held = await caseOf()
    const order = await orderOf(app.owner, branch)
    const object = await app.owner.objects.createObject({ id: newId(), description: 'Lift 1' })
    const linked = await app.owner.orders.linkCase({ ...ref(held), entity: 'order', recordId: order.id })
    const both = await app.owner.orders.linkCase({ ...ref(linked), entity: 'object', recordId: object.id })
    expect(both.links).toMatchObject([
      { entity: 'order', recordId: order.id, number: order.number },
      { entity: 'object', recordId: object.id, title: 'Lift 1' },
    ])
    const entries = app.entries()
    await app.owner.orders.linkCase({ ...ref(both), entity: 'order', recordId: order.id })
    expect(app.entries()).toBe(entries)

    const left = await app.owner.orders.unlinkCase({ ...ref(both), entity: 'order', recordId: order.id })
    expect(left.links).toMatchObject([{ entity: 'object' }])
    await expect(
      app.owner.orders.unlinkCase({ ...ref(left), entity: 'order', recordId: order.id }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('R04-81: a closed case makes no order', async () => {
    const done = await closed(await caseOf())

    await expect(app.owner.orders.createOrderFromCase(ref(done))).rejects.toMatchObject({
      code: 'CASE_STATUS_INVALID',
    })
    expect((await app.owner.orders.listOrders({})).items).toEqual([])
  })

  it('conventions §2: an order is made once, however often the command comes', async () => {
    const held = await caseOf()
    const input = {
      ...ref(held),
      newOrderId: newId<NonNullable<Input<'createOrderFromCase'>['newOrderId']>>(),
    }
    const made = await app.owner.orders.createOrderFromCase(input)

    expect(await app.owner.orders.createOrderFromCase(input)).toEqual(made)
    expect((await app.owner.orders.listOrders({})).items).toHaveLength(1)
  })
})

describe('similar cases', () => {
  it('R04-82: closed ones of the category, then of its parent; most helpful first, then newest', async () => {
    const child = await categoryOf('RATTLE', category.id)
    const settled = async (title: string, categoryId = child.id) => {
      app.clock.now += 60_000
      return closed(await caseOf({ title, categoryId }))
    }
    const old = await settled('Old')
    const newer = await settled('Newer')
    const parents = await settled('Of the parent', category.id)
    await settled('Elsewhere', (await categoryOf('OTHER')).id)
    const held = await caseOf({ categoryId: child.id })
    const titles = async (caseId: Case['id']) =>
      (await app.owner.orders.listSimilarCases({ caseId })).items.map(({ title }) => title)
    expect(await titles(held.id)).toEqual(['Newer', 'Old', 'Of the parent'])

    const marked = await app.owner.orders.markCaseHelped({ ...ref(held), helpedCaseId: old.id })

    expect(marked.helpedBy).toEqual([old.id])
    expect(await titles(held.id)).toEqual(['Old', 'Newer', 'Of the parent'])
    expect((await app.owner.orders.listSimilarCases({ caseId: held.id })).items[0]).toMatchObject({
      ...{ helpedCount: 1, resolution: 'Tightened the rail' },
    })
    expect(await titles(parents.id)).toEqual([])
    expect(await app.owner.orders.getCase({ caseId: newer.id })).toMatchObject({ helpedCount: 0 })
  })

  it('R04-82: only a closed case helps', async () => {
    const held = await caseOf()
    const open = await caseOf()

    await expect(
      app.owner.orders.markCaseHelped({ ...ref(held), helpedCaseId: open.id }),
    ).rejects.toMatchObject({ code: 'CASE_STATUS_INVALID' })
  })
})

describe('categories of cases', () => {
  it('R04-80: form a tree', async () => {
    const child = await categoryOf('RATTLE', category.id)

    await expect(
      app.owner.orders.updateCaseCategory({
        ...{ caseCategoryId: category.id, expectedVersion: 1, patch: { parentId: child.id } },
      }),
    ).rejects.toMatchObject({ code: 'GROUP_CYCLE' })
    await expect(categoryOf('NOISE')).rejects.toMatchObject({ code: 'CODE_TAKEN' })
  })
})

describe('rights on cases', () => {
  it('R04-80: the wall board sees no cases', async () => {
    const held = await caseOf()
    const board = await app.as('board')

    await expect(board.orders.listCases({})).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(board.orders.getCase({ caseId: held.id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(board.orders.listCaseCategories({})).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('R-04.26: a technician sees and writes only cases of his own', async () => {
    const other = await caseOf()
    const technician = await app.as('technician')
    const { user } = await technician.session.getSession({})
    const { items } = await app.owner.people.listUsers({ filter: { login: user.login } })
    const [account] = items
    if (!account) throw new Error('no account')
    await app.owner.people.updateUser({
      ...{ userId: account.id, expectedVersion: account.version, patch: { workerId: branch.workerId } },
    })
    const kari = await app.as('technician')

    const own = await caseOf({ title: 'Mine' }, kari)

    expect(own.ownerId).toBe(branch.workerId)
    expect((await kari.orders.listCases({})).items.map(({ id }) => id)).toEqual([own.id])
    await expect(say(other, 'Mine?', kari)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const order = await orderOf(app.owner, branch, { preferredTechnicianId: branch.workerId })
    await app.owner.orders.linkCase({ ...ref(other), entity: 'order', recordId: order.id })
    expect((await kari.orders.listCases({})).items).toHaveLength(2)
  })
})

describe('what else knows cases', () => {
  it('conventions §6: a change of a case is undone, a log entry stays', async () => {
    const held = await caseOf()
    const taken = await app.owner.orders.changeCaseStatus({ ...ref(held), status: 'inProcess' })
    const newest = async () => {
      const { items } = await app.owner.history.listEntries({ entity: 'case', recordId: held.id })
      return items[0]?.id ?? ''
    }
    await app.owner.history.undoEntry({ entryId: (await newest()) as never })
    const undone = await app.owner.orders.getCase({ caseId: held.id })
    expect(undone).toMatchObject({ status: 'open', version: taken.version + 1 })

    await say(undone, 'It rattles')
    const entryId = (await newest()) as never
    await expect(app.owner.history.undoEntry({ entryId })).rejects.toMatchObject({ code: 'NOT_UNDOABLE' })
  })

  it('R01-12: search finds a case by what was said in it', async () => {
    const held = await say(await caseOf(), 'The counterweight knocks')

    expect((await app.owner.search.listRecords({ text: 'counterw' })).items).toMatchObject([
      { type: 'case', id: held.id, number: held.number },
    ])
  })

  it('01 §4: cases follow when customers are merged', async () => {
    const held = await caseOf()
    const target = await app.owner.customers.createCustomer({ id: newId(), name: 'Main', currency: 'NOK' })

    await app.owner.customers.mergeCustomers({
      ...{ sourceId: branch.customerId, targetId: target.id, expectedVersion: target.version },
    })

    expect(await app.owner.orders.getCase({ caseId: held.id })).toMatchObject({ customerId: target.id })
  })
})
