import { z } from 'zod'
import { componentFields } from './bomTemplates'
import { WarrantyMonths } from './catalog'
import { patchOf, Reason, recordRef } from './crud'
import { refusals } from './domainError'
import {
  AgreementId,
  BomHistoryId,
  CustomerId,
  ItemId,
  LinePropertyId,
  ObjectId,
  OrderId,
  OrderLineId,
  ReasonCodeId,
  RemovedPartId,
  RepairLineId,
  ServiceBomId,
  ServiceBomLineId,
  SiteId,
  TemplateId,
  UnitId,
  UserId,
  Version,
  WarehouseId,
} from './id'
import { UnitPrice } from './money'
import { ordersErrors } from './orders'
import { listInput, pageOf } from './page'
import { command, query } from './procedure'
import { Quantity } from './quantity'
import { Instant, Zone } from './time'

const text = (max: number) => z.string().trim().max(max)

export const BomAction = z.enum(['copied', 'added', 'changed', 'replaced', 'deleted'])
export type BomAction = z.infer<typeof BomAction>

/** The list of one object, on its relation to an agreement or an order (09 §2.2). */
export const ServiceBom = z.object({
  id: ServiceBomId,
  version: Version,
  objectId: ObjectId,
  objectNumber: z.string(),
  objectDescription: z.string(),
  relationId: z.uuidv7(),
  agreementId: AgreementId.optional(),
  agreementNumber: z.string().optional(),
  orderId: OrderId.optional(),
  orderNumber: z.string().optional(),
  templateId: TemplateId.optional(),
  templateNumber: z.string().optional(),
  templateVersion: z.int().optional(),
  itemId: ItemId,
  itemNumber: z.string(),
  itemName: z.string(),
  serialNumber: z.string().optional(),
  customerId: CustomerId.optional(),
  customerName: z.string().optional(),
  attachedAt: Instant,
  /** When it was entered. */
  recordedAt: Instant,
  /** Kept to be read: moved away, copied from, or its agreement is over (R09-08, R09-09). */
  isReadOnly: z.boolean(),
  movedToId: ServiceBomId.optional(),
  copiedFromId: ServiceBomId.optional(),
  /** Live lines, and entries of the history that are not `copied`. */
  lineCount: z.int(),
  changeCount: z.int(),
  /** Days count in it (R09-12). */
  siteZone: Zone,
})
export type ServiceBom = z.infer<typeof ServiceBom>

/** What a part was at a moment, as the history keeps it. */
export const BomLineState = z.object({
  parentId: ServiceBomLineId.optional(),
  position: z.int(),
  itemId: ItemId,
  description: z.string(),
  quantity: Quantity,
  unitId: UnitId,
  serialNumber: z.string().optional(),
  batch: z.string().optional(),
  supplier: z.string().optional(),
  warrantyMonths: WarrantyMonths.optional(),
  remark: z.string().optional(),
})
export type BomLineState = z.infer<typeof BomLineState>

/** One entry of the history, newest first in lists; names are added for reading (09 §2.3). */
export const BomHistoryEntry = z.object({
  id: BomHistoryId,
  number: z.int(),
  bomId: ServiceBomId,
  lineId: ServiceBomLineId,
  newLineId: ServiceBomLineId.optional(),
  action: BomAction,
  effectiveAt: Instant,
  recordedAt: Instant,
  userId: UserId,
  userName: z.string(),
  reasonId: ReasonCodeId.optional(),
  reasonName: z.string().optional(),
  repairLineId: RepairLineId.optional(),
  repairLineNumber: z.string().optional(),
  orderId: OrderId.optional(),
  orderNumber: z.string().optional(),
  orderLineId: OrderLineId.optional(),
  before: BomLineState.optional(),
  after: BomLineState.optional(),
  afterNew: BomLineState.optional(),
  undoesId: BomHistoryId.optional(),
  /** A later entry took it back. */
  isUndone: z.boolean(),
  /** The entry it came with: a part that went with its assembly (R09-07). That one is undone, never this. */
  actId: BomHistoryId.optional(),
  remark: z.string().optional(),
  path: z.string().optional(),
  itemNumber: z.string(),
  itemName: z.string(),
  newItemNumber: z.string().optional(),
  newItemName: z.string().optional(),
})
export type BomHistoryEntry = z.infer<typeof BomHistoryEntry>

export const RemovedDisposition = z.enum([
  'scrap',
  'returnToStock',
  'sendToSupplier',
  'customerKeeps',
  'quarantine',
])
export type RemovedDisposition = z.infer<typeof RemovedDisposition>
/** A part that was taken out: of what, when, by whom, and what became of it (R09-17). */
export const RemovedPart = z.object({
  id: RemovedPartId,
  version: Version,
  historyId: BomHistoryId,
  bomId: ServiceBomId,
  objectId: ObjectId,
  objectNumber: z.string(),
  objectDescription: z.string(),
  objectSerial: z.string().optional(),
  customerId: CustomerId.optional(),
  customerName: z.string().optional(),
  itemId: ItemId,
  itemNumber: z.string(),
  itemName: z.string(),
  quantity: Quantity,
  unitId: UnitId,
  unit: z.string(),
  serialNumber: z.string().optional(),
  batch: z.string().optional(),
  disposition: RemovedDisposition,
  warehouseId: WarehouseId.optional(),
  warehouseName: z.string().optional(),
  removedAt: Instant,
  userId: UserId,
  userName: z.string(),
  orderId: OrderId.optional(),
  orderNumber: z.string().optional(),
  repairLineId: RepairLineId.optional(),
  repairLineNumber: z.string().optional(),
  remark: z.string().optional(),
})
export type RemovedPart = z.infer<typeof RemovedPart>

/** Components that an attached template would leave out: not valid on that day (R09-04). */
export const LeftOutLine = z.object({ path: z.string(), itemNumber: z.string(), itemName: z.string() })
export type LeftOutLine = z.infer<typeof LeftOutLine>

export const bomChangeErrors = refusals(
  'BOM_TIME_ORDER',
  'SERIAL_QTY',
  'SERIAL_IN_USE',
  'BOM_CIRCULAR',
  'BOM_TOO_LARGE',
  'BOM_READ_ONLY',
  'UNIT_NOT_CONVERTIBLE',
  'UNIT_DECIMALS',
  'QTY_INVALID',
  'POSITION_TAKEN',
  'REASON_NOT_ALLOWED',
)
/** A replacement may make an order line and take the old part into stock: their refusals are its own. */
export const replaceErrors = {
  ...ordersErrors,
  ...bomChangeErrors,
  ...refusals(
    'BOM_QTY_EXCEEDED',
    'ORDER_LOCKED',
    'PRICE_MISSING',
    'WAREHOUSE_REQUIRED',
    'OBJECT_NOT_ON_ORDER',
    'SERIAL_COUNT',
    'SERIAL_DUPLICATE',
  ),
}
export const undoChangeErrors = refusals(
  'NOT_LATEST',
  'ALREADY_POSTED',
  'BOM_READ_ONLY',
  'SERIAL_IN_USE',
  'POSITION_TAKEN',
  'LINE_SIGNED',
  'STOCK_SHORT',
  'SERIAL_NOT_IN_STOCK',
)
export const attachErrors = refusals(
  'BOM_ALREADY_ATTACHED',
  'TEMPLATE_ITEM_MISMATCH',
  'NO_VALID_LINES',
  'DATE_IN_FUTURE',
  'BOM_READ_ONLY',
)
export const moveBomErrors = refusals('BOM_OBJECT_MISMATCH', 'BOM_ALREADY_ATTACHED', 'BOM_READ_ONLY')

const bomRef = recordRef('bomId', ServiceBomId)
/** Whether a list may be changed depends on the day, so it is no filter. */
const { isReadOnly: _isReadOnly, ...listed } = ServiceBom.shape
const serviceBoms = listInput(listed, ['attachedAt', 'changeCount'])
const removedParts = listInput(RemovedPart.shape, ['removedAt', 'disposition', 'serialNumber'])
/** Every change says why, and since when; never in the future (BOM_TIME_ORDER, R09-06). */
const change = {
  /** A reason code of the use `bomChange`; REASON_REQUIRED without. */
  reasonId: ReasonCodeId.optional(),
  at: Instant,
  repairLineId: RepairLineId.optional(),
  orderId: OrderId.optional(),
  remark: text(500).optional(),
  reason: Reason,
}
const partFields = {
  ...componentFields,
  serialNumber: text(80).optional(),
  batch: text(80).optional(),
}
/** The item of a place never changes: that is a replacement. */
const { itemId: _item, ...changeable } = partFields
export const ReplaceChildren = z.enum(['keep', 'template', 'drop'])
export type ReplaceChildren = z.infer<typeof ReplaceChildren>

/** The list as it is now, also by its name, with the entries of the change (conventions §5). */
const answered = ServiceBom.extend({ bom: ServiceBom })
const changed = answered.extend({ history: z.array(BomHistoryEntry) })
const partPatch = patchOf(changeable)
/** Beside the patch a remark is that of the entry. */
const { remark: _remark, ...besidePatch } = partPatch.shape

/** Lists of objects and what happens to them (09 §4). */
export const serviceBomsContract = {
  listServiceBoms: query('bom.read').input(serviceBoms).output(pageOf(ServiceBom)),
  getServiceBom: query('bom.read')
    .input(z.object({ bomId: ServiceBomId }))
    .output(ServiceBom),
  /** The lists of an object, those that may be changed first; with an order, the one that serves it stands first. */
  listObjectBoms: query('bom.read')
    .input(z.object({ objectId: ObjectId, orderId: OrderId.optional() }))
    .output(z.object({ items: z.array(ServiceBom) })),
  /** The id of the relation of an object on an agreement or an order. */
  attachTemplate: command('bom.attach')
    .input(
      z.object({
        id: ServiceBomId.optional(),
        relationId: z.uuidv7(),
        templateId: TemplateId,
        at: Instant,
        /** A template of another item is attached all the same. */
        confirmed: z.boolean().optional(),
        reason: Reason,
      }),
    )
    .output(answered.extend({ leftOut: z.array(LeftOutLine) }))
    .errors(attachErrors),
  addComponent: command('bom.write')
    .input(
      bomRef.extend({
        id: ServiceBomLineId.optional(),
        parentLineId: ServiceBomLineId.optional(),
        ...partFields,
        ...change,
      }),
    )
    .output(changed)
    .errors(bomChangeErrors),
  /** What is changed stands in the patch, or beside the line; the patch goes first. */
  changeComponent: command('bom.write')
    .input(
      bomRef.extend({ lineId: ServiceBomLineId, ...besidePatch, patch: partPatch.optional(), ...change }),
    )
    .output(changed)
    .errors(bomChangeErrors),
  deleteComponent: command('bom.write')
    .input(bomRef.extend({ lineId: ServiceBomLineId, ...change }))
    .output(changed)
    .errors(bomChangeErrors),
  replaceComponent: command('bom.write')
    .input(
      bomRef.extend({
        /** Of the line that comes in. */
        id: ServiceBomLineId.optional(),
        lineId: ServiceBomLineId,
        ...partFields,
        /** How many are replaced; the rest stays (R09-18). Empty: all. */
        quantity: Quantity.min(1).optional(),
        ...change,
        /** Parts of the old one; empty: the new item's template, else dropped (R09-07). */
        children: ReplaceChildren.optional(),
        createOrderLine: z.boolean().optional(),
        orderLine: z
          .object({
            id: OrderLineId.optional(),
            salesPrice: UnitPrice.min(0).optional(),
            /** Empty: by the warranty verdict (R08-11). */
            linePropertyId: LinePropertyId.optional(),
            warehouseId: WarehouseId.optional(),
            description: text(120).optional(),
          })
          .optional(),
        removedPart: z
          .object({
            disposition: RemovedDisposition,
            warehouseId: WarehouseId.optional(),
            remark: text(500).optional(),
          })
          .optional(),
      }),
    )
    .output(changed.extend({ orderLineId: OrderLineId.optional(), removedPart: RemovedPart.optional() }))
    .errors(replaceErrors),
  /** The newest change of a line; its own author the same day, or a manager (R09-20). */
  undoChange: command('bom.write')
    .input(bomRef.extend({ historyId: BomHistoryId, reason: Reason }))
    .output(changed)
    .errors(undoChangeErrors),
  /** The list goes on under the relation, with its id; `id` is of the pointer that stays behind (R09-09). */
  moveServiceBom: command('bom.manage')
    .input(bomRef.extend({ id: ServiceBomId.optional(), relationId: z.uuidv7(), reason: Reason }))
    .output(ServiceBom)
    .errors(moveBomErrors),
  /** A new list with the same history; the source is kept to be read (R09-09). */
  copyServiceBom: command('bom.manage')
    .input(bomRef.extend({ id: ServiceBomId.optional(), relationId: z.uuidv7(), reason: Reason }))
    .output(ServiceBom)
    .errors(moveBomErrors),
  deleteServiceBom: command('bom.manage')
    .input(bomRef.extend({ reason: Reason }))
    .output(z.object({ id: ServiceBomId }))
    .errors(refusals('BOM_READ_ONLY')),
  listHistory: query('bom.read')
    .input(
      z.object({
        bomId: ServiceBomId,
        lineId: ServiceBomLineId.optional(),
        /** Only what was done for this repair. */
        repairLineId: RepairLineId.optional(),
        /** Without those of action `copied`. */
        isChangesOnly: z.boolean().optional(),
        after: z.int().optional(),
        limit: z.int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ items: z.array(BomHistoryEntry), next: z.int().optional() })),
  listRemovedParts: query('bom.read').input(removedParts).output(pageOf(RemovedPart)),
  /** Where an item, or a batch of it, is installed now: serials, customers, sites, since when (R09-14). */
  listRecall: query('bom.read')
    .input(
      z.object({
        itemId: ItemId,
        batch: z.string().max(80).optional(),
        after: z.string().max(200).optional(),
        limit: z.int().min(1).max(500).default(100),
      }),
    )
    .output(
      z.object({
        items: z.array(
          z.object({
            bomId: ServiceBomId,
            lineId: ServiceBomLineId,
            path: z.string(),
            objectId: ObjectId,
            objectNumber: z.string(),
            objectDescription: z.string(),
            objectSerial: z.string().optional(),
            customerId: CustomerId.optional(),
            customerName: z.string().optional(),
            customerEmail: z.string().optional(),
            siteId: SiteId.optional(),
            siteName: z.string().optional(),
            siteCity: z.string().optional(),
            quantity: Quantity,
            unit: z.string(),
            serialNumber: z.string().optional(),
            batch: z.string().optional(),
            installedAt: Instant,
          }),
        ),
        next: z.string().optional(),
        count: z.int(),
        customerCount: z.int(),
      }),
    ),
}
