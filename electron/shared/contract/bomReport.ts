import { z } from 'zod'
import { Quantity } from './quantity'
import { LocalDate } from './time'

/** What the check of a BOM file says of the whole file (09 §4.1). */
export const BomReport = z.object({
  rows: z.int(),
  distinctKeys: z.int(),
  /** Rows without assembly: finished products, and how many different ones. */
  productRows: z.int(),
  products: z.int(),
  productsWithTwoPeriods: z.int(),
  componentRows: z.int(),
  levels: z.array(z.object({ level: z.int(), rows: z.int() })),
  units: z.array(z.object({ unit: z.string(), rows: z.int() })),
  /** Most frequent first. */
  quantities: z.array(z.object({ quantity: Quantity, rows: z.int() })),
  assemblies: z.int(),
  /** Of assemblies and components. */
  items: z.int(),
  leafItems: z.int(),
  endedRows: z.int(),
  endedComponentRows: z.int(),
  endedProductRows: z.int(),
  /** Of one assembly and component, or of one product. */
  pairsWithTwoPeriods: z.int(),
  endedWithoutSuccessor: z.int(),
  overlaps: z.int(),
  gaps: z.int(),
  circles: z.int(),
  unknownItems: z.int(),
  /** Active rows from each day on which their number changes to the next such day. */
  active: z.array(z.object({ date: LocalDate, components: z.int(), products: z.int() })),
  /** The trees as they are from the last of these days on; without a circle. */
  tree: z
    .object({
      date: LocalDate,
      roots: z.int(),
      nodes: z.int(),
      /** The depth of the deepest root, and of the shallowest. */
      maxDepth: z.int(),
      minDepth: z.int(),
      activeComponents: z.int(),
      reachable: z.int(),
      /** Nodes whose depth is not the file's level. */
      levelMismatches: z.int(),
    })
    .optional(),
})
export type BomReport = z.infer<typeof BomReport>
