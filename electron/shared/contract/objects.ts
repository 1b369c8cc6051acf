import { z } from 'zod'
import { WarrantyMonths } from './catalog'
import { Reason, crud, recordRef } from './crud'
import { DocumentFile } from './documents'
import { refusals } from './domainError'
import {
  BomHistoryId,
  CustomerId,
  ItemId,
  ObjectGroupId,
  ObjectId,
  OrderId,
  ProductCategoryId,
  RepairLineId,
  ServiceBomId,
  SiteId,
  Version,
} from './id'
import { BasisPoints } from './money'
import { OrderProgress } from './orderLiterals'
import { command, longCommand, query } from './procedure'
import { OutcomeClass } from './repairCodes'
import { WarrantyVerdict } from './repairLines'
import { BomAction } from './serviceBoms'
import { Language } from './session'
import { Instant, LocalDate } from './time'

const text = (max: number) => z.string().trim().min(1).max(max)

const groupFields = { code: text(20), description: text(120), parentId: ObjectGroupId.optional() }
export const ObjectGroup = z.object({
  id: ObjectGroupId,
  version: Version,
  ...groupFields,
  parentDescription: z.string().optional(),
})
export type ObjectGroup = z.infer<typeof ObjectGroup>

export const ObjectStatus = z.enum(['inService', 'outOfService', 'scrapped'])
export type ObjectStatus = z.infer<typeof ObjectStatus>

const objectFields = {
  /** Empty: the next number of the series OBJ. */
  number: text(40).optional(),
  description: text(300),
  groupId: ObjectGroupId.optional(),
  /** Empty, with the site, for shared objects. */
  customerId: CustomerId.optional(),
  siteId: SiteId.optional(),
  itemId: ItemId.optional(),
  serialNumber: text(80).optional(),
  productCategoryId: ProductCategoryId.optional(),
  tangible: z.boolean().default(true),
  brand: text(120).optional(),
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

/** An order that has the object on it, at its appointment. */
const ObjectOrderEvent = z.object({
  kind: z.literal('order'),
  id: OrderId,
  at: Instant,
  number: z.string(),
  description: z.string(),
  progress: OrderProgress,
})
/** A repair of the object, at its report; names are in the caller's language. */
const ObjectRepairEvent = z.object({
  kind: z.literal('repair'),
  id: RepairLineId,
  at: Instant,
  number: z.string(),
  orderId: OrderId,
  orderNumber: z.string(),
  title: z.string().optional(),
  /** Internal; how it begins. */
  note: z.string().optional(),
  finishedAt: Instant.optional(),
  symptom: z.string().optional(),
  resolution: z.string().optional(),
  barrier: z.string().optional(),
  outcome: OutcomeClass.optional(),
  warrantyVerdict: WarrantyVerdict,
  /** It repeats an earlier repair (R08-12). */
  isRepeat: z.boolean(),
})
/** A part that came in, went out or was changed (09 §2.3); what was undone is not among them. */
const ObjectPartEvent = z.object({
  kind: z.literal('part'),
  id: BomHistoryId,
  at: Instant,
  bomId: ServiceBomId,
  action: BomAction,
  itemNumber: z.string(),
  description: z.string(),
  serialNumber: z.string().optional(),
  /** Of a replaced part: what came in. */
  newItemNumber: z.string().optional(),
  newDescription: z.string().optional(),
  newSerialNumber: z.string().optional(),
  orderId: OrderId.optional(),
  orderNumber: z.string().optional(),
  repairLineId: RepairLineId.optional(),
})
export const ObjectEvent = z.discriminatedUnion('kind', [
  ObjectOrderEvent,
  ObjectRepairEvent,
  ObjectPartEvent,
])
export type ObjectEvent = z.infer<typeof ObjectEvent>
/** A return of the object (area 10): its order of origin and what came of it stand with the return itself. */
export const ObjectReturnEvent = z.object({
  kind: z.literal('return'),
  id: z.uuidv7(),
  at: Instant,
  number: z.string(),
  description: z.string(),
  serialNumber: z.string().optional(),
})
export type ObjectReturnEvent = z.infer<typeof ObjectReturnEvent>

/** How reliable the object is (R08-16, R08-17); a figure is absent where there is not enough data, never 0. */
export const ObjectReliability = z.object({
  failures: z.int(),
  /** Mean minutes from the end of a failure to the start of the next; of two failures on. */
  mtbfMinutes: z.int().optional(),
  /** Mean minutes of the finished failures. */
  mttrMinutes: z.int().optional(),
  availability: BasisPoints.optional(),
  /** Repairs that repeat an earlier one (R08-12). */
  repeats: z.int(),
})
export type ObjectReliability = z.infer<typeof ObjectReliability>

/** What happened to an object, newest first (08 §5): one time line, page by page, and what it says of the object. */
export const ObjectHistory = z.object({
  items: z.array(ObjectEvent),
  next: z.string().optional(),
  /** The page's events by kind (00-procedures). */
  repairs: z.array(ObjectRepairEvent),
  partChanges: z.array(ObjectPartEvent),
  /** Empty where the company keeps no returns. */
  returns: z.array(ObjectReturnEvent),
  orders: z.array(ObjectOrderEvent),
  reliability: ObjectReliability,
  /** Of the reliability, by the names of the index: minutes, and repairs that repeat an earlier one. */
  mtbf: z.int().optional(),
  repeats: z.int(),
})
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
    .input(
      z.object({
        objectId: ObjectId,
        after: z.string().max(200).optional(),
        limit: z.int().min(1).max(200).default(50),
      }),
    )
    .output(ObjectHistory),
  /** The whole time line with its figures as a PDF of the caller. */
  printObjectHistory: longCommand('objects.read')
    .input(z.object({ objectId: ObjectId, language: Language.optional() }))
    .output(DocumentFile.pick({ fileId: true, fileName: true, size: true, sha256: true })),
  listObjectGroups: group.list,
  getObjectGroup: group.get,
  createObjectGroup: group.create,
  updateObjectGroup: group.update,
  deleteObjectGroup: group.delete,
}
