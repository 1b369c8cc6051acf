import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Client } from '../../electron/shared/contract/index'
import { newId, setUp, type TestApp } from '../support/app'
import { imported } from '../support/imports'

let app: TestApp
beforeEach(() => {
  app = setUp()
})
afterEach(() => app.close())

type Numbered = { number: string }
type Id = ReturnType<typeof newId<never>>
const kinds: ['CU' | 'EMP' | 'OBJ' | 'BA', (client: Client, number?: string) => Promise<Numbered>][] = [
  ['CU', ({ customers }, number) => customers.createCustomer({ id: newId(), name: 'A', number })],
  ['EMP', ({ people }, number) => people.createWorker({ id: newId(), displayName: 'A', number })],
  ['OBJ', ({ objects }, number) => objects.createObject({ id: newId(), description: 'A', number })],
  ['BA', async ({ agreements, customers }, number) => {
    const { id: customerId } = await customers.createCustomer({ id: newId(), name: 'A' })
    return agreements.createBillingAccount({ id: newId(), customerId, name: 'A', type: 'timeAndMaterial', number })
  }],
] // prettier-ignore

it.each(kinds)('R01-06: a typed %s number is passed over when its turn comes', async (type, create) => {
  const number = (value: number) => `MAIN-${type}-00000${String(value)}`
  await create(app.owner, number(2))
  await create(app.owner, number(3))

  const drawn = [await create(app.owner), await create(app.owner)]

  expect(drawn.map((record) => record.number)).toEqual([number(1), number(4)])
  const { items: series } = await app.owner.numbers.listSeries({ filter: { type: [type] } })
  const { items } = await app.owner.numbers.listNumbers({ seriesId: series[0]!.id, limit: 4 })
  expect(items).toMatchObject([1, 2, 3, 4].map((value) => ({ value, state: 'used' })))
  expect(new Set(items.map(({ recordId }) => recordId as Id)).size).toBe(4)
})

it('R01-06: an import of repairs passes over typed numbers too', async () => {
  const { customers, objects } = app.owner
  await customers.createCustomer({ id: newId(), name: 'Typed', number: 'MAIN-CU-000001' })
  await objects.createObject({ id: newId(), description: 'Typed', number: 'MAIN-OBJ-000002' })
  await imported(app.owner, 'productCategories', 'product_category_id,product_category\n15,Lamp\n')
  const row = (id: string) => `${id},Provider,DNK,,Lamp,15,,,,Fixed,,Group,2024-01-02,Broken`
  const header =
    'id,data_provider,country,partner_product_category,product_category,product_category_id,brand,year_of_manufacture,product_age,repair_status,repair_barrier_if_end_of_life,group_identifier,event_date,problem'
  await imported(app.owner, 'repairs', [header, row('x_1'), row('x_2'), row('x_3'), ''].join('\n'))

  const listed = await objects.listObjects({ sort: [{ field: 'number', direction: 'asc' }] })
  expect(listed.items.map(({ number }) => number)).toEqual(
    ['1', '2', '3', '4'].map((value) => `MAIN-OBJ-00000${value}`),
  )
  expect((await customers.listCustomers({ filter: { number: 'MAIN-CU-000002' } })).items).toHaveLength(1)
})
