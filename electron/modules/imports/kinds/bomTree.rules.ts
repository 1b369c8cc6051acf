import type { BomReport } from '../../../shared/contract/bomReport'
import type { BomFact } from './bomReport.rules'

/** R09-11; items that the store does not know may form a circle that nobody has looked for. */
const depthLimit = 50

interface Edge {
  readonly component: string
  readonly level: number | undefined
}

/**
 * The trees below the finished products of a day. Nodes are counted by item and depth, never visited one by one: the
 * same assembly stands in many places.
 */
export function treeReport(facts: readonly BomFact[], date: string): NonNullable<BomReport['tree']> {
  const active = facts.filter((fact) => isActive(fact, date))
  const roots = new Set(
    active.flatMap(({ assembly, component }) => (assembly === undefined ? [component] : [])),
  )
  const edges = edgesOf(active)
  const reached = new Set<string>()
  const trees = [...roots].map((root) => treeBelow(root, edges, reached))
  const depths = trees.map(({ depth }) => depth)
  const sum = (read: (tree: Tree) => number) => trees.reduce((total, tree) => total + read(tree), 0)
  return {
    date,
    roots: roots.size,
    nodes: sum(({ nodes }) => nodes),
    maxDepth: Math.max(0, ...depths),
    minDepth: depths.length === 0 ? 0 : Math.min(...depths),
    activeComponents: [...edges.values()].reduce((count, parts) => count + parts.length, 0),
    reachable: [...reached].reduce((count, item) => count + (edges.get(item)?.length ?? 0), 0),
    levelMismatches: sum(({ levelMismatches }) => levelMismatches),
  }
}

function isActive({ validFrom, validTo }: BomFact, date: string): boolean {
  return (validFrom === undefined || validFrom <= date) && (validTo === undefined || validTo >= date)
}

function edgesOf(active: readonly BomFact[]): Map<string, Edge[]> {
  const edges = new Map<string, Edge[]>()
  for (const { assembly, component, level } of active) {
    if (assembly === undefined) continue
    const parts = edges.get(assembly)
    if (parts) parts.push({ component, level })
    else edges.set(assembly, [{ component, level }])
  }
  return edges
}

interface Tree {
  readonly nodes: number
  readonly depth: number
  readonly levelMismatches: number
}

/** Goes down level by level with how often each item stands on it. */
function treeBelow(root: string, edges: ReadonlyMap<string, readonly Edge[]>, reached: Set<string>): Tree {
  let nodes = 0
  let depth = 0
  let levelMismatches = 0
  let level = new Map([[root, 1]])
  while (level.size > 0 && depth <= depthLimit) {
    const below = new Map<string, number>()
    for (const [item, times] of level) {
      reached.add(item)
      for (const { component, level: said } of edges.get(item) ?? []) {
        nodes += times
        if (said !== undefined && said !== depth + 1) levelMismatches += times
        below.set(component, (below.get(component) ?? 0) + times)
      }
    }
    if (below.size > 0) depth += 1
    level = below
  }
  return { nodes, depth, levelMismatches }
}
