import { z } from 'zod'
import { refusals } from './domainError'
import { BomHistoryId, CustomerId, ItemId, ObjectId, ServiceBomId, TemplateId } from './id'
import { Currency, Money, UnitPrice } from './money'
import { query } from './procedure'
import { Quantity } from './quantity'
import { Instant, LocalDate } from './time'

/** One component in its place; parents come before their parts. */
export const StructureNode = z.object({
  /** Of an item BOM, a template or a service BOM, whichever was asked for. */
  lineId: z.string(),
  parentId: z.string().optional(),
  /** Positions of the lines from the root, e.g. `1.3.2`. */
  path: z.string(),
  /** 1 for a direct component. */
  depth: z.int(),
  itemId: ItemId,
  itemNumber: z.string(),
  itemName: z.string(),
  /** Where it differs from the item's name. */
  description: z.string().optional(),
  /** Per one piece of its assembly. */
  quantity: Quantity,
  /** Per one piece of the root. */
  totalQuantity: z.int(),
  unit: z.string(),
  validFrom: LocalDate.optional(),
  validTo: LocalDate.optional(),
  serialNumber: z.string().optional(),
  batch: z.string().optional(),
  supplier: z.string().optional(),
  warrantyMonths: z.int().optional(),
  remark: z.string().optional(),
  installedAt: Instant.optional(),
  /** The last covered day of the part's own warranty. */
  warrantyUntil: LocalDate.optional(),
  /** The first line of the chain of this place (R09-13); empty: this one. */
  chainId: z.string().optional(),
  isLeaf: z.boolean(),
})
export type StructureNode = z.infer<typeof StructureNode>

/** Which structure; exactly one of the three. */
const whose = {
  bomId: ServiceBomId.optional(),
  itemId: ItemId.optional(),
  templateId: TemplateId.optional(),
}
/** Which structure, and when. */
const subject = {
  ...whose,
  /** An instant, or a day: its last instant at the site (R09-12). Empty: now. */
  at: Instant.optional(),
  date: LocalDate.optional(),
  /** Only what was recorded by then. */
  knownAt: Instant.optional(),
}
export const StructureSubject = z.object(subject)
export type StructureSubject = z.infer<typeof StructureSubject>

export const Structure = z.object({
  ...subject,
  /** The item at the top. */
  rootItemId: ItemId,
  rootItemNumber: z.string(),
  rootItemName: z.string(),
  rootSerial: z.string().optional(),
  /** `DATE_BEFORE_ATTACH`: there was no list yet, so it is empty. */
  notice: z.enum(['DATE_BEFORE_ATTACH']).optional(),
  nodes: z.array(StructureNode),
})
export type Structure = z.infer<typeof Structure>

export const DifferenceKind = z.enum([
  'added',
  'removed',
  'qtyChanged',
  'replaced',
  'serialChanged',
  'moved',
  'equal',
])
export type DifferenceKind = z.infer<typeof DifferenceKind>
export const BomDifference = z.object({
  kind: DifferenceKind,
  path: z.string(),
  left: StructureNode.optional(),
  right: StructureNode.optional(),
})
export type BomDifference = z.infer<typeof BomDifference>
export const BomComparison = z.object({
  counts: z.record(DifferenceKind, z.int()),
  /** In the order of the paths; those that are equal only when asked for. */
  items: z.array(BomDifference),
})
export type BomComparison = z.infer<typeof BomComparison>

/** How much of an item structures take in all, per unit (R09-15). */
export const ExplodedItem = z.object({
  itemId: ItemId,
  itemNumber: z.string(),
  itemName: z.string(),
  unit: z.string(),
  quantity: z.int(),
  isLeaf: z.boolean(),
  /** In how many places. */
  places: z.int(),
})
export type ExplodedItem = z.infer<typeof ExplodedItem>

export const WhereUsedScope = z.enum(['templates', 'items', 'services'])
export type WhereUsedScope = z.infer<typeof WhereUsedScope>
export const WhereUsedRow = z.object({
  relation: z.enum(['direct', 'indirect']),
  isRoot: z.boolean(),
  /** The assembly, template or service BOM. */
  id: z.string(),
  number: z.string(),
  name: z.string(),
  templateVersion: z.int().optional(),
  serialNumber: z.string().optional(),
  objectId: ObjectId.optional(),
  customerId: CustomerId.optional(),
  customerName: z.string().optional(),
  quantity: z.int().optional(),
  unit: z.string().optional(),
})
export type WhereUsedRow = z.infer<typeof WhereUsedRow>

export const StructureHit = z.object({
  lineId: z.string(),
  path: z.string(),
  /** The lines above it, from the root. */
  ancestorIds: z.array(z.string()),
  itemNumber: z.string(),
  itemName: z.string(),
  serialNumber: z.string().optional(),
})
export type StructureHit = z.infer<typeof StructureHit>

/** An instant at which something changed: a mark of the slider. */
export const BomMark = z.object({
  at: Instant,
  count: z.int(),
  historyIds: z.array(BomHistoryId).max(50),
})
export type BomMark = z.infer<typeof BomMark>

export const RollupMethod = z.enum(['direct', 'leaf'])
export type RollupMethod = z.infer<typeof RollupMethod>
export const CostRollup = z.object({
  method: RollupMethod,
  date: LocalDate,
  costDate: LocalDate,
  /** Ten-thousandths of the currency before the one rounding, e.g. `18961906` (R09-16). */
  exact: z.string(),
  cost: Money,
  /** Nodes that were added up: those of the first level, or the leaves. */
  nodeCount: z.int(),
  /** Those of them whose item has no cost, or a cost of 0. */
  zeroCostCount: z.int(),
  zeroCostItems: z.array(z.object({ itemId: ItemId, itemNumber: z.string(), itemName: z.string() })).max(200),
  rows: z.array(
    z.object({
      itemId: ItemId,
      itemNumber: z.string(),
      itemName: z.string(),
      unit: z.string(),
      quantity: z.int(),
      unitCost: UnitPrice.optional(),
      cost: Money,
    }),
  ),
})
export type CostRollup = z.infer<typeof CostRollup>

export const structureErrors = refusals('BOM_TOO_LARGE', 'BOM_CIRCULAR', 'ONE_SUBJECT')

/** Reading structures: as of a time, compared, searched, exploded (09 §3). */
export const bomStructureContract = {
  getStructure: query('bom.read').input(StructureSubject).output(Structure).errors(structureErrors),
  getComparison: query('bom.read')
    .input(z.object({ left: StructureSubject, right: StructureSubject, withEqual: z.boolean().optional() }))
    .output(BomComparison)
    .errors(structureErrors),
  listMarks: query('bom.read')
    .input(z.object({ bomId: ServiceBomId }))
    .output(z.object({ items: z.array(BomMark) })),
  listStructureHits: query('bom.read')
    .input(StructureSubject.extend({ text: z.string().trim().min(1).max(200) }))
    .output(z.object({ items: z.array(StructureHit), count: z.int() }))
    .errors(structureErrors),
  listWhereUsed: query('bom.read')
    .input(
      z.object({
        itemId: ItemId,
        /** Empty: today. */
        date: LocalDate.optional(),
        scope: WhereUsedScope,
        after: z.string().max(200).optional(),
        limit: z.int().min(1).max(500).default(100),
      }),
    )
    .output(
      z.object({
        items: z.array(WhereUsedRow),
        next: z.string().optional(),
        /** Direct ones, all, and the roots among them. */
        direct: z.int(),
        all: z.int(),
        roots: z.int(),
      }),
    )
    .errors(structureErrors),
  getExplosion: query('bom.read')
    .input(
      z.object({
        roots: z
          .array(z.object({ ...whose, quantity: Quantity.min(1).default(1000) }))
          .min(1)
          .max(200),
        at: Instant.optional(),
        date: LocalDate.optional(),
      }),
    )
    .output(
      z.object({
        /** By item and unit; an item that has parts in one place and none in another is named twice. */
        items: z.array(ExplodedItem),
        /** Of the leaves, one a unit: assemblies are not counted beside their parts. */
        totals: z.array(z.object({ unit: z.string(), quantity: z.int() })),
      }),
    )
    .errors(structureErrors),
  getCostRollup: query('catalog.readCost')
    .input(
      StructureSubject.extend({
        /** Of the cost; empty: the day of the structure. */
        costDate: LocalDate.optional(),
        method: RollupMethod,
        currency: Currency.optional(),
      }),
    )
    .output(CostRollup)
    .errors(structureErrors),
}
