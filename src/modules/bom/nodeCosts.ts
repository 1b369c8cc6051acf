import type { CostRollup } from '@contract/bom'
import { decimalsOf } from '@contract/money'
import type { PartNode } from './partNodes'

export interface NodeCosts {
  /** Of one piece, in ten-thousandths. */
  readonly unitCosts: ReadonlyMap<string, number>
  /** Of all pieces with everything below them, in the currency's minor units; absent where nothing has a cost. */
  readonly totals: ReadonlyMap<string, number>
}

/** What each node of a tree costs by its leaves (R09-16): summed in ten-thousandths, rounded once. */
export function nodeCosts(nodes: readonly PartNode[], { cost, rows }: CostRollup): NodeCosts {
  const unitCosts = new Map(
    rows.flatMap(({ itemId, unitCost }) => (unitCost ? [[String(itemId), unitCost]] : [])),
  )
  const perMinor = 1000 * 10 ** (4 - decimalsOf(cost.currency))
  const sums = new Map<number, number>()
  const totals = new Map<string, number>()
  const add = (depth: number, sum: number) => sums.set(depth, (sums.get(depth) ?? 0) + sum)
  // From the end every part comes before its parent: what a depth has gathered belongs to the next node above it.
  for (const node of [...nodes].reverse()) {
    const below = sums.get(node.depth + 1)
    sums.delete(node.depth + 1)
    const unitCost = node.isLeaf ? unitCosts.get(node.itemId) : undefined
    const sum = node.isLeaf ? unitCost && unitCost * node.totalQuantity : below
    if (sum === undefined) continue
    totals.set(node.key, Math.round(sum / perMinor))
    add(node.depth, sum)
  }
  return { unitCosts, totals }
}
