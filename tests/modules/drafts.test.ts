import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, setUp, type TestApp } from '../support/app'

let app: TestApp
beforeEach(() => (app = setUp()))
afterEach(() => app.close())

type Given = Parameters<TestApp['owner']['drafts']['saveDraft']>[0]
const draft = (more: Partial<Given> = {}): Given => ({
  id: newId(),
  form: 'customer',
  content: '{}',
  ...more,
})

describe('drafts (conventions §5)', () => {
  it('ux §1: what is typed is kept for its user alone, without a log entry', async () => {
    const entries = app.entries()
    const recordId = newId()
    const saved = await app.owner.drafts.saveDraft(
      draft({ recordId, baseVersion: 3, title: 'Løkke', content: '{"name":"Løk"}' }),
    )

    const { items } = await app.owner.drafts.listDrafts({})
    expect(items).toEqual([{ ...saved, content: '{"name":"Løk"}' }])
    expect(items[0]).toMatchObject({ form: 'customer', recordId, baseVersion: 3, savedAt: app.clock.now })
    expect(app.entries()).toBe(entries)
    const other = await app.as('dispatcher')
    expect((await other.drafts.listDrafts({})).items).toEqual([])
    await other.drafts.discardDraft({ id: saved.id })
    expect((await app.owner.drafts.listDrafts({})).items).toHaveLength(1)
  })

  it('ux §1: a form and record has one draft; a discarded one is gone, twice is no problem', async () => {
    const recordId = newId()
    await app.owner.drafts.saveDraft(draft({ recordId, content: '1' }))
    const { id } = await app.owner.drafts.saveDraft(draft({ recordId, content: '2' }))
    await app.owner.drafts.saveDraft(draft({ form: 'order:new', content: '3' }))

    const { items } = await app.owner.drafts.listDrafts({ form: 'customer' })
    expect(items.map(({ content }) => content)).toEqual(['2'])
    await app.owner.drafts.discardDraft({ id })
    await app.owner.drafts.discardDraft({ id })
    expect((await app.owner.drafts.listDrafts({})).items.map(({ content }) => content)).toEqual(['3'])
  })

  it('ux §1: drafts survive the end of a session', async () => {
    const dispatcher = await app.as('dispatcher')
    await dispatcher.drafts.saveDraft(draft({ content: 'typed' }))
    await dispatcher.session.signOut()
    const again = await app.as('dispatcher')
    expect((await again.drafts.listDrafts({})).items.map(({ content }) => content)).toEqual(['typed'])
  })
})
