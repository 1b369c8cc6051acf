import type {
  BomComparison,
  BomDifference,
  DifferenceKind,
  StructureNode,
} from '../../shared/contract/bomStructure'
import { comparePaths } from './tree.rules'

/** How the nodes of two states find each other (R09-13). */
export type Matching =
  /** By the chain of a position: two states of one service BOM. */
  | 'chain'
  /** By the items from the root down. */
  | 'items'

interface Placed {
  readonly node: StructureNode
  /** Nodes with the same key belong together. */
  readonly key: string
  /** What it hangs on, as far as `moved` is concerned. */
  readonly parent: string
  readonly position: string
}

/**
 * Compares two states: what came, went, moved, or changed in quantity, part or serial (R09-13). Equal nodes are counted,
 * and named only when asked for.
 */
export function compareStructures(
  left: readonly StructureNode[],
  right: readonly StructureNode[],
  { matching, withEqual = false }: { readonly matching: Matching; readonly withEqual?: boolean | undefined },
): BomComparison {
  const differences =
    matching === 'chain'
      ? pairs(byChain(left), byChain(right), chainKind, (one, of) => ({
          kind: 'replaced',
          path: one.path,
          left: of,
          right: one,
        }))
      : withMoved(pairs(byItems(left), byItems(right), itemKind))
  const counts = { added: 0, removed: 0, qtyChanged: 0, replaced: 0, serialChanged: 0, moved: 0, equal: 0 }
  for (const { kind } of differences) counts[kind] += 1
  return {
    counts,
    items: differences
      .filter(({ kind }) => withEqual || kind !== 'equal')
      .sort((a, b) => comparePaths(a.path, b.path)),
  }
}

function lastOf(path: string): [parent: string, position: string] {
  const dot = path.lastIndexOf('.')
  return dot < 0 ? ['', path] : [path.slice(0, dot), path.slice(dot + 1)]
}

function byChain(nodes: readonly StructureNode[]): Placed[] {
  const chains = new Map(nodes.map(({ chainId, lineId, path }) => [path, chainId ?? lineId]))
  return nodes.map((node) => {
    const [parent, position] = lastOf(node.path)
    return { node, key: node.chainId ?? node.lineId, parent: chains.get(parent) ?? '', position }
  })
}

/** Two equal items under one parent are told apart by their order. */
function byItems(nodes: readonly StructureNode[]): Placed[] {
  const keys = new Map([['', '']])
  const taken = new Map<string, number>()
  return nodes.map((node) => {
    const [parent] = lastOf(node.path)
    const above = keys.get(parent) ?? ''
    const plain = `${above}/${node.itemId}`
    const times = taken.get(plain) ?? 0
    taken.set(plain, times + 1)
    const key = times === 0 ? plain : `${plain}#${String(times)}`
    keys.set(node.path, key)
    // A part that comes shifts the positions of those behind it: they did not move.
    return { node, key, parent: above, position: '' }
  })
}

type KindOf = (left: Placed, right: Placed) => DifferenceKind

function chainKind(left: Placed, right: Placed): DifferenceKind {
  if (left.node.lineId !== right.node.lineId || left.node.itemId !== right.node.itemId) return 'replaced'
  return itemKind(left, right)
}

function itemKind(left: Placed, right: Placed): DifferenceKind {
  if (left.node.serialNumber !== right.node.serialNumber) return 'serialChanged'
  if (left.node.quantity !== right.node.quantity || left.node.unit !== right.node.unit) return 'qtyChanged'
  if (left.parent !== right.parent || left.position !== right.position) return 'moved'
  return 'equal'
}

/** Matches the nodes of one key: first those of the same line, then the others in their order. */
function pairs(
  left: readonly Placed[],
  right: readonly Placed[],
  kindOf: KindOf,
  splitFrom?: (node: StructureNode, of: StructureNode) => BomDifference,
): BomDifference[] {
  const before = grouped(left)
  const after = grouped(right)
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const mine = before.get(key) ?? []
    const theirs = after.get(key) ?? []
    const { matched, onlyLeft, onlyRight } = match(mine, theirs)
    const [origin] = mine
    return [
      ...matched.map(([one, other]): BomDifference => ({
        kind: kindOf(one, other),
        path: other.node.path,
        left: one.node,
        right: other.node,
      })),
      ...onlyLeft.map(({ node }): BomDifference => ({ kind: 'removed', path: node.path, left: node })),
      // A part of the quantity was replaced: both stand in the one place (R09-18).
      ...onlyRight.map(({ node }): BomDifference =>
        splitFrom && origin ? splitFrom(node, origin.node) : { kind: 'added', path: node.path, right: node },
      ),
    ]
  })
}

function grouped(placed: readonly Placed[]): Map<string, Placed[]> {
  const groups = new Map<string, Placed[]>()
  for (const one of placed) {
    const group = groups.get(one.key)
    if (group) group.push(one)
    else groups.set(one.key, [one])
  }
  return groups
}

function match(left: readonly Placed[], right: readonly Placed[]) {
  const matched: [Placed, Placed][] = []
  const rest = [...right]
  const unmatched = left.filter((one) => {
    const at = rest.findIndex(({ node }) => node.lineId === one.node.lineId)
    const [other] = at < 0 ? [] : rest.splice(at, 1)
    if (other) matched.push([one, other])
    return other === undefined
  })
  const onlyLeft = unmatched.filter((one) => {
    const other = rest.shift()
    if (other) matched.push([one, other])
    return other === undefined
  })
  return { matched, onlyLeft, onlyRight: rest }
}

/** A serial that went in one place and came in another was moved. */
function withMoved(differences: readonly BomDifference[]): BomDifference[] {
  const keyOf = (node: StructureNode | undefined) =>
    node?.serialNumber === undefined ? undefined : `${node.itemId} ${node.serialNumber}`
  const gone = new Map(
    differences.flatMap((one) => {
      const key = one.kind === 'removed' ? keyOf(one.left) : undefined
      return key === undefined ? [] : [[key, one] as const]
    }),
  )
  const moved = new Set<BomDifference>()
  const found = differences.map((one): BomDifference => {
    const key = one.kind === 'added' ? keyOf(one.right) : undefined
    const from = key === undefined ? undefined : gone.get(key)
    if (!from || moved.has(from)) return one
    moved.add(from)
    return { kind: 'moved', path: one.path, left: from.left, right: one.right }
  })
  return found.filter((one) => !moved.has(one))
}
