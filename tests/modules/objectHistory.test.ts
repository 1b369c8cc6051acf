import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { textsOf } from '../../electron/modules/documents/texts'
import { createObjectHistory } from '../../electron/modules/objects/index'
import type { ObjectEvent } from '../../electron/shared/contract/objects'
import { Language } from '../../electron/shared/contract/session'
import { newId, setUp, type TestApp } from '../support/app'
import { attached, bikesOf, bomRef, lineAt, replacing } from '../support/boms'
import { repairOf, type Repair, type RepairPlace } from '../support/estimates'
import { branchOf, orderOf, refOf, type Branch } from '../support/orders'
import { textOfPdf } from '../support/pdfText'

let app: TestApp
let branch: Branch
let place: RepairPlace
const at = (text: string) => Date.parse(`2026-${text}Z`)

beforeEach(async () => {
  app = setUp({ now: at('01-10T08:00') })
  branch = await branchOf(app)
  place = await repairOf(app, branch, { title: 'Runs hot', note: 'Says he did nothing' })
})
afterEach(() => app.close())

const history = (fields: object = {}) =>
  app.owner.objects.getObjectHistory({ objectId: place.line.objectId, ...fields })
const said = (event: ObjectEvent) => `${event.kind} ${event.kind === 'part' ? event.action : event.number}`

async function stageOf(finished: boolean) {
  const { items } = await app.owner.repair.listRepairStages({})
  const stage = items.find((one) => one.finished === finished && !one.initial)
  if (!stage) throw new Error('a store has such a stage')
  return stage.id
}
async function resolutionOf(outcome: string) {
  const found = (await app.owner.repair.listResolutions({})).items.find((one) => one.outcome === outcome)
  if (!found) throw new Error('a store has one per outcome')
  return found.id
}
/** Finishes a line at an instant. */
async function finish(line: Repair, when: number, outcome = 'fixed') {
  app.clock.now = when
  const ref = { lineId: line.id, expectedVersion: line.version }
  return app.owner.repair.changeStage({
    ...ref,
    repairStageId: await stageOf(true),
    resolutionId: await resolutionOf(outcome),
  })
}
/** Another repair of the object, on an order of its own. */
async function repairAgain(when: number, until?: number) {
  app.clock.now = when
  const made = await orderOf(app.owner, branch)
  const order = await app.owner.orders.addObjectRelation({ ...refOf(made), objectId: place.line.objectId })
  const line = await app.owner.repair.createLine({ id: newId(), orderId: order.id })
  return until === undefined ? line : finish(line, until)
}

describe('the history of an object', () => {
  it('08 §5: orders and repairs stand on one time line, the newest first', async () => {
    await finish(place.line, at('01-12T16:00'))
    await repairAgain(at('03-01T10:00'))
    const { items } = await history()

    expect(items.map(({ kind }) => kind).sort()).toEqual(['order', 'order', 'repair', 'repair'])
    expect([...items].sort((a, b) => b.at - a.at)).toEqual(items)
    expect(items.find(({ id }) => id === place.line.id)).toMatchObject({
      title: 'Runs hot',
      finishedAt: at('01-12T16:00'),
      outcome: 'fixed',
      warrantyVerdict: 'none',
      isRepeat: false,
    })
  })

  it('R-08.10: its figures are those of example 4: MTBF 110 505 min, MTTR 2 670 min, 97.64 %', async () => {
    await finish(place.line, at('01-12T16:00'))
    expect((await history()).reliability).toEqual({ failures: 1, mttrMinutes: 3360, repeats: 0 })
    await repairAgain(at('03-01T10:00'), at('03-01T15:30'))
    await repairAgain(at('06-15T09:00'), at('06-18T09:00'))

    expect((await history()).reliability).toEqual({
      failures: 3,
      mtbfMinutes: 110_505,
      mttrMinutes: 2670,
      availability: 9764,
      repeats: 0,
    })
  })

  it('08 §5: it is read page by page, each event once', async () => {
    for (const day of ['02', '03', '04', '05'])
      await repairAgain(at(`03-${day}T10:00`), at(`03-${day}T11:00`))
    const all = (await history({ limit: 200 })).items
    expect(all).toHaveLength(10)

    const read: ObjectEvent[] = []
    let after: string | undefined
    do {
      const page = await history({ limit: 3, ...(after === undefined ? {} : { after }) })
      read.push(...page.items)
      after = page.next
    } while (after !== undefined)

    expect(read.map(said)).toEqual(all.map(said))
    await expect(history({ after: 'elsewhere' })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  it('08 §5: a replaced part is an event of its own; undone it is none any more', async () => {
    app.close()
    app = setUp({ now: Date.UTC(2026, 6, 1) })
    const bikes = await bikesOf(app)
    const { bom } = await attached(app.owner, bikes)
    const changed = await app.owner.bom.replaceComponent({
      ...{ ...bomRef(bom), lineId: await lineAt(app.owner, bom.id, '1') },
      ...replacing(bikes, 'W2', Date.UTC(2026, 3, 1), { serialNumber: '222' }),
    })
    const events = async () =>
      (await app.owner.objects.getObjectHistory({ objectId: bikes.objectId })).items.filter(
        ({ kind }) => kind === 'part',
      )

    const [event] = await events()
    expect(await events()).toHaveLength(1)
    expect(event).toMatchObject({
      at: Date.UTC(2026, 3, 1),
      bomId: bom.id,
      action: 'replaced',
      itemNumber: 'W1',
      newItemNumber: 'W2',
      newSerialNumber: '222',
    })
    if (event?.kind !== 'part') throw new Error('a part was replaced')
    await app.owner.bom.undoChange({ ...bomRef(changed.bom), historyId: event.id })
    expect(await events()).toEqual([])
  })

  it.each(Language.options)(
    '08 §5: it is printed in %s with its figures, without internal notes',
    async (language) => {
      await finish(place.line, at('01-12T16:00'))
      const file = await app.owner.objects.printObjectHistory({ objectId: place.line.objectId, language })
      const { content } = await app.owner.files.getChunk({ fileId: file.fileId, offset: 0 })
      const text = textOfPdf(Buffer.from(content, 'base64')).join('')
      const t = textsOf(language)

      expect(file.fileName).toContain(t('objectHistory'))
      for (const shown of [t('mtbf'), t('notEnoughData'), 'Runs hot', place.line.number])
        expect(text.replaceAll(/\s/g, '')).toContain(shown.replaceAll(/\s/g, ''))
      expect(text).not.toContain('Says he did nothing')
    },
  )

  it('performance: the time line finds its rows by index; no table that grows is read through', () => {
    const prepare = vi.spyOn(app.db, 'prepare')
    createObjectHistory({ db: app.db, sortLanguage: () => 'en', entities: new Map() })
    const statements = prepare.mock.calls.map(([sql]) => sql)
    prepare.mockRestore()
    const params = { objectId: null, officeIds: '[]', language: 'en', at: 0, rank: 0, key: 0, limit: 10 }
    const plans = statements.flatMap((sql) =>
      app.db.prepare<object, { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(params),
    )

    expect(statements).toHaveLength(2)
    expect(plans.map(({ detail }) => detail).filter((detail) => /^SCAN [a-z]\b/.test(detail))).toEqual([])
    expect(plans.some(({ detail }) => detail.includes('repair_line_by_object'))).toBe(true)
  })

  it('conventions §7: who sees only own objects prints only those; a board prints none', async () => {
    const { objectId } = place.line
    const technician = await app.as('technician')
    await expect(technician.objects.printObjectHistory({ objectId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    const board = await app.as('board')
    await expect(board.objects.printObjectHistory({ objectId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})
