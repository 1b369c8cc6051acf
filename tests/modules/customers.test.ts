import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import { newId, setUp, type TestApp } from '../support/app'

let app: TestApp
beforeEach(() => {
  app = setUp()
})
afterEach(() => app.close())

const oslo = { name: 'Oslo', country: 'NO', zone: 'Europe/Oslo' }

describe('customers', () => {
  it('R-01.50: the owner of a new store creates a customer, numbered by the office', async () => {
    const customer = await app.owner.customers.createCustomer({ id: newId(), name: 'Løkke Verksted' })

    expect(customer).toMatchObject({
      number: 'MAIN-CU-000001',
      currency: 'EUR',
      status: 'active',
      version: 1,
    })
    expect(verifyChain(app.db)).toMatchObject({ ok: true, count: 2 })
  })

  it('conventions §2: a create repeated with the same content writes nothing, with other content is ID_TAKEN', async () => {
    const id = newId<Parameters<typeof app.owner.customers.createCustomer>[0]['id']>()
    const first = await app.owner.customers.createCustomer({ id, name: 'A' })
    const entries = app.entries()

    expect(await app.owner.customers.createCustomer({ id, name: 'A' })).toEqual(first)
    await expect(app.owner.customers.createCustomer({ id, name: 'B' })).rejects.toMatchObject({
      code: 'ID_TAKEN',
      defined: true,
    })
    expect(app.entries()).toBe(entries)
  })

  it('R-01.39: the second of two edits of one version is a CONFLICT with both values', async () => {
    const { id } = await app.owner.customers.createCustomer({ id: newId(), name: 'A' })
    await app.owner.customers.updateCustomer({ customerId: id, expectedVersion: 1, patch: { name: 'B' } })

    const second = app.owner.customers.updateCustomer({
      customerId: id,
      expectedVersion: 1,
      patch: { name: 'C' },
    })

    await expect(second).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { currentVersion: 2, fields: { name: { theirs: 'B', mine: 'C' } } },
    })
  })

  it('R-01.07: a latitude of 91° or without a longitude is COORDINATES_INVALID', async () => {
    const { id: customerId } = await app.owner.customers.createCustomer({ id: newId(), name: 'A' })
    const site = { customerId, ...oslo }

    const tooFar = app.owner.customers.createSite({
      id: newId(),
      ...site,
      latitude: 91_000_000,
      longitude: 0,
    })
    const alone = app.owner.customers.createSite({ id: newId(), ...site, latitude: 1 })

    await expect(tooFar).rejects.toMatchObject({ code: 'COORDINATES_INVALID', defined: true })
    await expect(alone).rejects.toMatchObject({ code: 'COORDINATES_INVALID' })
  })

  it('R-01.08: an unknown zone is ZONE_UNKNOWN', async () => {
    const { id: customerId } = await app.owner.customers.createCustomer({ id: newId(), name: 'A' })

    const call = app.owner.customers.createSite({ id: newId(), customerId, ...oslo, zone: 'Europe/Olso' })

    await expect(call).rejects.toMatchObject({ code: 'ZONE_UNKNOWN', data: { field: 'zone' } })
  })

  it('R-01.09: the first site is main, a second main is MAIN_SITE_EXISTS', async () => {
    const { id: customerId } = await app.owner.customers.createCustomer({ id: newId(), name: 'A' })
    const main = await app.owner.customers.createSite({ id: newId(), customerId, ...oslo })

    const second = app.owner.customers.createSite({ id: newId(), customerId, ...oslo, kind: 'main' })

    expect(main.kind).toBe('main')
    await expect(second).rejects.toMatchObject({ code: 'MAIN_SITE_EXISTS' })
  })

  it('R01-05: a customer with a site is IN_USE', async () => {
    const { id: customerId } = await app.owner.customers.createCustomer({ id: newId(), name: 'A' })
    await app.owner.customers.createSite({ id: newId(), customerId, ...oslo })

    const call = app.owner.customers.deleteCustomer({ customerId, expectedVersion: 1 })

    await expect(call).rejects.toMatchObject({ code: 'IN_USE', data: { counts: { site: 1 } } })
  })

  it('conventions §7: keyset pages go through all and back, text sorts, counts are exact', async () => {
    for (const name of ['Delta', 'alpha', 'Charlie', 'bravo', 'echo'])
      await app.owner.customers.createCustomer({ id: newId(), name })
    const list = (input: object) =>
      app.owner.customers.listCustomers({
        sort: [{ field: 'name', direction: 'asc' }],
        limit: 2,
        withCount: true,
        ...input,
      })

    const first = await list({})
    const second = await list({ after: first.next })
    const third = await list({ after: second.next })
    const back = await list({ before: third.previous })

    expect([first, second, third].flatMap(({ items }) => items.map(({ name }) => name))).toEqual([
      'alpha', 'bravo', 'Charlie', 'Delta', 'echo',
    ]) // prettier-ignore
    expect(first).toMatchObject({ count: 5 })
    expect(first.previous).toBeUndefined()
    expect(third.next).toBeUndefined()
    expect(back.items.map(({ name }) => name)).toEqual(['Charlie', 'Delta'])
    await expect(list({ after: 'nonsense' })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  it('01 §4: whom the source paid for pays for itself after a merge', async () => {
    const { customers } = app.owner
    const source = await customers.createCustomer({ id: newId(), name: 'Source' })
    const target = await customers.createCustomer({ id: newId(), name: 'Target', billToId: source.id })

    const merged = await customers.mergeCustomers({
      ...{ sourceId: source.id, targetId: target.id, expectedVersion: target.version },
    })

    expect(merged.billToId).toBeUndefined()
    expect(await customers.getCustomer({ customerId: source.id })).toMatchObject({
      ...{ status: 'inactive', mergedIntoId: target.id },
    })
  })
})
