import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, setUp, type TestApp } from '../support/app'
import { lineFor, stageOf, toStage, workshopOf } from '../support/repair'

let app: TestApp
beforeEach(() => {
  app = setUp()
})
afterEach(() => app.close())

describe('codes', () => {
  it('A-01.08: a new store has one resolution per outcome class and the six barriers', async () => {
    const resolutions = await app.owner.repair.listResolutions({})
    expect(resolutions.items.map(({ outcome }) => outcome)).toEqual([
      'fixed',
      'repairable',
      'endOfLife',
      'noFaultFound',
      'canceled',
      'unknown',
    ])
    const barriers = await app.owner.repair.listBarriers({})
    expect(barriers.items.map(({ code }) => code)).toEqual([
      'NO_PARTS',
      'PARTS_PRICE',
      'CANNOT_OPEN',
      'NO_INFORMATION',
      'NO_EQUIPMENT',
      'WORN_OUT',
    ])
  })

  it('08 §2.1: codes are stored in capitals and unique without regard to case', async () => {
    const made = await app.owner.repair.createBarrier({ id: newId(), code: 'too far', name: 'Too far' })
    expect(made).toMatchObject({ code: 'TOO FAR', active: true, sortOrder: 0 })
    const entries = app.entries()
    const again = app.owner.repair.createBarrier({ id: newId(), code: 'Too Far', name: 'Again' })
    await expect(again).rejects.toMatchObject({ code: 'CODE_TAKEN', data: { field: 'code' } })
    expect(app.entries()).toBe(entries)
  })

  it('R08-08: a code can be changed, switched off and deleted while nothing uses it', async () => {
    const { id: resolutionId } = await app.owner.repair.createResolution({
      id: newId(),
      code: 'replaced',
      name: 'Replaced',
      outcome: 'fixed',
    })
    const changed = await app.owner.repair.updateResolution({
      resolutionId,
      expectedVersion: 1,
      patch: { name: 'Part replaced' },
    })
    expect(changed).toMatchObject({ name: 'Part replaced', version: 2 })
    const off = await app.owner.repair.deactivateResolution({ resolutionId, expectedVersion: 2 })
    expect(off.active).toBe(false)
    await app.owner.repair.deleteResolution({ resolutionId, expectedVersion: 3 })
    await expect(app.owner.repair.getResolution({ resolutionId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('R-08.07: a used code is IN_USE with its count; made inactive it stays, but is not chosen again', async () => {
    const shop = await workshopOf(app)
    const { id: symptomCodeId, version: expectedVersion } = shop.disk.code
    const symptom = { symptomAreaId: shop.disk.area.id, symptomCodeId }
    const lines = []
    for (let count = 0; count < 3; count += 1) lines.push(await lineFor(app.owner, shop, symptom))
    await expect(
      app.owner.repair.deleteSymptomCode({ symptomCodeId, expectedVersion }),
    ).rejects.toMatchObject({ code: 'IN_USE', data: { counts: { repairLine: 3 } } })
    await app.owner.repair.deactivateSymptomCode({ symptomCodeId, expectedVersion })
    for (const { id } of lines)
      expect(await app.owner.repair.getLine({ lineId: id })).toMatchObject({ symptomCodeName: 'BLUE' })
    await expect(lineFor(app.owner, shop, symptom)).rejects.toMatchObject({
      ...{ code: 'CODE_INACTIVE', data: { field: 'symptomCodeId' } },
    })
    const kept = await app.owner.repair.updateLine({
      ...{ lineId: lines[0]?.id ?? newId(), expectedVersion: 1, patch: { title: 'Again' } },
    })
    expect(kept).toMatchObject({ title: 'Again', symptomCodeName: 'BLUE' })
  })

  it('R08-08: a used code stays in its area; codes are unique in their area only', async () => {
    const shop = await workshopOf(app)
    const { id: symptomCodeId } = shop.disk.code
    const symptomAreaId = shop.screen.area.id
    const twin = await app.owner.repair.createSymptomCode({
      ...{ id: newId(), symptomAreaId, code: 'blue', name: 'Blue' },
    })
    expect(twin).toMatchObject({ code: 'BLUE', symptomAreaCode: 'SCREEN', symptomAreaName: 'SCREEN' })
    await lineFor(app.owner, shop, { symptomAreaId: shop.disk.area.id, symptomCodeId })
    await app.owner.repair.deleteSymptomCode({ symptomCodeId: twin.id, expectedVersion: 1 })
    const moved = app.owner.repair.updateSymptomCode({
      ...{ symptomCodeId, expectedVersion: 1, patch: { symptomAreaId } },
    })
    await expect(moved).rejects.toMatchObject({ code: 'AREA_FIXED', data: { field: 'symptomAreaId' } })
    const { id: unused } = shop.screen.code
    const free = await app.owner.repair.updateSymptomCode({
      ...{ symptomCodeId: unused, expectedVersion: 1, patch: { symptomAreaId: shop.disk.area.id } },
    })
    expect(free.symptomAreaCode).toBe('DISK')
  })

  it('2.1: names are read in the language of who asks', async () => {
    const shop = await workshopOf(app)
    const { id: symptomAreaId } = shop.disk.area
    await app.owner.repair.updateSymptomArea({
      ...{ symptomAreaId, expectedVersion: 1, patch: { names: { de: 'Festplatte' } } },
    })
    const { id } = await lineFor(app.owner, shop, { symptomAreaId })
    expect(await app.owner.repair.getLine({ lineId: id })).toMatchObject({ symptomAreaName: 'DISK' })
    const german = await app.as('technician')
    const { items: users } = await app.owner.people.listUsers({ filter: { login: 'test.technician' } })
    await app.owner.people.updateUser({
      ...{ userId: users[0]?.id ?? newId(), expectedVersion: users[0]?.version ?? 0 },
      patch: { language: 'de' },
    })
    expect(await german.repair.getLine({ lineId: id })).toMatchObject({ symptomAreaName: 'Festplatte' })
    const { items } = await german.repair.listSymptomCodes({ filter: { symptomAreaId: [symptomAreaId] } })
    expect(items[0]).toMatchObject({ symptomAreaName: 'Festplatte', name: 'BLUE' })
  })
})

describe('repair stages', () => {
  it('R08-02: a new store has six, one of them initial, two that sign off', async () => {
    const { items } = await app.owner.repair.listRepairStages({})
    expect(items.map(({ code }) => code)).toEqual([
      ...['RECEIVED', 'DIAGNOSIS', 'WAITING', 'IN_REPAIR', 'REPAIRED', 'NOT_REPAIRED'],
    ])
    expect(items.filter(({ initial }) => initial).map(({ code }) => code)).toEqual(['RECEIVED'])
    expect(items.filter(({ finished }) => finished).map(({ code }) => code)).toEqual([
      ...['REPAIRED', 'NOT_REPAIRED'],
    ])
  })

  it('R08-02: exactly one stage is initial: setting it takes it from the other', async () => {
    const [received, waiting] = [await stageOf(app.owner, 'RECEIVED'), await stageOf(app.owner, 'WAITING')]
    const change = (stage: { id: typeof waiting.id; version: number }, patch: object) =>
      app.owner.repair.updateRepairStage({
        ...{ repairStageId: stage.id, expectedVersion: stage.version, patch },
      })
    const required = { code: 'INITIAL_STAGE_REQUIRED', data: { field: 'initial' } }
    await expect(change(received, { initial: false })).rejects.toMatchObject(required)
    await expect(change(received, { finished: true })).rejects.toMatchObject(required)
    const ref = { repairStageId: received.id, expectedVersion: 1 }
    await expect(app.owner.repair.deactivateRepairStage(ref)).rejects.toMatchObject(required)
    await expect(app.owner.repair.deleteRepairStage(ref)).rejects.toMatchObject(required)
    expect(await change(waiting, { initial: true })).toMatchObject({ initial: true, version: 2 })
    expect(await stageOf(app.owner, 'RECEIVED')).toMatchObject({ initial: false, version: 2 })
    await app.owner.repair.deleteRepairStage({ ...ref, expectedVersion: 2 })
    await expect(change({ id: waiting.id, version: 2 }, { sequence: 20 })).rejects.toMatchObject({
      ...{ code: 'SEQUENCE_TAKEN', data: { field: 'sequence' } },
    })
    await expect(change({ id: waiting.id, version: 2 }, { code: 'in_repair' })).rejects.toMatchObject({
      code: 'CODE_TAKEN',
    })
  })

  it('R08-02: a stage that another leads to, or that lines stand in, stays as it is', async () => {
    const shop = await workshopOf(app)
    const [received, waiting] = [await stageOf(app.owner, 'RECEIVED'), await stageOf(app.owner, 'WAITING')]
    const from = await app.owner.repair.updateRepairStage({
      ...{ repairStageId: received.id, expectedVersion: 1, patch: { nextStageIds: [waiting.id] } },
    })
    expect(from.nextStageIds).toEqual([waiting.id])
    const ref = { repairStageId: waiting.id, expectedVersion: 1 }
    await expect(app.owner.repair.deleteRepairStage(ref)).rejects.toMatchObject({
      ...{ code: 'IN_USE', data: { counts: { repairStage: 1 }, dependants: [{ code: 'RECEIVED' }] } },
    })
    await toStage(app.owner, await lineFor(app.owner, shop), 'WAITING')
    const finished = app.owner.repair.updateRepairStage({ ...ref, patch: { finished: true } })
    await expect(finished).rejects.toMatchObject({ code: 'IN_USE', data: { counts: { repairLine: 1 } } })
    const unknown = app.owner.repair.updateRepairStage({ ...ref, patch: { nextStageIds: [newId()] } })
    await expect(unknown).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('who sees what', () => {
  it('08 §1: the board sees stages, but no repair line and no code', async () => {
    const board = await app.as('board')
    await expect(board.repair.listLines({})).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(board.repair.listSymptomCodes({})).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect((await board.repair.listRepairStages({})).items).toHaveLength(6)
  })
  it('08 §1: the board is told how many lines stand in a stage, and nothing of them', async () => {
    const shop = await workshopOf(app)
    const { repairStageId } = await lineFor(app.owner, shop)
    await lineFor(app.owner, shop)
    const board = await app.as('board')
    const asked = { filter: { repairStageId: [repairStageId] }, withCount: true }
    expect(await board.repair.listLines(asked)).toEqual({ items: [], count: 2 })
    expect(await board.repair.listLines({ withCount: true })).toEqual({ items: [], count: 2 })
    const probing = { filter: { customerId: [shop.customerId] }, withCount: true }
    await expect(board.repair.listLines(probing)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(board.repair.listLines({ text: 'x', withCount: true })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })
})
