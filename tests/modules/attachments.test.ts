import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import { createApplication } from '../../electron/context'
import {
  attachmentBytes,
  type Attachment,
  type NotedEntity,
} from '../../electron/shared/contract/attachments'
import { chunkBytes } from '../../electron/shared/contract/files'
import type { AttachmentId, FileId } from '../../electron/shared/contract/id'
import type { Client } from '../../electron/shared/contract/index'
import { newId, setUp, type TestApp } from '../support/app'
import { setUpDemo } from '../support/demo'
import { branchOf, hours, orderOf, refOf, type Branch } from '../support/orders'
import { lineFor, orderAbout } from '../support/repair'

// Twenty-five megabytes travel in chunks; every user's password is hashed.
vi.setConfig({ testTimeout: 30_000 })

let app: TestApp
let branch: Branch
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
})
afterEach(() => app.close())

const base64 = (content: string | Buffer) => Buffer.from(content).toString('base64')
type NewFile = Partial<Parameters<Client['attachments']['addAttachment']>[0]>
async function attach(client: Client, fields: NewFile = {}): Promise<Attachment> {
  return client.attachments.addAttachment({
    ...{ id: newId(), entity: 'customer', recordId: branch.customerId, fileName: 'plan.txt', visibility: 'internal' },
    ...(fields.fileId ?? fields.link ?? fields.content) === undefined ? { content: base64('the plan') } : {},
    ...fields,
  }) // prettier-ignore
}
async function noteOn(client: Client, entity: NotedEntity, recordId: string, text = 'Mind the dog') {
  return client.attachments.addNote({ id: newId(), entity, recordId, text, visibility: 'internal' })
}
async function contentOf(client: Client, attachmentId: AttachmentId): Promise<Buffer> {
  const { fileId, size } = await client.attachments.getContent({ attachmentId })
  const parts: Buffer[] = []
  for (let offset = 0; ;) {
    const { content, isLast } = await client.files.getChunk({ fileId, offset })
    parts.push(Buffer.from(content, 'base64'))
    offset += parts.at(-1)?.length ?? 0
    if (!isLast) continue
    expect(offset).toBe(size)
    return Buffer.concat(parts)
  }
}
async function put(client: Client, bytes: Buffer): Promise<FileId> {
  const id = newId<FileId>()
  for (let offset = 0; offset < bytes.length; offset += chunkBytes) {
    const content = bytes.subarray(offset, offset + chunkBytes).toString('base64')
    await client.files.putChunk({ id, offset, content, isLast: offset + chunkBytes >= bytes.length })
  }
  return id
}
const count = (sql: string) => app.db.prepare<[], number>(sql).pluck().get()
const contents = () => count('SELECT count(*) FROM attachment_content')
async function undoLast(client = app.owner) {
  const [entry] = (await client.history.listEntries({ limit: 1 })).items
  return client.history.undoEntry({ entryId: entry!.id })
}
/** A repair of a pump of the branch's customer. */
async function repairOf(fields: Parameters<typeof orderAbout>[3] = {}) {
  const { id: objectId } = await app.owner.objects.createObject({
    ...{ id: newId(), description: 'Pump', customerId: branch.customerId },
  })
  return lineFor(app.owner, { order: await orderAbout(app.owner, branch, [objectId], fields) })
}
async function technician(): Promise<Client> {
  const password = 'a long enough password'
  await app.owner.people.createUser({
    ...{ id: newId(), login: 'kari', displayName: 'Kari', roles: ['technician'], password },
    workerId: branch.workerId,
  })
  const { token } = await app.stranger.session.signIn({ login: 'kari', password })
  return app.application.clientFor(token)
}

describe('notes', () => {
  it('01 §2.8: a note says who wrote it and when; newest first, page by page', async () => {
    const { attachments } = app.owner
    const owner = { entity: 'customer', recordId: branch.customerId } as const
    for (const text of ['one', 'two', 'three']) await noteOn(app.owner, 'customer', branch.customerId, text)

    const first = await attachments.listNotes({ ...owner, limit: 2 })
    expect(first.items.map(({ text }) => text)).toEqual(['three', 'two'])
    expect(first.items[0]).toMatchObject({
      at: app.clock.now,
      visibility: 'internal',
      version: 1,
      earlier: [],
    })
    expect(first.items[0]?.authorName).toBeTruthy()
    expect(first.isWritable).toBe(true)
    const second = await attachments.listNotes({ ...owner, limit: 2, after: first.next! })
    expect(second.items.map(({ text }) => text)).toEqual(['one'])
    expect(second.next).toBeUndefined()
  })

  it('01 §2.8: an edit keeps the old text with its author and time; undo brings it back', async () => {
    const { attachments } = app.owner
    const note = await noteOn(app.owner, 'customer', branch.customerId)
    app.clock.now += 60_000
    const edited = await attachments.updateNote({
      noteId: note.id,
      expectedVersion: 1,
      text: 'No dog any more',
    })

    expect(edited).toMatchObject({
      version: 2,
      text: 'No dog any more',
      editedAt: app.clock.now,
      at: note.at,
    })
    expect(edited.earlier).toMatchObject([{ text: 'Mind the dog', at: note.at, authorId: note.authorId }])
    await expect(
      attachments.updateNote({ noteId: note.id, expectedVersion: 1, text: 'Late' }),
    ).rejects.toMatchObject({ code: 'CONFLICT' })
    await undoLast()
    const [restored] = (await attachments.listNotes({ entity: 'customer', recordId: branch.customerId }))
      .items
    expect(restored).toMatchObject({ text: 'Mind the dog', earlier: [] })
    expect(restored?.editedAt).toBeUndefined()
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
  })

  it('conventions §2: a repeated note is answered and written once', async () => {
    const input = { id: newId(), entity: 'customer', recordId: branch.customerId, text: 'A', visibility: 'external' } as const // prettier-ignore
    await app.owner.attachments.addNote(input as never)
    const entries = app.entries()
    await app.owner.attachments.addNote(input as never)
    expect(app.entries()).toBe(entries)
    await expect(app.owner.attachments.addNote({ ...input, text: 'B' } as never)).rejects.toMatchObject({
      code: 'ID_TAKEN',
    })
  })

  it('01 §2.8: every kind of record takes notes; a record that is not there takes none', async () => {
    const { owner } = app
    const { customerId, siteId, workerId } = branch
    const unit = await owner.catalog.createUnit({ id: newId(), code: 'TON', name: 'T', decimals: 0 })
    const item = await owner.catalog.createItem({ id: newId(), number: 'I', name: 'I', unitId: unit.id })
    const category = await owner.orders.createCaseCategory({ id: newId(), code: 'C', name: 'C' })
    const made: readonly (readonly [NotedEntity, string])[] = [
      ['order', (await orderOf(owner, branch)).id],
      ['case', (await owner.orders.createCase({ id: newId(), customerId, title: 'C', categoryId: category.id })).id],
      ['customer', customerId],
      ['site', siteId],
      ['contact', (await owner.customers.createContact({ id: newId(), customerId, name: 'O', phone: '1' })).id],
      ['object', (await owner.objects.createObject({ id: newId(), description: 'Pump' })).id],
      ['item', item.id],
      ['serial', (await owner.catalog.createSerial({ id: newId(), itemId: item.id, serialNumber: 'S' })).id],
      ['worker', workerId],
      ['billingAccount', (await owner.agreements.createBillingAccount({ id: newId(), name: 'B', customerId, type: 'timeAndMaterial' })).id],
      ['repairLine', (await repairOf()).id],
    ] // prettier-ignore
    for (const [entity, recordId] of made) {
      await noteOn(owner, entity, recordId)
      expect((await owner.attachments.listNotes({ entity, recordId })).items, entity).toHaveLength(1)
      await expect(noteOn(owner, entity, newId()), entity).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
  })

  it('R01-05: a record with notes is not deleted, nor is its creation undone; IN_USE says why', async () => {
    const { customers } = app.owner
    const customer = await customers.createCustomer({ id: newId(), name: 'Noted' })
    const [made] = (await app.owner.history.listEntries({ limit: 1 })).items
    await noteOn(app.owner, 'customer', customer.id)
    const refused = { code: 'IN_USE', data: { counts: { note: 1 } } }

    await expect(
      customers.deleteCustomer({ customerId: customer.id, expectedVersion: 1 }),
    ).rejects.toMatchObject(refused)
    await expect(app.owner.history.undoEntry({ entryId: made!.id })).rejects.toMatchObject(refused)
    await undoLast()
    await customers.deleteCustomer({ customerId: customer.id, expectedVersion: 1 })
  })

  it('R01-05: an order with an attachment is not deleted until it is taken away', async () => {
    const order = await orderOf(app.owner, branch)
    const { id } = await attach(app.owner, { entity: 'order', recordId: order.id })
    await expect(app.owner.orders.deleteOrder(refOf(order))).rejects.toMatchObject({
      ...{ code: 'IN_USE', data: { counts: { attachment: 1 } } },
    })
    await app.owner.attachments.deleteAttachment({ attachmentId: id, expectedVersion: 1 })
    await app.owner.orders.deleteOrder(refOf(order))
  })

  it('R01-05, 08 §4: a repair line with notes or files is not deleted, nor is its order; they are found by their words', async () => {
    const { owner } = app
    const line = await repairOf()
    await noteOn(owner, 'repairLine', line.id, 'Gasket bulged')
    const file = await attach(owner, { entity: 'repairLine', recordId: line.id, fileName: 'teardown.txt' })
    const ref = { lineId: line.id, expectedVersion: line.version }
    const refused = { code: 'IN_USE', data: { counts: { note: 1, attachment: 1 } } }

    await expect(owner.repair.deleteLine(ref)).rejects.toMatchObject(refused)
    const order = await owner.orders.getOrder({ orderId: line.orderId })
    await expect(owner.orders.deleteOrder(refOf(order))).rejects.toMatchObject(refused)
    for (const text of ['bulged', 'teardown']) {
      const { items } = await owner.repair.listLines({ text })
      expect(
        items.map(({ id }) => id),
        text,
      ).toEqual([line.id])
    }

    await owner.attachments.deleteAttachment({ attachmentId: file.id, expectedVersion: 1 })
    expect((await owner.repair.listLines({ text: 'teardown' })).items).toEqual([])
    await undoLast()
    expect((await owner.repair.listLines({ text: 'teardown' })).items).toHaveLength(1)
  })

  it('01 §4: merging customers moves their notes and attachments', async () => {
    const target = await app.owner.customers.createCustomer({ id: newId(), name: 'Target', currency: 'NOK' })
    await noteOn(app.owner, 'customer', branch.customerId)
    await attach(app.owner)
    await app.owner.customers.mergeCustomers({
      sourceId: branch.customerId,
      targetId: target.id,
      expectedVersion: 1,
    })

    const owner = { entity: 'customer', recordId: target.id } as const
    expect((await app.owner.attachments.listNotes(owner)).items).toHaveLength(1)
    expect((await app.owner.attachments.listAttachments(owner)).items).toHaveLength(1)
    const left = { entity: 'customer', recordId: branch.customerId } as const
    expect((await app.owner.attachments.listNotes(left)).items).toEqual([])
  })
})

describe('rights', () => {
  it('conventions §8: a technician reads and writes on own orders and customers only', async () => {
    const own = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const stranger = await app.owner.customers.createCustomer({ id: newId(), name: 'Other' })
    const other = await orderOf(app.owner, { customerId: stranger.id })
    const foreign = await noteOn(app.owner, 'order', own.id)
    const file = await attach(app.owner, { entity: 'order', recordId: other.id })
    const kari = await technician()

    await noteOn(kari, 'order', own.id, 'Done')
    await noteOn(kari, 'customer', branch.customerId)
    expect((await kari.attachments.listNotes({ entity: 'order', recordId: own.id })).items).toHaveLength(2)
    const hidden = [
      kari.attachments.listNotes({ entity: 'order', recordId: other.id }),
      kari.attachments.listAttachments({ entity: 'customer', recordId: stranger.id }),
      noteOn(kari, 'order', other.id),
      kari.attachments.getContent({ attachmentId: file.id }),
      kari.files.getChunk({ fileId: file.id as string as FileId, offset: 0 }),
      kari.attachments.updateNote({ noteId: foreign.id, expectedVersion: 1, text: 'Mine' }),
      kari.attachments.deleteAttachment({ attachmentId: file.id, expectedVersion: 1 }),
    ]
    for (const call of hidden) await expect(call).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('conventions §8: a technician reads what hangs on an item or a colleague, and writes only on himself', async () => {
    const { owner } = app
    const colleague = await owner.people.createWorker({ id: newId(), displayName: 'Ola' })
    await attach(owner, { entity: 'worker', recordId: colleague.id })
    const kari = await technician()

    const seen = await kari.attachments.listAttachments({ entity: 'worker', recordId: colleague.id })
    expect(seen).toMatchObject({ items: [{}], isWritable: false })
    await expect(noteOn(kari, 'worker', colleague.id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await noteOn(kari, 'worker', branch.workerId)
  })

  it('conventions §8: a technician reads what hangs on any repair, and writes on those of own orders only', async () => {
    const { owner } = app
    const others = await repairOf()
    await noteOn(owner, 'repairLine', others.id)
    const own = await repairOf({ preferredTechnicianId: branch.workerId })
    const kari = await technician()

    const seen = await kari.attachments.listNotes({ entity: 'repairLine', recordId: others.id })
    expect(seen).toMatchObject({ items: [{ text: 'Mind the dog' }], isWritable: false })
    await expect(noteOn(kari, 'repairLine', others.id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(attach(kari, { entity: 'repairLine', recordId: others.id })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    await noteOn(kari, 'repairLine', own.id, 'Opened it')
    expect(await kari.attachments.listNotes({ entity: 'repairLine', recordId: own.id })).toMatchObject({
      items: [{ text: 'Opened it' }],
      isWritable: true,
    })
  })

  it('conventions §7: what hangs on an order of another office is not read', async () => {
    const { owner } = app
    const office = await owner.people.createOffice({
      ...{ id: newId(), code: 'BGO', name: 'Bergen', country: 'NO', zone: 'Europe/Oslo' },
    })
    const order = await orderOf(owner, branch)
    const file = await attach(owner, { entity: 'order', recordId: order.id })
    await noteOn(owner, 'order', order.id)
    const note = (await owner.attachments.listNotes({ entity: 'order', recordId: order.id })).items[0]!
    const password = 'a long enough password'
    await owner.people.createUser({
      ...{ id: newId(), login: 'berit', displayName: 'Berit', roles: ['backOffice'], password },
      officeIds: [office.id],
    })
    const { token } = await app.stranger.session.signIn({ login: 'berit', password })
    const berit = app.application.clientFor(token)

    const calls = [
      berit.attachments.listNotes({ entity: 'order', recordId: order.id }),
      berit.attachments.getContent({ attachmentId: file.id }),
      berit.files.getChunk({ fileId: file.id as string as FileId, offset: 0 }),
    ]
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(
      berit.history.getRecordAt({ entity: 'note', recordId: note.id, at: app.clock.now }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('attachments', () => {
  it('01 §2.8, L-01.03: a content is stored once by its hash, needs no types set up, and is read back whole', async () => {
    const bytes = Buffer.alloc(9 * 1024 * 1024, 'content of a plan ')
    const fileId = await put(app.owner, bytes)
    const large = await attach(app.owner, { fileName: 'large.bin', fileId })
    expect(large).toMatchObject({
      ...{ size: bytes.length, kind: 'other', sha256: createHash('sha256').update(bytes).digest('hex') },
    })
    expect((await contentOf(app.owner, large.id)).equals(bytes)).toBe(true)
    await attach(app.owner, {
      fileName: 'again.bin',
      fileId: await put(app.owner, bytes),
      entity: 'site',
      recordId: branch.siteId,
    })

    expect(contents()).toBe(1)
    expect(count('SELECT sum(length(content)) FROM attachment_chunk')).toBe(bytes.length)
    expect(count('SELECT count(*) FROM local_file')).toBe(0)
  })

  it('01 §2.8: more than 25 MB is refused, whole; 25 MB are taken', async () => {
    const fileId = await put(app.owner, Buffer.alloc(attachmentBytes + 1))
    const entries = app.entries()
    await expect(attach(app.owner, { fileId })).rejects.toMatchObject({
      ...{ code: 'ATTACHMENT_TOO_LARGE', data: { field: 'content' } },
    })
    expect(app.entries()).toBe(entries)
    expect(contents()).toBe(0)
    const { size } = await attach(app.owner, { fileId: await put(app.owner, Buffer.alloc(attachmentBytes)) })
    expect(size).toBe(attachmentBytes)
  })

  it('issue 4 §5: of a name with a path the last part counts; one without a name, or that hides its end, is refused', async () => {
    const name = async (fileName: string) => (await attach(app.owner, { fileName })).fileName
    expect(await name('../../etc/passwd')).toBe('passwd')
    expect(await name('C:\\Windows\\System32\\cmd.txt')).toBe('cmd.txt')
    for (const bad of ['..', 'folder/', '/', 'a\u0000b.txt', 'two\nlines', 'invoice\u202Efdp.exe', '   '])
      await expect(name(bad), JSON.stringify(bad)).rejects.toMatchObject({
        ...{ code: 'INVALID_INPUT', data: { issues: [{ path: ['fileName'] }] } },
      })
  })

  it('conventions §7: a file of chunks is whole when it is attached, whether or not one was named the last', async () => {
    const { owner } = app
    const fileId = newId<FileId>()
    await owner.files.putChunk({ id: fileId, offset: 0, content: base64('one, ') })
    await owner.files.putChunk({ id: fileId, offset: 5, content: base64('two') })
    const { id, sha256 } = await attach(owner, { fileId })
    expect(sha256).toBe(createHash('sha256').update('one, two').digest('hex'))
    expect((await contentOf(owner, id)).toString()).toBe('one, two')
  })

  it('issue 4 §5: exactly one content is asked for', async () => {
    const { owner } = app
    const calls = [
      attach(owner, { content: base64('a'), link: 'https://example.com' }),
      attach(owner, { content: '###' }),
      attach(owner, { link: 'javascript:alert(1)' }),
      attach(owner, { link: 'file:///etc/passwd' }),
    ]
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(attach(owner, { fileId: newId() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(contents()).toBe(0)
  })

  it('01 §2.8: a web link is attached by its address and has no content here', async () => {
    const link = await attach(app.owner, { link: 'https://example.com/manual', fileName: 'Manual A/B' })
    expect(link).toMatchObject({
      ...{ kind: 'link', link: 'https://example.com/manual', fileName: 'Manual A/B' },
    })
    await expect(app.owner.attachments.getContent({ attachmentId: link.id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('conventions §2: a repeated attachment is answered and written once, though its file was used', async () => {
    const fileId = await put(app.owner, Buffer.from('the plan'))
    const input = { id: newId(), fileId } as const
    const first = await attach(app.owner, input as never)
    const entries = app.entries()
    expect(await attach(app.owner, input as never)).toEqual(first)
    expect(await attach(app.owner, { id: first.id })).toEqual(first)
    expect(app.entries()).toBe(entries)
    await expect(attach(app.owner, { id: first.id, content: base64('other') })).rejects.toMatchObject({
      code: 'ID_TAKEN',
    })
  })

  it('ux §2: a deleted attachment comes back by undo; after a month its content is gone, and undo says so', async () => {
    const kept = await attach(app.owner, { fileName: 'kept.txt' })
    const file = await attach(app.owner, { content: base64('other') })
    const removed = { attachmentId: file.id, expectedVersion: file.version }
    await app.owner.attachments.deleteAttachment(removed)
    await undoLast()
    expect((await contentOf(app.owner, file.id)).toString()).toBe('other')

    const { items } = await app.owner.attachments.listAttachments({
      entity: 'customer',
      recordId: branch.customerId,
    })
    const version = items.find(({ id }) => id === file.id)!.version
    await app.owner.attachments.deleteAttachment({ ...removed, expectedVersion: version })
    const day = 24 * 3_600_000
    for (const days of [0, 29, 2]) {
      expect(contents()).toBe(2)
      app.clock.now += days * day
      createApplication({
        ...{ db: app.db, role: 'all', now: () => app.clock.now, folder: '' },
        ...{ log: () => undefined, relay: () => undefined, ownerToken: 'owner-token' },
      }).close()
    }
    expect(contents()).toBe(1)
    expect((await contentOf(app.owner, kept.id)).toString()).toBe('the plan')
    await expect(undoLast()).rejects.toMatchObject({ code: 'NOT_UNDOABLE' })
    expect(count('SELECT count(*) FROM pragma_foreign_key_check')).toBe(0)
  })
})

describe('search', () => {
  const found = async (text: string) =>
    (await app.owner.search.listRecords({ text })).items.map(({ type, title }) => `${type} ${title}`)

  it('R01-12: records are found by their notes and the names of their attachments, in the same act', async () => {
    const note = await noteOn(app.owner, 'customer', branch.customerId, 'Schlüssel beim Pförtner')
    const file = await attach(app.owner, {
      entity: 'site',
      recordId: branch.siteId,
      fileName: 'Grundriss.pdf',
    })
    expect(await found('pfortner')).toEqual(['customer Løkke Verksted'])
    expect(await found('grundr')).toEqual(['site Hall 1, Oslo'])

    await app.owner.attachments.updateNote({ noteId: note.id, expectedVersion: 1, text: 'Key under the mat' })
    await app.owner.attachments.deleteAttachment({ attachmentId: file.id, expectedVersion: 1 })
    expect(await found('pfortner')).toEqual([])
    expect(await found('grundr')).toEqual([])
    expect(await found('mat')).toEqual(['customer Løkke Verksted'])
  })
})

describe('the demo company', () => {
  it('R01-31: what was attached to it goes with it', async () => {
    const own = await setUpDemo()
    const [order] = (await own.owner.orders.listOrders({ limit: 1 })).items
    await noteOn(own.owner, 'order', order!.id)
    const removal = await own.owner.backups.removeDemo({})
    await expect
      .poll(async () => (await own.owner.jobs.getJob({ jobId: removal.jobId })).state, { timeout: 30_000 })
      .toBe('done')
    expect(own.db.prepare('SELECT count(*) FROM note').pluck().get()).toBe(0)
    own.close()
  }, 90_000)
})
