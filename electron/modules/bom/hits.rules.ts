import type { StructureHit, StructureNode } from '../../shared/contract/bomStructure'

/** How many hits are named; all are counted. */
const hitLimit = 1000

/** The nodes that a text stands in, in the order of the tree; a path only as a whole (09 §5). */
export function hitsIn(
  nodes: readonly StructureNode[],
  text: string,
): { items: StructureHit[]; count: number } {
  const words = text.toLocaleLowerCase().split(/\s+/u)
  const above: string[] = []
  const items: StructureHit[] = []
  let count = 0
  for (const node of nodes) {
    above.length = node.depth - 1
    if (isHit(node, words)) {
      count += 1
      if (items.length < hitLimit) items.push(toHit(node, [...above]))
    }
    above.push(node.lineId)
  }
  return { items, count }
}

/** Every word stands somewhere in the node. */
function isHit(node: StructureNode, words: readonly string[]): boolean {
  const { batch = '', description = '', itemName, itemNumber, path, serialNumber = '' } = node
  const read = `${itemNumber}\n${itemName}\n${description}\n${serialNumber}\n${batch}`.toLocaleLowerCase()
  return words.every((word) => word === path || read.includes(word))
}

function toHit(node: StructureNode, ancestorIds: string[]): StructureHit {
  const { lineId, path, itemNumber, itemName, serialNumber } = node
  return {
    ...{ lineId, path, ancestorIds, itemNumber, itemName },
    ...(serialNumber === undefined ? {} : { serialNumber }),
  }
}
