import { z } from 'zod'
import { refusals } from './domainError'
import { BomLineId, ItemId } from './id'
import { query } from './procedure'
import { Quantity } from './quantity'
import { LocalDate } from './time'

/** One component of one assembly, single-level; both dates inclusive (09 §4.1). */
export const StructureNode = z.object({
  lineId: BomLineId,
  /** Positions of the lines from the root, e.g. `1.3.2`. */
  path: z.string(),
  /** 1 for a direct component. */
  depth: z.int(),
  itemId: ItemId,
  itemNumber: z.string(),
  itemName: z.string(),
  /** Per one piece of its assembly. */
  quantity: Quantity,
  /** Per one piece of the root. */
  totalQuantity: z.int(),
  unit: z.string(),
  validFrom: LocalDate.optional(),
  validTo: LocalDate.optional(),
  isLeaf: z.boolean(),
})
export type StructureNode = z.infer<typeof StructureNode>

/** A structure as it holds on a date, in the order of its paths. */
export const Structure = z.object({ itemId: ItemId, date: LocalDate, nodes: z.array(StructureNode) })
export type Structure = z.infer<typeof Structure>

export const bomErrors = refusals('BOM_TOO_LARGE', 'BOM_CIRCULAR')

export const bomContract = {
  /** The item's BOM as it holds on a date (09 §4). */
  getStructure: query('bom.read')
    .input(z.object({ itemId: ItemId, date: LocalDate }))
    .output(Structure)
    .errors(bomErrors),
}
