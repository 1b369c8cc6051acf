import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSearchIndex } from '../../electron/db/searchIndex'
import type { Client } from '../../electron/shared/contract/index'
import type { SearchHit } from '../../electron/shared/contract/search'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, lineOf, orderOf, refOf, type Branch } from '../support/orders'

let app: TestApp
let branch: Branch
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
})
afterEach(() => app.close())

type Asked = Omit<Parameters<Client['search']['listRecords']>[0], 'text'>

async function found(text: string, asked: Asked = {}, client = app.owner): Promise<SearchHit[]> {
  return (await client.search.listRecords({ text, ...asked })).items
}

async function titles(text: string, asked?: Asked): Promise<string[]> {
  return (await found(text, asked)).map(({ title }) => title)
}

async function customerOf(name: string): Promise<string> {
  return (await app.owner.customers.createCustomer({ id: newId(), name })).id
}

describe('what a search finds', () => {
  it('R-01.35: each search of E9 gives the stated first hit', async () => {
    await app.owner.customers.createSite({
      id: newId(),
      customerId: branch.customerId,
      name: 'Müller Straße 4',
      country: 'DE',
      zone: 'Europe/Berlin',
    })
    await orderOf(app.owner, branch, { description: 'instead of OSL-SO-000123' })
    const order = await orderOf(app.owner, branch)
    app.db.prepare("UPDATE service_order SET number = 'OSL-SO-000123' WHERE number = ?").run(order.number)
    await orderOf(app.owner, branch, { description: 'after OSL-SO-000123' })

    expect((await titles('lokke'))[0]).toBe('Løkke Verksted')
    expect((await titles('muller strasse'))[0]).toBe('Müller Straße 4')
    expect((await found('osl-so-000123'))[0]).toMatchObject({ type: 'order', id: order.id })
    expect((await found('77'))[0]).toBeUndefined()
    expect((await found('123'))[0]).toMatchObject({ id: order.id, number: 'OSL-SO-000123' })
  })

  it('R01-12: å=a, ö=o, ø=o, æ=ae, ß=ss, š=s, õ=o, ļ=l, whatever the case', async () => {
    const names = ['Ålesund', 'Öland', 'Ærø', 'Großmann', 'Šiauliai', 'Põlva', 'Ļaudona']
    for (const name of names) await customerOf(name)

    for (const [index, text] of [
      'alesund',
      'oland',
      'aero',
      'GROSSMANN',
      'siauliai',
      'polva',
      'laudona',
    ].entries())
      expect(await titles(text), text).toEqual([names[index]])
  })

  it('R01-12: every word must match, each as the beginning of a word', async () => {
    await customerOf('Nordic Pump Service')
    await customerOf('Nordic Lift')

    expect(await titles('nor pum')).toEqual(['Nordic Pump Service'])
    expect(await titles('nor ump')).toEqual([])
    expect(await titles('nordic')).toEqual(['Nordic Lift', 'Nordic Pump Service'])
  })

  it('R01-12: "quoted" words stand side by side, and a quote that is still open may go on', async () => {
    await customerOf('Pump Service Nord')
    await customerOf('Service Pump Nord')

    expect(await titles('"pump service"')).toEqual(['Pump Service Nord'])
    expect(await titles('"pump serv"')).toEqual([])
    expect(await titles('"pump serv')).toEqual(['Pump Service Nord'])
    expect(await titles('nord "service pump"')).toEqual(['Service Pump Nord'])
  })

  it('R01-12: the numeric part of a number also matches without leading zeros', async () => {
    const order = await orderOf(app.owner, branch)
    const customer = await app.owner.customers.createCustomer({ id: newId(), name: 'B' })

    expect(order.number).toBe('MAIN-SO-000001')
    expect((await found('1', { types: ['order'] })).map(({ id }) => id)).toEqual([order.id])
    expect((await found('so 1')).map(({ id }) => id)).toEqual([order.id])
    expect((await found('2', { types: ['customer'] })).map(({ id }) => id)).toEqual([customer.id])
  })

  it('R01-12: an exact number or serial comes first, then words of number and title, then others, newest first', async () => {
    const { id: other } = await app.owner.objects.createObject({
      id: newId(),
      description: 'Old pump',
      tangible: true,
    })
    const { id: named } = await app.owner.objects.createObject({
      id: newId(),
      description: 'X100 lift',
      tangible: true,
    })
    const { id: serial } = await app.owner.objects.createObject({
      id: newId(),
      description: 'Lift',
      serialNumber: 'X100',
      tangible: true,
    })
    const { id: later } = await app.owner.objects.createObject({
      id: newId(),
      description: 'Crane',
      brand: 'X100',
      tangible: true,
    })
    const { id: newest } = await app.owner.objects.createObject({
      id: newId(),
      description: 'Press x100-7',
      tangible: true,
    })

    expect((await found('x100')).map(({ id }) => id)).toEqual([serial, newest, named, later])
    expect((await found('pump')).map(({ id }) => id)).toEqual([other])
  })

  it('R01-12: pages go on where the one before ended, without a gap or a repetition', async () => {
    for (let index = 0; index < 7; index += 1) {
      await customerOf(`Delta ${String(index)}`)
      await orderOf(app.owner, branch, {
        description: index % 2 === 0 ? 'Delta wing' : 'Wing',
        internalNote: 'delta',
      })
    }
    const whole = await found('delta', { limit: 200 })

    const paged: SearchHit[] = []
    let after: string | undefined
    do {
      const page = await app.owner.search.listRecords({
        text: 'delta',
        limit: 3,
        ...(after ? { after } : {}),
      })
      expect(page.items.length).toBeLessThanOrEqual(3)
      paged.push(...page.items)
      after = page.next
    } while (after !== undefined)

    expect(whole).toHaveLength(14)
    expect(paged).toEqual(whole)
    await expect(app.owner.search.listRecords({ text: 'delta', after: 'elsewhere' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: ['after'] }] },
    })
  })

  it('R01-12: an order is found by its customer, address, contact, notes and the texts of its lines', async () => {
    const { id } = await orderOf(app.owner, branch, {
      internalNote: 'Ring the bell',
      lines: [hours(branch, { description: 'Grease the gearbox' })],
    })

    for (const text of ['storgata', 'oslo lokke', 'ring bell', '"grease the gearbox"', 'gearbox verksted'])
      expect(
        (await found(text, { types: ['order'] })).map((hit) => hit.id),
        text,
      ).toEqual([id])
    expect(await found('bell', { types: ['customer', 'site'] })).toEqual([])
  })

  it('R01-12: a search without a word finds nothing', async () => {
    expect(await found('')).toEqual([])
    expect(await found(' - "" ')).toEqual([])
  })
})

describe('the index follows the records', () => {
  it('R01-12: it is written in the transaction of the write', async () => {
    const refused = app.owner.customers.createCustomer({ id: newId(), name: 'Refused', groupId: newId() })
    await expect(refused).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const texts = app.db
      .prepare("SELECT count(*) FROM local_search_customer WHERE title LIKE '%refused%'")
      .pluck()
    expect(texts.get()).toBe(0)

    const before = app.db.prepare<[], number>('SELECT count(*) FROM local_search_customer').pluck().get()
    await customerOf('Kept')

    expect(app.db.prepare('SELECT count(*) FROM local_search_customer').pluck().get()).toBe((before ?? 0) + 1)
    expect(app.db.prepare('SELECT count(*) FROM local_search_note').pluck().get()).toBe(0)
  })

  it('R01-12: a changed text is found, the former is not; a deleted record is found no more', async () => {
    const customer = await app.owner.customers.createCustomer({ id: newId(), name: 'Before' })
    await app.owner.customers.updateCustomer({
      customerId: customer.id,
      expectedVersion: 1,
      patch: { name: 'After' },
    })
    expect(await titles('before')).toEqual([])
    expect(await titles('after')).toEqual(['After'])

    await app.owner.customers.deleteCustomer({ customerId: customer.id, expectedVersion: 2 })
    expect(await titles('after')).toEqual([])
    const left =
      "SELECT count(*) FROM local_search_customer_words WHERE local_search_customer_words MATCH 'after*'"
    expect(app.db.prepare(left).pluck().get()).toBe(0)
  })

  it('R01-12: a line that changes changes what its order is found by', async () => {
    const order = await orderOf(app.owner, branch, {
      description: 'Overhaul',
      lines: [hours(branch, { description: 'Flywheel' })],
    })
    await app.owner.orders.updateLine({
      ...refOf(order),
      lineId: lineOf(order, 10).id,
      patch: { description: 'Crankshaft' },
    })
    expect(await found('flywheel')).toEqual([])
    expect((await found('crankshaft')).map(({ id }) => id)).toEqual([order.id])
  })

  it('R01-12: a renamed customer is found with all that bears its name', async () => {
    const { id } = await orderOf(app.owner, branch)
    await app.owner.customers.updateCustomer({
      customerId: branch.customerId,
      expectedVersion: 1,
      patch: { name: 'Zeppelin' },
    })

    expect((await found('zeppelin', { types: ['order'] })).map((hit) => hit.id)).toEqual([id])
    expect((await found('zeppelin')).map(({ type }) => type).sort()).toEqual(['customer', 'order', 'site'])
  })

  it('R01-12: a store without an index is filled step by step and answers from what is there', async () => {
    const first = await customerOf('Filled first')
    const second = await customerOf('Filled second')
    app.db.exec(`DELETE FROM local_search_customer; DELETE FROM local_search_customer_title;
      DELETE FROM local_search_customer_words;
      UPDATE local_search_fill SET below = (SELECT max(key) + 1 FROM customer) WHERE type = 'customer'`)
    const index = createSearchIndex(app.db, [
      {
        type: 'customer',
        table: 'customer',
        number: 't.number',
        title: ['t.name'],
        rest: [],
      },
    ])
    expect(await found('filled')).toEqual([])

    expect(index.fillNext(1)).toBe(true)
    expect((await found('filled')).map(({ id }) => id)).toEqual([second])
    while (index.fillNext(1));
    expect((await found('filled')).map(({ id }) => id)).toEqual([second, first])
    expect(index.isFilled()).toBe(true)
  })
})

describe('who finds what', () => {
  it('R01-12: only types that the role may read', async () => {
    await orderOf(app.owner, branch)
    const administrator = await app.as('administrator')

    expect((await found('lokke')).map(({ type }) => type)).toContain('order')
    expect((await found('lokke', {}, administrator)).map(({ type }) => type)).not.toContain('order')
    await expect((await app.as('board')).search.listRecords({ text: 'a' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })

  it('conventions §8: orders of other offices stay hidden', async () => {
    const office = await app.owner.people.createOffice({
      id: newId(),
      code: 'BER',
      name: 'Bergen',
      zone: 'Europe/Oslo',
    })
    const { id: mine } = await orderOf(app.owner, branch, { description: 'Turbine' })
    const login = 'bergen.office'
    const password = 'a long enough password'
    await app.owner.people.createUser({
      id: newId(),
      login,
      displayName: 'B',
      roles: ['backOffice'],
      officeIds: [office.id],
      password,
    })
    const { token } = await app.stranger.session.signIn({ login, password })
    const bergen = app.application.clientFor(token)

    expect((await found('turbine')).map(({ id }) => id)).toEqual([mine])
    expect(await found('turbine', {}, bergen)).toEqual([])
    expect(await found('main-so-000001', {}, bergen)).toEqual([])
  })

  it('conventions §8: a technician finds the own orders and their customers alone', async () => {
    const login = 'kari'
    const password = 'a long enough password'
    await app.owner.people.createUser({
      id: newId(),
      login,
      displayName: 'Kari',
      roles: ['technician'],
      workerId: branch.workerId,
      password,
    })
    const { token } = await app.stranger.session.signIn({ login, password })
    const kari = app.application.clientFor(token)
    const other = await customerOf('Turbine Hall')
    await orderOf(app.owner, { customerId: branch.customerId }, { description: 'Turbine A' })
    const own = await orderOf(app.owner, branch, {
      description: 'Turbine B',
      lines: [hours(branch, { description: 'Blades' })],
    })

    expect((await found('turbine')).map(({ id }) => id)).toContain(other)
    expect((await found('turbine', {}, kari)).map(({ id }) => id)).toEqual([own.id])
    expect((await found('blades', {}, kari)).map(({ id }) => id)).toEqual([own.id])
    expect((await found('lokke', { types: ['customer'] }, kari)).map(({ id }) => id)).toEqual([
      branch.customerId,
    ])
  })
})

describe('the text of a list', () => {
  it('conventions §7: goes through the index, with filters and phrases', async () => {
    const pump = await orderOf(app.owner, branch, {
      description: 'Pump',
      priority: 'high',
      lines: [hours(branch, { description: 'Grease the noisy gearbox' })],
    })
    const lift = await orderOf(app.owner, branch, { description: 'Lift', internalNote: 'gearbox is noisy' })
    const idsOf = async (text: string, priority?: 'high' | 'normal') => {
      const filter = priority ? { filter: { priority: [priority] } } : {}
      const { count, items } = await app.owner.orders.listOrders({ text, ...filter, withCount: true })
      expect(count).toBe(items.length)
      return items.map(({ id }) => id).sort()
    }

    expect(await idsOf('noi gear')).toEqual([pump.id, lift.id].sort())
    expect(await idsOf('noi gear', 'high')).toEqual([pump.id])
    expect(await idsOf('"noisy gearbox"')).toEqual([pump.id])
    expect(await idsOf('"the noisy gear')).toEqual([pump.id])
    expect(await idsOf('"grease noisy gearbox"')).toEqual([])
    expect(await idsOf('lokke', 'normal')).toEqual([lift.id])
    expect(await idsOf('"so 000001"')).toEqual([pump.id])
    expect((await app.owner.customers.listCustomers({ text: 'oslo' })).items).toHaveLength(1)
    expect((await app.owner.customers.listSites({ text: 'storg' })).items).toHaveLength(1)
  })
})
