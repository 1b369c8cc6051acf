import type { BomDifference, BomMark, CostRollup, StructureNode } from '@contract/bom'
import { ItemId, ServiceBomId } from '@contract/id'
import { describe, expect, it } from 'vitest'
import { v7 } from 'uuid'
import { endOf, instantOfMoment, live, neighbour, subjectAt } from '@/modules/bom/bomTime'
import { differenceNodes, markOf, nextDifference } from '@/modules/bom/differences'
import { nodeCosts } from '@/modules/bom/nodeCosts'
import { partNodes, searchText } from '@/modules/bom/partNodes'

const oslo = 'Europe/Oslo'
const bomId = ServiceBomId.parse(v7())

const items = new Map<string, ItemId>()
function itemId(number: string): ItemId {
  const known = items.get(number) ?? ItemId.parse(v7())
  items.set(number, known)
  return known
}
function node(path: string, number: string, more: Partial<StructureNode> = {}): StructureNode {
  const depth = path.split('.').length
  return {
    ...{
      lineId: number,
      path,
      depth,
      itemId: itemId(number),
      itemNumber: number,
      itemName: `Item ${number}`,
    },
    ...{ quantity: 1000, totalQuantity: 1000, unit: 'EA', isLeaf: true },
    ...more,
  }
}

describe('the time of a list', () => {
  const marks: BomMark[] = [300, 100, 200].map((at) => ({ at, count: 1, historyIds: [] }))

  it('R09-12: goes from change to change; behind the last one it is now again', () => {
    expect(neighbour(marks, 250, -1)).toEqual({ kind: 'at', at: 200 })
    expect(neighbour(marks, 200, -1)).toEqual({ kind: 'at', at: 100 })
    expect(neighbour(marks, 100, -1)).toBeUndefined()
    expect(neighbour(marks, 200, 1)).toEqual({ kind: 'at', at: 300 })
    expect(neighbour(marks, 300, 1)).toBe(live)
    expect(neighbour([], 5, 1)).toBe(live)
  })

  it('R09-12: a day is its last instant at the site, also when the clocks change', () => {
    expect(endOf('2026-03-29', oslo)).toBe(Date.UTC(2026, 2, 29, 22) - 1)
    expect(endOf('2026-03-28', oslo)).toBe(Date.UTC(2026, 2, 28, 23) - 1)
    expect(instantOfMoment({ kind: 'date', date: '2026-03-28' }, oslo, 0)).toBe(endOf('2026-03-28', oslo))
    expect(instantOfMoment(live, oslo, 7)).toBe(7)
  })

  it('R09-12: asks for the state as it was known by the end of a day', () => {
    const zone = oslo
    expect(subjectAt(bomId, live, { knownOn: undefined, zone })).toEqual({ bomId })
    expect(subjectAt(bomId, { kind: 'date', date: '2026-03-30' }, { knownOn: '2026-04-01', zone })).toEqual({
      ...{ bomId, date: '2026-03-30', knownAt: endOf('2026-04-01', oslo) },
    })
  })
})

describe('the costs of a tree', () => {
  it('R09-16: an assembly costs what its leaves cost, each level for itself', () => {
    const nodes = partNodes(
      [
        node('1', 'SEAT', { isLeaf: false }),
        node('1.1', 'POST', { totalQuantity: 1000 }),
        node('1.2', 'BOLT', { totalQuantity: 4000 }),
        node('2', 'WHEEL', { isLeaf: false, totalQuantity: 2000 }),
        node('2.1', 'SPOKE', { totalQuantity: 72_000 }),
        node('2.2', 'FREE', { totalQuantity: 2000 }),
        node('3', 'CHAIN'),
      ],
      true,
    )
    const unitCosts: Record<string, number> = { POST: 100_000, BOLT: 12_345, SPOKE: 1001, CHAIN: 50 }
    const rollup: CostRollup = {
      ...{
        method: 'leaf',
        date: '2026-01-01',
        costDate: '2026-01-01',
        exact: '0',
        nodeCount: 5,
        zeroCostCount: 1,
      },
      ...{ zeroCostItems: [], cost: { minor: 0, currency: 'NOK' } },
      rows: Object.entries(unitCosts).map(([number, unitCost]) => ({
        ...{
          itemId: itemId(number),
          itemNumber: number,
          itemName: number,
          unit: 'EA',
          quantity: 1,
          unitCost,
        },
        cost: { minor: 0, currency: 'NOK' },
      })),
    }
    const { totals, unitCosts: known } = nodeCosts(nodes, rollup)
    expect(Object.fromEntries(totals)).toEqual({
      ...{ POST: 1000, BOLT: 494, SEAT: 1494, SPOKE: 721, WHEEL: 721, CHAIN: 1 },
    })
    expect(known.get(itemId('BOLT'))).toBe(12_345)
    expect(totals.has('FREE')).toBe(false)
  })
})

describe('parts in a tree', () => {
  it('an item that stands in several places is named by its place, a line of a list by itself', () => {
    const nodes = [node('1', 'A'), node('2', 'A')]
    expect(partNodes(nodes, false).map(({ key }) => key)).toEqual(['1', '2'])
    expect(partNodes(nodes, true).map(({ key }) => key)).toEqual(['A', 'A'])
  })

  it('R-09.26: are found by number, name, serial, batch and position', () => {
    const text = searchText(node('1.3', 'POST', { serialNumber: 'SN-1', batch: 'B-7', description: 'Long' }))
    for (const word of ['1.3', 'POST', 'Item POST', 'Long', 'SN-1', 'B-7']) expect(text).toContain(word)
  })
})

describe('a comparison', () => {
  const differences: BomDifference[] = [
    { kind: 'equal', path: '1', left: node('1', 'A'), right: node('1', 'A') },
    { kind: 'qtyChanged', path: '1.1', left: node('1.1', 'B'), right: node('1.1', 'B', { quantity: 2000 }) },
    { kind: 'added', path: '1.2', right: node('1.2', 'C') },
  ]

  it('R09-13: stands as a tree with what is equal, as a list without', () => {
    expect(differenceNodes(differences, true).map(({ depth }) => depth)).toEqual([1, 2, 2])
    expect(differenceNodes(differences.slice(1), false).map(({ depth }) => depth)).toEqual([1, 1])
  })

  it('R09-13: says its kinds by three signs and goes around from difference to difference', () => {
    expect(differences.map(markOf)).toEqual([undefined, 'changed', 'added'])
    const nodes = differenceNodes(differences, true)
    expect(nextDifference(nodes, undefined)).toBe('1')
    expect(nextDifference(nodes, '1')).toBe('2')
    expect(nextDifference(nodes, '2')).toBe('1')
    expect(nextDifference(nodes.slice(0, 1), '0')).toBeUndefined()
  })
})
