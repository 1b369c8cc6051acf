import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toBytes } from '../../electron/db/ids'
import { verifyChain } from '../../electron/db/changeLog'
import { AgreementLineId, OrderId, type AgreementId } from '../../electron/shared/contract/id'
import { newId, setUp, type TestApp } from '../support/app'
import {
  agreementLineRow,
  agreementObjectRow,
  agreementRow,
  agreementTaskRow,
} from '../support/agreementRows'
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

const march10 = Date.UTC(2026, 2, 10, 8)
const onMarch10 = { preferredServiceAt: march10 }
const setAgreement = (assignment: string, id = agreementId) =>
  app.db.prepare(`UPDATE agreement SET ${assignment} WHERE id = ?`).run(toBytes(id))
const setLine = (assignment: string, id: string) =>
  app.db.prepare(`UPDATE agreement_line SET ${assignment} WHERE id = ?`).run(toBytes(id))

describe('an order of an agreement', () => {
  it('04 §2.1: office, customer, account, description, site, people and currency come from the agreement', async () => {
    const { id: accountId } = await app.owner.agreements.createBillingAccount({
      id: newId(), customerId: branch.customerId, name: 'Account', currency: 'NOK', type: 'timeAndMaterial',
    }) // prettier-ignore
    const { id: contactId } = await app.owner.customers.createContact({
      id: newId(), customerId: branch.customerId, name: 'Ola', phone: '1',
    }) // prettier-ignore
    const worker = toBytes(branch.workerId)
    const full = agreementRow(
      app,
      { ...branch, billingAccountId: accountId },
      {
        ...{ site_id: toBytes(branch.siteId), contact_id: toBytes(contactId), responsible_id: worker },
        ...{ preferred_technician_id: worker, currency: 'EUR' },
      },
    )

    const order = await app.owner.orders.createOrder({ id: newId(), agreementId: full, ...onMarch10 })

    expect(order).toMatchObject({
      ...{ agreementId: full, origin: 'agreement', customerId: branch.customerId, currency: 'EUR' },
      ...{ billingAccountId: accountId, description: 'Yearly care', siteId: branch.siteId, contactId },
      ...{ responsibleId: branch.workerId, preferredTechnicianId: branch.workerId },
      agreementDescription: 'Yearly care',
    })
    expect(order.agreementNumber).toMatch(/^AG-/)
    const own = await app.owner.orders.createOrder({
      ...{ id: newId(), agreementId: full, ...onMarch10, currency: 'NOK', siteId: null, contactId: null },
      ...{ responsibleId: null, description: 'Own words' },
    })
    expect(own).toMatchObject({ currency: 'NOK', description: 'Own words' })
    expect([own.siteId, own.contactId, own.responsibleId]).toEqual([undefined, undefined, undefined])
    const { items } = await app.owner.orders.listOrders({ filter: { agreementId: [full] } })
    expect(items.map(({ id }) => id).sort()).toEqual([order.id, own.id].sort())
    expect(items[0]?.agreementNumber).toBe(order.agreementNumber)
  })

  it('R-04.03: 23:59 of the last day at the site is accepted, a minute later is DATE_OUTSIDE_AGREEMENT', async () => {
    const { id: siteId } = await app.owner.customers.createSite({
      id: newId(), customerId: branch.customerId, name: 'Auckland', country: 'NZ', zone: 'Pacific/Auckland',
    }) // prettier-ignore
    const at = (minute: number) => ({
      ...{ id: newId<never>(), agreementId, siteId },
      preferredServiceAt: Date.UTC(2026, 11, 31, 10, minute),
    })

    expect(await app.owner.orders.createOrder(at(59))).toMatchObject({ serviceDate: '2026-12-31' })
    await expect(app.owner.orders.createOrder(at(60))).rejects.toMatchObject({
      code: 'DATE_OUTSIDE_AGREEMENT',
      defined: true,
      data: { field: 'preferredServiceAt', from: '2026-01-01', to: '2026-12-31', date: '2027-01-01' },
    })
  })

  it('R-02.05: by hand from a suspended agreement is AGREEMENT_SUSPENDED; draft, closed and template likewise', async () => {
    const create = () => app.owner.orders.createOrder({ id: newId(), agreementId, ...onMarch10 })
    const entries = app.entries()
    for (const [state, code] of [
      ["status = 'suspended'", 'AGREEMENT_SUSPENDED'],
      ["status = 'draft'", 'AGREEMENT_DRAFT'],
      ["status = 'closed'", 'AGREEMENT_CLOSED'],
      ["status = 'draft', is_template = 1", 'AGREEMENT_IS_TEMPLATE'],
    ] as const) {
      setAgreement(state)
      await expect(create(), code).rejects.toMatchObject({ code, data: { field: 'agreementId' } })
    }
    expect(app.entries()).toBe(entries)
  })

  it('R02-05: after its termination date an agreement takes no order', async () => {
    setAgreement("termination_date = '2026-03-09'")

    await expect(orderOf(app.owner, branch, { agreementId, ...onMarch10 })).rejects.toMatchObject({
      code: 'DATE_OUTSIDE_AGREEMENT', data: { to: '2026-03-09' },
    }) // prettier-ignore
  })

  it('04 §2.1: an agreement of another customer, and one of an office the caller does not see, is refused', async () => {
    const { id: otherId } = await app.owner.customers.createCustomer({ id: newId(), name: 'Other' })
    await expect(
      orderOf(app.owner, { customerId: otherId }, { agreementId, ...onMarch10 }),
    ).rejects.toMatchObject({ code: 'AGREEMENT_OTHER_CUSTOMER', data: { field: 'agreementId' } })
    const { id: officeId } = await app.owner.people.createOffice({
      id: newId(), code: 'BGO', name: 'Bergen', zone: 'Europe/Oslo',
    }) // prettier-ignore
    const manager = await app.as('serviceManager')
    const { items } = await app.owner.people.listUsers({ filter: { login: 'test.serviceManager' } })
    const [user] = items
    if (!user) throw new Error('no user')
    await app.owner.people.setRoles({
      userId: user.id, expectedVersion: user.version, roles: user.roles, officeIds: [officeId],
    }) // prettier-ignore
    await expect(
      manager.orders.createOrder({ id: newId(), agreementId, officeId, ...onMarch10 }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('R04-21: an agreement does in place of a billing account', async () => {
    await app.owner.settings.setSetting({ key: 'allowWithoutAgreement', scope: 'company', value: false })

    await expect(orderOf(app.owner, branch, onMarch10)).rejects.toMatchObject({ code: 'AGREEMENT_REQUIRED' })
    const order = await orderOf(app.owner, branch, { agreementId, ...onMarch10, lines: [hours(branch)] })
    const posted = await app.owner.orders.postOrder({ ...refOf(order), date: '2026-03-10' })

    expect(posted.order.progress).toBe('posted')
  })

  it('R02-07: its objects are copied to the order, its tasks are open to the order’s lines', async () => {
    const { id: objectId } = await app.owner.objects.createObject({ id: newId(), description: 'Pump' })
    const { id: scrappedId } = await app.owner.objects.createObject({ id: newId(), description: 'Old' })
    agreementObjectRow(app, agreementId, objectId, 'Gate B')
    agreementObjectRow(app, agreementId, scrappedId)
    app.db.prepare("UPDATE service_object SET status = 'scrapped' WHERE id = ?").run(toBytes(scrappedId))
    const task = await app.owner.agreements.createServiceTask({
      id: newId(), code: 'CHECK', description: { en: 'Yearly check' },
    }) // prettier-ignore
    const relationId = agreementTaskRow(app, agreementId, task.id, 'Bring a ladder')

    const order = await orderOf(app.owner, branch, { agreementId, ...onMarch10 })
    expect(order.objectRelations).toMatchObject([{ objectId, note: 'Gate B' }])
    expect(order.taskRelations).toEqual([])
    expect(order.agreementTasks).toMatchObject([{ id: relationId, taskId: task.id }])

    const line = hours(branch, { taskRelationId: relationId })
    const added = await app.owner.orders.addLine({ ...refOf(order), ...line })
    expect(added.taskRelations).toMatchObject([{ taskId: task.id, internalNote: 'Bring a ladder' }])
    expect(added.agreementTasks).toEqual([])
    expect(added.lines[0]?.taskRelationId).toBe(added.taskRelations[0]?.id)
    const entries = app.entries()
    expect(await app.owner.orders.addLine({ ...refOf(order), ...line })).toEqual(added)
    expect(app.entries()).toBe(entries)

    const second = await app.owner.orders.addLine({ ...refOf(added), ...hours(branch) })
    const named = await app.owner.orders.updateLine({
      ...refOf(second), lineId: lineOf(second, 20).id, patch: { taskRelationId: relationId },
    }) // prettier-ignore
    expect(lineOf(named, 20).taskRelationId).toBe(added.taskRelations[0]?.id)
    const foreign = agreementTaskRow(app, agreementRow(app, branch), task.id, '')
    await expect(
      app.owner.orders.addLine({ ...refOf(named), ...hours(branch, { taskRelationId: foreign }) }),
    ).rejects.toMatchObject({ code: 'TASK_NOT_RELATED' })
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
  })

  it('R04-26: an order of a sales order and a request begin with the agreement too, and keep their origin', async () => {
    const { id: unitId } = await app.owner.catalog.createUnit({
      id: newId(), code: 'U', name: 'Unit', decimals: 0,
    }) // prettier-ignore
    const { id: itemId } = await app.owner.catalog.createItem({
      id: newId(),
      number: 'P',
      name: 'Part',
      unitId,
    })

    const sold = await app.owner.orders.createFromSalesOrder({
      ...{ id: newId(), agreementId, ...onMarch10, salesOrderNumber: 'SO-1' },
      items: [{ itemId, quantity: 1000 }],
    })
    const asked = await app.owner.orders.registerRequest({ id: newId(), agreementId, ...onMarch10 })

    expect(sold).toMatchObject({ origin: 'salesOrder', agreementId, description: 'Yearly care' })
    expect(asked).toMatchObject({ origin: 'request', agreementId, customerId: branch.customerId })
  })

  it('R02-01: suspending leaves existing orders alone; moving a date out of the period is refused', async () => {
    const order = await orderOf(app.owner, branch, { agreementId, ...onMarch10 })
    setAgreement("status = 'suspended'")

    const moved = await app.owner.orders.updateOrder({
      ...refOf(order), patch: { preferredServiceAt: march10 + 86_400_000 },
    }) // prettier-ignore
    expect(moved.serviceDate).toBe('2026-03-11')
    await expect(
      app.owner.orders.updateOrder({
        ...refOf(moved), patch: { preferredServiceAt: Date.UTC(2027, 2, 10) },
      }),
    ).rejects.toMatchObject({ code: 'DATE_OUTSIDE_AGREEMENT' }) // prettier-ignore
    setAgreement("end_date = '2026-02-01'")
    expect(
      await app.owner.orders.updateOrder({ ...refOf(moved), patch: { description: 'Stays' } }),
    ).toMatchObject({ description: 'Stays', agreementId })
  })

  it('04 §2.1: an agreement is attached with its objects; it is FIELD_FROZEN once a line comes from it', async () => {
    const { id: objectId } = await app.owner.objects.createObject({ id: newId(), description: 'Pump' })
    agreementObjectRow(app, agreementId, objectId)
    const agreementLineId = agreementLineRow(app, agreementId, branch)
    const order = await orderOf(app.owner, branch, onMarch10)

    const attached = await app.owner.orders.updateOrder({ ...refOf(order), patch: { agreementId } })
    expect(attached).toMatchObject({ agreementId, version: 2, objectRelations: [{ objectId }] })
    const free = await app.owner.orders.updateOrder({ ...refOf(attached), patch: { agreementId: null } })
    expect(free.agreementId).toBeUndefined()
    const again = await app.owner.orders.updateOrder({ ...refOf(free), patch: { agreementId } })
    expect(again.objectRelations).toHaveLength(1)

    const tied = await app.owner.orders.addLine({ ...refOf(again), type: 'hour', agreementLineId })
    for (const patch of [{ agreementId: null }, { agreementId: agreementRow(app, branch) }])
      await expect(app.owner.orders.updateOrder({ ...refOf(tied), patch })).rejects.toMatchObject({
        code: 'FIELD_FROZEN', data: { field: 'agreementId' },
      }) // prettier-ignore
  })

  it('conventions §6: an undo puts no date out of the agreement’s period, and takes no agreement from its lines', async () => {
    const undo = async (skipped = 0) => {
      const { items } = await app.owner.history.listEntries({ limit: 1 + skipped })
      const entry = items[skipped]
      if (!entry) throw new Error('nothing was written')
      return app.owner.history.undoEntry({ entryId: entry.id })
    }
    const order = await orderOf(app.owner, branch, onMarch10)
    const attached = await app.owner.orders.updateOrder({ ...refOf(order), patch: { agreementId } })
    const agreementLineId = agreementLineRow(app, agreementId, branch)
    const tied = await app.owner.orders.addLine({ ...refOf(attached), type: 'hour', agreementLineId })
    await expect(undo(1)).rejects.toMatchObject({ code: 'FIELD_FROZEN', data: { field: 'agreementId' } })

    const later = await app.owner.orders.updateOrder({
      ...refOf(tied), patch: { preferredServiceAt: march10 + 86_400_000 },
    }) // prettier-ignore
    setAgreement("start_date = '2026-03-11'")
    await expect(undo()).rejects.toMatchObject({ code: 'DATE_OUTSIDE_AGREEMENT' })
    setAgreement("start_date = '2026-01-01'")
    await undo()
    expect(await app.owner.orders.getOrder({ orderId: later.id })).toMatchObject({
      ...{ agreementId, serviceDate: '2026-03-10' },
      lines: [{ serviceDate: '2026-03-10' }],
    })
  })
})

describe('a line of an agreement’s line', () => {
  it('R02-05: its values stand where nothing is said; a property set by hand goes before the agreement’s', async () => {
    const agreementLineId = agreementLineRow(app, agreementId, branch, {
      ...{ description: 'Inspect the lift', quantity: 90, discount: 1250 },
      worker_id: toBytes(branch.workerId),
    })
    const order = await orderOf(app.owner, branch, { agreementId, ...onMarch10 })

    const added = await app.owner.orders.addLine({ ...refOf(order), type: 'hour', agreementLineId })

    expect(added.lines[0]).toMatchObject({
      ...{ description: 'Inspect the lift', categoryId: branch.categoryId, workerId: branch.workerId },
      ...{ estimatedQty: 90, discount: 1250, agreementLineId, agreementLineNo: 10 },
      agreementDueDate: '2026-03-10',
    })
    const own = await app.owner.orders.addLine({
      ...refOf(added), type: 'hour', agreementLineId, description: 'Own', estimatedQty: 5, workerId: null,
    }) // prettier-ignore
    expect(lineOf(own, 20)).toMatchObject({ description: 'Own', estimatedQty: 5 })
    expect(lineOf(own, 20).workerId).toBeUndefined()
    await expect(
      app.owner.orders.addLine({ ...refOf(own), type: 'fee', agreementLineId }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    const foreign = agreementLineRow(app, agreementRow(app, branch), branch)
    await expect(
      app.owner.orders.addLine({ ...refOf(own), type: 'hour', agreementLineId: foreign }),
    ).rejects.toMatchObject({ code: 'DIFFERENT_AGREEMENT', data: { field: 'agreementLineId' } })
  })

  it('R04-23: outside the line’s own period is OUTSIDE_LINE_PERIOD, on the line and by the order’s date', async () => {
    const agreementLineId = agreementLineRow(app, agreementId, branch, {
      start_date: '2026-03-01', end_date: '2026-03-31',
    }) // prettier-ignore
    const order = await orderOf(app.owner, branch, {
      ...{ agreementId, ...onMarch10 },
      lines: [{ type: 'hour', agreementLineId }],
    })

    await expect(
      app.owner.orders.updateOrder({
        ...refOf(order), patch: { preferredServiceAt: Date.UTC(2026, 3, 1, 8) },
      }),
    ).rejects.toMatchObject({
      code: 'OUTSIDE_LINE_PERIOD', data: { lineNo: 10, from: '2026-03-01', to: '2026-03-31' },
    }) // prettier-ignore
    await expect(
      app.owner.orders.addLine({
        ...refOf(order), type: 'hour', agreementLineId, serviceDate: '2026-02-28',
      }),
    ).rejects.toMatchObject({ code: 'OUTSIDE_LINE_PERIOD', data: { field: 'serviceDate' } }) // prettier-ignore
    expect(
      await app.owner.orders.updateOrder({
        ...refOf(order), patch: { preferredServiceAt: Date.UTC(2026, 2, 31, 8) },
      }),
    ).toMatchObject({ serviceDate: '2026-03-31' }) // prettier-ignore
  })

  it('R02-03: a stopped line, and every line of a suspended agreement, makes no line', async () => {
    const agreementLineId = agreementLineRow(app, agreementId, branch)
    const order = await orderOf(app.owner, branch, { agreementId, ...onMarch10 })
    const add = () => app.owner.orders.addLine({ ...refOf(order), type: 'hour', agreementLineId })

    setLine('is_stopped = 1', agreementLineId)
    await expect(add()).rejects.toMatchObject({ code: 'LINE_STOPPED', data: { ids: [agreementLineId] } })
    setLine('is_stopped = 0', agreementLineId)
    setAgreement("status = 'suspended'")
    await expect(add()).rejects.toMatchObject({ code: 'LINE_STOPPED' })
    setAgreement("status = 'active'")
    expect((await add()).lines).toHaveLength(1)
  })

  it('R02-30: a line that wants a requirement gives one of its quantity for the visit; of quantity 0 none', async () => {
    const { id: unitId } = await app.owner.catalog.createUnit({
      id: newId(), code: 'U', name: 'Unit', decimals: 3,
    }) // prettier-ignore
    const { id: itemId } = await app.owner.catalog.createItem({
      id: newId(),
      number: 'P',
      name: 'Part',
      unitId,
    })
    const { items: houses } = await app.owner.stock.listWarehouses({})
    const [house] = houses
    if (!house) throw new Error('no warehouse')
    const fields = {
      ...{ type: 'item', category_id: null, item_id: toBytes(itemId), unit: 'U' },
      ...{ quantity: 2000, item_setup: 'itemRequirement', warehouse_id: toBytes(house.id) },
    }
    const agreementLineId = agreementLineRow(app, agreementId, branch, fields)
    const none = agreementLineRow(app, agreementId, branch, { ...fields, quantity: 0 })

    const order = await orderOf(app.owner, branch, {
      ...{ agreementId, ...onMarch10 },
      lines: [
        { type: 'item', agreementLineId },
        { type: 'item', agreementLineId: none },
      ],
    })

    const { items } = await app.owner.orders.listRequirements({ filter: { orderId: [order.id] } })
    expect(items).toMatchObject([
      { lineId: lineOf(order, 10).id, requiredQty: 2000, status: 'open', supply: 'stock', neededBy: march10 },
    ])
  })
})

describe('prices of an agreement', () => {
  async function rule(fields: object) {
    return app.owner.agreements.createPriceRule({
      id: newId(), kind: 'sales', type: 'hour', currency: 'NOK', validFrom: '2026-01-01', value: 0, ...fields,
    }) // prettier-ignore
  }
  async function x3() {
    const { id: accountId } = await app.owner.agreements.createBillingAccount({
      id: newId(), customerId: branch.customerId, name: 'Account', currency: 'NOK', type: 'timeAndMaterial',
    }) // prettier-ignore
    const { categoryId, workerId } = branch
    const kari = await rule({ workerId, categoryId, validFrom: '2026-02-01', value: 10_500_000 })
    const ofCustomer = await rule({
      billingAccountId: accountId, categoryId, validTo: '2026-03-09', value: 9_800_000,
    }) // prettier-ignore
    return { accountId, kari, ofCustomer }
  }
  const line = () => hours(branch)

  it('R-04.06: worker and category, the customer’s until the day before, and 0 of the agreement line', async () => {
    const { accountId: billingAccountId, kari, ofCustomer } = await x3()
    const agreementLineId = agreementLineRow(app, agreementId, branch, { price_override: 0 })
    const march9 = { preferredServiceAt: march10 - 86_400_000 }
    const after = await orderOf(app.owner, branch, { billingAccountId, ...onMarch10, lines: [line()] })
    const before = await orderOf(app.owner, branch, { billingAccountId, ...march9, lines: [line()] })
    const free = await orderOf(app.owner, branch, {
      ...{ billingAccountId, ...onMarch10, agreementId },
      lines: [hours(branch, { agreementLineId })],
    })

    expect(after.lines[0]).toMatchObject({
      salesPrice: 10_500_000, salesPriceSource: 'base', priceRuleId: kari.id,
    }) // prettier-ignore
    expect(before.lines[0]).toMatchObject({
      salesPrice: 9_800_000, salesPriceSource: 'customer', priceRuleId: ofCustomer.id,
    }) // prettier-ignore
    expect(free.lines[0]).toMatchObject({
      salesPrice: 0, salesPriceSource: 'agreementLine', priceRuleId: agreementLineId, salesAmount: { minor: 0 },
    }) // prettier-ignore
  })

  it('R-04.33: a rule of the agreement goes before one of the customer', async () => {
    const { accountId: billingAccountId } = await x3()
    const ofAgreement = await rule({
      billingAccountId, categoryId: branch.categoryId, validFrom: '2026-03-10', value: 9_600_000,
    }) // prettier-ignore
    app.db
      .prepare(
        "UPDATE price_rule SET agreement_id = ?, billing_account_id = NULL, valid_from = '2026-01-01' WHERE id = ?",
      )
      .run(toBytes(agreementId), toBytes(ofAgreement.id))

    const order = await orderOf(app.owner, branch, {
      ...{ agreementId, billingAccountId, preferredServiceAt: march10 - 86_400_000, lines: [line()] },
    })

    expect(order.lines[0]).toMatchObject({
      salesPrice: 9_600_000, salesPriceSource: 'agreement', priceRuleId: ofAgreement.id,
    }) // prettier-ignore
  })

  it('R04-30: a price of the agreement’s line matches only in the agreement’s currency', async () => {
    const agreementLineId = agreementLineRow(app, agreementId, branch, { price_override: 5_000_000 })

    const order = await orderOf(app.owner, branch, {
      ...{ agreementId, ...onMarch10, currency: 'EUR' },
      lines: [{ type: 'hour', agreementLineId }],
    })

    expect(order.lines[0]).toMatchObject({ salesPriceSource: 'missing' })
  })

  it('R-02.20: a price changed on the agreement’s line leaves lines made before', async () => {
    const agreementLineId = agreementLineRow(app, agreementId, branch, { price_override: 5_000_000 })
    const order = await orderOf(app.owner, branch, {
      ...{ agreementId, ...onMarch10 },
      lines: [{ type: 'hour', agreementLineId }],
    })

    setLine('price_override = 6000000', agreementLineId)
    const next = await app.owner.orders.updateOrder({ ...refOf(order), patch: { description: 'New' } })
    const later = await app.owner.orders.addLine({ ...refOf(next), type: 'hour', agreementLineId })

    expect(later.lines.map(({ salesPrice }) => salesPrice)).toEqual([5_000_000, 6_000_000])
  })
})

describe('copying from an agreement', () => {
  const copy = (
    target: { id: string; version: number },
    sourceId: AgreementId,
    lineIds: string[],
    more = {},
  ) =>
    app.owner.orders.copyLines({
      ...{ sourceType: 'agreement', sourceId, lineIds: lineIds.map((id) => AgreementLineId.parse(id)) },
      ...{ targetId: OrderId.parse(target.id), expectedVersion: target.version, ...more },
    })
  const template = (fields = {}) =>
    agreementRow(app, {}, { is_template: 1, status: 'draft', end_date: null, ...fields })

  it('R04-70: chosen lines of the order’s agreement come in the order of their numbers and stay tied to it', async () => {
    const first = agreementLineRow(app, agreementId, branch, { description: 'First', price_override: 70_000 })
    const second = agreementLineRow(app, agreementId, branch, { description: 'Second' })
    const order = await orderOf(app.owner, branch, { agreementId, ...onMarch10, lines: [hours(branch)] })

    const copied = await copy(order, agreementId, [second, first])

    expect(copied.version).toBe(order.version + 1)
    expect(copied.lines.slice(1)).toMatchObject([
      {
        ...{ lineNo: 20, description: 'First', agreementLineId: first, agreementDueDate: '2026-03-10' },
        ...{ salesPrice: 70_000, salesPriceSource: 'agreementLine', estimatedQty: 60, status: 'created' },
      },
      { lineNo: 30, description: 'Second', agreementLineId: second, salesPrice: 9_000_000 },
    ])
  })

  it('R-04.04: from a suspended agreement every line is LINE_STOPPED, a stopped one of an active too', async () => {
    const running = agreementLineRow(app, agreementId, branch)
    const stopped = agreementLineRow(app, agreementId, branch, { is_stopped: 1 })
    const order = await orderOf(app.owner, branch, { agreementId, ...onMarch10 })
    const source = await app.owner.orders.addLine({
      ...refOf(order), type: 'hour', agreementLineId: running,
    }) // prettier-ignore
    const entries = app.entries()

    await expect(copy(source, agreementId, [running, stopped])).rejects.toMatchObject({
      code: 'LINE_STOPPED', data: { ids: [stopped] },
    }) // prettier-ignore
    setAgreement("status = 'suspended'")
    await expect(copy(source, agreementId, [running])).rejects.toMatchObject({
      code: 'LINE_STOPPED', data: { ids: [running] },
    }) // prettier-ignore
    await expect(
      app.owner.orders.createOrder({ id: newId(), agreementId, ...onMarch10 }),
    ).rejects.toMatchObject({ code: 'AGREEMENT_SUSPENDED' })
    await expect(
      app.owner.orders.copyOrder({ orderId: source.id, date: '2026-04-01' }),
    ).rejects.toMatchObject({
      code: 'AGREEMENT_SUSPENDED', data: { failures: [{}, { code: 'LINE_STOPPED', lineNo: 10 }] },
    }) // prettier-ignore
    await expect(
      app.owner.orders.copyLines({
        ...{ sourceType: 'order', sourceId: source.id, lineIds: [lineOf(source, 10).id] },
        ...{ targetId: source.id, expectedVersion: source.version },
      }),
    ).rejects.toMatchObject({ code: 'LINE_STOPPED' })
    expect(app.entries()).toBe(entries)
  })

  it('R04-70: a copy of an order keeps agreement and lines; outside the period it is DATE_OUTSIDE_AGREEMENT', async () => {
    const agreementLineId = agreementLineRow(app, agreementId, branch, { price_override: 70_000 })
    const source = await orderOf(app.owner, branch, {
      ...{ agreementId, ...onMarch10 },
      lines: [{ type: 'hour', agreementLineId }],
    })

    const copied = await app.owner.orders.copyOrder({ orderId: source.id, date: '2026-04-01' })

    expect(copied).toMatchObject({
      ...{ agreementId, origin: 'copy' },
      lines: [{ agreementLineId, agreementDueDate: '2026-03-10', salesPrice: 70_000 }],
    })
    await expect(
      app.owner.orders.copyOrder({ orderId: source.id, date: '2027-01-01' }),
    ).rejects.toMatchObject({ code: 'DATE_OUTSIDE_AGREEMENT' })
    await expect(
      app.owner.orders.splitOrder({
        ...refOf(await app.owner.orders.addLine({ ...refOf(source), ...hours(branch) })),
        ...{ lineIds: [lineOf(source, 10).id], date: '2027-01-01' },
      }),
    ).rejects.toMatchObject({ code: 'DATE_OUTSIDE_AGREEMENT' })
  })

  it('R02-13: of a template lines are priced by the order’s date and tied to nothing; kept prices are the template’s', async () => {
    const templateId = template()
    const lineId = agreementLineRow(app, templateId, branch, {
      price_override: 70_000,
      start_date: '2030-01-01',
    })
    const order = await orderOf(app.owner, branch, { agreementId, ...onMarch10 })

    const searched = await copy(order, templateId, [lineId])
    const kept = await copy(searched, templateId, [lineId], { keepPrices: true })

    expect(kept.lines).toMatchObject([
      { salesPrice: 9_000_000, salesPriceSource: 'base' },
      { salesPrice: 70_000, salesPriceSource: 'manual' },
    ])
    expect(kept.lines.map((line) => line.agreementLineId)).toEqual([undefined, undefined])
    setAgreement("currency = 'EUR'", templateId)
    await expect(copy(kept, templateId, [lineId], { keepPrices: true })).rejects.toMatchObject({
      code: 'CURRENCY_MISMATCH', data: { field: 'keepPrices', currency: 'EUR', wanted: 'NOK' },
    }) // prettier-ignore
    const dispatcher = await app.as('dispatcher')
    await expect(
      dispatcher.orders.copyLines({
        ...{ sourceType: 'agreement', sourceId: templateId, lineIds: [lineId], keepPrices: true },
        ...{ targetId: kept.id, expectedVersion: kept.version },
      }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(copy(kept, agreementId, [lineId])).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('R04-70: objects and tasks come along; one of another customer or scrapped is refused or dropped', async () => {
    const { id: otherId } = await app.owner.customers.createCustomer({ id: newId(), name: 'Other' })
    const own = await app.owner.objects.createObject({ id: newId(), description: 'Pump' })
    const foreign = await app.owner.objects.createObject({
      id: newId(), description: 'Lift', customerId: otherId,
    }) // prettier-ignore
    const old = await app.owner.objects.createObject({ id: newId(), description: 'Old' })
    app.db.prepare("UPDATE service_object SET status = 'scrapped' WHERE id = ?").run(toBytes(old.id))
    const task = await app.owner.agreements.createServiceTask({
      id: newId(), code: 'CHECK', description: { en: 'Yearly check' },
    }) // prettier-ignore
    const templateId = template()
    const lineOn = (objectId: string) =>
      agreementLineRow(app, templateId, branch, { object_id: toBytes(objectId), task_id: toBytes(task.id) })
    const [good, other, scrapped] = [lineOn(own.id), lineOn(foreign.id), lineOn(old.id)]
    const order = await orderOf(app.owner, branch, onMarch10)

    await expect(copy(order, templateId, [good, other])).rejects.toMatchObject({
      code: 'OBJECT_OTHER_CUSTOMER', data: { ids: [foreign.id] },
    }) // prettier-ignore
    await expect(copy(order, templateId, [scrapped])).rejects.toMatchObject({ code: 'OBJECT_SCRAPPED' })
    const copied = await copy(order, templateId, [good, other, scrapped], { dropObjects: true })

    expect(copied.objectRelations).toMatchObject([{ objectId: own.id }])
    expect(copied.taskRelations).toMatchObject([{ taskId: task.id }])
    const [objectRelation] = copied.objectRelations
    expect(copied.lines.map(({ objectRelationId }) => objectRelationId)).toEqual([
      objectRelation?.id, undefined, undefined,
    ]) // prettier-ignore
    expect(new Set(copied.lines.map(({ taskRelationId }) => taskRelationId)).size).toBe(1)
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
  })

  it('04 §2.1: an order made from a template has its running lines; an agreement is no template', async () => {
    const templateId = template()
    agreementLineRow(app, templateId, branch, { description: 'First' })
    agreementLineRow(app, templateId, branch, { description: 'Stopped', is_stopped: 1 })
    const input = {
      ...{ id: newId<OrderId>(), customerId: branch.customerId, templateId, ...onMarch10 },
      lines: [hours(branch)],
    }

    const order = await app.owner.orders.createOrder(input)

    expect(order).toMatchObject({ origin: 'template', lines: [{ lineNo: 10 }, { description: 'First' }] })
    expect(order.agreementId).toBeUndefined()
    const entries = app.entries()
    expect(await app.owner.orders.createOrder(input)).toEqual(order)
    expect(app.entries()).toBe(entries)
    await expect(
      app.owner.orders.createOrder({ ...input, id: newId(), lines: [], templateId: agreementId }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
