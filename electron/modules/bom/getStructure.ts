import { domainError } from '../../shared/contract/domainError'
import { bomErrors, type Structure, type StructureNode } from '../../shared/contract/bom'
import type { ItemId } from '../../shared/contract/id'
import { divideRounded } from '../../shared/contract/money'
import type { BomRepository, Component } from './bom.repository'

/** R09-11. */
const depthLimit = 50
const nodeLimit = 50_000
const thousand = 1000n

export interface StructureDeps {
  readonly repository: BomRepository
  /** Throws NOT_FOUND. */
  readonly assertItem: (itemId: string) => void
}

/**
 * The item's tree as it holds on a date, parents before their parts. The total quantity of a node is the product along
 * its path, exact until its last step (R09-15).
 *
 * @throws NOT_FOUND, BOM_TOO_LARGE, BOM_CIRCULAR
 */
export function getStructure(
  { repository, assertItem }: StructureDeps,
  { itemId, date }: { itemId: ItemId; date: string },
): Structure {
  assertItem(itemId)
  const known = new Map<string, readonly Component[]>()
  const nodes: StructureNode[] = []

  function componentsOf(id: string): readonly Component[] {
    const found = known.get(id) ?? repository.componentsOn(id, date)
    known.set(id, found)
    return found
  }

  /** `factor` is exact: the product of the milli-quantities above, with `depth` thousands to divide by. */
  function walk(
    id: string,
    prefix: string,
    depth: number,
    factor: bigint,
    ancestors: readonly string[],
  ): void {
    if (depth > depthLimit) throw domainError(bomErrors, 'BOM_TOO_LARGE', { id: itemId, limit: depthLimit })
    for (const [index, component] of componentsOf(id).entries()) {
      if (ancestors.includes(component.itemId))
        throw domainError(bomErrors, 'BOM_CIRCULAR', { ids: [...ancestors, component.itemId] })
      if (nodes.length >= nodeLimit)
        throw domainError(bomErrors, 'BOM_TOO_LARGE', { id: itemId, limit: nodeLimit })
      const path = `${prefix}${String(index + 1)}`
      const product = factor * BigInt(component.quantity)
      nodes.push({
        ...component,
        path,
        depth,
        totalQuantity: Number(divideRounded(product, thousand ** BigInt(depth - 1))),
        isLeaf: componentsOf(component.itemId).length === 0,
      })
      walk(component.itemId, `${path}.`, depth + 1, product, [...ancestors, component.itemId])
    }
  }

  walk(itemId, '', 1, 1n, [itemId])
  return { itemId, date, nodes }
}
