import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ServiceBom } from '../../electron/shared/contract/serviceBoms'
import { setUp, newId, type TestApp } from '../support/app'
import { attached, bikesOf, bomRef, itemOf, lineAt, replacing, type Bikes } from '../support/boms'

let app: TestApp
let branch: Bikes
let bom: ServiceBom
const june = Date.UTC(2026, 5, 1, 8)
beforeEach(async () => {
  app = setUp({ now: Date.UTC(2026, 6, 1, 8) })
  branch = await bikesOf(app)
  bom = (await attached(app.owner, branch)).bom
})
afterEach(() => app.close())

const found = async (text: string, client = app.owner) =>
  (await client.search.listRecords({ text, types: ['serviceBom'] })).items.map(({ id }) => id)
const listed = async (text: string) =>
  (await app.owner.bom.listServiceBoms({ text })).items.map(({ id }) => id)

async function replaced(serialNumber: string): Promise<void> {
  const current = await app.owner.bom.getServiceBom({ bomId: bom.id })
  await app.owner.bom.replaceComponent({
    ...{ ...bomRef(current), lineId: await lineAt(app.owner, bom.id, '1') },
    ...replacing(branch, 'W2', june, { serialNumber }),
    removedPart: { disposition: 'scrap' },
  })
}

describe('search for lists of objects', () => {
  it('R01-12: by object, its serial and part number, its customer, and the serials that are installed', async () => {
    await replaced('WHEEL-222')

    for (const text of [bom.objectNumber, 's1', 'bike s1', 'BIKE', 'lokke', 'wheel 222'])
      expect([text, await found(text), await listed(text)]).toEqual([text, [bom.id], [bom.id]])
    expect(await found('W1')).toEqual([])
    const [hit] = (await app.owner.search.listRecords({ text: 'S1', types: ['serviceBom'] })).items
    expect(hit).toMatchObject({ number: bom.objectNumber, title: 'Bike S1' })
  })

  it('R01-12: a serial that was taken out is found no more, nor the list that was deleted', async () => {
    await replaced('WHEEL-222')
    await replaced('WHEEL-333')
    expect([await found('wheel-222'), await found('wheel-333')]).toEqual([[], [bom.id]])

    const { bom: fresh } = await attached(app.owner, branch, [{ item: 'W3' }])
    expect(await found('s1')).toEqual([fresh.id, bom.id])
    await app.owner.bom.deleteServiceBom(bomRef(fresh))
    expect(await found('s1')).toEqual([bom.id])
  })

  it('R01-12: follows the names of object, item and customer', async () => {
    const object = await app.owner.objects.getObject({ objectId: branch.objectId })
    await app.owner.objects.updateObject({
      ...{ objectId: object.id, expectedVersion: object.version, patch: { description: 'Tandem' } },
    })
    const item = await app.owner.catalog.getItem({ itemId: itemOf(branch, 'BIKE') })
    await app.owner.catalog.updateItem({
      ...{ itemId: item.id, expectedVersion: item.version, patch: { name: 'Velocipede' } },
    })
    const customer = await app.owner.customers.getCustomer({ customerId: branch.customerId })
    await app.owner.customers.updateCustomer({
      ...{ customerId: customer.id, expectedVersion: customer.version, patch: { name: 'Harbour Hotel' } },
    })
    for (const text of ['tandem', 'velocipede', 'harbour']) expect(await found(text)).toEqual([bom.id])
    expect(await found('lokke')).toEqual([])
  })

  it('R01-25, conventions §7: not of a module that is off, nor of other offices', async () => {
    const { id: officeId } = await app.owner.people.createOffice({
      ...{ id: newId(), code: 'BGO', name: 'Bergen', country: 'NO', zone: 'Europe/Oslo' },
    })
    const manager = await app.as('serviceManager')
    expect(await found('s1', manager)).toEqual([bom.id])
    const [user] = (await app.owner.people.listUsers({ filter: { login: 'test.serviceManager' } })).items
    await app.owner.people.setRoles({
      ...{ userId: user?.id ?? newId(), expectedVersion: user?.version ?? 0 },
      ...{ roles: ['serviceManager'], officeIds: [officeId] },
    })
    expect(await found('s1', manager)).toEqual([])

    await app.owner.settings.setSetting({ key: 'modules', scope: 'company', value: ['repair'] })
    expect(await found('s1')).toEqual([])
  })
})

describe('removed parts', () => {
  it('R09-17: say of what, when, by whom, and what became of it; found by each', async () => {
    await replaced('WHEEL-222')

    const [part] = (await app.owner.bom.listRemovedParts({})).items
    expect(part).toMatchObject({
      ...{ itemNumber: 'W1', quantity: 1000, disposition: 'scrap', removedAt: june },
      ...{ objectDescription: 'Bike S1', objectSerial: 'S1', customerId: branch.customerId },
    })
    expect(part?.userName).toBe((await app.owner.session.getSession()).user.displayName)
    const counted = async (asked: Parameters<TestApp['owner']['bom']['listRemovedParts']>[0]) =>
      (await app.owner.bom.listRemovedParts({ ...asked, withCount: true })).count
    for (const filter of [
      { disposition: ['scrap' as const] },
      { itemId: [itemOf(branch, 'W1')] },
      { objectId: [branch.objectId] },
      { customerId: [branch.customerId] },
      { removedAt: { from: june, to: june + 1 } },
      { userName: part?.userName.slice(0, 3) },
    ])
      expect([filter, await counted({ filter })]).toEqual([filter, 1])
    expect(await counted({ filter: { disposition: ['quarantine'] } })).toBe(0)
    expect([await counted({ text: 'bike' }), await counted({ text: 'tandem' })]).toEqual([1, 0])
  })
})
