import { z } from 'zod'
import { WarrantyMonths } from './catalog'
import { Reason, crud, recordRef } from './crud'
import { refusals } from './domainError'
import {
  CustomerId,
  ItemId,
  ObjectGroupId,
  ObjectId,
  OrderId,
  ProductCategoryId,
  RepairLineId,
  SiteId,
  Version,
} from './id'
import { command, query } from './procedure'
import { Instant, LocalDate } from './time'

const text = (max: number) => z.string().trim().min(1).max(max)

const groupFields = { code: text(20), name: text(120), parentId: ObjectGroupId.optional() }
export const ObjectGroup = z.object({
  id: ObjectGroupId,
  version: Version,
  ...groupFields,
  parentName: z.string().optional(),
})
export type ObjectGroup = z.infer<typeof ObjectGroup>

export const ObjectStatus = z.enum(['inService', 'outOfService', 'scrapped'])
export type ObjectStatus = z.infer<typeof ObjectStatus>

const objectFields = {
  /** Empty: the next number of the series OBJ. */
  number: text(40).optional(),
  description: text(200),
  groupId: ObjectGroupId.optional(),
  /** Empty, with the site, for shared objects. */
  customerId: CustomerId.optional(),
  siteId: SiteId.optional(),
  itemId: ItemId.optional(),
  serialNumber: text(80).optional(),
  productCategoryId: ProductCategoryId.optional(),
  tangible: z.boolean().default(true),
  brand: text(80).optional(),
  model: text(80).optional(),
  /** 1800…current year: a business check. */
  yearOfManufacture: z.int().min(0).max(9999).optional(),
  /** The year was computed from an age (01 §3.2). */
  isYearEstimated: z.boolean().default(false),
  installedDate: LocalDate.optional(),
  /** Empty: the installed date (08 §2.5). */
  warrantyStart: LocalDate.optional(),
  /** Empty: the item's. */
  productWarrantyMonths: WarrantyMonths.optional(),
  /** Empty: the setting repairWarrantyMonths. */
  repairWarrantyMonths: WarrantyMonths.optional(),
  parentObjectId: ObjectId.optional(),
  /** Empty: in service, or out of service while a serial-tracked item lacks its serial. */
  status: ObjectStatus.optional(),
  readingUnit: text(20).optional(),
}
export const ServiceObject = z.object({
  id: ObjectId,
  version: Version,
  ...objectFields,
  number: z.string(),
  tangible: z.boolean(),
  isYearEstimated: z.boolean(),
  status: ObjectStatus,
  /** The last covered day of the product warranty (R08-09). */
  warrantyUntil: LocalDate.optional(),
  groupName: z.string().optional(),
  customerNumber: z.string().optional(),
  customerName: z.string().optional(),
  siteName: z.string().optional(),
  itemNumber: z.string().optional(),
  itemName: z.string().optional(),
  productCategoryName: z.string().optional(),
  parentNumber: z.string().optional(),
  parentDescription: z.string().optional(),
})
export type ServiceObject = z.infer<typeof ServiceObject>

/** An order that has the object on it. */
export const ObjectOrder = z.object({
  orderId: OrderId,
  number: z.string(),
  description: z.string().optional(),
  serviceAt: Instant.optional(),
  progress: z.string(),
})
export type ObjectOrder = z.infer<typeof ObjectOrder>

/** A repair line of the object. */
export const ObjectRepair = z.object({
  repairLineId: RepairLineId,
  number: z.string(),
  orderId: OrderId,
  orderNumber: z.string(),
  title: z.string().optional(),
  reportedAt: Instant.optional(),
  resolution: z.string().optional(),
  barrier: z.string().optional(),
})
export type ObjectRepair = z.infer<typeof ObjectRepair>

/** What happened to an object, newest first. */
export const ObjectHistory = z.object({ orders: z.array(ObjectOrder), repairs: z.array(ObjectRepair) })
export type ObjectHistory = z.infer<typeof ObjectHistory>

export const objectsErrors = refusals(
  'NUMBER_TAKEN',
  'NUMBERS_EXHAUSTED',
  'CODE_TAKEN',
  'SERIAL_IN_USE',
  'YEAR_IMPLAUSIBLE',
  'OBJECT_CYCLE',
  'OBJECT_OTHER_CUSTOMER',
  'OBJECT_SCRAPPED',
  'SITE_OTHER_CUSTOMER',
  'GROUP_CYCLE',
)

const shared = { read: 'objects.read', write: 'objects.write', errors: objectsErrors } as const
const object = crud({ key: 'objectId', id: ObjectId, fields: objectFields, record: ServiceObject, ...shared })
const group = crud({
  key: 'objectGroupId',
  id: ObjectGroupId,
  fields: groupFields,
  record: ObjectGroup,
  ...shared,
})

export const objectsContract = {
  listObjects: object.list,
  getObject: object.get,
  createObject: object.create,
  updateObject: object.update,
  deleteObject: object.delete,
  setObjectStatus: command('objects.write')
    .input(recordRef('objectId', ObjectId).extend({ status: ObjectStatus, reason: Reason }))
    .output(ServiceObject)
    .errors(objectsErrors),
  getObjectHistory: query('objects.read')
    .input(z.object({ objectId: ObjectId }))
    .output(ObjectHistory),
  listObjectGroups: group.list,
  getObjectGroup: group.get,
  createObjectGroup: group.create,
  updateObjectGroup: group.update,
  deleteObjectGroup: group.delete,
}
