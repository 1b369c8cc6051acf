import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderWorkReceipt, WorkReceipt } from '../../electron/modules/documents/index'
import { textsOf } from '../../electron/modules/documents/texts'
import type { Client } from '../../electron/shared/contract/index'
import { DocumentFile, type DocumentKind } from '../../electron/shared/contract/documents'
import { Language } from '../../electron/shared/contract/session'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, orderOf, refOf, resultOf, type Branch } from '../support/orders'
import { textOfPdf } from '../support/pdfText'

const letters = 'āēīūõäöüåøšžķļņģčæ ĀĒĪŪÕÄÖÜÅØŠŽĶĻŅĢČÆß'
const noImages = { images: { find: () => undefined } }
const secrets = {
  internal: 'Quarrelsome about money',
  task: 'Mind the dog',
  object: 'Often paid late',
  note: 'Asks for discounts',
  cost: '411',
  margin: '489',
}

let app: TestApp
let branch: Branch
let orderId: Awaited<ReturnType<typeof orderOf>>['id']

beforeAll(async () => {
  app = setUp()
  branch = await branchOf(app)
  await app.owner.people.updateCompany({ expectedVersion: 1, patch: { name: 'Nordhjul Service AS' } })
  const created = await orderOf(app.owner, branch, {
    siteId: branch.siteId,
    description: 'Pump stops',
    preferredServiceAt: Date.UTC(2026, 2, 2, 8),
    preferredUntil: Date.UTC(2026, 2, 2, 10),
    preferredTechnicianId: branch.workerId,
    internalNote: secrets.internal,
    externalNote: `Filter changed ${letters}`,
    lines: [
      hours(branch, { description: 'Inspection', estimatedQty: 60, costPrice: 4_110_000 }),
      {
        id: newId(),
        type: 'hour',
        categoryId: branch.categoryId,
        description: 'Only planned',
        estimatedQty: 30,
      },
    ],
  })
  orderId = created.id
  const { id: taskId } = await app.owner.agreements.createServiceTask({
    id: newId(), code: 'CHECK', description: { en: 'Yearly check', fi: 'Vuosihuolto' },
  }) // prettier-ignore
  const tasked = await app.owner.orders.addTaskRelation({
    ...refOf(created), taskId, internalNote: secrets.task, externalNote: 'Bearings greased',
  }) // prettier-ignore
  const { id: objectId } = await app.owner.objects.createObject({
    id: newId(), customerId: branch.customerId, description: 'Pump 7',
  }) // prettier-ignore
  await app.owner.orders.addObjectRelation({ ...refOf(tasked), objectId, note: secrets.object })
  const on = { entity: 'order', recordId: orderId } as const
  await app.owner.attachments.addNote({ id: newId(), ...on, text: secrets.note, visibility: 'internal' })
  await app.owner.attachments.addNote({ id: newId(), ...on, text: 'Filter by post', visibility: 'external' })
})
afterAll(() => app.close())

async function contentOf(client: Client, fileId: DocumentFile['fileId']): Promise<Buffer> {
  const { content } = await client.files.getChunk({ fileId, offset: 0 })
  return Buffer.from(content, 'base64')
}

async function textOf(kind: DocumentKind, fields: { language?: Language; isForPrinter?: boolean } = {}) {
  const file = await app.owner.documents.getDocument({ kind, recordId: orderId, ...fields })
  return textOfPdf(await contentOf(app.owner, file.fileId))
}

describe('documents', () => {
  it('12 §5: a document is a file of its caller with the hash of its bytes', async () => {
    const file = await app.owner.documents.getDocument({ kind: 'workReceipt', recordId: orderId })
    const bytes = await contentOf(app.owner, file.fileId)

    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect(file).toMatchObject({ size: bytes.length, language: 'en', copies: 1, destination: 'preview' })
    expect(file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(file.fileName).toMatch(/^\S+-SO-000001 Work receipt\.pdf$/)
  })

  it.each(Language.options)(
    'R12-11: in %s every letter of the six languages can be taken from the text',
    async (language) => {
      const [page = ''] = await textOf('workReceipt', { language })
      expect(page).toContain(letters)
      expect(page).toContain(textsOf(language)('workReceipt'))
      expect(page).not.toContain('\ufffd')
    },
  )

  it.each([
    ['en', '02/03/2026, 09:00 – 11:00', '1,800.00\u00a0NOK'],
    ['nb', '02.03.2026, 09:00 – 11:00', '1\u00a0800,00\u00a0NOK'],
    ['fi', '02.03.2026 klo 09.00 – 11.00', '1\u00a0800,00\u00a0NOK'],
    ['lv', '02.03.2026 09:00 – 11:00', '1800,00\u00a0NOK'],
    ['et', '02.03.2026, 09:00 – 11:00', '1800,00\u00a0NOK'],
    ['de', '02.03.2026, 09:00 – 11:00', '1.800,00\u00a0NOK'],
  ] as const)(
    'R12-11: %s writes times at the site and amounts with their code',
    async (language, time, amount) => {
      const [page = ''] = await textOf('workReceipt', { language })
      expect(page).toContain(time)
      expect(page).toContain(amount)
    },
  )

  it('R12-24: is in the language of the customer, else of the company', async () => {
    const other = await app.owner.customers.createCustomer({
      id: newId(),
      name: 'Rīgas Serviss',
      language: 'lv',
    })
    const order = await orderOf(app.owner, { customerId: other.id })
    const file = await app.owner.documents.getDocument({ kind: 'orderStatus', recordId: order.id })
    expect(file.language).toBe('lv')
    expect(textOfPdf(await contentOf(app.owner, file.fileId))[0]).toContain('Pakalpojumu pasūtījuma statuss')
  })

  it('R-12.24: a status, receipt and delivery note contain none of cost, margin, internal note', async () => {
    for (const kind of ['orderStatus', 'workReceipt', 'deliveryNote'] as const) {
      const text = (await textOf(kind)).join('')
      expect(text, kind).toContain('-SO-000001')
      for (const secret of Object.values(secrets)) expect(text, kind).not.toContain(secret)
    }
    const status = (await textOf('orderStatus', { language: 'fi' })).join('')
    expect(status).toContain('Bearings greased')
    expect(status).not.toContain('Kari')
  })

  it('04 §5: the work description has the internal note and what is planned', async () => {
    const text = (await textOf('workDescription')).join('')
    for (const note of [secrets.internal, secrets.task, secrets.object, secrets.note])
      expect(text).toContain(note)
    expect(text).toContain('Only planned')
    expect(text).toContain('1.00\u00a0h')
    expect(text).not.toContain('NOK')
  })

  it('04 §5: the work receipt has what was done and the external note', async () => {
    const text = (await textOf('workReceipt')).join('')
    expect(text).toContain('Inspection')
    expect(text).toContain('2.00\u00a0h')
    expect(text).toContain('Filter changed')
    expect(text).toContain('Filter by post')
    expect(text).toContain('Pump 7')
    expect(text).not.toContain('Only planned')
    expect((await textOf('workReceipt', { language: 'fi' })).join('')).toContain('VuosihuoltoBearings')
  })

  it('R12-10: the same content has the same bytes, other content others', async () => {
    const hash = async () =>
      (await app.owner.documents.getDocument({ kind: 'workReceipt', recordId: orderId })).sha256
    const first = await hash()
    app.clock.now += 86_400_000
    expect(await hash()).toBe(first)

    const order = await app.owner.orders.getOrder({ orderId })
    const patch = { externalNote: `${order.externalNote ?? ''}!` }
    await app.owner.orders.updateOrder({ orderId, expectedVersion: order.version, patch })
    expect(await hash()).not.toBe(first)
  })

  it('R04-41: a frozen receipt renders from its JSON to the same bytes, the signature drawn', async () => {
    const receipt = {
      company: { name: 'Nordhjul Service AS' },
      number: 'OSL-SO-000009',
      customer: { name: 'Løkke Verksted' },
      serviceAt: 0,
      zone: 'Europe/Riga',
      recordedAt: Date.UTC(2026, 2, 2),
      objects: [],
      notes: [],
      lines: [{ lineNo: 10, type: 'item', description: 'Filter', quantity: 1500, unit: 'PCS' }],
      signatures: [
        {
          signer: 'Per',
          at: Date.UTC(2026, 2, 2, 10),
          drawing: { width: 600, height: 200, strokes: [[{ x: 0, y: 0 }, { x: 600, y: 200 }]] },
        },
      ],
    } // prettier-ignore
    const render = async () =>
      renderWorkReceipt(noImages, WorkReceipt.parse(JSON.parse(JSON.stringify(receipt))), 'lv')
    const [first, second] = [await render(), await render()]
    expect(Buffer.compare(first, second)).toBe(0)
    const [page = ''] = textOfPdf(first)
    expect(page).toContain('1,5\u00a0PCS')
    expect(page).toContain('02.03.2026 12:00')
  })

  it('R12-24: a draft mail goes to the contact with the document attached; none of a work description', async () => {
    const contact = await app.owner.customers.createContact({
      id: newId(), customerId: branch.customerId, name: 'Per', email: 'per@lokke.example',
    }) // prettier-ignore
    const order = await orderOf(app.owner, branch, { contactId: contact.id })
    const input = { recordId: order.id, language: 'fi' as const }
    const file = await app.owner.documents.getMailDraft({ kind: 'orderStatus', ...input })
    const mail = (await contentOf(app.owner, file.fileId)).toString('utf8')

    expect(file.fileName).toMatch(/Huoltotilauksen tila\.eml$/)
    expect(mail).toMatch(/^To: per@lokke\.example\r\nSubject: =\?utf-8\?B\?/)
    const attached = /application\/pdf[^]*?\r\n\r\n([^]*?)\r\n--/.exec(mail)?.[1] ?? ''
    expect(textOfPdf(Buffer.from(attached, 'base64'))[0]).toContain('Huoltotilauksen tila')
    expect(mail.split('\r\n').every((line) => line.length <= 200)).toBe(true)
    await expect(
      app.owner.documents.getMailDraft({ kind: 'workDescription' as never, recordId: order.id }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  it('12 §5: several orders become one file, each with its own pages', async () => {
    const other = await orderOf(app.owner, branch)
    const { jobId } = await app.owner.documents.getDocuments({
      kind: 'workDescription',
      recordIds: [orderId, other.id],
    })
    const file = DocumentFile.parse(await resultOf(app.owner, jobId))
    const pages = textOfPdf(await contentOf(app.owner, file.fileId))
    expect(pages).toHaveLength(2)
    expect(pages[0]).toContain('-SO-000001')
    expect(pages[1]).toContain(other.number)
    expect(pages.every((page) => page.includes('Page 1 of 1'))).toBe(true)
  })

  it('R04-28: a delivery note says what was delivered then, its order all that was delivered', async () => {
    const { catalog, orders, stock } = app.owner
    const { id: unitId } = await catalog.createUnit({ id: newId(), code: 'PCE', name: 'Piece', decimals: 3 })
    const { id: itemId } = await catalog.createItem({ id: newId(), number: 'P1', name: 'Rotor', unitId })
    const warehouseId = (await stock.listWarehouses({})).items[0]?.id ?? newId()
    const date = '2026-03-02'
    await stock.receiveStock({ id: newId(), itemId, warehouseId, quantity: 9000, unitCost: 4_110_000, date })
    const order = await orderOf(app.owner, branch, {
      lines: [{ id: newId(), type: 'item', itemId, warehouseId, estimatedQty: 5000 }],
    })
    const lineId = order.lines[0]?.id ?? newId()
    let held = await orders.createRequirement({ lineId, itemId, warehouseId, requiredQty: 5000 })
    const noteIds: string[] = []
    for (const quantity of [1750, 3250]) {
      const ref = { requirementId: held.id, expectedVersion: held.version }
      const { deliveryNote, ...rest } = await orders.deliverRequirement({ ...ref, quantity })
      noteIds.push(deliveryNote.id)
      held = rest
    }

    const read = async (recordId: string) => {
      const file = await app.owner.documents.getDocument({ kind: 'deliveryNote', recordId })
      return textOfPdf(await contentOf(app.owner, file.fileId)).join('')
    }
    const [first, whole] = [await read(noteIds[0] ?? ''), await read(order.id)]
    expect(first).toContain(`${order.number}-D`)
    expect(first).toContain('1.75\u00a0PCE')
    expect(first).not.toContain('3.25\u00a0PCE')
    expect(whole).toContain('1.75\u00a0PCE')
    expect(whole).toContain('3.25\u00a0PCE')
    expect(first + whole).not.toContain(secrets.cost)
  })

  it('R-01.04: a board gets no document, a technician those of own orders', async () => {
    const input = { kind: 'workReceipt' as const, recordId: orderId }
    const board = await app.as('board')
    await expect(board.documents.getDocument(input)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const technician = await app.as('technician')
    await expect(technician.documents.getDocument(input)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(
      app.owner.documents.getDocument({ ...input, recordId: newId<string>() }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('print settings', () => {
  it('R-12.33: a customer prints otherwise than the company', async () => {
    const { customerId } = branch
    const kind = 'workReceipt' as const
    await app.owner.documents.setPrintSettings({ kind, footers: { en: 'Thank you', de: 'Danke' } })
    const { setting } = await app.owner.documents.setPrintSettings({
      kind, customerId, copies: 2, footers: { en: 'See you soon' }, destination: 'printer',
    }) // prettier-ignore

    const file = await app.owner.documents.getDocument({ kind, recordId: orderId })
    expect(file).toMatchObject({ copies: 2, destination: 'printer' })
    const pages = await textOf(kind, { isForPrinter: true })
    expect(pages).toHaveLength(2)
    expect(pages.every((page) => page.includes('See you soon') && page.includes('Page 1 of 1'))).toBe(true)
    expect((await textOf(kind)).join('')).not.toContain('Thank you')
    expect((await textOf(kind, { language: 'de' })).join('')).toContain('Danke')

    const other = await app.owner.customers.createCustomer({ id: newId(), name: 'Other' })
    const order = await orderOf(app.owner, { customerId: other.id })
    const plain = await app.owner.documents.getDocument({ kind, recordId: order.id })
    expect(plain).toMatchObject({ copies: 1, destination: 'preview' })
    expect(textOfPdf(await contentOf(app.owner, plain.fileId))[0]).toContain('Thank you')
    const { items } = await app.owner.documents.listPrintSettings({})
    expect(items.map(({ customerName }) => customerName)).toEqual([undefined, 'Løkke Verksted'])
    expect(setting).toMatchObject({ kind, copies: 2, version: 1 })
  })

  it('R12-31: a stale write is a conflict and leaves no trace; without values a setting goes', async () => {
    const kind = 'deliveryNote' as const
    await app.owner.documents.setPrintSettings({ kind, copies: 3 })
    const entries = app.entries()
    await expect(app.owner.documents.setPrintSettings({ kind, copies: 4 })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { currentVersion: 1 },
    })
    expect(app.entries()).toBe(entries)

    const { setting } = await app.owner.documents.setPrintSettings({ kind, expectedVersion: 1, copies: null })
    expect(setting).toBeUndefined()
    expect(app.entries()).toBe(entries + 1)
    const { items } = await app.owner.documents.listPrintSettings({ filter: { kind: [kind] } })
    expect(items).toEqual([])
  })

  it('R12-31: an unknown customer is NOT_FOUND', async () => {
    await expect(
      app.owner.documents.setPrintSettings({ kind: 'orderStatus', customerId: newId(), copies: 2 }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('01 §4: settings move with a merged customer', async () => {
    const { owner } = app
    const source = await owner.customers.createCustomer({ id: newId(), name: 'Source' })
    const target = await owner.customers.createCustomer({ id: newId(), name: 'Target' })
    await owner.documents.setPrintSettings({ kind: 'orderStatus', customerId: source.id, copies: 5 })
    await owner.customers.mergeCustomers({ targetId: target.id, expectedVersion: 1, sourceId: source.id })
    const { items } = await owner.documents.listPrintSettings({ filter: { customerId: [target.id] } })
    expect(items).toMatchObject([{ kind: 'orderStatus', copies: 5 }])
  })
})

it('12 §5: the texts of documents have the same keys and the same slots in all six languages', () => {
  const files = import.meta.glob<Record<string, string>>('../../electron/modules/documents/texts/*.json', {
    eager: true,
    import: 'default',
  })
  const english = Object.entries(files).find(([path]) => path.endsWith('/en.json'))?.[1] ?? {}
  const slots = (text = '') => [...text.matchAll(/\{\w+\}/g)].map(([slot]) => slot).sort()
  expect(Object.keys(files)).toHaveLength(Language.options.length)
  for (const texts of Object.values(files)) {
    expect(Object.keys(texts)).toEqual(Object.keys(english))
    for (const [key, text] of Object.entries(texts)) {
      expect(text.trim()).not.toBe('')
      expect(slots(text)).toEqual(slots(english[key]))
    }
  }
})
