import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, setUp, type TestApp } from '../support/app'
import { orderAbout, workshopOf, type Workshop } from '../support/repair'
import { pastRepairs, type PastRepair } from '../support/repairRows'

const start = Date.parse('2026-01-05T08:00Z')
let app: TestApp
let shop: Workshop
beforeEach(async () => {
  app = setUp({ now: Date.parse('2026-12-01T09:00Z') })
  shop = await workshopOf(app)
})
afterEach(() => app.close())

const past = (note: string | undefined, fields: Partial<PastRepair> = {}): PastRepair => ({
  ...{ order: shop.order, reportedAt: start, finishedAt: start + 3_600_000, resolution: 'FIXED', note },
  ...fields,
})
const similar = (input: Parameters<TestApp['owner']['repair']['listSimilar']>[0]) =>
  app.owner.repair.listSimilar(input)

async function category(name: string, externalId: number) {
  return (await app.owner.catalog.createProductCategory({ id: newId(), name, externalId })).id
}
async function about(fields: object): Promise<Workshop['order']> {
  const { id } = await app.owner.objects.createObject({
    ...{ id: newId(), description: 'Machine', tangible: true, customerId: shop.customerId },
    ...{ siteId: shop.siteId, ...fields },
  })
  return orderAbout(app.owner, shop, [id])
}

describe('similar repairs', () => {
  it.each([
    ['en', 'The pump leaks water', 'water LEAKING from the pumps'],
    ['nb', 'Trommelen går ikke rundt, støy fra lageret', 'stoy fra lageret'],
    ['fi', 'Moottori ei käynnisty, sulake palanut', 'sulakkeet ja moottorit'],
    ['lv', 'Veļas mašīna neizsūknē ūdeni', 'velas masinas udeni'],
    ['et', 'Kohvimasin lekib, tihend on kulunud', 'tihendid kulunud'],
    ['de', 'Das Gerät läuft heiß, Lüfter defekt', 'Geraete heiss: Luefter DEFEKT'],
    ['da', 'Støvsugeren lugter brændt', 'brændte støvsugere'],
  ])(
    'issue 7: are found by words of any language, whatever their ends (%s)',
    async (_language, note, text) => {
      const [wanted] = await pastRepairs(app, [past(note), past('Nothing of the kind'), past(undefined)])
      const { items } = await similar({ text })
      expect(items[0]).toMatchObject({ lineId: wanted, outcome: 'fixed' })
      expect(items[0]?.words.length).toBeGreaterThan(0)
      expect(note).toContain(items[0]?.excerpt)
    },
  )

  it('issue 7: rare words weigh more than those that stand everywhere', async () => {
    const [, rare] = await pastRepairs(app, [
      past('The machine does not start at all'),
      past('Carburettor of a machine'),
      ...Array.from({ length: 30 }, () => past('The machine does not work')),
    ])
    const { compared, items } = await similar({ text: 'the machine does not start: carburettor?', limit: 5 })
    expect(items[0]?.lineId).toBe(rare)
    expect(items).toHaveLength(5)
    expect(compared).toBe(32)
  })

  it('issue 7: product, brand and symptom agree too; without a text they decide alone', async () => {
    const [lamp, kettle] = [await category('Lamp', 1), await category('Kettle', 2)]
    const ofLamp = await about({ productCategoryId: lamp, brand: 'Ikea' })
    const ofKettle = await about({ productCategoryId: kettle, brand: 'IKEA' })
    const symptom = { symptomAreaId: shop.disk.area.id, symptomCodeId: shop.disk.code.id }
    const [one, two, three] = await pastRepairs(app, [
      past('Dead', { order: ofLamp }),
      past('Dead', { order: ofKettle }),
      past('Alive', { order: ofKettle, ...symptom }),
    ])
    const found = async (input: Parameters<typeof similar>[0]) =>
      (await similar(input)).items.map(({ agrees, lineId }) => [lineId, agrees])
    expect(await found({ productCategoryId: lamp, brand: 'ikea' })).toEqual([
      [one, ['productCategory', 'brand']],
    ])
    expect((await found({ text: 'dead', productCategoryId: kettle, ...symptom })).slice(0, 2)).toEqual([
      [three, ['productCategory', 'symptomArea', 'symptomCode']],
      [two, ['productCategory']],
    ])
    const [relation] = ofLamp.objectRelations
    expect(await found({ objectId: relation?.objectId })).toEqual([[one, ['productCategory', 'brand']]])
    expect(await found({})).toEqual([])
  })

  it('issue 7: say what became of them, with the most probable first, and what fixed them', async () => {
    const lamp = await category('Lamp', 1)
    const order = await about({ productCategoryId: lamp })
    const diagnosis = { diagnosisAreaId: shop.part.area.id, diagnosisCodeId: shop.part.code.id }
    const end = { order, resolution: 'END_OF_LIFE', barrier: 'NO_PARTS' }
    await pastRepairs(app, [
      past('Bulb flickers', { order, ...diagnosis }),
      past('Bulb flickers often', { order, ...diagnosis }),
      past('Switch broken', end),
      past('Switch broken off', { ...end, barrier: 'WORN_OUT' }),
      past('Switch is broken', end),
    ])
    const fixed = await similar({ text: 'flickering bulb', productCategoryId: lamp })
    expect(fixed.outcomes.map(({ count, outcome }) => [outcome, count])).toEqual([
      ['fixed', 2],
      ['endOfLife', 3],
    ])
    expect(fixed.fixes).toEqual([{ kind: 'diagnosis', label: 'Worn · Fixed', count: 2 }])
    const dead = await similar({ text: 'broken switch', productCategoryId: lamp })
    expect(dead.outcomes[0]).toMatchObject({ outcome: 'endOfLife', count: 3 })
    expect(dead.outcomes.reduce((sum, { share }) => sum + share, 0)).toBe(10_000)
    expect(dead.barriers.map(({ code, count }) => [code, count])).toEqual([
      ['NO_PARTS', 2],
      ['WORN_OUT', 1],
    ])
    expect(dead.items[0]).toMatchObject({
      barrierName: 'Spare parts not available',
      reportedOn: '2026-01-05',
    })
  })

  it('issue 7: open and canceled ones, and the one that asks, are left out; a text that changes is found anew', async () => {
    const [mine, canceled, open, other] = await pastRepairs(app, [
      past('Gearbox rattles'),
      past('Gearbox rattles', { resolution: 'CANCELED' }),
      past('Gearbox rattles', { finishedAt: undefined, resolution: undefined }),
      past('Something else'),
    ])
    const found = async () => (await similar({ text: 'gearbox', exceptLineId: mine })).items
    expect([canceled, open].every((id) => id !== undefined)).toBe(true)
    expect(await found()).toEqual([])
    app.db.prepare("UPDATE repair_line SET note = 'A gearbox after all' WHERE note = 'Something else'").run()
    await pastRepairs(app, [])
    expect((await found()).map(({ lineId }) => lineId)).toEqual([other])
    app.db.prepare("DELETE FROM repair_line WHERE note = 'A gearbox after all'").run()
    expect(await found()).toEqual([])
  })

  it('conventions §7: an object that is not there is NOT_FOUND', async () => {
    await expect(similar({ objectId: newId() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
