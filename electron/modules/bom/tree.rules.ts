import { domainError } from '../../shared/contract/domainError'
import { structureErrors } from '../../shared/contract/bomStructure'
import { one, timesMilli, toMilli, type Factor } from './exact.rules'
import { haveCommonDay, type Validity } from './structure.rules'

/** R09-11. */
export const depthLimit = 50
export const nodeLimit = 50_000

/** What stands at the top. */
export interface TreeRoot {
  readonly itemId: string
  readonly itemNumber: string
}

/** A line as the tree needs it; `quantity` is per one piece of its assembly, in milli-units. */
export interface TreeLine extends TreeRoot, Validity {
  readonly position: number
  readonly quantity: number
}

/** Where a line stands in the tree. */
export interface Place {
  /** Positions from the root, e.g. `1.3.2`. */
  readonly path: string
  /** 1 for a direct component. */
  readonly depth: number
  /** How many there are in one piece of the root. */
  readonly factor: Factor
  readonly isLeaf: boolean
}

/** Gives the parts of a line, or of the root, in the order of their positions. */
export type ChildrenOf<Line> = (line: Line | undefined) => readonly Line[]

/**
 * Walks a structure, parents before their parts (R09-15).
 *
 * @throws BOM_TOO_LARGE beyond 50 levels or 50 000 nodes (R09-11), BOM_CIRCULAR with the path (R09-10)
 */
export function walkTree<Line extends TreeLine>(
  root: TreeRoot,
  childrenOf: ChildrenOf<Line>,
  visit: (line: Line, place: Place) => void,
): void {
  const above: (TreeRoot & Validity)[] = [root]
  let count = 0

  function walk(lines: readonly Line[], prefix: string, depth: number, times: Factor): void {
    if (lines.length === 0) return
    if (depth > depthLimit) throw tooLarge(root, depthLimit)
    for (const line of lines) {
      assertNoCircle(above, line)
      count += 1
      if (count > nodeLimit) throw tooLarge(root, nodeLimit)
      const path = `${prefix}${String(line.position)}`
      const factor = timesMilli(times, line.quantity)
      const children = childrenOf(line)
      visit(line, { path, depth, factor, isLeaf: children.length === 0 })
      above.push(line)
      walk(children, `${path}.`, depth + 1, factor)
      above.pop()
    }
  }

  walk(childrenOf(undefined), '', 1, one)
}

function tooLarge({ itemId, itemNumber }: TreeRoot, limit: number) {
  return domainError(structureErrors, 'BOM_TOO_LARGE', { id: itemId, number: itemNumber, limit })
}

/**
 * Refuses an item among its own ancestors, which are given from the root, on a day on which the whole path holds
 * (R09-10).
 *
 * @throws BOM_CIRCULAR with the path, e.g. `A > B > C > A`
 */
export function assertNoCircle(above: readonly (TreeRoot & Validity)[], line: TreeRoot & Validity): void {
  const first = above.findIndex(({ itemId }) => itemId === line.itemId)
  if (first < 0 || !haveCommonDay([...above, line])) return
  throw circular([...above.slice(first), line])
}

/** The refusal of a circle, given from the item down to itself. */
export function circular(circle: readonly TreeRoot[]) {
  return domainError(structureErrors, 'BOM_CIRCULAR', {
    path: circlePath(circle.map(({ itemNumber }) => itemNumber)),
    ids: circle.map(({ itemId }) => itemId),
  })
}

/** `A > B > C > A`. */
export function circlePath(numbers: readonly string[]): string {
  return numbers.join(' > ')
}

/** The parts of each line by their parents, for lines that say what they hang on; those of no line hang on the root. */
export function childrenByParent<
  Line extends TreeLine & { readonly lineId: string; readonly parentId?: string | undefined },
>(lines: readonly Line[]): ChildrenOf<Line> {
  const groups = new Map<string | undefined, Line[]>()
  for (const line of lines) {
    const group = groups.get(line.parentId)
    if (group) group.push(line)
    else groups.set(line.parentId, [line])
  }
  for (const group of groups.values()) group.sort((a, b) => a.position - b.position)
  const none: readonly Line[] = []
  return (line) => groups.get(line?.lineId) ?? none
}

export type TreeNode<Line> = Line & Omit<Place, 'factor'> & { readonly totalQuantity: number }

/**
 * The nodes of a structure with their paths and their quantities per piece of the root.
 *
 * @throws BOM_TOO_LARGE, BOM_CIRCULAR
 */
export function treeOf<Line extends TreeLine>(
  root: TreeRoot,
  childrenOf: ChildrenOf<Line>,
): TreeNode<Line>[] {
  const nodes: TreeNode<Line>[] = []
  walkTree(root, childrenOf, (line, { path, depth, factor, isLeaf }) => {
    nodes.push({ ...line, path, depth, isLeaf, totalQuantity: toMilli(factor) })
  })
  return nodes
}

/** Orders paths by their numbers: `1.2` before `1.10`, a part behind its assembly. */
export function comparePaths(a: string, b: string): number {
  const left = a.split('.')
  const right = b.split('.')
  for (let at = 0; at < left.length && at < right.length; at += 1) {
    const difference = Number(left[at]) - Number(right[at])
    if (difference !== 0) return difference
  }
  return left.length - right.length
}
