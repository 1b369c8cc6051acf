import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, setUp, type TestApp } from '../support/app'

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

  it('08 §1: the board sees no repair line', async () => {
    const board = await app.as('board')
    await expect(board.repair.listLines({})).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})
