import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { BomReport } from '../../electron/shared/contract/bomReport'
import { setUp, type TestApp } from '../support/app'
import { checked, commit, imported, realFile } from '../support/imports'

// The files of 2 679 rows and 504 items are read once.
vi.setConfig({ hookTimeout: 60_000 })

const bomFile = realFile('adventureworks/bills-of-materials.csv')
const header =
  'bom_id,assembly_item_number,component_item_number,valid_from,valid_to,unit,bom_level,quantity_per_assembly'

let app: TestApp
let report: BomReport
beforeAll(async () => {
  app = setUp()
  for (const kind of ['units', 'items'] as const)
    await imported(app.owner, kind, realFile(`adventureworks/${kind}.csv`))
  const { id } = await imported(app.owner, 'boms', bomFile)
  report = (await app.owner.imports.getImport({ importId: id })).report!
})
afterAll(() => app.close())

const bomLines = () => app.db.prepare('SELECT count(*) FROM item_bom_line').pluck().get()

describe('the report of the BOM file (09 §4.1)', () => {
  it('R-09.13: the import reports every value of the table', () => {
    expect(report).toMatchObject({
      ...{ rows: 2679, distinctKeys: 2679, productRows: 103, products: 97, productsWithTwoPeriods: 6 },
      ...{ componentRows: 2576, assemblies: 238, items: 325, leafItems: 87 },
      levels: [103, 1548, 993, 31, 4].map((rows, level) => ({ level, rows })),
      units: [
        { unit: 'EA', rows: 2578 },
        { unit: 'OZ', rows: 92 },
        { unit: 'IN', rows: 9 },
      ],
      ...{ endedRows: 199, endedComponentRows: 193, endedProductRows: 6 },
      ...{ pairsWithTwoPeriods: 195, endedWithoutSuccessor: 4 },
      ...{ overlaps: 0, gaps: 0, circles: 0, unknownItems: 0 },
    })
    expect(report.quantities.slice(0, 2)).toEqual([
      { quantity: 1000, rows: 2080 },
      { quantity: 2000, rows: 343 },
    ])
    expect(report.quantities.map(({ quantity }) => quantity / 1000)).toEqual([
      ...[1, 2, 4, 8, 36, 3, 9, 40, 10, 37, 5, 41],
    ])
    expect(report.tree).toMatchObject({
      ...{ roots: 97, nodes: 8633, maxDepth: 4, minDepth: 4 },
      ...{ activeComponents: 2383, reachable: 2383, levelMismatches: 0 },
    })
    expect(report.tree!.date <= '2021-12-31').toBe(true)
  })

  it('R-09.14: the active rows of the five dates', () => {
    const on = (date: string) => {
      const { components, products } = report.active.findLast((step) => step.date <= date) ?? {
        ...{ components: 0, products: 0 },
      }
      return [components + products, components, products]
    }
    expect(on('2021-03-02')).toEqual([0, 0, 0])
    expect(on('2021-03-03')).toEqual([257, 247, 10])
    expect(on('2021-06-30')).toEqual([1366, 1322, 44])
    expect(on('2021-09-14')).toEqual([1991, 1916, 75])
    expect(on('2021-12-31')).toEqual([2480, 2383, 97])
    expect(report.active.at(-1)).toMatchObject({ components: 2383, products: 97 })
  })

  it('R-09.21: the second time nothing is added: 2 576 same, 103 skipped; a difference is told', async () => {
    const before = bomLines()
    const { counts } = await imported(app.owner, 'boms', bomFile, { acceptAgain: true })
    expect(counts).toMatchObject({ same: 2576, skip: 103, new: 0, update: 0, errors: 0 })
    expect(bomLines()).toBe(before)
    const [, row = ''] = bomFile
      .toString('utf8')
      .split('\n')
      .filter((line) => !line.includes(',,BK-'))
    const changed = `${header}\n${row.trim().replace(/[^,]+$/, '7.00')}\n`
    const one = await checked(app.owner, 'boms', changed)
    expect(one.counts).toMatchObject({ update: 1, new: 0 })
    const { items } = await app.owner.imports.listRows({ importId: one.id })
    expect(items[0]?.changes).toMatchObject([{ field: 'quantity', after: 7000 }])
  })

  it('R-09.22: an assembly that is its own grandchild: the whole file is refused, with path and line', async () => {
    const before = bomLines()
    const { items: bikes } = await app.owner.catalog.listItems({ filter: { number: 'BK-R93R-62' } })
    const { nodes } = await app.owner.bom.getStructure({ itemId: bikes[0]!.id, date: '2021-12-31' })
    const grandchild = nodes.find(({ depth }) => depth === 2)!
    const child = nodes.find(({ path }) => grandchild.path.startsWith(`${path}.`))!
    const file = `${header}\n900002,${grandchild.itemNumber},BK-R93R-62,2021-01-01,,EA,3,1.00\n`
    const one = await checked(app.owner, 'boms', file)
    expect(one.counts).toMatchObject({ errors: 1, codes: { BOM_CIRCULAR: 1 } })
    const { items } = await app.owner.imports.listRows({ importId: one.id, filter: { severity: ['error'] } })
    const found = items.flatMap(({ findings, line }) =>
      findings.filter(({ code }) => code === 'BOM_CIRCULAR').map(({ value }) => [line, value]),
    )
    expect(found).toHaveLength(1)
    const [line, path] = found[0]!
    expect(line).toBe(2)
    const numbers = String(path).split(' > ')
    expect(numbers).toHaveLength(4)
    expect(numbers[0]).toBe(numbers[3])
    expect(new Set(numbers)).toEqual(new Set(['BK-R93R-62', child.itemNumber, grandchild.itemNumber]))
    expect((await app.owner.imports.getImport({ importId: one.id })).report).toMatchObject({ circles: 1 })
    await expect(commit(app.owner, one)).rejects.toMatchObject({ code: 'IMPORT_HAS_ERRORS' })
    expect(bomLines()).toBe(before)
  })

  it('09 §4.1: overlaps, gaps and unknown items are counted', async () => {
    const { id } = await checked(
      app.owner,
      'boms',
      `${header}
1,BK-R93R-62,BA-8327,2030-01-01,2030-01-31,EA,1,1.00
2,BK-R93R-62,BA-8327,2030-01-31,2030-02-28,EA,1,1.00
3,BK-R93R-62,BA-8327,2030-03-02,,EA,1,1.00
4,BK-R93R-62,NOTHING,2030-03-02,,EA,1,1.00
`,
    )
    const found = (await app.owner.imports.getImport({ importId: id })).report
    expect(found).toMatchObject({ overlaps: 1, gaps: 1, unknownItems: 1, rows: 4 })
  })
})
