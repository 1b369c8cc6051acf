import {
  CategoryId,
  ItemCategoryId,
  ItemCostId,
  ItemId,
  ItemPriceId,
  PriceRuleId,
  SerialId,
  StockTransactionId,
  UnitId,
  WarehouseId,
  type LinePropertyId,
} from '../../../shared/contract/id'
import type { Item } from '../../../shared/contract/catalog'
import type { LineType } from '../../../shared/contract/agreements'
import { datePlus } from './days.rules'
import { rowsOf, scaledOf, textOf } from './extract'
import { demoJobs } from './jobs.data'
import { demoCurrency, type Staff } from './makeCompany'
import { demoWorkers, specialist } from './staff.data'
import { newId, type World } from './world'

export type CategoryCode = 'INSPECT' | 'REPAIR' | 'TRAVEL' | 'PARKING' | 'CALLOUT' | 'ENVIRO'

export interface Catalog {
  readonly bicycles: readonly Item[]
  /** By item number. */
  readonly parts: ReadonlyMap<string, Item>
  readonly categories: Readonly<Record<CategoryCode, CategoryId>>
  readonly warranty: LinePropertyId
}

const kinds: readonly (readonly [string, string])[] = [
  ['Bikes', 'BIKES'],
  ['Components', 'COMPONENTS'],
  ['Accessories', 'ACCESSORIES'],
]

/** Units, items, prices and costs of the shipped extracts (resources/demo). */
export function makeItems(world: World): Pick<Catalog, 'bicycles' | 'parts'> {
  const { catalog } = world.owner
  const units = new Map(catalog.listUnits({ limit: 200 }).items.map(({ code, id }) => [code, id]))
  for (const [code = '', name = '', decimals = ''] of rowsOf('units'))
    if (!units.has(code))
      units.set(code, catalog.createUnit({ id: newId(UnitId), code, name, decimals: Number(decimals) }).id)
  const each = units.get('EA')
  if (each === undefined) throw new Error('the extract of units has no EA')
  const categoryIds = new Map(
    kinds.map(([name, code]) => [
      name,
      catalog.createItemCategory({ id: newId(ItemCategoryId), code, name }).id,
    ]),
  )

  const items = new Map<string, Item>()
  for (const row of rowsOf('items')) {
    const [number = '', name = '', category = '', subcategory, weight, weightUnit, size, sizeUnit] = row
    const [, , , , , , , , color, sellStart, sellEnd] = row
    const isBicycle = category === 'Bikes'
    const item = catalog.createItem({
      ...{ id: newId(ItemId), number, name, unitId: each, kind: 'stock', serialTracked: isBicycle },
      madeInHouse: isBicycle,
      ...{ categoryId: categoryIds.get(category), subcategory: textOf(subcategory) },
      ...{ weight: scaledOf(weight, 1000), weightUnit: textOf(weightUnit) },
      ...{ size: textOf(size), sizeUnit: textOf(sizeUnit), color: textOf(color) },
      ...{ sellStart: textOf(sellStart), sellEnd: textOf(sellEnd) },
      warrantyMonths: isBicycle ? 24 : 12,
    })
    items.set(number, item)
  }
  setPrices(world, items)
  const all = [...items.values()]
  return {
    bicycles: all.filter(({ serialTracked }) => serialTracked),
    parts: new Map(all.filter(({ serialTracked }) => !serialTracked).map((item) => [item.number, item])),
  }
}

/** An item's first price holds from long before the demo's day, whatever year that is in. */
function setPrices({ date, owner: { catalog } }: World, items: ReadonlyMap<string, Item>): void {
  const longAgo = `${Number(date.slice(0, 4)) - 2}-01-01`
  const seen = new Set<string>()
  for (const [number = '', from = '', validTo, price, cost] of rowsOf('prices')) {
    const item = items.get(number)
    if (!item) throw new Error(`the extract of prices names no item: ${number}`)
    const validFrom = !seen.has(number) && longAgo < from ? longAgo : from
    seen.add(number)
    const row = { itemId: item.id, currency: demoCurrency, validFrom, validTo: textOf(validTo) }
    catalog.setItemPrice({ id: newId(ItemPriceId), ...row, unitPrice: scaledOf(price, 10_000) ?? 0 })
    catalog.setItemCost({ id: newId(ItemCostId), ...row, unitCost: scaledOf(cost, 10_000) ?? 0 })
  }
}

/** What the categories that every store has cost: they are proposed for new lines. */
const basePrices: Readonly<Partial<Record<LineType, number>>> = { hour: 850, expense: 100, fee: 250 }

const categories: readonly (readonly [CategoryCode, string, LineType, number])[] = [
  ['INSPECT', 'Inspection', 'hour', 780],
  ['REPAIR', 'Repair', 'hour', 890],
  ['TRAVEL', 'Travel time', 'hour', 540],
  ['PARKING', 'Parking and tolls', 'expense', 120],
  ['CALLOUT', 'Call-out fee', 'fee', 650],
  ['ENVIRO', 'Environmental fee', 'fee', 45],
]

/** Categories with their base prices; one technician's hours cost more. */
export function makeRates(
  { date, owner }: World,
  { workers }: Staff,
): Pick<Catalog, 'categories' | 'warranty'> {
  const { agreements } = owner
  const validFrom = `${Number(date.slice(0, 4)) - 2}-01-01`
  const base = { currency: demoCurrency, validFrom } as const
  const make = (code: CategoryCode): CategoryId => {
    const [, name = '', type = 'hour', price = 0] = categories.find(([known]) => known === code) ?? []
    const { id } = agreements.createCategory({ id: newId(CategoryId), code, name, type })
    const rule = { ...base, type, categoryId: id, value: price * 10_000 } as const
    agreements.createPriceRule({ id: newId(PriceRuleId), kind: 'sales', ...rule })
    return id
  }
  const made: Catalog['categories'] = {
    ...{ INSPECT: make('INSPECT'), REPAIR: make('REPAIR'), TRAVEL: make('TRAVEL') },
    ...{ PARKING: make('PARKING'), CALLOUT: make('CALLOUT'), ENVIRO: make('ENVIRO') },
  }
  agreements.createPriceRule({
    ...{ id: newId(PriceRuleId), kind: 'sales', type: 'hour', ...base, value: 9_900_000 },
    ...{ workerId: workers.get(specialist)?.id, categoryId: made.REPAIR },
  })
  for (const { id, isDefault, type } of agreements.listCategories({ limit: 200 }).items)
    if (isDefault)
      agreements.createPriceRule({
        ...{ id: newId(PriceRuleId), kind: 'sales', ...base },
        ...{ type, categoryId: id, value: (basePrices[type] ?? 0) * 10_000 },
      })
  const properties = agreements.listLineProperties({ limit: 200 }).items
  const warranty = properties.find(({ code }) => code === 'WARRANTY')
  if (!warranty) throw new Error('the store has no line property WARRANTY')
  return { categories: made, warranty: warranty.id }
}

/** Stock in the office, what jobs need in each van, and a few bicycles with their serials. */
export function fillWarehouses(
  { chance, date, officeId, owner }: World,
  catalog: Omit<Catalog, 'categories' | 'warranty'>,
  { workers }: Staff,
): void {
  const { stock } = owner
  const store = stock.listWarehouses({ limit: 200 }).items.find(({ kind }) => kind === 'office')
  if (!store) throw new Error('the store has no warehouse')
  const day = datePlus(date, -74)
  const needed = new Set(demoJobs.flatMap(({ parts }) => parts))
  for (const item of catalog.parts.values()) {
    const quantity = needed.has(item.number) ? chance.whole(80, 120) : chance.whole(4, 24)
    const place = { itemId: item.id, warehouseId: store.id, date: day }
    const unitCost = owner.catalog.getItemCost({
      itemId: item.id,
      currency: demoCurrency,
      date: day,
    }).unitCost
    stock.receiveStock({ id: newId(StockTransactionId), ...place, quantity: quantity * 1000, unitCost })
  }
  for (const { hasVan, name } of demoWorkers) {
    if (!hasVan) continue
    const initials = name.replaceAll(/[^A-ZĀČĒĢĪĶĻŅŠŪŽÅÄÖØÆ]/g, '')
    const van = { id: newId(WarehouseId), code: `VAN-${initials}`, name: `Van ${name}`, officeId }
    const { id } = stock.createWarehouse({ ...van, kind: 'van', workerId: workers.get(name)?.id })
    for (const number of needed) {
      const item = catalog.parts.get(number)
      if (!item) throw new Error(`a job needs an unknown part: ${number}`)
      const move = { itemId: item.id, warehouseId: store.id, toWarehouseId: id, quantity: 20_000, date: day }
      stock.transferStock({ id: newId(StockTransactionId), ...move })
    }
  }
  for (const bicycle of catalog.bicycles.filter(({ sellEnd }) => sellEnd === undefined).slice(0, 8)) {
    const serialNumbers = [800_000, 900_000].map((first) =>
      serialOf(bicycle, first + chance.whole(0, 99_999)),
    )
    const place = { itemId: bicycle.id, warehouseId: store.id, date: day }
    const { unitCost } = owner.catalog.getItemCost({ itemId: bicycle.id, currency: demoCurrency, date: day })
    const receipt = { ...place, quantity: 2000, serialNumbers, unitCost }
    stock.receiveStock({ id: newId(StockTransactionId), ...receipt })
  }
}

/** A serial as the maker would stamp it. */
export function serialOf({ number }: Pick<Item, 'number'>, digits: number): string {
  return `${number.slice(3, 7)}${digits}`
}

/** Registers the serial of a bicycle that a customer has. */
export function registerSerial({ catalog }: World['owner'], itemId: ItemId, serialNumber: string): void {
  catalog.createSerial({ id: newId(SerialId), itemId, serialNumber, status: 'issued' })
}
