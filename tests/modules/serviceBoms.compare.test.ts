import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BomComparison } from '../../electron/shared/contract/bomStructure'
import { newId, setUp, type TestApp } from '../support/app'
import {
  attached,
  bikesOf,
  bomRef,
  drawn,
  itemOf,
  lineAt,
  longAgo,
  nodesOf,
  orderRelation,
  replacing,
  templateOf,
  type Bikes,
} from '../support/boms'

let app: TestApp
let branch: Bikes
beforeEach(async () => {
  app = setUp({ now: Date.UTC(2026, 6, 1, 8) })
  branch = await bikesOf(app)
})
afterEach(() => app.close())

const at = (iso: string) => Date.parse(iso)
const told = ({ items }: BomComparison) =>
  items.map(({ kind, left, path, right }) => [kind, path, (left ?? right)?.itemNumber])

describe('comparisons', () => {
  it('R09-13: of one list what moved, changed, came in its place, came and went, each by its name', async () => {
    const { bom } = await attached(app.owner, branch, [
      { item: 'W1', parts: [{ item: 'TYRE' }, { item: 'BOLT', quantity: 4000 }] },
      { item: 'W2' },
    ])
    const june = { reasonId: branch.reasonId, at: at('2026-06-10T08:00Z') }
    const [wheel, second] = [await lineAt(app.owner, bom.id, '1'), await lineAt(app.owner, bom.id, '2')]
    const [tyre, bolts] = [await lineAt(app.owner, bom.id, '1.1'), await lineAt(app.owner, bom.id, '1.2')]
    const act = app.owner.bom
    let list = await act.changeComponent({ ...bomRef(bom), ...june, lineId: second, position: 9 })
    list = await act.changeComponent({ ...bomRef(list), ...june, lineId: tyre, serialNumber: 'T1' })
    list = await act.changeComponent({ ...bomRef(list), ...june, lineId: bolts, quantity: 3000 })
    list = await act.replaceComponent({
      ...{ ...bomRef(list), lineId: wheel, ...replacing(branch, 'W3', june.at, { children: 'keep' }) },
    })
    await act.addComponent({ ...bomRef(list), ...june, itemId: itemOf(branch, 'BOLT'), position: 5 })

    const sides = {
      left: { bomId: bom.id, date: '2026-06-09' },
      right: { bomId: bom.id, date: '2026-06-10' },
    }
    const forth = await act.getComparison(sides)
    expect(told(forth)).toEqual([
      ['replaced', '1', 'W1'],
      ['serialChanged', '1.1', 'TYRE'],
      ['qtyChanged', '1.2', 'BOLT'],
      ['added', '5', 'BOLT'],
      ['moved', '9', 'W2'],
    ])
    expect(forth.counts).toEqual({
      ...{ added: 1, removed: 0, qtyChanged: 1, replaced: 1, serialChanged: 1, moved: 1, equal: 0 },
    })
    const back = await act.getComparison({ left: sides.right, right: sides.left })
    expect(back.counts).toMatchObject({ added: 0, removed: 1, replaced: 1, moved: 1 })
  })

  it('R09-13: two versions of a template are compared by the paths of their items', async () => {
    const first = await templateOf(app.owner, branch, [
      { item: 'W1', quantity: 2000, parts: [{ item: 'TYRE' }] },
      { item: 'W2' },
    ])
    const { bom } = app.owner
    let second = await bom.createTemplateVersion({ templateId: first.id })
    const idOf = (path: string) => second.lines.find((line) => line.path === path)!.id
    const ref = () => ({ templateId: second.id, expectedVersion: second.version })
    second = await bom.updateTemplateLine({ ...ref(), lineId: idOf('1'), patch: { quantity: 1000 } })
    second = await bom.updateTemplateLine({
      ...ref(),
      lineId: idOf('1.1'),
      patch: { parentLineId: idOf('2') },
    })
    second = await bom.addTemplateLine({ ...ref(), itemId: itemOf(branch, 'BOLT'), position: 1000 })

    const found = await bom.getComparison({
      left: { templateId: first.id },
      right: { templateId: second.id },
    })

    expect(found.counts).toMatchObject({ added: 2, removed: 1, qtyChanged: 1, moved: 0, equal: 1 })
    expect(second).toMatchObject({ templateVersion: 2, number: first.number, status: 'free' })
  })
})

describe('the days of an item BOM', () => {
  const header =
    'bom_id,assembly_item_number,component_item_number,valid_from,valid_to,unit,bom_level,quantity_per_assembly'
  async function imported(rows: readonly string[]) {
    const content = Buffer.from([header, ...rows, ''].join('\n')).toString('base64')
    const upload = { id: newId(), kind: 'boms', fileName: 'boms.csv', content } as const
    const made = await app.owner.imports.uploadFile({ ...upload, id: newId() })
    return made
  }

  it('R09-12, R09-14: both ends of a period are in it, for structures and where an item is used', async () => {
    const { id } = await imported([
      '1,BIKE,W1,2026-03-01,2026-03-31,EA,1,2.00',
      '2,BIKE,W1,2026-04-01,,EA,1,1.00',
      '3,W1,TYRE,2026-03-15,2026-04-15,EA,2,1.00',
    ])
    const resultOf = async (jobId: Parameters<typeof app.owner.jobs.getJob>[0]['jobId']) => {
      for (;;) {
        const { result, state, error } = await app.owner.jobs.getJob({ jobId })
        if (state === 'done') return result as { fingerprint: string }
        if (state === 'failed') throw new Error('failed', { cause: error })
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const { fingerprint } = await resultOf((await app.owner.imports.checkImport({ importId: id })).jobId)
    const { version } = await app.owner.imports.getImport({ importId: id })
    const commit = { importId: id, expectedVersion: version, fingerprint, acceptWarnings: true }
    await resultOf((await app.owner.imports.commitImport(commit)).jobId)

    const tree = async (date: string) =>
      drawn((await app.owner.bom.getStructure({ itemId: branch.bike, date })).nodes)
    expect(await tree('2026-02-28')).toEqual([])
    expect(await tree('2026-03-01')).toEqual(['1 W1 x2000'])
    expect(await tree('2026-03-15')).toEqual(['1 W1 x2000', '1.1 TYRE x1000'])
    expect(await tree('2026-03-31')).toEqual(['1 W1 x2000', '1.1 TYRE x1000'])
    expect(await tree('2026-04-01')).toEqual(['1 W1 x1000', '1.1 TYRE x1000'])
    expect(await tree('2026-04-16')).toEqual(['1 W1 x1000'])
    const used = async (date: string) => {
      const itemId = itemOf(branch, 'TYRE')
      const { all, direct, roots } = await app.owner.bom.listWhereUsed({ itemId, date, scope: 'items' })
      return [direct, all, roots]
    }
    expect([await used('2026-03-14'), await used('2026-04-15'), await used('2026-04-16')]).toEqual([
      [0, 0, 0],
      [1, 2, 1],
      [0, 0, 0],
    ])
  })
})

describe('the warranty of a part', () => {
  it('R08-10: asked of the part that was there when it was reported, by its own months', async () => {
    const { bom } = await attached(app.owner, branch, [{ item: 'W1' }])
    const change = { reasonId: branch.reasonId, at: longAgo }
    const lineId = await lineAt(app.owner, bom.id, '1')
    const list = await app.owner.bom.changeComponent({ ...bomRef(bom), ...change, lineId, warrantyMonths: 3 })
    await app.owner.bom.replaceComponent({
      ...{
        ...bomRef(list),
        lineId,
        ...replacing(branch, 'W1', at('2026-05-01T08:00Z'), { warrantyMonths: 1 }),
      },
    })
    const verdict = async (iso: string) => {
      const asked = { objectId: branch.objectId, itemId: itemOf(branch, 'W1'), reportedAt: at(iso) }
      const { until, verdict: given } = await app.owner.repair.checkWarranty(asked)
      return [given, until]
    }
    // 10 January + 3 months, 1 May + 1 month.
    expect(await verdict('2026-04-09T12:00Z')).toEqual(['part', '2026-04-09'])
    expect(await verdict('2026-04-10T12:00Z')).toEqual(['none', undefined])
    expect(await verdict('2026-05-31T12:00Z')).toEqual(['part', '2026-05-31'])
    expect(await verdict('2026-06-01T12:00Z')).toEqual(['none', undefined])
  })
})

describe('locks', () => {
  it('R09-01, R09-02: all of a locked template is refused; another version is not', async () => {
    const { bom, template } = await attached(app.owner, branch, [{ item: 'W1' }])
    const ref = { templateId: template.id, expectedVersion: template.version }
    const lineId = template.lines[0]!.id
    const objects = [{ id: branch.objectId }]
    for (const call of [
      app.owner.bom.updateTemplate({ ...ref, patch: { name: 'Other' } }),
      app.owner.bom.addTemplateLine({ ...ref, itemId: itemOf(branch, 'W2') }),
      app.owner.bom.updateTemplateLine({ ...ref, lineId, patch: { quantity: 2000 } }),
      app.owner.bom.deleteTemplateLine({ ...ref, lineId }),
    ])
      await expect(call).rejects.toMatchObject({
        code: 'TEMPLATE_LOCKED',
        data: { id: template.id, objects },
      })
    await expect(app.owner.bom.deleteTemplate(ref)).rejects.toMatchObject({
      ...{ code: 'IN_USE', data: { counts: { serviceBom: 1 } } },
    })
    const next = await app.owner.bom.createTemplateVersion({ templateId: template.id })
    await app.owner.bom.deleteTemplate({ templateId: next.id, expectedVersion: next.version })
    const { relationId } = await orderRelation(app.owner, branch)
    await app.owner.bom.moveServiceBom({ ...bomRef(bom), relationId })
    expect((await app.owner.bom.getTemplate({ templateId: template.id })).status).toBe('locked')
    expect(await nodesOf(app.owner, bom.id)).toHaveLength(1)
  })
})
