import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lastDay } from '../../electron/modules/objects/index'
import type { CustomerId, ItemId, ObjectGroupId, ObjectId } from '../../electron/shared/contract/id'
import { mintId, toBytes } from '../../electron/db/ids'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, orderOf } from '../support/orders'

let app: TestApp
beforeEach(() => {
  app = setUp()
})
afterEach(() => app.close())

type Fields = Partial<Parameters<typeof app.owner.objects.createObject>[0]>
function create(fields: Fields = {}) {
  return app.owner.objects.createObject({ id: newId(), description: 'Coffee machine', ...fields })
}
function update(objectId: ObjectId, patch: object, expectedVersion = 1) {
  return app.owner.objects.updateObject({ objectId, expectedVersion, patch })
}
async function createItem(fields: object = {}) {
  const unitId = newId<Parameters<typeof app.owner.catalog.createUnit>[0]['id']>()
  await app.owner.catalog.createUnit({ id: unitId, code: unitId.slice(-6), name: 'Each', decimals: 0 })
  const id = newId<ItemId>()
  return app.owner.catalog.createItem({ id, number: id.slice(-12), name: 'Bike', unitId, ...fields })
}
function createCustomer(name: string) {
  return app.owner.customers.createCustomer({ id: newId<CustomerId>(), name })
}

describe('service objects', () => {
  it('02 §2.4: an object is numbered by the office, with the names its list shows', async () => {
    const customer = await createCustomer('Kaffe AS')
    const object = await create({ customerId: customer.id, brand: 'Moccamaster', yearOfManufacture: 2019 })

    expect(object).toMatchObject({
      number: 'MAIN-OBJ-000001',
      status: 'inService',
      tangible: true,
      customerName: 'Kaffe AS',
    })
    const { items } = await app.owner.objects.listObjects({ text: 'moccam', withCount: true })
    expect(items).toEqual([object])
    await expect(create({ number: object.number })).rejects.toMatchObject({ code: 'NUMBER_TAKEN' })
  })

  it('R-02.31: two objects in service with one item and serial are SERIAL_IN_USE, a scrapped one frees it', async () => {
    const { id: itemId } = await createItem({ serialTracked: true })
    const first = await create({ itemId, serialNumber: 'X-1' })

    await expect(create({ itemId, serialNumber: 'X-1' })).rejects.toMatchObject({
      code: 'SERIAL_IN_USE',
      defined: true,
      data: { ids: [first.id] },
    })
    await create({ itemId, serialNumber: 'X-2' })
    await create({ serialNumber: 'X-1' })
    await app.owner.objects.setObjectStatus({ objectId: first.id, expectedVersion: 1, status: 'scrapped' })
    await create({ itemId, serialNumber: 'X-1' })
    await expect(
      app.owner.objects.setObjectStatus({ objectId: first.id, expectedVersion: 2, status: 'inService' }),
    ).rejects.toMatchObject({ code: 'SERIAL_IN_USE' })
  })

  it('02 §2.4: a serial-tracked item needs a serial before the object is in service', async () => {
    const { id: itemId } = await createItem({ serialTracked: true })
    const object = await create({ itemId })
    expect(object.status).toBe('outOfService')

    await expect(create({ itemId, status: 'inService' })).rejects.toMatchObject({
      code: 'REQUIRED',
      data: { fields: ['serialNumber'] },
    })
    await expect(update(object.id, { status: 'inService' })).rejects.toMatchObject({ code: 'REQUIRED' })
    const served = await update(object.id, { status: 'inService', serialNumber: 'X-1' })
    expect(served.status).toBe('inService')
  })

  it('02 §2.4: the year of manufacture lies between 1800 and this year', async () => {
    for (const yearOfManufacture of [1799, 2027])
      await expect(create({ yearOfManufacture })).rejects.toMatchObject({ code: 'YEAR_IMPLAUSIBLE' })
    for (const yearOfManufacture of [1800, 2026])
      expect((await create({ yearOfManufacture })).yearOfManufacture).toBe(yearOfManufacture)
  })

  it('02 §2.4: a parent chain has no cycle and one customer, and does not end in a scrapped object', async () => {
    const one = await createCustomer('One')
    const two = await createCustomer('Two')
    const root = await create({ customerId: one.id })
    const child = await create({ customerId: one.id, parentObjectId: root.id })

    await expect(update(root.id, { parentObjectId: child.id })).rejects.toMatchObject({
      code: 'OBJECT_CYCLE',
    })
    await expect(update(root.id, { parentObjectId: root.id })).rejects.toMatchObject({ code: 'OBJECT_CYCLE' })
    await expect(create({ customerId: two.id, parentObjectId: root.id })).rejects.toMatchObject({
      code: 'OBJECT_OTHER_CUSTOMER',
    })
    await expect(update(root.id, { customerId: two.id })).rejects.toMatchObject({
      code: 'OBJECT_OTHER_CUSTOMER',
      data: { field: 'customerId', ids: [child.id] },
    })
    await app.owner.objects.setObjectStatus({ objectId: root.id, expectedVersion: 1, status: 'scrapped' })
    await expect(create({ customerId: one.id, parentObjectId: root.id })).rejects.toMatchObject({
      code: 'OBJECT_SCRAPPED',
    })
    expect((await update(child.id, { brand: 'Old' })).parentObjectId).toBe(root.id)
  })

  it('02 §2.4: the site is one of the customer', async () => {
    const one = await createCustomer('One')
    const two = await createCustomer('Two')
    const place = { country: 'NO', zone: 'Europe/Oslo', name: 'Oslo' }
    const site = await app.owner.customers.createSite({ id: newId(), customerId: two.id, ...place })

    await expect(create({ customerId: one.id, siteId: site.id })).rejects.toMatchObject({
      code: 'SITE_OTHER_CUSTOMER',
    })
    expect((await create({ customerId: two.id, siteId: site.id })).siteName).toBe('Oslo')
  })

  it('R-08.08: the four warranty dates of example 2', () => {
    expect(lastDay('2024-03-15', 24)).toBe('2026-03-14')
    expect(lastDay('2024-02-29', 12)).toBe('2025-02-28')
    expect(lastDay('2024-01-31', 1)).toBe('2024-02-29')
    expect(lastDay('2023-12-31', 2)).toBe('2024-02-29')
    expect(lastDay('2024-03-15', 0)).toBeUndefined()
  })

  it('08 §2.5: warranty starts when installed and lasts as the item and the setting say', async () => {
    const { id: itemId } = await createItem({ warrantyMonths: 24 })
    const object = await create({ itemId, installedDate: '2024-03-15' })

    expect(object).toMatchObject({
      warrantyStart: '2024-03-15',
      productWarrantyMonths: 24,
      repairWarrantyMonths: 3,
      warrantyUntil: '2026-03-14',
    })
    expect((await update(object.id, { productWarrantyMonths: 12 })).warrantyUntil).toBe('2025-03-14')
    expect((await update(object.id, { productWarrantyMonths: null }, 2)).warrantyUntil).toBeUndefined()
    const { items } = await app.owner.objects.listObjects({ filter: { warrantyUntil: { to: '2026-01-01' } } })
    expect(items).toEqual([])
  })

  it('02 §2.3: groups form a tree; a cycle is GROUP_CYCLE, a group in use IN_USE', async () => {
    const group = (code: string, parentId?: ObjectGroupId) =>
      app.owner.objects.createObjectGroup({ id: newId<ObjectGroupId>(), code, description: code, parentId })
    const oslo = await group('OSLO')
    const north = await group('NORTH', oslo.id)
    await create({ groupId: north.id })

    const cycle = app.owner.objects.updateObjectGroup({
      objectGroupId: oslo.id,
      expectedVersion: 1,
      patch: { parentId: north.id },
    })
    await expect(cycle).rejects.toMatchObject({ code: 'GROUP_CYCLE', defined: true })
    await expect(group('OSLO')).rejects.toMatchObject({ code: 'CODE_TAKEN' })
    await expect(
      app.owner.objects.deleteObjectGroup({ objectGroupId: north.id, expectedVersion: 1 }),
    ).rejects.toMatchObject({ code: 'IN_USE', data: { counts: { object: 1 } } })
  })

  it('01 §4: merging customers moves their objects with their sites', async () => {
    const source = await createCustomer('Source')
    const target = await createCustomer('Target')
    const place = { country: 'NO', zone: 'Europe/Oslo', name: 'Oslo' }
    const site = await app.owner.customers.createSite({ id: newId(), customerId: source.id, ...place })
    const object = await create({ customerId: source.id, siteId: site.id })

    await app.owner.customers.mergeCustomers({ sourceId: source.id, targetId: target.id, expectedVersion: 1 })

    const moved = await app.owner.objects.getObject({ objectId: object.id })
    expect(moved).toMatchObject({ customerId: target.id, siteId: site.id, version: 2 })
  })

  it('01 §2.5: a serial shows the object that has it', async () => {
    const { id: itemId } = await createItem({ serialTracked: true })
    const serial = await app.owner.catalog.createSerial({ id: newId(), itemId, serialNumber: 'X-1' })
    const object = await create({ itemId, serialNumber: 'X-1' })

    const shown = await app.owner.catalog.getSerial({ serialId: serial.id })

    expect(shown).toMatchObject({ objectId: object.id, objectNumber: object.number })
  })

  it('conventions §8: a technician sees the objects of own orders only', async () => {
    const object = await create()
    const technician = await app.as('technician')

    expect((await technician.objects.listObjects({})).items).toEqual([])
    for (const call of [
      technician.objects.getObject({ objectId: object.id }),
      technician.objects.getObjectHistory({ objectId: object.id }),
    ])
      await expect(call).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(technician.objects.createObject({ id: newId(), description: 'X' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })

  it('08 §5: the history lists orders and repair lines of the object; its technician sees the object', async () => {
    const branch = await branchOf(app)
    const { id: objectId } = await create({ customerId: branch.customerId })
    expect(await app.owner.objects.getObjectHistory({ objectId })).toEqual({
      ...{ items: [], repairs: [], partChanges: [], returns: [], orders: [] },
      ...{ reliability: { failures: 0, repeats: 0 }, mtbf: undefined, repeats: 0 },
    })
    const order = await orderOf(app.owner, branch, { preferredTechnicianId: branch.workerId })
    relate(order.id, objectId)
    const password = 'a long enough password'
    await app.owner.people.createUser({
      id: newId(),
      login: 'kari',
      displayName: 'Kari',
      roles: ['technician'],
      workerId: branch.workerId,
      password,
    })
    const { token } = await app.stranger.session.signIn({ login: 'kari', password })
    const kari = app.application.clientFor(token)

    const history = await app.owner.objects.getObjectHistory({ objectId })

    expect(history).toMatchObject({
      items: [
        { kind: 'order', id: order.id, number: order.number, progress: 'inProcess' },
        { kind: 'repair', number: 'RL-1', orderNumber: order.number, note: 'Leaks' },
      ],
      reliability: { failures: 1 },
    })
    expect((await kari.objects.listObjects({})).items.map(({ id }) => id)).toEqual([objectId])
    await expect(app.owner.objects.deleteObject({ objectId, expectedVersion: 1 })).rejects.toMatchObject({
      code: 'IN_USE',
    })
  })
})

/** Puts the object and a repair line of it on an order, as an import does. */
function relate(orderId: string, objectId: string): void {
  const relation = mintId()
  app.db
    .prepare('INSERT INTO order_object_relation (id, order_id, object_id) VALUES (?, ?, ?)')
    .run(...[relation, orderId, objectId].map(toBytes))
  app.db
    .prepare(
      `INSERT INTO repair_line (id, version, number, order_id, line_no, object_relation_id, object_id, note, reported_at,
         created_at)
       VALUES (?, 1, 'RL-1', ?, 10, ?, ?, 'Leaks', ?, ?)`,
    )
    .run(...[mintId(), orderId, relation, objectId].map(toBytes), ...[app.clock.now, app.clock.now])
}
