import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BomTemplateDetail } from '../../electron/shared/contract/bom'
import type { ItemId, TemplateLineId, UnitId } from '../../electron/shared/contract/id'
import { newId, setUp, type TestApp } from '../support/app'
import { imported } from '../support/imports'

let app: TestApp
const items = new Map<string, ItemId>()
const units = new Map<string, UnitId>()
const of = (number: string) => items.get(number)!

beforeEach(async () => {
  app = setUp()
  await imported(app.owner, 'units', 'unit,name\nEA,Each\nOZ,Ounces\n')
  await imported(
    app.owner,
    'items',
    'item_number,name,made_in_house\nA,Item A,1\nB,Item B,1\nC,Item C,0\nD,Item D,0\n',
  )
  for (const { id, number } of (await app.owner.catalog.listItems({})).items) items.set(number, id)
  for (const { id, code } of (await app.owner.catalog.listUnits({})).items) units.set(code, id)
})
afterEach(() => app.close())

const refOf = ({ id, version }: BomTemplateDetail) => ({ templateId: id, expectedVersion: version })
const lineOf = ({ lines }: BomTemplateDetail, path: string) => lines.find((line) => line.path === path)!.id
const drawn = ({ lines }: BomTemplateDetail) =>
  lines.map(({ itemNumber, path, quantity }) => `${path} ${itemNumber} ${String(quantity)}`)

function create(item = 'A', given: object = {}) {
  return app.owner.bom.createTemplate({ id: newId(), source: 'manual', itemId: of(item), ...given })
}
function add(template: BomTemplateDetail, item: string, parentLineId?: TemplateLineId, given: object = {}) {
  return app.owner.bom.addTemplateLine({ ...refOf(template), itemId: of(item), parentLineId, ...given })
}

describe('templates', () => {
  it('R09-03: a template made by hand is version 1 of a number of the series TB, free, named as its item', async () => {
    const template = await create()
    expect(template).toMatchObject({
      ...{ templateVersion: 1, status: 'free', name: 'Item A', source: 'manual', lines: [], objectCount: 0 },
    })
    expect(template.number).toMatch(/^\w+-TB-\d{6}$/)
    const { items: listed, count } = await app.owner.bom.listTemplates({ text: 'item a', withCount: true })
    expect([listed.map(({ id }) => id), count]).toEqual([[template.id], 1])
  })

  it('2.2: parts stand in their order, position by position, with the item’s name and unit', async () => {
    let template = await create()
    template = await add(template, 'B', undefined, { quantity: 2000 })
    template = await add(template, 'C', lineOf(template, '1'), { quantity: 3000 })
    template = await add(template, 'D', undefined, { position: 5, description: 'Spare' })
    expect(drawn(template)).toEqual(['1 B 2000', '1.1 C 3000', '5 D 1000'])
    expect(template.lines[2]).toMatchObject({ description: 'Spare', unit: 'EA', depth: 1 })
    const { nodes } = await app.owner.bom.getStructure({ templateId: template.id, date: '2026-01-01' })
    expect(nodes.map(({ path, totalQuantity }) => [path, totalQuantity])).toEqual([
      ['1', 2000],
      ['1.1', 6000],
      ['5', 1000],
    ])
  })

  it('R-09.10: A > B > C exists: A under C is refused with the path, B under A a second time is accepted', async () => {
    let template = await create()
    template = await add(template, 'B')
    template = await add(template, 'C', lineOf(template, '1'))
    const entries = app.entries()
    await expect(add(template, 'A', lineOf(template, '1.1'))).rejects.toMatchObject({
      ...{ code: 'BOM_CIRCULAR', data: { path: 'A > B > C > A' } },
    })
    expect(app.entries()).toBe(entries)
    template = await add(template, 'B')
    expect(drawn(template)).toEqual(['1 B 1000', '1.1 C 1000', '2 B 1000'])
  })

  it('R09-10: a part is not hung below itself; parts that share no day are no circle', async () => {
    let template = await create()
    template = await add(template, 'B')
    template = await add(template, 'C', lineOf(template, '1'))
    const move = (parentLineId: TemplateLineId) =>
      app.owner.bom.updateTemplateLine({
        ...refOf(template),
        ...{ lineId: lineOf(template, '1'), patch: { parentLineId } },
      })
    await expect(move(lineOf(template, '1.1'))).rejects.toMatchObject({ data: { path: 'B > C > B' } })
    await expect(move(lineOf(template, '1'))).rejects.toMatchObject({ data: { path: 'B > B' } })

    let other = await create()
    other = await add(other, 'B', undefined, { validTo: '2025-12-31' })
    other = await add(other, 'B', lineOf(other, '1'), { validFrom: '2026-01-01' })
    expect(drawn(other)).toEqual(['1 B 1000', '1.1 B 1000'])
    await expect(
      app.owner.bom.updateTemplateLine({
        ...refOf(other),
        ...{ lineId: lineOf(other, '1'), patch: { validTo: null } },
      }),
    ).rejects.toMatchObject({ code: 'BOM_CIRCULAR' })
  })

  it('09 §4: what a template or a part may not be is refused by code and field; nothing changes', async () => {
    const template = await add(await create(), 'B')
    const entries = app.entries()
    const refusal = (call: Promise<unknown>) =>
      call.then(
        () => 'accepted',
        (error: unknown) => {
          const { code, data } = error as { code: string; data: { field?: string } }
          return `${code} ${data.field ?? ''}`
        },
      )
    expect(await refusal(create('C'))).toBe('ITEM_NOT_BOM itemId')
    expect(await refusal(create('A', { source: 'production', sourceId: of('C') }))).toBe(
      'ITEM_NOT_BOM itemId',
    )
    expect(await refusal(create('A', { source: 'itemBom' }))).toBe('NO_VALID_LINES sourceId')
    expect(await refusal(create('A', { source: 'template' }))).toBe('REQUIRED sourceId')
    expect(await refusal(create('A', { fromDate: '2026-02-01', toDate: '2026-01-31' }))).toBe(
      'PERIOD_INVALID toDate',
    )
    expect(await refusal(add(template, 'C', undefined, { quantity: 0 }))).toBe('QTY_INVALID quantity')
    expect(await refusal(add(template, 'C', undefined, { quantity: -1000 }))).toBe('QTY_INVALID quantity')
    expect(await refusal(add(template, 'C', undefined, { unitId: units.get('OZ') }))).toBe(
      'UNIT_NOT_CONVERTIBLE unitId',
    )
    expect(await refusal(add(template, 'C', undefined, { position: 1 }))).toBe('POSITION_TAKEN position')
    expect(
      await refusal(add(template, 'C', undefined, { validFrom: '2026-02-01', validTo: '2026-01-31' })),
    ).toBe('PERIOD_INVALID validTo')
    expect(await refusal(add(template, 'C', newId()))).toBe('NOT_FOUND ')
    expect(app.entries()).toBe(entries)
  })

  it('2.2: a unit in which an item BOM takes the item is one of its units', async () => {
    await imported(
      app.owner,
      'boms',
      'bom_id,assembly_item_number,component_item_number,valid_from,valid_to,unit,bom_level,quantity_per_assembly\n1,B,C,,,OZ,1,1.00\n',
    )
    const template = await add(await create(), 'C', undefined, { unitId: units.get('OZ') })
    expect(template.lines[0]).toMatchObject({ unit: 'OZ' })
  })

  it('R09-11: more than 50 levels are refused', async () => {
    await imported(
      app.owner,
      'items',
      `item_number,name\n${Array.from({ length: 51 }, (_, n) => `L${String(n)},L`).join('\n')}\n`,
    )
    for (const { id, number } of (await app.owner.catalog.listItems({ limit: 200 })).items)
      items.set(number, id)
    let template = await create()
    for (let depth = 0; depth < 50; depth += 1)
      template = await add(template, `L${String(depth)}`, template.lines.at(-1)?.id)
    await expect(add(template, 'L50', template.lines.at(-1)?.id)).rejects.toMatchObject({
      ...{ code: 'BOM_TOO_LARGE', data: { limit: 50 } },
    })
  })

  it('R09-02: a version is copied to the next one of its number, and each goes its own way', async () => {
    let first = await create()
    first = await add(first, 'B')
    first = await add(first, 'C', lineOf(first, '1'))
    const second = await app.owner.bom.createTemplateVersion({ id: newId(), templateId: first.id })
    expect(second).toMatchObject({
      ...{ number: first.number, templateVersion: 2, status: 'free', sourceName: `${first.number} v1` },
    })
    expect(drawn(second)).toEqual(drawn(first))
    await add(second, 'D')
    expect(drawn(await app.owner.bom.getTemplate({ templateId: first.id }))).toEqual(drawn(first))
    const again = await app.owner.bom.createTemplateVersion({ id: newId(), templateId: first.id })
    expect(again.templateVersion).toBe(3)
  })

  it('R09-03: lines come from an item BOM of a day, a production structure, or another template', async () => {
    await imported(
      app.owner,
      'boms',
      `bom_id,assembly_item_number,component_item_number,valid_from,valid_to,unit,bom_level,quantity_per_assembly
1,A,B,2021-01-01,2021-06-30,EA,1,2.00
2,A,B,2021-07-01,,EA,1,1.00
3,B,C,2021-01-01,,OZ,2,1.50
`,
    )
    const then = await create('A', { source: 'itemBom', sourceDate: '2021-06-30' })
    expect(drawn(then)).toEqual(['1 B 2000', '1.1 C 1500'])
    expect(then.lines.map(({ unit, validFrom }) => [unit, validFrom])).toEqual([
      ['EA', undefined],
      ['OZ', undefined],
    ])
    const now = await create('A', { source: 'production' })
    expect(drawn(now)).toEqual(['1 B 1000', '1.1 C 1500'])
    expect(await create('A', { source: 'import' })).toMatchObject({ source: 'import', sourceName: 'A' })
    const copy = await create('A', { source: 'template', sourceId: then.id, name: 'Copy' })
    expect(drawn(copy)).toEqual(drawn(then))
    expect(copy.number).not.toBe(then.number)
    // Copied to an item that is in it.
    await expect(create('B', { source: 'template', sourceId: then.id })).rejects.toMatchObject({
      ...{ code: 'BOM_CIRCULAR', data: { path: 'B > B' } },
    })
  })

  it('2.2: lines hold in their days, and with them what hangs on them', async () => {
    let template = await create()
    template = await add(template, 'B', undefined, { validFrom: '2026-01-01', validTo: '2026-01-31' })
    template = await add(template, 'C', lineOf(template, '1'))
    const countOn = async (date: string) =>
      (await app.owner.bom.getStructure({ templateId: template.id, date })).nodes.length
    expect([await countOn('2025-12-31'), await countOn('2026-01-31'), await countOn('2026-02-01')]).toEqual([
      0, 2, 0,
    ])
  })

  it('2.2: a part changes its item, its place and its text; its parts go with it', async () => {
    let template = await create()
    template = await add(template, 'B')
    template = await add(template, 'C', lineOf(template, '1'))
    template = await add(template, 'D')
    const update = async (path: string, patch: object) =>
      (template = await app.owner.bom.updateTemplateLine({
        ...refOf(template),
        ...{ lineId: lineOf(template, path), patch },
      }))
    await update('1', { parentLineId: lineOf(template, '2') })
    expect(drawn(template)).toEqual(['2 D 1000', '2.1 B 1000', '2.1.1 C 1000'])
    await expect(update('2.1.1', { itemId: of('D') })).rejects.toMatchObject({ code: 'BOM_CIRCULAR' })
    await update('2.1', { parentLineId: null, position: 1, description: 'Left', remark: 'checked' })
    expect(drawn(template)).toEqual(['1 B 1000', '1.1 C 1000', '2 D 1000'])
    await update('1', { description: null, remark: null })
    expect(template.lines[0]).toMatchObject({ description: 'Item B' })
    expect(template.lines[0]?.remark).toBeUndefined()
    const { version } = template
    await update('1', { quantity: 1000 })
    expect(template.version).toBe(version)
    template = await app.owner.bom.deleteTemplateLine({ ...refOf(template), lineId: lineOf(template, '1') })
    expect(drawn(template)).toEqual(['2 D 1000'])
  })

  it('conventions §2: a repeated line is one line; the same id with other content is taken', async () => {
    const template = await create()
    const id = newId<TemplateLineId>()
    const call = { ...refOf(template), id, itemId: of('B'), quantity: 2000 }
    const first = await app.owner.bom.addTemplateLine(call)
    expect(await app.owner.bom.addTemplateLine(call)).toEqual(first)
    await expect(app.owner.bom.addTemplateLine({ ...call, quantity: 1000 })).rejects.toMatchObject({
      code: 'ID_TAKEN',
    })
  })

  it('conventions §6: each act on a free template is undone: lines, head, deletion', async () => {
    let template = await create()
    const undoLast = async () => {
      const [entry] = (await app.owner.history.listEntries({ limit: 1 })).items
      await app.owner.history.undoEntry({ entryId: entry!.id })
      template = await app.owner.bom.getTemplate({ templateId: template.id })
    }
    template = await add(template, 'B')
    template = await add(template, 'C', lineOf(template, '1'))
    const whole = drawn(template)
    await app.owner.bom.deleteTemplateLine({ ...refOf(template), lineId: lineOf(template, '1') })
    await undoLast()
    expect(drawn(template)).toEqual(whole)
    await app.owner.bom.updateTemplateLine({
      ...refOf(template),
      ...{ lineId: lineOf(template, '1.1'), patch: { quantity: 7000 } },
    })
    await undoLast()
    expect(drawn(template)).toEqual(whole)
    await app.owner.bom.updateTemplate({ ...refOf(template), patch: { name: 'Other' } })
    await undoLast()
    expect(template.name).toBe('Item A')
    await app.owner.bom.deleteTemplate(refOf(template))
    await undoLast()
    expect(drawn(template)).toEqual(whole)
  })

  it('R01-25: with the module off every command is refused, and what is there stays readable', async () => {
    const template = await create()
    await app.owner.settings.setSetting({ key: 'modules', scope: 'company', value: ['repair'] })
    await expect(add(template, 'B')).rejects.toMatchObject({ code: 'MODULE_OFF', data: { module: 'bom' } })
    await expect(create()).rejects.toMatchObject({ code: 'MODULE_OFF' })
    await expect(app.owner.bom.deleteTemplate(refOf(template))).rejects.toMatchObject({ code: 'MODULE_OFF' })
    expect((await app.owner.bom.getTemplate({ templateId: template.id })).id).toBe(template.id)
  })
})
