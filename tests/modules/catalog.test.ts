import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCatalogReader, createCatalogRepository } from '../../electron/modules/catalog/index'
import type { ItemId, ItemPriceId, UnitId } from '../../electron/shared/contract/id'
import { newId, setUp, type TestApp } from '../support/app'

let app: TestApp
beforeEach(() => {
  app = setUp()
})
afterEach(() => app.close())

async function createItem(fields: Partial<Parameters<typeof app.owner.catalog.createItem>[0]> = {}) {
  const unitId = newId<UnitId>()
  await app.owner.catalog.createUnit({
    id: unitId,
    code: unitId.slice(-6).toUpperCase(),
    name: 'Each',
    decimals: 0,
  })
  const id = newId<ItemId>()
  return app.owner.catalog.createItem({ id, number: id.slice(-12), name: 'Handlebar', unitId, ...fields })
}

/** The cost rows of HL-U509-R (E1). */
async function itemOfE1() {
  const { id: itemId } = await createItem({ number: 'HL-U509-R' })
  for (const [validFrom, validTo, unitCost] of [
    ['2022-05-30', '2023-05-29', 120_278],
    ['2023-05-30', '2024-05-28', 138_782],
    ['2024-05-29', undefined, 130_863],
  ] as const)
    await app.owner.catalog.setItemCost({
      id: newId(),
      itemId,
      currency: 'USD',
      validFrom,
      validTo,
      unitCost,
    })
  return itemId
}

describe('catalog', () => {
  it('R-01.10: E1, the cost of a date is that of its row, before the first it is PRICE_MISSING', async () => {
    const itemId = await itemOfE1()
    const costOn = async (date: string) =>
      (await app.owner.catalog.getItemCost({ itemId, currency: 'USD', date })).unitCost

    expect(await costOn('2023-05-29')).toBe(120_278)
    expect(await costOn('2023-05-30')).toBe(138_782)
    expect(await costOn('2099-01-01')).toBe(130_863)
    await expect(costOn('2022-05-29')).rejects.toMatchObject({ code: 'PRICE_MISSING', defined: true })
    await expect(
      app.owner.catalog.getItemCost({ itemId, currency: 'NOK', date: '2023-05-30' }),
    ).rejects.toMatchObject({ code: 'PRICE_MISSING' })
  })

  it('R-01.11: two price rows that share a date are PRICE_OVERLAP, the day after is accepted', async () => {
    const { id: itemId } = await createItem()
    const set = (validFrom: string, validTo?: string) =>
      app.owner.catalog.setItemPrice({
        id: newId(),
        itemId,
        currency: 'NOK',
        validFrom,
        validTo,
        unitPrice: 10_000,
      })
    const first = await set('2027-01-01', '2027-06-30')
    const entries = app.entries()

    await expect(set('2027-06-30')).rejects.toMatchObject({
      code: 'PRICE_OVERLAP',
      data: { field: 'validFrom', ids: [first.id] },
    })
    await expect(set('2026-01-01', '2027-01-01')).rejects.toMatchObject({ code: 'PRICE_OVERLAP' })
    expect(app.entries()).toBe(entries)
    expect((await set('2027-07-01')).validTo).toBeUndefined()
  })

  it('01 §2.5: a new row ends an open earlier row on the day before only if asked', async () => {
    const { id: itemId } = await createItem()
    const row = { itemId, currency: 'NOK', unitPrice: 10_000 }
    await app.owner.catalog.setItemPrice({ id: newId(), ...row, validFrom: '2027-01-01' })
    const next = { id: newId<ItemPriceId>(), ...row, validFrom: '2027-03-01' }

    await expect(app.owner.catalog.setItemPrice(next)).rejects.toMatchObject({ code: 'PRICE_OVERLAP' })
    await app.owner.catalog.setItemPrice({ ...next, endEarlier: true })

    const { items } = await app.owner.catalog.listItemPrices({ itemId })
    expect(items.map(({ validFrom, validTo }) => [validFrom, validTo])).toEqual([
      ['2027-03-01', undefined],
      ['2027-01-01', '2027-02-28'],
    ])
    const entries = app.entries()
    await app.owner.catalog.setItemPrice({ ...next, endEarlier: true })
    expect(app.entries()).toBe(entries)
  })

  it('01 §2.5: rows of other items and currencies do not overlap; a negative price and a bad period are refused', async () => {
    const one = await createItem()
    const other = await createItem()
    const set = (itemId: ItemId, currency: string, fields: object = {}) =>
      app.owner.catalog.setItemPrice({
        id: newId(),
        itemId,
        currency,
        validFrom: '2027-01-01',
        unitPrice: 0,
        ...fields,
      })
    await set(one.id, 'NOK')
    await set(one.id, 'EUR')
    await set(other.id, 'NOK')

    await expect(set(one.id, 'SEK', { unitPrice: -1 })).rejects.toMatchObject({ code: 'NEGATIVE_PRICE' })
    await expect(set(one.id, 'SEK', { validTo: '2026-12-31' })).rejects.toMatchObject({
      code: 'PERIOD_INVALID',
    })
  })

  it('R-01.12: 1.5 of a unit with 0 decimals is UNIT_DECIMALS', async () => {
    const reader = createCatalogReader(
      createCatalogRepository({ db: app.db, entities: new Map(), sortLanguage: () => 'en' }),
    )
    const item = await createItem()
    const kilogram = await app.owner.catalog.createUnit({
      id: newId(),
      code: 'KG',
      name: 'Kilogram',
      decimals: 3,
    })

    expect(reader.unitDecimalsFailure(item.unitId, 1500, 'quantity')).toMatchObject({
      code: 'UNIT_DECIMALS',
      field: 'quantity',
    })
    expect(reader.unitDecimalsFailure(item.unitId, 2000, 'quantity')).toBeUndefined()
    expect(reader.unitDecimalsFailure(kilogram.id, 1, 'quantity')).toBeUndefined()
  })

  it('01 §2.5: serial tracking is fixed once a serial exists, a serial is unique for its item', async () => {
    const item = await createItem({ serialTracked: true })
    const other = await createItem()
    const serial = { itemId: item.id, serialNumber: 'S-1' }
    await app.owner.catalog.createSerial({ id: newId(), ...serial })

    const untrack = app.owner.catalog.updateItem({
      itemId: item.id,
      expectedVersion: 1,
      patch: { serialTracked: false },
    })
    await expect(untrack).rejects.toMatchObject({ code: 'SERIAL_TRACKING_FIXED', defined: true })
    await expect(app.owner.catalog.createSerial({ id: newId(), ...serial })).rejects.toMatchObject({
      code: 'SERIAL_IN_USE',
    })
    await app.owner.catalog.createSerial({ id: newId(), ...serial, itemId: other.id })
    const tracked = await app.owner.catalog.updateItem({
      itemId: (await createItem()).id,
      expectedVersion: 1,
      patch: { serialTracked: true },
    })
    expect(tracked.serialTracked).toBe(true)
  })

  it('01 §4: a number is unique, a category and a unit in use are IN_USE', async () => {
    const category = await app.owner.catalog.createItemCategory({ id: newId(), code: 'BIKES', name: 'Bikes' })
    const item = await createItem({ number: 'BK-1', categoryId: category.id })

    expect(item).toMatchObject({ categoryName: 'Bikes', kind: 'stock', blocked: false })
    await expect(createItem({ number: 'BK-1' })).rejects.toMatchObject({ code: 'NUMBER_TAKEN' })
    await expect(
      app.owner.catalog.deleteItemCategory({ itemCategoryId: category.id, expectedVersion: 1 }),
    ).rejects.toMatchObject({ code: 'IN_USE', data: { counts: { item: 1 } } })
    await expect(
      app.owner.catalog.deleteUnit({ unitId: item.unitId, expectedVersion: 1 }),
    ).rejects.toMatchObject({ code: 'IN_USE' })
  })

  it('01 §3.2: a product category is found by its external id, which is unique', async () => {
    const category = { externalId: 36, name: 'Coffee maker' }
    await app.owner.catalog.createProductCategory({ id: newId(), ...category })

    await expect(app.owner.catalog.createProductCategory({ id: newId(), ...category })).rejects.toMatchObject(
      { code: 'NUMBER_TAKEN', data: { field: 'externalId' } },
    )
    const { items } = await app.owner.catalog.listProductCategories({
      filter: { externalId: { from: 36, to: 36 } },
    })
    expect(items).toMatchObject([category])
  })

  it('R-01.05: a dispatcher reads items and prices, no cost', async () => {
    const itemId = await itemOfE1()
    const dispatcher = await app.as('dispatcher')

    expect((await dispatcher.catalog.getItem({ itemId })).number).toBe('HL-U509-R')
    for (const call of [
      dispatcher.catalog.getItemCost({ itemId, currency: 'USD', date: '2023-05-30' }),
      dispatcher.catalog.listItemCosts({ itemId }),
    ])
      await expect(call).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('R-01.04: a technician who calls setItemPrice gets FORBIDDEN and leaves no entry', async () => {
    const { id: itemId } = await createItem()
    const technician = await app.as('technician')
    const entries = app.entries()

    const call = technician.catalog.setItemPrice({
      id: newId(),
      itemId,
      currency: 'NOK',
      validFrom: '2027-01-01',
      unitPrice: 1,
    })

    await expect(call).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(app.entries()).toBe(entries)
  })
})
