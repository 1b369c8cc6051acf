import type { TreeNode, TreePlace } from './tree.types'

/** Where the nodes of a list in the order of a tree stand; made once for each list. */
export interface TreeIndex {
  readonly nodes: readonly TreeNode[]
  /** The place of a node in the list. */
  readonly placeOf: ReadonlyMap<string, number>
  /** For each node the first one behind everything below it. */
  readonly ends: Int32Array
  /** -1 for a root. */
  readonly parents: Int32Array
  readonly positions: Int32Array
  /** How many parts each has directly. */
  readonly children: Int32Array
  readonly roots: number
}

/** Reads a list of nodes once: 10,000 take a millisecond or two. */
export function treeIndex(nodes: readonly TreeNode[]): TreeIndex {
  const count = nodes.length
  const index = {
    nodes,
    placeOf: new Map<string, number>(),
    ends: new Int32Array(count),
    parents: new Int32Array(count).fill(-1),
    positions: new Int32Array(count),
    children: new Int32Array(count),
    roots: 0,
  }
  const path: number[] = []
  const close = (depth: number, end: number) => {
    while (path.length > 0 && (nodes[path.at(-1) ?? 0]?.depth ?? 0) >= depth)
      index.ends[path.pop() ?? 0] = end
  }
  for (const [at, { depth, key }] of nodes.entries()) {
    close(depth, at)
    const parent = path.at(-1) ?? -1
    index.placeOf.set(key, at)
    index.parents[at] = parent
    index.positions[at] = parent < 0 ? ++index.roots : increment(index.children, parent)
    path.push(at)
  }
  close(0, count)
  return index
}

function increment(counts: Int32Array, at: number): number {
  const next = (counts[at] ?? 0) + 1
  counts[at] = next
  return next
}

export function placeIn({ children, ends, parents, positions, roots }: TreeIndex, at: number): TreePlace {
  const parent = parents[at] ?? -1
  return {
    position: positions[at] ?? 1,
    siblings: parent < 0 ? roots : (children[parent] ?? 0),
    children: children[at] ?? 0,
    below: Math.max(0, (ends[at] ?? at + 1) - at - 1),
  }
}

/** The places of the nodes that are seen: what is below a closed one is left out. */
export function seenRows({ children, ends, nodes }: TreeIndex, isOpen: (key: string) => boolean): number[] {
  const rows: number[] = []
  for (let at = 0; at < nodes.length;) {
    rows.push(at)
    const isWalked = (children[at] ?? 0) === 0 || isOpen(nodes[at]?.key ?? '')
    at = isWalked ? at + 1 : (ends[at] ?? at + 1)
  }
  return rows
}

/** What stands above a node, the nearest first. */
export function ancestorsOf({ nodes, parents, placeOf }: TreeIndex, key: string): string[] {
  const keys: string[] = []
  for (let at = parents[placeOf.get(key) ?? -1] ?? -1; at >= 0; at = parents[at] ?? -1)
    keys.push(nodes[at]?.key ?? '')
  return keys
}

/** The keys of all nodes that have parts, down to a depth. */
export function openKeys({ children, nodes }: TreeIndex, depth = Infinity): Set<string> {
  return new Set(
    nodes.filter((node, at) => (children[at] ?? 0) > 0 && node.depth <= depth).map(({ key }) => key),
  )
}

/** The nodes of one parent that have parts themselves. */
export function siblingsWithParts({ children, nodes, parents }: TreeIndex, at: number): string[] {
  const parent = parents[at] ?? -1
  return nodes
    .filter((_node, other) => (parents[other] ?? -1) === parent && (children[other] ?? 0) > 0)
    .map(({ key }) => key)
}
