import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import type { Client } from '../../electron/shared/contract/index'
import type { Stage } from '../../electron/shared/contract/stages'
import { newId, setUp, type TestApp } from '../support/app'
import { createOrder, createReason, createTree } from '../support/stages'

let app: TestApp
beforeEach(() => {
  app = setUp()
})
afterEach(() => app.close())

const codes = async (client: Client) => (await client.stages.getTree()).stages.map(({ code }) => code)
const create = (code: string, parentId?: Stage['id'], more: object = {}) =>
  app.owner.stages.createStage({ id: newId(), code, description: { en: code }, parentId, ...more })

describe('the tree of stages', () => {
  it('R-05.01: a second parentless stage is SECOND_ROOT and the tree stays', async () => {
    await create('PLAN')
    const entries = app.entries()

    await expect(create('OTHER')).rejects.toMatchObject({
      code: 'SECOND_ROOT',
      defined: true,
      data: { field: 'parentId' },
    })
    expect(await codes(app.owner)).toEqual(['PLAN'])
    expect(app.entries()).toBe(entries)
  })

  it('R05-10: an unknown parent is PARENT_NOT_FOUND; a code is unique in any case', async () => {
    await create('PLAN')

    await expect(create('INPROC', newId())).rejects.toMatchObject({ code: 'PARENT_NOT_FOUND' })
    await expect(create('plan')).rejects.toMatchObject({
      code: 'STAGE_CODE_EXISTS',
      data: { failures: [{ code: 'STAGE_CODE_EXISTS' }, { code: 'SECOND_ROOT' }] },
    })
  })

  it('05 §2.1: the defaults of a stage, and a description in at least one language', async () => {
    const root = await create('plan')
    const child = await create('INPROC', root.id)
    const sibling = await create('CANCEL', root.id)

    expect(root).toMatchObject({
      code: 'PLAN',
      version: 1,
      allowModify: true,
      allowPost: true,
      reasonRequired: false,
      allowedRoles: [],
      active: true,
      sequence: 10,
    })
    expect(child).toMatchObject({ allowPost: false, sequence: 10 })
    expect(sibling.sequence).toBe(20)
    await expect(create('X', root.id, { description: {} })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  it('R-05.02: an unused stage changes its parent; one row of history freezes it', async () => {
    const tree = await createTree(app.owner)
    const order = await createOrder(app.owner)
    const moved = await app.owner.stages.updateStage({
      stageId: tree.ARCH.id,
      expectedVersion: 1,
      patch: { parentId: tree.INPROC.id },
    })
    expect(moved.parentId).toBe(tree.INPROC.id)

    const reasonId = await createReason(app.owner)
    const there = { orderId: order.id, direction: 'set', stageId: tree.ARCH.id, reasonId } as const
    await app.owner.stages.changeStage({ ...there, expectedVersion: order.version })
    await app.owner.stages.changeStage({
      orderId: order.id,
      expectedVersion: order.version + 1,
      direction: 'set',
      stageId: tree.PLAN.id,
      reasonId,
    })
    const call = app.owner.stages.updateStage({
      stageId: tree.ARCH.id,
      expectedVersion: 2,
      patch: { parentId: tree.DONE.id },
    })

    await expect(call).rejects.toMatchObject({
      code: 'PARENT_FROZEN',
      data: { field: 'parentId', orders: 0, history: 2 },
    })
    const { stages } = await app.owner.stages.getTree()
    expect(stages.find(({ code }) => code === 'ARCH')).toMatchObject({ isParentFrozen: true, orderCount: 0 })
    expect(stages.find(({ code }) => code === 'PLAN')).toMatchObject({ orderCount: 1 })
  })

  it('R-05.03: a cycle is STAGE_CYCLE, with an order below it PARENT_FROZEN comes first', async () => {
    const plan = await create('PLAN')
    const inProcess = await create('INPROC', plan.id)
    const done = await create('DONE', inProcess.id)
    const attempt = () =>
      app.owner.stages.updateStage({
        stageId: inProcess.id,
        expectedVersion: 1,
        patch: { parentId: done.id },
      })
    await expect(attempt()).rejects.toMatchObject({ code: 'STAGE_CYCLE' })

    const order = await createOrder(app.owner)
    await app.owner.stages.changeStage({
      orderId: order.id,
      expectedVersion: order.version,
      direction: 'set',
      stageId: done.id,
      reasonId: await createReason(app.owner),
    })

    await expect(attempt()).rejects.toMatchObject({
      code: 'PARENT_FROZEN',
      data: { orders: 1, failures: [{ code: 'PARENT_FROZEN' }, { code: 'STAGE_CYCLE' }] },
    })
  })

  it('R-05.18: a used stage is IN_USE with counts; it is switched off when no child is active', async () => {
    const tree = await createTree(app.owner)
    const order = await createOrder(app.owner)
    await app.owner.stages.changeStage({
      orderId: order.id,
      expectedVersion: order.version,
      direction: 'next',
      stageId: tree.INPROC.id,
    })
    const ref = (stage: Stage) => ({ stageId: stage.id, expectedVersion: 1 })

    await expect(app.owner.stages.deleteStage(ref(tree.INPROC))).rejects.toMatchObject({
      code: 'IN_USE',
      data: { counts: { order: 1, stageHistory: 1, stage: 2 } },
    })
    await expect(app.owner.stages.deactivateStage(ref(tree.INPROC))).rejects.toMatchObject({
      code: 'STAGE_HAS_CHILDREN',
    })
    await expect(app.owner.stages.deactivateStage(ref(tree.PLAN))).rejects.toMatchObject({
      code: 'ROOT_REQUIRED',
    })
    for (const stage of [tree.ARCH, tree.DONE, tree.WAITPART, tree.INPROC])
      await app.owner.stages.deactivateStage(ref(stage))
    const { stages } = await app.owner.stages.getTree()
    expect(stages.filter(({ active }) => active).map(({ code }) => code)).toEqual(['PLAN', 'CANCEL'])
    expect(await app.owner.stages.deleteStage({ stageId: tree.ARCH.id, expectedVersion: 2 })).toEqual({
      id: tree.ARCH.id,
    })
  })

  it('R-05.27: the name comes in the language of the caller, else in English', async () => {
    await create('WAIT', undefined, { description: { en: 'Waiting', de: 'Wartet' } })
    const named = async (language: 'de' | 'lv') => {
      const login = `speaks.${language}`
      const password = 'a long enough password'
      const user = { id: newId(), login, displayName: login, language, password } as const
      await app.owner.people.createUser({ ...user, id: newId(), roles: ['dispatcher'] })
      const { token } = await app.stranger.session.signIn({ login, password })
      return (await app.application.clientFor(token).stages.getTree()).stages[0]?.name
    }

    expect(await named('de')).toBe('Wartet')
    expect(await named('lv')).toBe('Waiting')
  })

  it('05 §4: a tree goes into an empty store as it was given; else only as a preview', async () => {
    await createTree(app.owner)
    const tree = await app.owner.stages.getTree()
    const other = setUp()
    const preview = await other.owner.stages.importTree({ tree, preview: true })
    expect(preview).toMatchObject({ imported: 0 })
    expect(preview.differences).toHaveLength(6)
    expect(other.entries()).toBe(1)

    expect(await other.owner.stages.importTree({ tree })).toMatchObject({ imported: 6 })
    const plain = ({ stages }: typeof tree) => stages.map((stage) => ({ ...stage, version: 1 }))
    expect(plain(await other.owner.stages.getTree())).toEqual(plain(tree))
    expect(await other.owner.stages.importTree({ tree, preview: true })).toMatchObject({ differences: [] })
    await expect(other.owner.stages.importTree({ tree })).rejects.toMatchObject({
      code: 'IMPORT_INVALID',
      data: { failures: [{ code: 'IMPORT_INVALID' }, { code: 'TREE_NOT_EMPTY' }] },
    })
    other.close()
  })

  it('conventions §8: a dispatcher reads the tree and does not set it up; an administrator does', async () => {
    const dispatcher = await app.as('dispatcher')
    const administrator = await app.as('administrator')
    const fields = { code: 'PLAN', description: { en: 'Planned' } }

    await expect(dispatcher.stages.createStage({ id: newId(), ...fields })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    await administrator.stages.createStage({ id: newId(), ...fields })
    expect(await codes(dispatcher)).toEqual(['PLAN'])
  })
})

describe('reason codes', () => {
  const fields = { code: 'parts', description: { en: 'Waiting for parts' }, uses: ['stageChange' as const] }

  it('05 §4: a code is unique in any case: REASON_CODE_EXISTS', async () => {
    const reason = await app.owner.stages.createReasonCode({ id: newId(), ...fields })

    expect(reason).toMatchObject({ code: 'PARTS', name: 'Waiting for parts', active: true, stageIds: [] })
    await expect(app.owner.stages.createReasonCode({ id: newId(), ...fields })).rejects.toMatchObject({
      code: 'REASON_CODE_EXISTS',
      defined: true,
    })
  })

  it('05 §2.2: reasons are found and sorted by the name that is shown', async () => {
    await app.owner.stages.createReasonCode({ id: newId(), ...fields })
    await app.owner.stages.createReasonCode({
      id: newId(),
      code: 'ABSENT',
      description: { nb: 'Ingen hjemme' },
      uses: ['stageChange', 'orderCancel'],
    })
    const list = (input: object) => app.owner.stages.listReasonCodes({ limit: 10, ...input })

    expect((await list({ text: 'part' })).items.map(({ code }) => code)).toEqual(['PARTS'])
    const byName = await list({ sort: [{ field: 'name', direction: 'desc' }] })
    const own = byName.items.filter(({ uses }) => !uses.includes('bomChange'))
    expect(own.map(({ name }) => name)).toEqual(['Waiting for parts', 'Ingen hjemme'])
  })

  it('R05-50: a used reason is neither deleted nor recoded, but described anew and switched off', async () => {
    const tree = await createTree(app.owner)
    const { id } = await app.owner.stages.createReasonCode({ id: newId(), ...fields })
    const order = await createOrder(app.owner)
    await app.owner.stages.changeStage({
      orderId: order.id,
      expectedVersion: order.version,
      direction: 'next',
      stageId: tree.CANCEL.id,
      reasonId: id,
    })
    const ref = { reasonCodeId: id, expectedVersion: 1 }

    await expect(app.owner.stages.deleteReasonCode(ref)).rejects.toMatchObject({
      code: 'IN_USE',
      data: { counts: { stageHistory: 1 } },
    })
    await expect(
      app.owner.stages.updateReasonCode({ ...ref, patch: { code: 'OTHER' } }),
    ).rejects.toMatchObject({ code: 'IN_USE' })
    await app.owner.stages.updateReasonCode({ ...ref, patch: { description: { en: 'No parts' } } })
    expect(
      await app.owner.stages.deactivateReasonCode({ reasonCodeId: id, expectedVersion: 2 }),
    ).toMatchObject({ active: false, name: 'No parts' })
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
  })
})
