import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ItemId } from '../../electron/shared/contract/id'
import { newId, setUp, type TestApp } from '../support/app'
import { imported, realFile } from '../support/imports'

// The files of 2 679 rows and 504 items are read once.
vi.setConfig({ hookTimeout: 60_000 })

let app: TestApp
const items = new Map<string, ItemId>()
const of = (number: string) => items.get(number)!
const date = '2021-12-31'

beforeAll(async () => {
  app = setUp()
  for (const [kind, file] of [
    ['units', 'units'],
    ['items', 'items'],
    ['boms', 'bills-of-materials'],
  ] as const)
    await imported(app.owner, kind, realFile(`adventureworks/${file}.csv`))
  for (let after: string | undefined, isMore = true; isMore; isMore = after !== undefined) {
    const page = await app.owner.catalog.listItems({ limit: 200, after })
    for (const { id, number } of page.items) items.set(number, id)
    after = page.next
  }
})
afterAll(() => app.close())

describe('the structures of the real file (09 §4.1)', () => {
  it('R-09.15: BK-R93R-62 has 89 nodes, depth 4, 14/50/21/4 by level, and 32 nodes half a year before', async () => {
    const on = async (day: string) =>
      (await app.owner.bom.getStructure({ itemId: of('BK-R93R-62'), date: day })).nodes
    const nodes = await on(date)
    const levels = [1, 2, 3, 4, 5].map((level) => nodes.filter(({ depth }) => depth === level).length)
    expect([nodes.length, ...levels]).toEqual([89, 14, 50, 21, 4, 0])
    expect(await on('2021-06-30')).toHaveLength(32)
  })

  it('R-09.16: the leaves of one BK-R93R-62', async () => {
    const { items: exploded, totals } = await app.owner.bom.getExplosion({
      ...{ roots: [{ itemId: of('BK-R93R-62') }], date },
    })
    const quantity = (number: string) =>
      exploded
        .filter(({ isLeaf, itemNumber }) => isLeaf && itemNumber === number)
        .map((one) => [one.quantity / 1000, one.unit])
    expect(quantity('BA-8327')).toEqual([[100, 'EA']])
    expect(quantity('SK-9283')).toEqual([[72, 'EA']])
    expect(quantity('MS-2341')).toEqual([[5, 'EA']])
    expect(quantity('GT-2908')).toEqual([[40, 'IN']])
    expect(totals).toEqual([
      { unit: 'EA', quantity: 373_000 },
      { unit: 'IN', quantity: 40_000 },
      { unit: 'OZ', quantity: 8_000 },
    ])
    expect(exploded.filter(({ isLeaf }) => isLeaf)).toHaveLength(48)
  })

  it('R-09.17: three BK-R93R-62 and two BK-M82S-38; no total mixes units', async () => {
    const { items: exploded, totals } = await app.owner.bom.getExplosion({
      roots: [
        { itemId: of('BK-R93R-62'), quantity: 3000 },
        { itemId: of('BK-M82S-38'), quantity: 2000 },
      ],
      date,
    })
    const leaves = new Map(
      exploded
        .filter(({ isLeaf }) => isLeaf)
        .map(({ itemNumber, quantity, unit }) => [itemNumber, `${String(quantity / 1000)} ${unit}`]),
    )
    const asked = ['SK-9283', 'NI-9522', 'BA-8327', 'BE-2908', 'MS-2341', 'CB-2903', 'GT-2908', 'PA-361R']
    expect(asked.map((number) => leaves.get(number))).toEqual([
      ...['360 EA', '360 EA', '500 EA', '40 EA', '25 EA', '15 EA', '200 IN', '24 OZ'],
    ])
    const other = ['PA-529S', 'PD-M562', 'RM-M823', 'TI-M823', 'TT-M928', 'SE-M940']
    expect(other.map((number) => leaves.get(number))).toEqual([
      ...['16 OZ', '2 EA', '4 EA', '4 EA', '4 EA', '2 EA'],
    ])
    expect(totals.map(({ unit, quantity }) => [unit, quantity / 1000])).toEqual([
      ['EA', 373 * 5],
      ['IN', 200],
      ['OZ', 40],
    ])
    for (const { unit, quantity } of totals)
      expect(quantity).toBe(
        exploded.filter((one) => one.isLeaf && one.unit === unit).reduce((sum, one) => sum + one.quantity, 0),
      )
  })

  it('R-09.18: the roll-up of BK-R93R-62 is 1 896.19 direct, 190.26 by its leaves with 53 of 62 nodes at no cost', async () => {
    const rollup = (number: string, method: 'direct' | 'leaf') =>
      app.owner.bom.getCostRollup({ itemId: of(number), date, method, currency: 'USD' })
    expect(await rollup('BK-R93R-62', 'direct')).toMatchObject({
      ...{ exact: '18961906', cost: { minor: 189_619, currency: 'USD' }, nodeCount: 14, zeroCostCount: 0 },
    })
    expect(await rollup('BK-M82S-38', 'direct')).toMatchObject({
      exact: '17482544',
      cost: { minor: 174_825 },
    })
    const leaf = await rollup('BK-R93R-62', 'leaf')
    expect(leaf).toMatchObject({
      exact: '1902598',
      cost: { minor: 19_026 },
      nodeCount: 62,
      zeroCostCount: 53,
    })
    expect(leaf.zeroCostItems.map(({ itemNumber }) => itemNumber)).toContain('BA-8327')
    expect(leaf.rows.reduce((sum, { cost }) => sum + cost.minor, 0)).toBeGreaterThan(0)
  })

  it('R09-16: the cost history counts on a day that it covers, the newest cost on one that it does not', async () => {
    const costs = app.db.prepare('SELECT count(*) FROM item_cost').pluck().get()
    const frame = of('FR-R92R-62')
    const set = (validFrom: string, validTo: string, unitCost: number) =>
      app.owner.catalog.setItemCost({
        ...{ id: newId() },
        ...{ itemId: frame, currency: 'NOK', validFrom, validTo, unitCost },
      })
    await set('2022-01-01', '2022-12-31', 10_005)
    await set('2023-01-01', '2023-12-31', 20_000)
    const on = async (costDate: string) => {
      const { rows } = await app.owner.bom.getCostRollup({
        ...{ itemId: of('BK-R93R-62'), date, costDate, method: 'direct', currency: 'NOK' },
      })
      return rows.find(({ itemId }) => itemId === frame)?.unitCost
    }
    expect([
      await on('2021-12-31'),
      await on('2022-01-01'),
      await on('2022-12-31'),
      await on('2030-01-01'),
    ]).toEqual([...[20_000, 10_005, 10_005, 20_000]])
    expect(costs).toBeGreaterThan(0)
  })

  it('R-09.19: BE-2908 is used by 3 assemblies, 100 in all, 97 roots; PD-R853 by 13', async () => {
    const asked = { itemId: of('BE-2908'), date, scope: 'items' } as const
    const used = await app.owner.bom.listWhereUsed({ ...asked, limit: 500 })
    expect([used.direct, used.all, used.roots]).toEqual([3, 100, 97])
    expect(used.items.slice(0, 3).map(({ number, relation }) => [number, relation])).toEqual([
      ['HS-0296', 'direct'],
      ['HS-2451', 'direct'],
      ['HS-3479', 'direct'],
    ])
    expect(used.items).toHaveLength(100)
    expect(used.items[0]).toMatchObject({ unit: 'EA', isRoot: false })
    const pedal = await app.owner.bom.listWhereUsed({ itemId: of('PD-R853'), date, scope: 'items' })
    expect([pedal.direct, pedal.all, pedal.roots]).toEqual([13, 13, 13])

    const paged: string[] = []
    for (let after: string | undefined, isMore = true; isMore; isMore = after !== undefined) {
      const page = await app.owner.bom.listWhereUsed({ ...asked, limit: 30, after })
      paged.push(...page.items.map(({ id }) => id))
      expect(page.all).toBe(100)
      after = page.next
    }
    expect(paged).toEqual(used.items.map(({ id }) => id))
  })

  it('R-09.20: two dates of BK-R93R-62 side by side', async () => {
    const compare = (left: string, right: string, withEqual = false) =>
      app.owner.bom.getComparison({
        left: { itemId: of('BK-R93R-62'), date: left },
        right: { itemId: of('BK-R93R-62'), date: right },
        withEqual,
      })
    const year = await compare('2021-06-30', date)
    expect(
      year.items
        .filter(({ kind, right }) => kind === 'added' && right?.depth === 1)
        .map(({ right }) => right?.itemNumber)
        .sort(),
    ).toEqual(['CH-0234', 'HB-R956', 'HS-3479', 'PD-R853', 'RB-9231', 'RD-2308', 'SA-R522'])
    expect(year.counts).toMatchObject({ removed: 0, added: 57, equal: 30, moved: 0, qtyChanged: 2 })
    expect(year.items).toHaveLength(59)
    const night = await compare('2021-11-13', '2021-11-14')
    expect(
      night.items.map(({ kind, left, right }) => [kind, right?.itemNumber, left?.quantity, right?.quantity]),
    ).toEqual([['qtyChanged', 'SA-R522', 2000, 1000]])
    expect((await compare('2021-11-13', '2021-11-14', true)).items).toHaveLength(53)
  })

  it('09 §4.1: a frame of another size is gone the day after: 79 nodes, then 61', async () => {
    const count = async (day: string) =>
      (await app.owner.bom.getStructure({ itemId: of('BK-M68S-46'), date: day })).nodes.length
    expect([await count('2021-09-05'), await count('2021-09-06')]).toEqual([79, 61])
    const { items: gone } = await app.owner.bom.getComparison({
      left: { itemId: of('BK-M68S-46'), date: '2021-09-05' },
      right: { itemId: of('BK-M68S-46'), date: '2021-09-06' },
    })
    expect(gone.filter(({ kind, left }) => kind === 'removed' && left?.depth === 1)).toMatchObject([
      { left: { itemNumber: 'FR-M63S-42', quantity: 2000 } },
    ])
  })

  it('09 §5: a search finds parts by number, name and position, with what is above them', async () => {
    const asked = { itemId: of('BK-R93R-62'), date }
    const { nodes } = await app.owner.bom.getStructure(asked)
    const { count, items: hits } = await app.owner.bom.listStructureHits({ ...asked, text: 'ba-8327' })
    expect(count).toBe(nodes.filter(({ itemNumber }) => itemNumber === 'BA-8327').length)
    const [hit] = hits
    const above = nodes.filter(({ path }) => hit?.path.startsWith(`${path}.`)).map(({ lineId }) => lineId)
    expect(hit?.ancestorIds).toEqual(above)
    const named = await app.owner.bom.listStructureHits({ ...asked, text: 'bearing ball' })
    expect(named.count).toBe(
      nodes.filter(({ itemName }) => /bearing/i.test(itemName) && /ball/i.test(itemName)).length,
    )
    const placed = await app.owner.bom.listStructureHits({ ...asked, text: hit?.path ?? '' })
    expect(placed.items.map(({ path }) => path)).toEqual([hit?.path])
  })

  it('09 §4: a structure is named once', async () => {
    await expect(app.owner.bom.getStructure({ date })).rejects.toMatchObject({ code: 'ONE_SUBJECT' })
    const itemId = of('BK-R93R-62')
    await expect(app.owner.bom.getStructure({ itemId, templateId: itemId as never })).rejects.toMatchObject({
      code: 'ONE_SUBJECT',
    })
    await expect(app.owner.bom.getExplosion({ roots: [{}] })).rejects.toMatchObject({ code: 'ONE_SUBJECT' })
  })

  it('R09-14: templates that name an item on a day', async () => {
    const template = await app.owner.bom.createTemplate({
      ...{ id: newId(), itemId: of('BK-R93R-62') },
      ...{ source: 'itemBom', sourceDate: date },
    })
    expect(template.lineCount).toBe(89)
    const used = await app.owner.bom.listWhereUsed({ itemId: of('BE-2908'), scope: 'templates' })
    expect(used).toMatchObject({
      ...{ direct: 1, all: 1, roots: 1, items: [{ id: template.id, templateVersion: 1, quantity: 8000 }] },
    })
    const of89 = await app.owner.bom.getComparison({
      left: { templateId: template.id },
      right: { itemId: of('BK-R93R-62'), date },
    })
    expect(of89.counts).toMatchObject({ equal: 89, added: 0, removed: 0 })
    const rollup = await app.owner.bom.getCostRollup({
      ...{ templateId: template.id, method: 'leaf', currency: 'USD' },
    })
    expect(rollup.exact).toBe('1902598')
  })

  it('conventions §8: costs are for those who may read them', async () => {
    const technician = await app.as('technician')
    const itemId = of('BK-R93R-62')
    expect((await technician.bom.getStructure({ itemId, date })).nodes).toHaveLength(89)
    await expect(technician.bom.getCostRollup({ itemId, date, method: 'leaf' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })
})
