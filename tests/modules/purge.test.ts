import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import { monday, newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, orderOf, refOf, resultOf } from '../support/orders'

let app: TestApp
beforeEach(() => (app = setUp()))
afterEach(() => app.close())

const elevenYears = 11 * 366 * 86_400_000
const hashes = () => app.db.prepare<[], string>('SELECT hash FROM change_log ORDER BY seq').pluck().all()

async function orderWithNote() {
  const branch = await branchOf(app)
  return orderOf(app.owner, branch, { lines: [hours(branch)], internalNote: 'Call Kari at home' })
}

describe('purge (R12-27)', () => {
  it('R-12.25: purging the note leaves OK and the same hashes; history shows "removed (retention)"', async () => {
    const order = await orderWithNote()
    const before = hashes()
    app.clock.now = monday + elevenYears
    const input = { class: 'serviceData', before: '2027-01-01' } as const
    const preview = await app.owner.history.previewPurge(input)
    expect(preview.values).toBeGreaterThan(0)

    const { jobId } = await app.owner.history.purge({ ...input, fingerprint: preview.fingerprint })
    await resultOf(app.owner, jobId)

    expect(verifyChain(app.db).ok).toBe(true)
    expect(hashes().slice(0, before.length)).toEqual(before)
    const { items } = await app.owner.history.listEntries({ entity: 'order', recordId: order.id })
    expect(items[0]?.changes[0]?.fields['internalNote']).toEqual({
      before: null,
      after: { removed: 'retention' },
    })
    // The order itself keeps its note, and data of other kinds theirs.
    expect((await app.owner.orders.getOrder({ orderId: order.id })).internalNote).toBe('Call Kari at home')
    const customers = await app.owner.history.listEntries({ entity: 'customer', recordId: order.customerId })
    expect(customers.items[0]?.changes[0]?.fields['name']?.after).toBe('Løkke Verksted')
  })

  it('R12-27: inside the years RETENTION; nothing is removed', async () => {
    await orderWithNote()
    const count = () => app.db.prepare<[], number>('SELECT count(*) FROM personal_value').pluck().get()
    const values = count()
    app.clock.now = monday + 3 * 366 * 86_400_000
    const input = { class: 'serviceData', before: '2027-01-01' } as const
    await expect(app.owner.history.previewPurge(input)).rejects.toMatchObject({
      code: 'RETENTION',
      data: { field: 'before', allowedBefore: '2019-01-01' },
    })
    await expect(app.owner.history.purge({ ...input, fingerprint: 'x' })).rejects.toMatchObject({
      code: 'RETENTION',
    })
    expect(count()).toBe(values)
  })

  it('conventions §4: other data than in the preview is PREVIEW_STALE with the new one', async () => {
    await orderWithNote()
    app.clock.now = monday + elevenYears
    const input = { class: 'serviceData', before: '2027-01-01' } as const
    await expect(app.owner.history.purge({ ...input, fingerprint: 'old' })).rejects.toMatchObject({
      code: 'PREVIEW_STALE',
      data: { preview: { class: 'serviceData' } },
    })
  })

  it('R12-27: drafts of years ago go, newer ones stay', async () => {
    await app.owner.drafts.saveDraft({ id: newId(), form: 'old', content: '{}' })
    app.clock.now = monday + 2 * 366 * 86_400_000
    await app.owner.drafts.saveDraft({ id: newId(), form: 'new', content: '{}' })
    const input = { class: 'drafts', before: '2027-01-01' } as const
    const { drafts, fingerprint } = await app.owner.history.previewPurge(input)
    expect(drafts).toBe(1)
    await resultOf(app.owner, (await app.owner.history.purge({ ...input, fingerprint })).jobId)
    expect((await app.owner.drafts.listDrafts({})).items.map(({ form }) => form)).toEqual(['new'])
  })

  it('R12-27: a contact is anonymised on request once no work needs it', async () => {
    const branch = await branchOf(app)
    const { customerId } = branch
    const contact = await app.owner.customers.createContact({
      id: newId(),
      customerId,
      name: 'Kari Moe',
      phone: '5',
    })
    const order = await orderOf(app.owner, branch, { contactId: contact.id })
    const input = { class: 'contact', before: '2026-03-02', contactId: contact.id } as const
    await app.owner.customers.deactivateContact({ contactId: contact.id, expectedVersion: 1 })
    await expect(app.owner.history.previewPurge(input)).rejects.toMatchObject({
      code: 'RETENTION',
      data: { field: 'contactId' },
    })
    await app.owner.orders.cancelOrder(refOf(order))
    const { fingerprint } = await app.owner.history.previewPurge(input)
    await resultOf(app.owner, (await app.owner.history.purge({ ...input, fingerprint })).jobId)

    const kept = await app.owner.customers.getContact({ contactId: contact.id })
    expect(kept).toMatchObject({ name: '—', active: false })
    expect(kept.phone).toBeUndefined()
    const left = app.db.prepare("SELECT count(*) FROM personal_value WHERE entity = 'contact'").pluck().get()
    expect(left).toBe(0)
    expect(verifyChain(app.db).ok).toBe(true)
  })
})
