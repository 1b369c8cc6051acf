import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, lineOf, orderOf, refOf, type Branch } from '../support/orders'

let app: TestApp
let branch: Branch
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
})
afterEach(() => app.close())

const march10 = Date.UTC(2026, 2, 10, 9)

describe('creating orders', () => {
  it('R-01.50: the owner of a new store creates an order, numbered by the office', async () => {
    const order = await orderOf(app.owner, branch)

    expect(order).toMatchObject({
      number: 'MAIN-SO-000001',
      version: 1,
      progress: 'inProcess',
      origin: 'manual',
      intake: 'none',
      priority: 'normal',
      currency: 'NOK',
      description: 'Service order',
      siteZone: 'Europe/Oslo',
      siteAddress: { name: 'Hall 1', addressLine1: 'Storgata 1', city: 'Oslo', country: 'NO' },
      preferredServiceAt: Date.UTC(2026, 2, 2, 9),
      serviceDate: '2026-03-02',
    })
  })

  it('04 §2.1: the service date is the preferred time’s date at the site', async () => {
    const late = await orderOf(app.owner, branch, { preferredServiceAt: Date.UTC(2026, 2, 10, 23, 30) })

    expect(late.serviceDate).toBe('2026-03-11')
  })

  it('R-04.24: a customer address edited after order creation leaves the order as it was', async () => {
    const order = await orderOf(app.owner, branch)
    await app.owner.customers.updateSite({
      siteId: branch.siteId,
      expectedVersion: 1,
      patch: { addressLine1: 'Nygata 2', city: 'Bergen' },
    })

    const read = await app.owner.orders.getOrder({ orderId: order.id })
    const again = await app.owner.orders.updateOrder({ ...refOf(order), patch: { priority: 'high' } })

    expect(read.siteAddress).toMatchObject({ addressLine1: 'Storgata 1', city: 'Oslo' })
    expect(again.siteAddress).toMatchObject({ addressLine1: 'Storgata 1', city: 'Oslo' })
  })

  it('R04-60: the contact is copied too, and another site brings its own address', async () => {
    await app.owner.customers.createContact({
      id: newId(),
      customerId: branch.customerId,
      name: 'Ola',
      phone: '555',
    })
    const { id: siteId } = await app.owner.customers.createSite({
      id: newId(),
      customerId: branch.customerId,
      name: 'Tromsø',
      city: 'Tromsø',
      country: 'NO',
      zone: 'Europe/Oslo',
    })
    const order = await orderOf(app.owner, branch)

    const moved = await app.owner.orders.updateOrder({ ...refOf(order), patch: { siteId } })
    const own = await app.owner.orders.updateOrder({ ...refOf(moved), patch: { siteId: null } })

    expect(order).toMatchObject({ contactName: 'Ola', contactPhone: '555' })
    expect(moved).toMatchObject({ siteId, siteCity: 'Tromsø' })
    expect(own.siteId).toBeUndefined()
    expect(own.siteAddress).toBeUndefined()
  })

  it('R-04.02: without agreement and billing account nothing is created and no number consumed', async () => {
    await app.owner.settings.setSetting({ key: 'allowWithoutAgreement', scope: 'company', value: false })
    const entries = app.entries()

    await expect(orderOf(app.owner, branch)).rejects.toMatchObject({
      code: 'AGREEMENT_REQUIRED',
      defined: true,
      data: { fields: ['agreementId', 'billingAccountId'] },
    })

    expect(app.entries()).toBe(entries)
    await app.owner.settings.setSetting({ key: 'allowWithoutAgreement', scope: 'company', value: true })
    expect(await orderOf(app.owner, branch)).toMatchObject({ number: 'MAIN-SO-000001' })
  })

  it('04 §4: all that is wrong with an order is said at once, and nothing is written', async () => {
    const customer = await app.owner.customers.createCustomer({ id: newId(), name: 'B', status: 'blocked' })
    const { id: gone } = await app.owner.people.createWorker({ id: newId(), displayName: 'Gone' })
    await app.owner.people.deactivateWorker({ workerId: gone, expectedVersion: 1 })
    const entries = app.entries()

    const call = orderOf(
      app.owner,
      { customerId: customer.id },
      { responsibleId: gone, siteZone: 'Europe/Olso' },
    )

    await expect(call).rejects.toMatchObject({
      code: 'CUSTOMER_BLOCKED',
      data: {
        failures: [
          { code: 'CUSTOMER_BLOCKED', field: 'customerId' },
          { code: 'WORKER_INACTIVE', field: 'responsibleId' },
          { code: 'ZONE_UNKNOWN', field: 'siteZone' },
        ],
      },
    })
    await expect(app.owner.orders.createOrder({ id: newId() })).rejects.toMatchObject({
      code: 'CUSTOMER_REQUIRED',
    })
    expect(app.entries()).toBe(entries)
  })

  it('R-04.29: a closed day is a warning only', async () => {
    const saturday = await orderOf(app.owner, branch, { preferredServiceAt: Date.UTC(2026, 2, 14, 9) })
    const tuesday = await orderOf(app.owner, branch, { preferredServiceAt: march10 })

    expect([saturday.calendarConflict, tuesday.calendarConflict]).toEqual([true, false])
  })

  it('R-04.30: the number of a deleted order is not drawn again', async () => {
    await orderOf(app.owner, branch)
    const second = await orderOf(app.owner, branch)
    await app.owner.orders.deleteOrder(refOf(second))

    expect(second.number).toBe('MAIN-SO-000002')
    expect((await orderOf(app.owner, branch)).number).toBe('MAIN-SO-000003')
    await expect(app.owner.orders.getOrder({ orderId: second.id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('R-01.19: with no number left there is no order', async () => {
    app.db.exec("UPDATE series SET next_value = 11, last_value = 10 WHERE type = 'SO'")
    const entries = app.entries()

    await expect(orderOf(app.owner, branch)).rejects.toMatchObject({ code: 'NUMBERS_EXHAUSTED' })

    app.db.exec('UPDATE office SET numbering_device_id = NULL')
    await expect(orderOf(app.owner, branch)).rejects.toMatchObject({
      code: 'NUMBERS_EXHAUSTED',
      defined: true,
    })
    expect(app.entries()).toBe(entries)
    expect((await app.owner.orders.listOrders({})).items).toEqual([])
  })

  it('R-01.37: a customer with orders is IN_USE with their number', async () => {
    for (let count = 0; count < 3; count += 1) await orderOf(app.owner, branch, { siteId: null })

    const call = app.owner.customers.deleteCustomer({ customerId: branch.customerId, expectedVersion: 1 })

    await expect(call).rejects.toMatchObject({ code: 'IN_USE', data: { counts: { order: 3 } } })
  })

  it('conventions §2: a create repeated with the same content writes nothing, with other content is ID_TAKEN', async () => {
    const id = newId<Parameters<typeof app.owner.orders.createOrder>[0]['id']>()
    const input = { id, customerId: branch.customerId, lines: [hours(branch)] }
    const first = await app.owner.orders.createOrder(input)
    const entries = app.entries()

    expect(await app.owner.orders.createOrder(input)).toEqual(first)
    const taken = orderOf(app.owner, branch, { lines: input.lines })
    await expect(taken).rejects.toMatchObject({ code: 'ID_TAKEN', data: { entity: 'orderLine' } })
    await expect(app.owner.orders.createOrder({ ...input, lines: [] })).rejects.toMatchObject({
      code: 'ID_TAKEN',
    })
    await expect(app.owner.orders.createOrder({ ...input, description: 'Other' })).rejects.toMatchObject({
      code: 'ID_TAKEN',
    })
    expect(app.entries()).toBe(entries)
  })

  it('R-01.03: an order with five lines is one entry', async () => {
    const entries = app.entries()
    const lines = [1, 2, 3, 4, 5].map(() => hours(branch))

    const order = await orderOf(app.owner, branch, { lines })

    expect(order.lines.map(({ lineNo }) => lineNo)).toEqual([10, 20, 30, 40, 50])
    expect(order.description).toBe('Inspection')
    expect(order.salesAmount).toEqual({ minor: 900_000, currency: 'NOK' })
    expect(app.entries()).toBe(entries + 1)
  })
})

describe('changing the head', () => {
  it('R-04.21: the second of two saves of one version is a CONFLICT with both values', async () => {
    const order = await orderOf(app.owner, branch)
    await app.owner.orders.updateOrder({ ...refOf(order), patch: { description: 'First' } })

    const second = app.owner.orders.updateOrder({ ...refOf(order), patch: { description: 'Second' } })

    await expect(second).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { currentVersion: 2, fields: { description: { theirs: 'First', mine: 'Second' } } },
    })
  })

  it('04 §2.1: a changed line is a new version of its order too', async () => {
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })

    const changed = await app.owner.orders.updateLine({
      ...refOf(order),
      lineId: lineOf(order, 10).id,
      patch: { actualQty: 60 },
    })

    expect(changed.version).toBe(2)
    await expect(
      app.owner.orders.updateOrder({ ...refOf(order), patch: { priority: 'low' } }),
    ).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('04 §2.1: the currency is frozen by lines, the customer by a posted one', async () => {
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const { id: customerId } = await app.owner.customers.createCustomer({ id: newId(), name: 'Other' })
    const { order: posted } = await app.owner.orders.postOrder({ ...refOf(order), date: '2026-03-02' })

    const call = app.owner.orders.updateOrder({ ...refOf(posted), patch: { customerId, currency: 'EUR' } })

    await expect(call).rejects.toMatchObject({
      code: 'FIELD_FROZEN',
      data: { failures: [{ field: 'customerId' }, { field: 'currency' }] },
    })
  })

  it('R04-34: a new date prices the lines again that stood on the old one', async () => {
    await app.owner.agreements.createPriceRule({
      id: newId(), kind: 'sales', type: 'hour', categoryId: branch.categoryId, workerId: branch.workerId,
      currency: 'NOK', validFrom: '2026-04-01', value: 10_000_000,
    }) // prettier-ignore
    const order = await orderOf(app.owner, branch, {
      preferredServiceAt: march10,
      lines: [hours(branch), hours(branch, { serviceDate: '2026-03-01' })],
    })

    const moved = await app.owner.orders.updateOrder({
      ...refOf(order),
      patch: { preferredServiceAt: Date.UTC(2026, 3, 10, 9) },
    })

    expect(moved.lines).toMatchObject([
      { serviceDate: '2026-04-10', salesPrice: 10_000_000 },
      { serviceDate: '2026-03-01', salesPrice: 9_000_000 },
    ])
  })

  it('00-procedures: null clears a field, absent keeps it; a save that changes nothing writes nothing', async () => {
    const order = await orderOf(app.owner, branch, { customerReference: 'PO 1', internalNote: 'Gate 3' })
    const entries = app.entries()

    const same = await app.owner.orders.updateOrder({ ...refOf(order), patch: { customerReference: 'PO 1' } })
    expect(app.entries()).toBe(entries)
    const cleared = await app.owner.orders.updateOrder({ ...refOf(same), patch: { customerReference: null } })

    expect(cleared.customerReference).toBeUndefined()
    expect(cleared.internalNote).toBe('Gate 3')
  })

  it('04 §2.1: the promised window ends after it begins', async () => {
    const order = await orderOf(app.owner, branch, { preferredServiceAt: march10 })

    const call = app.owner.orders.updateOrder({ ...refOf(order), patch: { preferredUntil: march10 } })

    await expect(call).rejects.toMatchObject({ code: 'PERIOD_INVALID', data: { field: 'preferredUntil' } })
  })

  it('01 §4: orders follow a customer that is merged into another', async () => {
    const order = await orderOf(app.owner, branch)
    const target = await app.owner.customers.createCustomer({ id: newId(), name: 'Target', currency: 'NOK' })

    await app.owner.customers.mergeCustomers({
      sourceId: branch.customerId,
      targetId: target.id,
      expectedVersion: 1,
    })

    expect(await app.owner.orders.getOrder({ orderId: order.id })).toMatchObject({
      customerName: 'Target',
      siteAddress: { city: 'Oslo' },
      version: 2,
    })
  })
})
