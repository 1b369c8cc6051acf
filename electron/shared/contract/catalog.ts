import { z } from 'zod'
import { Reason, crud } from './crud'
import { refusals } from './domainError'
import {
  ItemCategoryId,
  ItemCostId,
  ItemId,
  ItemPriceId,
  ObjectId,
  ProductCategoryId,
  SerialId,
  UnitId,
  Version,
  WarehouseId,
} from './id'
import { listInput, pageOf } from './page'
import { Currency, UnitPrice } from './money'
import { command, query } from './procedure'
import { Quantity } from './quantity'
import { LocalDate } from './time'

const text = (max: number) => z.string().trim().min(1).max(max)

const unitFields = { code: text(6), name: text(80), decimals: z.int().min(0).max(3) }
export const Unit = z.object({ id: UnitId, version: Version, ...unitFields })
export type Unit = z.infer<typeof Unit>

const itemCategoryFields = { code: text(20), name: text(80) }
export const ItemCategory = z.object({ id: ItemCategoryId, version: Version, ...itemCategoryFields })
export type ItemCategory = z.infer<typeof ItemCategory>

const productCategoryFields = {
  /** The key in repair files (01 §3.2). */
  externalId: z.int().min(1).max(1_000_000_000),
  name: text(120),
}
export const ProductCategory = z.object({ id: ProductCategoryId, version: Version, ...productCategoryFields })
export type ProductCategory = z.infer<typeof ProductCategory>

export const ItemKind = z.enum(['stock', 'service', 'nonStock'])
export type ItemKind = z.infer<typeof ItemKind>

/** Whole months of warranty. */
export const WarrantyMonths = z.int().min(0).max(1200)

const itemFields = {
  number: text(40),
  name: text(200),
  categoryId: ItemCategoryId.optional(),
  subcategory: text(80).optional(),
  unitId: UnitId,
  kind: ItemKind.default('stock'),
  serialTracked: z.boolean().default(false),
  madeInHouse: z.boolean().default(false),
  /** Milli-units of the weight unit: 1.5 kg = 1500. */
  weight: Quantity.min(0).optional(),
  weightUnit: text(20).optional(),
  size: text(20).optional(),
  sizeUnit: text(20).optional(),
  color: text(40).optional(),
  sellStart: LocalDate.optional(),
  sellEnd: LocalDate.optional(),
  /** Default of a service object's product warranty (08 §2.5). */
  warrantyMonths: WarrantyMonths.optional(),
  blocked: z.boolean().default(false),
}
export const Item = z.object({
  id: ItemId,
  version: Version,
  ...itemFields,
  kind: ItemKind,
  serialTracked: z.boolean(),
  madeInHouse: z.boolean(),
  blocked: z.boolean(),
  categoryName: z.string().optional(),
  unitCode: z.string(),
})
export type Item = z.infer<typeof Item>

const validity = { itemId: ItemId, currency: Currency, validFrom: LocalDate, validTo: LocalDate.optional() }
export const ItemPrice = z.object({ id: ItemPriceId, version: Version, ...validity, unitPrice: UnitPrice })
export type ItemPrice = z.infer<typeof ItemPrice>
export const ItemCost = z.object({ id: ItemCostId, version: Version, ...validity, unitCost: UnitPrice })
export type ItemCost = z.infer<typeof ItemCost>

export const SerialStatus = z.enum(['inStock', 'issued', 'scrapped'])
export type SerialStatus = z.infer<typeof SerialStatus>

const serialFields = {
  itemId: ItemId,
  serialNumber: text(80),
  status: SerialStatus.default('issued'),
}
export const Serial = z.object({
  id: SerialId,
  version: Version,
  ...serialFields,
  status: SerialStatus,
  /** Where it lies while in stock; kept by stock movements. */
  warehouseId: WarehouseId.optional(),
  itemNumber: z.string(),
  itemName: z.string(),
  /** The service object of this item and serial that is not scrapped. */
  objectId: ObjectId.optional(),
  objectNumber: z.string().optional(),
})
export type Serial = z.infer<typeof Serial>

export const catalogErrors = refusals(
  'NUMBER_TAKEN',
  'CODE_TAKEN',
  'UNIT_DECIMALS',
  'SERIAL_TRACKING_FIXED',
  'SERIAL_IN_USE',
  'PERIOD_INVALID',
  'PRICE_OVERLAP',
  'NEGATIVE_PRICE',
  'PRICE_MISSING',
)

const shared = { read: 'catalog.read', write: 'catalog.write', errors: catalogErrors } as const
const unit = crud({ key: 'unitId', id: UnitId, fields: unitFields, record: Unit, ...shared })
const itemCategory = crud({
  key: 'itemCategoryId',
  id: ItemCategoryId,
  fields: itemCategoryFields,
  record: ItemCategory,
  ...shared,
})
const productCategory = crud({
  key: 'productCategoryId',
  id: ProductCategoryId,
  fields: productCategoryFields,
  record: ProductCategory,
  ...shared,
})
const item = crud({ key: 'itemId', id: ItemId, fields: itemFields, record: Item, ...shared })
const serial = crud({ key: 'serialId', id: SerialId, fields: serialFields, record: Serial, ...shared })

/** A new row from d0; `endEarlier` ends an open earlier row on d0 − 1 (01 §2.5). */
const setRow = { ...validity, endEarlier: z.boolean().optional(), reason: Reason }
const onDate = z.object({ itemId: ItemId, currency: Currency, date: LocalDate })

export const catalogContract = {
  listUnits: unit.list,
  getUnit: unit.get,
  createUnit: unit.create,
  updateUnit: unit.update,
  deleteUnit: unit.delete,
  listItemCategories: itemCategory.list,
  getItemCategory: itemCategory.get,
  createItemCategory: itemCategory.create,
  updateItemCategory: itemCategory.update,
  deleteItemCategory: itemCategory.delete,
  listProductCategories: productCategory.list,
  getProductCategory: productCategory.get,
  createProductCategory: productCategory.create,
  updateProductCategory: productCategory.update,
  deleteProductCategory: productCategory.delete,
  listItems: item.list,
  getItem: item.get,
  createItem: item.create,
  updateItem: item.update,
  deleteItem: item.delete,
  listSerials: serial.list,
  getSerial: serial.get,
  createSerial: serial.create,
  updateSerial: serial.update,
  deleteSerial: serial.delete,
  setItemPrice: command('catalog.setPrice')
    .input(z.object({ id: ItemPriceId, ...setRow, unitPrice: UnitPrice }))
    .output(ItemPrice)
    .errors(catalogErrors),
  setItemCost: command('catalog.setPrice')
    .input(z.object({ id: ItemCostId, ...setRow, unitCost: UnitPrice }))
    .output(ItemCost)
    .errors(catalogErrors),
  listItemPrices: query('catalog.read')
    .input(listInput(ItemPrice.shape).safeExtend({ itemId: ItemId }))
    .output(pageOf(ItemPrice)),
  listItemCosts: query('catalog.readCost')
    .input(listInput(ItemCost.shape).safeExtend({ itemId: ItemId }))
    .output(pageOf(ItemCost)),
  /** The row valid on the date, never the nearest one. */
  getItemPrice: query('catalog.read').input(onDate).output(ItemPrice).errors(catalogErrors),
  getItemCost: query('catalog.readCost').input(onDate).output(ItemCost).errors(catalogErrors),
}
