import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '../../electron/shared/contract/index'
import type { ViewId } from '../../electron/shared/contract/id'
import { newId, setUp, type TestApp } from '../support/app'

let app: TestApp
beforeEach(() => (app = setUp()))
afterEach(() => app.close())

type Input = Parameters<Client['views']['saveView']>[0]
const content = {
  filter: { status: ['active'] },
  sort: [],
  columns: [{ key: 'name', width: 200 }],
  frozen: 1,
}

const save = (client: Client, fields: Partial<Input> = {}) =>
  client.views.saveView({ viewId: newId(), name: 'Mine', list: 'customers', ...content, ...fields })
const names = async (client: Client) =>
  (await client.views.listViews({ filter: { list: 'customers' } })).items.map(({ name }) => name)

describe('saved views (01 §2.8)', () => {
  it('01 §2.8: a view is kept as it was saved, and is its owner’s alone', async () => {
    const view = await save(app.owner, { base: 'active', groupBy: 'status', text: 'fjo' })
    expect(view).toMatchObject({
      ...content,
      groupBy: 'status',
      text: 'fjo',
      isOwn: true,
      roles: [],
      version: 1,
    })

    const dispatcher = await app.as('dispatcher')
    expect(await names(app.owner)).toEqual(['Mine'])
    expect(await names(dispatcher)).toEqual([])
    await expect(
      dispatcher.views.deleteView({ viewId: view.id, expectedVersion: view.version }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('01 §2.8: a name and a list make a view; what is not said is as the list has it', async () => {
    const viewId: ViewId = newId()
    const view = await app.owner.views.saveView({ viewId, name: 'Plain', list: 'orders' })
    expect(view).toMatchObject({ filter: {}, sort: [], columns: [], frozen: 0, isDefault: false })
    expect(await app.owner.views.saveView({ viewId, name: 'Plain', list: 'orders' })).toEqual(view)
  })

  it('R-01.38: a view that a manager shares with dispatchers is theirs to use and not to change', async () => {
    const manager = await app.as('serviceManager')
    const dispatcher = await app.as('dispatcher')
    const made = await save(manager, { name: 'Late' })
    const shared = await manager.views.shareView({
      viewId: made.id,
      expectedVersion: made.version,
      roles: ['dispatcher'],
    })
    expect(shared).toMatchObject({ roles: ['dispatcher'], version: 2, isOwn: true })

    const [seen] = (await dispatcher.views.listViews({})).items
    expect(seen).toMatchObject({ id: made.id, name: 'Late', isOwn: false, filter: content.filter })
    const entries = app.entries()
    const ref = { viewId: made.id, expectedVersion: shared.version }
    const refused = { code: 'FORBIDDEN', data: { permission: 'views.share' } }
    await expect(save(dispatcher, { ...ref, name: 'Other' })).rejects.toMatchObject(refused)
    await expect(dispatcher.views.deleteView(ref)).rejects.toMatchObject(refused)
    await expect(dispatcher.views.shareView({ ...ref, roles: [] })).rejects.toMatchObject(refused)
    expect(app.entries()).toBe(entries)
    expect(await names(await app.as('technician'))).toEqual([])

    await manager.views.shareView({ ...ref, roles: [] })
    expect(await names(dispatcher)).toEqual([])
  })

  it('01 §2.8: a view of the office is seen by all who work there', async () => {
    const made = await save(app.owner)
    const shared = await app.owner.views.shareView({
      viewId: made.id,
      expectedVersion: 1,
      roles: [],
      withOffice: true,
    })
    expect(shared.officeId).toBeDefined()
    expect(await names(await app.as('backOffice'))).toEqual(['Mine'])
  })

  it('01 §2.8: a name is taken once per owner and list, in any case', async () => {
    const view = await save(app.owner)
    const taken = { code: 'VIEW_NAME_TAKEN', data: { field: 'name' } }
    await expect(save(app.owner, { name: 'MINE' })).rejects.toMatchObject(taken)
    const other = await save(app.owner, { name: 'Other' })
    await expect(
      save(app.owner, { viewId: other.id, expectedVersion: 1, name: 'mine' }),
    ).rejects.toMatchObject(taken)
    await save(app.owner, { list: 'orders' })
    await save(await app.as('dispatcher'))
    expect(await save(app.owner, { viewId: view.id, expectedVersion: 1, frozen: 2 })).toMatchObject({
      version: 2,
      frozen: 2,
    })
  })

  it('01 §2.8: one view of a list opens it; a save repeated is saved once', async () => {
    await save(app.owner, { isDefault: true })
    await save(app.owner, { name: 'Second', isDefault: true })
    const { items } = await app.owner.views.listViews({})
    expect(items.map(({ isDefault, name }) => [name, isDefault])).toEqual([
      ['Mine', false],
      ['Second', true],
    ])
    const entries = app.entries()
    const again = { viewId: newId<ViewId>(), name: 'Third' }
    await save(app.owner, again)
    await save(app.owner, again)
    expect(app.entries()).toBe(entries + 1)
  })

  it('conventions §2: an old version is a conflict, a deleted view is gone', async () => {
    const view = await save(app.owner)
    await save(app.owner, { viewId: view.id, expectedVersion: 1, name: 'New' })
    const stale = { viewId: view.id, expectedVersion: 1 }
    await expect(app.owner.views.deleteView(stale)).rejects.toMatchObject({ code: 'CONFLICT' })
    await app.owner.views.deleteView({ viewId: view.id, expectedVersion: 2 })
    expect(await names(app.owner)).toEqual([])
  })
})
