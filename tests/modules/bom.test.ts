import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findCircle, overlapsOf, type BomEdge } from '../../electron/modules/bom/index'
import { setUp, type TestApp } from '../support/app'
import { checked, imported } from '../support/imports'

const day = (n: number) => `2024-01-${String(n + 1).padStart(2, '0')}`
const edge = (assemblyId: string, componentId: string, from?: number, to?: number): BomEdge => ({
  assemblyId,
  componentId,
  ...(from === undefined ? {} : { validFrom: day(from) }),
  ...(to === undefined ? {} : { validTo: day(to) }),
})
const holdsOn = ({ validFrom = '0', validTo = '9' }: BomEdge, date: string) =>
  validFrom <= date && date <= validTo

const days = Array.from({ length: 6 }, (_, n) => day(n))
const item = fc.constantFrom('a', 'b', 'c', 'd')
const anyEdge = fc
  .tuple(item, item, fc.option(fc.nat(5), { nil: undefined }), fc.option(fc.nat(5), { nil: undefined }))
  .filter(([, , from, to]) => from === undefined || to === undefined || from <= to)
  .map(([assembly, component, from, to]) => edge(assembly, component, from, to))

/** The slow obvious version: on each day, can an item reach itself? */
function isCircularOn(edges: readonly BomEdge[], date: string): boolean {
  const valid = edges.filter((one) => holdsOn(one, date))
  return ['a', 'b', 'c', 'd'].some((start) => {
    const reached = new Set<string>()
    const open = [start]
    for (let id = open.pop(); id !== undefined; id = open.pop())
      for (const { assemblyId, componentId } of valid)
        if (assemblyId === id && !reached.has(componentId)) {
          reached.add(componentId)
          open.push(componentId)
        }
    return reached.has(start)
  })
}

describe('structure rules', () => {
  it('R09-10: a circle is found exactly when an item is its own part on some day', () => {
    fc.assert(
      fc.property(fc.array(anyEdge, { maxLength: 8 }), (edges) => {
        const circle = findCircle(edges)
        expect(circle !== undefined).toBe(days.some((date) => isCircularOn(edges, date)))
        if (!circle) return
        expect(days.some((date) => circle.every((one) => holdsOn(one, date)))).toBe(true)
        expect(circle.at(-1)?.componentId).toBe(circle[0]?.assemblyId)
      }),
      { numRuns: 500 },
    )
  })

  it('09 §4.1: lines of one assembly and component overlap when they share a day, both ends inclusive', () => {
    expect(overlapsOf([edge('a', 'b', 0, 2), edge('a', 'b', 3)])).toEqual([])
    expect(overlapsOf([edge('a', 'b', 0, 2), edge('a', 'b', 2)])).toHaveLength(1)
    expect(overlapsOf([edge('a', 'b', 0, 2), edge('a', 'c', 2)])).toEqual([])
    expect(overlapsOf([edge('a', 'b'), edge('a', 'b', 5)])).toHaveLength(1)
  })
})

describe('BOM files', () => {
  let app: TestApp
  beforeEach(async () => {
    app = setUp()
    await imported(app.owner, 'units', 'unit,name\nEA,Each\nOZ,Ounces\n')
    await imported(app.owner, 'items', 'item_number,name\nA,A\nB,B\nC,C\n')
  })
  afterEach(() => app.close())

  const header =
    'bom_id,assembly_item_number,component_item_number,valid_from,valid_to,unit,bom_level,quantity_per_assembly'
  it.each([
    ['1,A,B,,,EA,,1\n2,A,X,,,EA,,1', 3, 'UNKNOWN_REFERENCE'],
    ['1,A,B,,,KG,,1', 2, 'UNKNOWN_REFERENCE'],
    ['1,A,B,,,EA,,0', 2, 'QTY_INVALID'],
    ['1,A,B,2024-02-01,2024-01-01,EA,,1', 2, 'PERIOD_INVALID'],
    ['1,A,B,,,EA,,1\n1,A,C,,,EA,,1', 3, 'DUPLICATE_KEY'],
    ['1,A,B,,2024-01-02,EA,,1\n2,A,B,2024-01-02,,EA,,1', 3, 'PERIOD_OVERLAP'],
    ['1,A,B,,,EA,,1\n2,B,C,,,EA,,1\n3,C,A,,,EA,,1', 4, 'BOM_CIRCULAR'],
    ['1,A,A,,,EA,,1', 2, 'BOM_CIRCULAR'],
  ])('09 §4.1: %j is on line %i the error %s', async (rows, line, code) => {
    const { id, counts } = await checked(app.owner, 'boms', `${header}\n${rows}\n`)
    expect(counts).toMatchObject({ errors: 1, codes: { [code]: 1 } })
    const { items } = await app.owner.imports.listRows({ importId: id, filter: { severity: ['error'] } })
    expect(items.map((row) => [row.line, row.action])).toEqual([[line, undefined]])
  })

  it('09 §4.1: a circle through lines of the store is found too; one that shares no day is none', async () => {
    await imported(app.owner, 'boms', `${header}\n1,A,B,,2024-01-31,EA,,1\n`)
    const closing = await checked(app.owner, 'boms', `${header}\n2,B,A,2024-01-31,,EA,,1\n`)
    expect(closing.counts.codes).toEqual({ BOM_CIRCULAR: 1 })
    const apart = await checked(app.owner, 'boms', `${header}\n2,B,A,2024-02-01,,EA,,1\n`)
    expect(apart.counts).toMatchObject({ errors: 0, new: 1 })
  })

  it('R09-15: quantities multiply along the path and are rounded once', async () => {
    await imported(app.owner, 'boms', `${header}\n1,A,B,,,EA,,0.333\n2,B,C,,,OZ,,0.333\n`)
    const { items } = await app.owner.catalog.listItems({ filter: { number: 'A' } })
    const { nodes } = await app.owner.bom.getStructure({ itemId: items[0]!.id, date: '2024-01-01' })
    expect(
      nodes.map(({ path, quantity, totalQuantity, unit }) => [path, quantity, totalQuantity, unit]),
    ).toEqual([
      ['1', 333, 333, 'EA'],
      ['1.1', 333, 111, 'OZ'],
    ])
  })
})
