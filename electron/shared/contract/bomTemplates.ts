import { z } from 'zod'
import { WarrantyMonths } from './catalog'
import { patchOf, Reason, recordRef } from './crud'
import { refusals } from './domainError'
import {
  AgreementId,
  CustomerId,
  ItemId,
  ObjectId,
  OrderId,
  ServiceBomId,
  TemplateId,
  TemplateLineId,
  UnitId,
  Version,
} from './id'
import { listInput, pageOf } from './page'
import { command, query } from './procedure'
import { Quantity } from './quantity'
import { LocalDate } from './time'

const text = (max: number) => z.string().trim().max(max)

/** `locked` while a service BOM was copied from this version (R09-01); computed. */
export const TemplateStatus = z.enum(['free', 'locked'])
export type TemplateStatus = z.infer<typeof TemplateStatus>
export const TemplateSource = z.enum(['manual', 'template', 'itemBom', 'production', 'serviceBom', 'import'])
export type TemplateSource = z.infer<typeof TemplateSource>

/** What a person says of a component; shared by templates and service BOMs. */
export const componentFields = {
  /** Among the parts of the same parent; empty: behind the last. */
  position: z.int().min(1).max(1_000_000).optional(),
  itemId: ItemId,
  /** Empty: the item's name. */
  description: text(200).optional(),
  /** Above 0 (QTY_INVALID). */
  quantity: Quantity.default(1000),
  /** Empty: the item's. */
  unitId: UnitId.optional(),
  supplier: text(120).optional(),
  warrantyMonths: WarrantyMonths.optional(),
  remark: text(500).optional(),
}
const templateLineFields = {
  ...componentFields,
  validFrom: LocalDate.optional(),
  validTo: LocalDate.optional(),
}

export const TemplateLine = z.object({
  id: TemplateLineId,
  parentId: TemplateLineId.optional(),
  position: z.int(),
  /** `1.3.2`. */
  path: z.string(),
  depth: z.int(),
  itemId: ItemId,
  itemNumber: z.string(),
  itemName: z.string(),
  description: z.string(),
  quantity: Quantity,
  unitId: UnitId,
  unit: z.string(),
  supplier: z.string().optional(),
  warrantyMonths: WarrantyMonths.optional(),
  remark: z.string().optional(),
  validFrom: LocalDate.optional(),
  validTo: LocalDate.optional(),
})
export type TemplateLine = z.infer<typeof TemplateLine>

const headFields = {
  name: text(60).min(1),
  fromDate: LocalDate.optional(),
  toDate: LocalDate.optional(),
}
/** A version of the standard list of an item (09 §2.1). */
export const BomTemplate = z.object({
  id: TemplateId,
  version: Version,
  number: z.string(),
  templateVersion: z.int(),
  itemId: ItemId,
  itemNumber: z.string(),
  itemName: z.string(),
  ...headFields,
  name: z.string(),
  status: TemplateStatus,
  source: TemplateSource,
  sourceId: z.string().optional(),
  /** What it was made from, in words: a number, an item. */
  sourceName: z.string().optional(),
  lineCount: z.int(),
  /** Service BOMs that were copied from it. */
  objectCount: z.int(),
})
export type BomTemplate = z.infer<typeof BomTemplate>

/** An object that has its list from a template. */
export const TemplateUse = z.object({
  bomId: ServiceBomId,
  objectId: ObjectId,
  objectNumber: z.string(),
  objectDescription: z.string(),
  serialNumber: z.string().optional(),
  customerId: CustomerId.optional(),
  customerName: z.string().optional(),
  agreementId: AgreementId.optional(),
  orderId: OrderId.optional(),
})
export type TemplateUse = z.infer<typeof TemplateUse>
export const BomTemplateDetail = BomTemplate.extend({
  /** Parents before their parts, in the order of their paths. */
  lines: z.array(TemplateLine),
  /** Those of the caller's offices, the first 200; `objectCount` counts all. */
  usedBy: z.array(TemplateUse),
})
export type BomTemplateDetail = z.infer<typeof BomTemplateDetail>

export const templateErrors = refusals(
  'ITEM_NOT_BOM',
  'PERIOD_INVALID',
  'BOM_CIRCULAR',
  'BOM_TOO_LARGE',
  'TEMPLATE_LOCKED',
  'UNIT_NOT_CONVERTIBLE',
  'UNIT_DECIMALS',
  'QTY_INVALID',
  'POSITION_TAKEN',
  'NO_VALID_LINES',
  'NUMBERS_EXHAUSTED',
)

const templateRef = recordRef('templateId', TemplateId).extend({ reason: Reason })

/** Template BOMs, their versions and lines (09 §4). */
export const bomTemplatesContract = {
  listTemplates: query('bom.read').input(listInput(BomTemplate.shape)).output(pageOf(BomTemplate)),
  getTemplate: query('bom.read')
    .input(z.object({ templateId: TemplateId }))
    .output(BomTemplateDetail),
  createTemplate: command('bom.manage')
    .input(
      z.object({
        id: TemplateId,
        source: TemplateSource,
        /** A template, an item (its BOM; empty: `itemId`) or a service BOM, as `source` has it. */
        sourceId: z.uuidv7().optional(),
        /** The day of which an item BOM, or the instant's day of which a service BOM is taken; empty: today. */
        sourceDate: LocalDate.optional(),
        itemId: ItemId,
        ...headFields,
        name: headFields.name.optional(),
        reason: Reason,
      }),
    )
    .output(BomTemplateDetail)
    .errors(templateErrors),
  updateTemplate: command('bom.manage')
    .input(templateRef.extend({ patch: patchOf(headFields) }))
    .output(BomTemplateDetail)
    .errors(templateErrors),
  deleteTemplate: command('bom.manage')
    .input(templateRef)
    .output(z.object({ id: TemplateId }))
    .errors(templateErrors),
  /** The next version of the same number, with the same lines, free (R09-02). */
  createTemplateVersion: command('bom.manage')
    .input(z.object({ id: TemplateId.optional(), templateId: TemplateId, reason: Reason }))
    .output(BomTemplateDetail)
    .errors(templateErrors),
  addTemplateLine: command('bom.manage')
    .input(
      templateRef.extend({
        id: TemplateLineId.optional(),
        parentLineId: TemplateLineId.optional(),
        ...templateLineFields,
      }),
    )
    .output(BomTemplateDetail)
    .errors(templateErrors),
  updateTemplateLine: command('bom.manage')
    .input(
      templateRef.extend({
        lineId: TemplateLineId,
        patch: patchOf(templateLineFields).extend({ parentLineId: TemplateLineId.nullable().optional() }),
      }),
    )
    .output(BomTemplateDetail)
    .errors(templateErrors),
  /** With everything below it. */
  deleteTemplateLine: command('bom.manage')
    .input(templateRef.extend({ lineId: TemplateLineId }))
    .output(BomTemplateDetail)
    .errors(templateErrors),
}
