import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '../../electron/shared/contract/index'
import type { StockTransactionId } from '../../electron/shared/contract/id'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, orderOf, type Branch } from '../support/orders'

let app: TestApp
let branch: Branch
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
})
afterEach(() => app.close())

const password = 'a long enough password'

async function technicianWho(workerId: Branch['workerId']): Promise<Client> {
  const login = 'kari'
  await app.owner.people.createUser({
    ...{ id: newId(), login, displayName: 'Kari', roles: ['technician'], workerId, password },
  })
  const { token } = await app.stranger.session.signIn({ login, password })
  return app.application.clientFor(token)
}

/** A customer with site and contact that the branch's technician has nothing to do with. */
async function otherCustomer() {
  const { owner } = app
  const customer = await owner.customers.createCustomer({ id: newId(), name: 'Other' })
  const { id: customerId } = customer
  const site = await owner.customers.createSite({
    ...{ id: newId(), customerId, name: 'Yard', country: 'NO', zone: 'Europe/Oslo' },
  })
  const contact = await owner.customers.createContact({ id: newId(), customerId, name: 'Per', phone: '5551' })
  return { customer, site, contact }
}

describe('customers', () => {
  it('conventions §8: a technician sees customers, sites and contacts of own orders only', async () => {
    const other = await otherCustomer()
    const { customerId } = branch
    await app.owner.customers.createContact({ id: newId(), customerId, name: 'Ola' })
    await orderOf(app.owner, branch, { lines: [hours(branch)] })
    await orderOf(app.owner, { customerId: other.customer.id })
    const { customers } = await technicianWho(branch.workerId)

    const listed = await customers.listCustomers({ withCount: true })
    expect(listed).toMatchObject({ items: [{ id: customerId }], count: 1 })
    expect((await customers.listSites({})).items).toMatchObject([{ customerId }])
    expect((await customers.listContacts({})).items).toMatchObject([{ customerId, name: 'Ola' }])
    expect(await customers.getCustomer({ customerId })).toMatchObject({ id: customerId })
    const hidden = [
      customers.getCustomer({ customerId: other.customer.id }),
      customers.getSite({ siteId: other.site.id }),
      customers.getContact({ contactId: other.contact.id }),
    ]
    for (const call of hidden) await expect(call).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('conventions §8: a technician without an employee sees no customer', async () => {
    const { customers } = await app.as('technician')

    expect((await customers.listCustomers({})).items).toEqual([])
    expect((await customers.listSites({})).items).toEqual([])
  })

  it('conventions §8, 01 §2.2: a board gets name, number and town, no address, note or contact', async () => {
    const { owner } = app
    const { customerId } = branch
    const { version } = await owner.customers.getCustomer({ customerId })
    await owner.customers.updateCustomer({
      ...{ customerId, expectedVersion: version },
      patch: { taxNumber: 'TAX 9', paymentTerms: 'NET 14', annualSales: { minor: 4711, currency: 'NOK' } },
    })
    const site = await owner.customers.getSite({ siteId: branch.siteId })
    await owner.customers.updateSite({
      ...{ siteId: branch.siteId, expectedVersion: site.version },
      patch: { accessNotes: 'Secret gate', latitude: 59_913_900, longitude: 10_752_200 },
    })
    const { customers } = await app.as('board')

    const seen = [
      await customers.listCustomers({}),
      await customers.getCustomer({ customerId }),
      await customers.listSites({}),
      await customers.getSite({ siteId: branch.siteId }),
    ]

    expect(seen[1]).toMatchObject({ name: 'Løkke Verksted', city: 'Oslo' })
    expect(seen[3]).toMatchObject({ name: 'Hall 1', city: 'Oslo' })
    expect(JSON.stringify(seen)).not.toMatch(/TAX|NET|4711|Secret|Storgata|59913900/)
    const asked = [
      customers.listCustomers({ filter: { taxNumber: 'TAX' } }),
      customers.listCustomers({ sort: [{ field: 'employeeCount', direction: 'asc' }] }),
      customers.listSites({ text: 'Storgata' }),
      customers.listSites({ filter: { accessNotes: 'Secret' } }),
      customers.listContacts({}),
    ]
    for (const call of asked) await expect(call).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('conventions §8: rights add up, so a dispatcher who is a technician too sees all customers', async () => {
    await otherCustomer()
    const { customers } = await app.as('technician', 'dispatcher')

    expect((await customers.listCustomers({})).items).toHaveLength(2)
  })
})

describe('billing accounts and prices', () => {
  it('conventions §8: a technician sees accounts and their prices for customers of own orders only', async () => {
    const { owner } = app
    const { customer } = await otherCustomer()
    const accountFor = (customerId: Branch['customerId']) =>
      owner.agreements.createBillingAccount({ id: newId(), customerId, name: 'A', type: 'timeAndMaterial' })
    const own = await accountFor(branch.customerId)
    const other = await accountFor(customer.id)
    for (const { id: billingAccountId } of [own, other])
      await owner.agreements.createPriceRule({
        ...{ id: newId(), kind: 'sales', type: 'hour', currency: 'NOK', validFrom: '2026-01-01', value: 5 },
        billingAccountId,
      })
    await orderOf(owner, branch, { lines: [hours(branch)] })
    const { agreements } = await technicianWho(branch.workerId)

    expect((await agreements.listBillingAccounts({})).items.map(({ id }) => id)).toEqual([own.id])
    const rules = await agreements.listPriceRules({ sort: [{ field: 'validFrom', direction: 'asc' }] })
    expect(rules.items.map(({ billingAccountId }) => billingAccountId)).toEqual([undefined, own.id])
    const hidden = agreements.getBillingAccount({ billingAccountId: other.id })
    await expect(hidden).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('offices', () => {
  it('conventions §7: what belongs to an office is listed to its people only', async () => {
    const { owner } = app
    const office = await owner.people.createOffice({
      ...{ id: newId(), code: 'BER', name: 'Bergen', zone: 'Europe/Oslo' },
    })
    const worker = { displayName: 'Berit', officeId: office.id }
    await owner.people.createWorker({ id: newId(), ...worker })
    await owner.stock.createWarehouse({ id: newId(), code: 'BER1', name: 'Bergen', officeId: office.id })
    const login = 'bergen'
    const user = { login, displayName: 'B', roles: ['serviceManager' as const], officeIds: [office.id] }
    await owner.people.createUser({ id: newId(), ...user, password })
    const { token } = await app.stranger.session.signIn({ login, password })
    const { numbers, people, stock } = app.application.clientFor(token)

    const codes = (await stock.listWarehouses({})).items.map(({ code }) => code)
    const offices = new Set((await numbers.listSeries({})).items.map(({ officeId }) => officeId))
    const names = (await people.listWorkers({})).items.map(({ displayName }) => displayName)

    expect(codes).toEqual(['BER1'])
    expect([...offices]).toEqual([office.id])
    // Kari has no office: she is the company's.
    expect(names).toEqual(['Berit', 'Kari'])
    expect((await owner.stock.listWarehouses({})).items.length).toBeGreaterThan(1)
  })
})

describe('records of another office', () => {
  async function bergen() {
    const { owner } = app
    const office = await owner.people.createOffice({
      ...{ id: newId(), code: 'BER', name: 'Bergen', zone: 'Europe/Oslo' },
    })
    const login = 'bergen'
    const roles = ['serviceManager' as const, 'administrator' as const]
    await owner.people.createUser({
      ...{ id: newId(), login, displayName: 'B', roles, officeIds: [office.id], password },
    })
    const { token } = await app.stranger.session.signIn({ login, password })
    const { officeId: main } = await owner.session.getSession()
    return { office, main, client: app.application.clientFor(token) }
  }

  async function allForbidden(calls: (() => Promise<unknown>)[]): Promise<void> {
    const entries = app.entries()
    for (const call of calls)
      await expect(call(), String(call)).rejects.toMatchObject({ code: 'FORBIDDEN', defined: true })
    expect(app.entries()).toBe(entries)
  }

  it('conventions §8: an employee is read and changed in the own offices only', async () => {
    const { main, office, client } = await bergen()
    const { people } = client
    const { id: workerId } = await app.owner.people.createWorker({
      ...{ id: newId(), displayName: 'Mina', officeId: main },
    })
    const ref = { workerId, expectedVersion: 1 }
    const { id: ownId } = await people.createWorker({
      id: newId(),
      displayName: 'Berit',
      officeId: office.id,
    })

    await allForbidden([
      () => people.getWorker({ workerId }),
      () => people.updateWorker({ ...ref, patch: { jobTitle: 'x' } }),
      () => people.updateWorker({ ...ref, patch: { officeId: office.id } }),
      () => people.deactivateWorker(ref),
      () => people.activateWorker(ref),
      () => people.deleteWorker(ref),
      () => people.createWorker({ id: newId(), displayName: 'X', officeId: main }),
      () => people.updateWorker({ workerId: ownId, expectedVersion: 1, patch: { officeId: main } }),
    ])
    const own = { workerId: ownId, expectedVersion: 1 }
    expect(await people.updateWorker({ ...own, patch: { jobTitle: 'x' } })).toMatchObject({ version: 2 })
    // Kari has no office: she is the company's.
    expect(await people.getWorker({ workerId: branch.workerId })).toMatchObject({ id: branch.workerId })
  })

  it('conventions §8: a warehouse and its goods belong to the people of its office', async () => {
    const { main, office, client } = await bergen()
    const { stock } = client
    const { owner } = app
    const warehouse = await owner.stock.createWarehouse({
      id: newId(),
      code: 'M2',
      name: 'M',
      officeId: main,
    })
    const own = await stock.createWarehouse({ id: newId(), code: 'B1', name: 'B', officeId: office.id })
    const unit = await owner.catalog.createUnit({ id: newId(), code: 'pc', name: 'Piece', decimals: 0 })
    const item = await owner.catalog.createItem({
      ...{ id: newId(), number: 'F-1', name: 'Filter', kind: 'stock', unitId: unit.id },
    })
    const ref = { warehouseId: warehouse.id, expectedVersion: 1 }
    const goods = { itemId: item.id, quantity: 1000, date: '2026-03-02' }
    const there = () => ({ ...goods, id: newId<StockTransactionId>(), warehouseId: warehouse.id })
    const here = () => ({ ...goods, id: newId<StockTransactionId>(), warehouseId: own.id })

    await allForbidden([
      () => stock.getWarehouse({ warehouseId: warehouse.id }),
      () => stock.updateWarehouse({ ...ref, patch: { name: 'x' } }),
      () => stock.deleteWarehouse(ref),
      () => stock.createWarehouse({ id: newId(), code: 'X', name: 'X', officeId: main }),
      () => stock.updateWarehouse({ warehouseId: own.id, expectedVersion: 1, patch: { officeId: main } }),
      () => stock.receiveStock(there()),
      () => stock.issueStock(there()),
      () => stock.transferStock({ ...there(), toWarehouseId: own.id }),
      () => stock.transferStock({ ...here(), toWarehouseId: warehouse.id }),
    ])
    expect(await stock.receiveStock(here())).toMatchObject({ quantity: 1000 })
  })

  it('conventions §8: the numbers of an office are set up and read by its people', async () => {
    const { main, office, client } = await bergen()
    const { numbers } = client
    const { items } = await app.owner.numbers.listSeries({ filter: { type: ['SO'] } })
    const series = items.find(({ officeId }) => officeId === main)!
    const own = items.find(({ officeId }) => officeId === office.id)!
    const { deviceId } = await app.owner.session.getSession()
    const seriesId = series.id
    const ref = { seriesId, expectedVersion: series.version }

    await allForbidden([
      () => numbers.getSeries({ seriesId }),
      () => numbers.listNumbers({ seriesId }),
      () => numbers.updateSeries({ ...ref, patch: { blockSize: 7 } }),
      () => numbers.deleteSeries(ref),
      () => numbers.replaceSeries({ seriesId, validFrom: '2027-01-01', prefix: 'X-', digits: 6 }),
      () => numbers.createSeries({ id: newId(), type: 'SO', officeId: main, prefix: 'X-' }),
      () => numbers.voidNumber({ seriesId, value: series.nextValue, reason: 'x' }),
      () => numbers.reserveBlock({ seriesId, deviceId }),
      () => numbers.setNumberingDevice({ officeId: main, deviceId }),
    ])
    const mine = { seriesId: own.id, expectedVersion: own.version }
    expect(await numbers.updateSeries({ ...mine, patch: { blockSize: 7 } })).toMatchObject({ blockSize: 7 })
  })
})

describe('history', () => {
  async function dispatcherIn(officeId: Awaited<ReturnType<Client['people']['createOffice']>>['id']) {
    const login = 'elsewhere'
    await app.owner.people.createUser({
      ...{ id: newId(), login, displayName: 'E', roles: ['dispatcher'], officeIds: [officeId], password },
    })
    const { token } = await app.stranger.session.signIn({ login, password })
    return app.application.clientFor(token)
  }

  it('R01-11: an employee of another office is called by name in the history of an order', async () => {
    const { items: offices } = await app.owner.people.listOffices({})
    const { id: officeId } = await app.owner.people.createOffice({
      ...{ id: newId(), code: 'BER', name: 'Bergen', zone: 'Europe/Oslo' },
    })
    const { id: workerId } = await app.owner.people.createWorker({
      ...{ id: newId(), displayName: 'Jon', officeId },
    })
    const order = await orderOf(app.owner, branch, { responsibleId: workerId })
    const dispatcher = await dispatcherIn(offices[0]!.id)
    await expect(dispatcher.people.getWorker({ workerId })).rejects.toMatchObject({ code: 'FORBIDDEN' })

    const { items } = await dispatcher.history.listEntries({ entity: 'order', recordId: order.id })

    expect(items[0]?.names).toEqual({ [workerId]: 'Jon' })
  })

  it('conventions §7: an order of an office that the caller does not see has no history for him', async () => {
    const { id: officeId } = await app.owner.people.createOffice({
      ...{ id: newId(), code: 'BER', name: 'Bergen', zone: 'Europe/Oslo' },
    })
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const { history } = await dispatcherIn(officeId)
    const at = app.clock.now
    const [line] = order.lines

    const asked = [
      history.getRecordAt({ entity: 'order', recordId: order.id, at }),
      history.getRecordAt({ entity: 'orderLine', recordId: line!.id, at }),
    ]

    for (const call of asked) await expect(call).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const seen = await app.owner.history.getRecordAt({ entity: 'order', recordId: order.id, at })
    expect(seen.fields).toMatchObject({ number: order.number })
  })

  it('conventions §8: cost rules show no value to those who may not read costs', async () => {
    const { owner } = app
    const rule = await owner.agreements.createPriceRule({
      ...{ id: newId(), kind: 'cost', type: 'hour', validFrom: '2026-01-01', value: 4_711_000 },
      ...{ currency: 'NOK', categoryId: branch.categoryId },
    })
    const dispatcher = await app.as('dispatcher')

    const { items } = await dispatcher.history.listEntries({ recordId: rule.id })
    const at = app.clock.now
    const record = await dispatcher.history.getRecordAt({ entity: 'priceRule', recordId: rule.id, at })

    expect(items).toHaveLength(1)
    expect(JSON.stringify([items, record])).not.toContain('4711000')
  })
})
