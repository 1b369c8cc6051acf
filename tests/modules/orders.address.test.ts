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

const quay = {
  name: 'Quay 4',
  addressLine1: 'Kaivokatu 1',
  city: 'Helsinki',
  country: 'FI',
  zone: 'Europe/Helsinki',
}
const sitesOf = async () =>
  (await app.owner.customers.listSites({ filter: { customerId: [branch.customerId] } })).items

it('R-04.23: a new address named like an existing one is ADDRESS_NAME_EXISTS; the existing one is unchanged', async () => {
  const order = await orderOf(app.owner, branch)
  const before = await sitesOf()

  await expect(
    app.owner.orders.setAddress({ ...refOf(order), address: { ...quay, name: 'hall 1' } }),
  ).rejects.toMatchObject({ code: 'ADDRESS_NAME_EXISTS', defined: true, data: { ids: [branch.siteId] } })
  expect(await sitesOf()).toEqual(before)
})

it('R04-60: a site of that name takes the address over when the caller says so, and keeps nothing of the old one', async () => {
  const order = await orderOf(app.owner, branch, { siteId: null })
  const { addressLine1: _line, ...address } = { ...quay, name: 'Hall 1' }
  const entries = app.entries()

  const moved = await app.owner.orders.setAddress({ ...refOf(order), address, updateExisting: true })

  expect(app.entries()).toBe(entries + 1)
  expect(moved).toMatchObject({
    siteId: branch.siteId,
    siteAddress: { name: 'Hall 1', city: 'Helsinki', country: 'FI' },
    siteZone: 'Europe/Helsinki',
  })
  const [site] = await sitesOf()
  expect(site).toMatchObject({ id: branch.siteId, city: 'Helsinki', zone: 'Europe/Helsinki' })
  expect(site?.addressLine1).toBeUndefined()
})

it('R04-60: a new address becomes a site of the customer, or stays with this order alone', async () => {
  const order = await orderOf(app.owner, branch)

  const local = await app.owner.orders.setAddress({ ...refOf(order), address: quay, saveTo: 'order' })
  expect(await sitesOf()).toHaveLength(1)
  const saved = await app.owner.orders.setAddress({ ...refOf(local), address: quay })

  expect(local).toMatchObject({ siteAddress: { name: 'Quay 4', city: 'Helsinki' }, siteCity: 'Helsinki' })
  expect(local.siteId).toBeUndefined()
  expect(saved.siteId).toBe((await sitesOf()).find(({ name }) => name === 'Quay 4')?.id)
  const renamed = await app.owner.orders.updateOrder({ ...refOf(saved), patch: { description: 'Crane' } })
  expect(renamed.siteAddress).toEqual(saved.siteAddress)
})

it('R04-60: an address of this order alone stays when something else of the order changes', async () => {
  const order = await orderOf(app.owner, branch)
  const local = await app.owner.orders.setAddress({ ...refOf(order), address: quay, saveTo: 'order' })

  const changed = await app.owner.orders.updateOrder({ ...refOf(local), patch: { description: 'Crane' } })
  expect(changed).toMatchObject({ siteAddress: local.siteAddress, siteZone: 'Europe/Helsinki' })
  const cleared = await app.owner.orders.updateOrder({ ...refOf(changed), patch: { siteId: null } })
  expect(cleared.siteAddress).toBeUndefined()
})

it('R04-60: zone, service date, its lines and the calendar conflict follow the address', async () => {
  // Friday 23:30 in Oslo is Saturday in Helsinki.
  const order = await orderOf(app.owner, branch, {
    siteId: branch.siteId,
    preferredServiceAt: Date.UTC(2026, 2, 6, 22, 30),
    lines: [hours(branch)],
  })

  const moved = await app.owner.orders.setAddress({ ...refOf(order), address: quay, saveTo: 'order' })

  expect(order).toMatchObject({ serviceDate: '2026-03-06', calendarConflict: false })
  expect(moved).toMatchObject({
    serviceDate: '2026-03-07',
    calendarConflict: true,
    lines: [{ serviceDate: '2026-03-07' }],
  })
})

it("R04-60: another customer's site is copied without staying linked", async () => {
  const { id: customerId } = await app.owner.customers.createCustomer({ id: newId(), name: 'Other' })
  const { id: siteId } = await app.owner.customers.createSite({ id: newId(), customerId, ...quay })
  const order = await orderOf(app.owner, branch)

  const moved = await app.owner.orders.setAddress({ ...refOf(order), siteId })
  const own = await app.owner.orders.setAddress({ ...refOf(moved), siteId: branch.siteId })

  expect(moved).toMatchObject({ siteAddress: { name: 'Quay 4' }, siteZone: 'Europe/Helsinki' })
  expect(moved.siteId).toBeUndefined()
  expect(own).toMatchObject({ siteId: branch.siteId, siteZone: 'Europe/Oslo' })
})

it('R04-60: a zone that is none, half a coordinate, both or neither of site and address are refused', async () => {
  const order = await orderOf(app.owner, branch)
  const call = (fields: object) => app.owner.orders.setAddress({ ...refOf(order), ...fields })

  for (const saveTo of ['order', 'customer'])
    await expect(call({ saveTo, address: { ...quay, zone: 'Moon/Base' } })).rejects.toMatchObject({
      code: 'ZONE_UNKNOWN',
    })
  await expect(call({ address: { ...quay, latitude: 5 } })).rejects.toMatchObject({
    code: 'COORDINATES_INVALID',
  })
  for (const fields of [{}, { siteId: branch.siteId, address: quay }])
    await expect(call(fields)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  expect(await sitesOf()).toHaveLength(1)
})

it('R04-60: who may not write customers keeps an address with the order', async () => {
  const order = await orderOf(app.owner, branch)
  const dispatcher = await app.as('dispatcher')

  await expect(dispatcher.orders.setAddress({ ...refOf(order), address: quay })).rejects.toMatchObject({
    code: 'FORBIDDEN',
    data: { permission: 'customers.write' },
  })
  const local = await dispatcher.orders.setAddress({ ...refOf(order), address: quay, saveTo: 'order' })
  expect(local.siteCity).toBe('Helsinki')
})
