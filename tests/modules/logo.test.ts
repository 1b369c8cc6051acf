import { deflateSync, crc32 } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { StoredFile } from '../../electron/shared/contract/files'
import { setUp, type TestApp } from '../support/app'
import { branchOf, hours, lineOf, orderOf, refOf, resultOf } from '../support/orders'

// The first document loads the layout engine with its letters.
vi.setConfig({ testTimeout: 30_000 })

let app: TestApp
beforeEach(() => (app = setUp()))
afterEach(() => app.close())

/** A PNG of one colour. */
function png(colour: number, size = 4): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  head.set([8, 2, 0, 0, 0], 8) // eight bits, red green blue
  const rows = Buffer.concat(
    Array.from({ length: size }, () => Buffer.from([0, ...Array.from({ length: size * 3 }, () => colour)])),
  )
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    ...[chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))],
  ])
}
const set = async (content: Buffer) => {
  const { version } = await app.owner.people.getCompany()
  return app.owner.documents.setLogo({ expectedVersion: version, content: content.toString('base64') })
}
const imagesIn = (bytes: Buffer) => bytes.toString('latin1').match(/\/Subtype \/Image/g)?.length ?? 0
const contentOf = async (fileId: Parameters<typeof app.owner.files.getChunk>[0]['fileId']) =>
  Buffer.from((await app.owner.files.getChunk({ fileId, offset: 0 })).content, 'base64')

describe('the logo of the company', () => {
  it('12 §5: it stands on documents and reports, once per file, and is read back as it was', async () => {
    const branch = await branchOf(app)
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const print = async () => {
      const { fileId } = await app.owner.documents.getDocument({ kind: 'workReceipt', recordId: order.id })
      return imagesIn(await contentOf(fileId))
    }
    expect(await print()).toBe(0)
    const entries = app.entries()

    const company = await set(png(200))

    expect(app.entries()).toBe(entries + 1)
    expect(await app.owner.documents.getLogo()).toEqual({
      logo: { sha256: company.logoSha256, type: 'image/png', content: png(200).toString('base64') },
    })
    expect(await print()).toBe(1)
    const march = { from: '2026-03-01', to: '2026-03-31' }
    const { jobId } = await app.owner.reports.runReport({
      ...{ reportId: 'margin', parameters: march, format: 'pdf' },
    })
    const { fileId } = StoredFile.parse(await resultOf(app.owner, jobId))
    expect(imagesIn(await contentOf(fileId))).toBe(1)
  })

  it('12 §5: an undo puts the former one back; without one documents have none', async () => {
    const first = await set(png(10))
    await set(png(20))
    const lastEntry = async () => (await app.owner.history.listEntries({ limit: 1 })).items[0]!.id
    await app.owner.history.undoEntry({ entryId: await lastEntry() })
    expect((await app.owner.people.getCompany()).logoSha256).toBe(first.logoSha256)

    const { version } = await app.owner.people.getCompany()
    await app.owner.documents.removeLogo({ expectedVersion: version })
    expect(await app.owner.documents.getLogo()).toEqual({})
  })

  it('R04-41: a frozen report keeps the logo it was signed with', async () => {
    const branch = await branchOf(app)
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const { logoSha256 } = await set(png(10))
    const { signOff } = await app.owner.orders.signOff({
      ...{ ...refOf(order), lineIds: [lineOf(order, 10).id], signer: 'Eva' },
      strokes: [
        [
          { x: 1, y: 1 },
          { x: 50, y: 40 },
        ],
      ],
    })
    await set(png(20))
    await app.owner.orders.revokeSignOff({ signOffId: signOff.id, expectedVersion: 1, reason: 'Wrong' })

    const { fileId } = await app.owner.orders.getSignOffReport({ signOffId: signOff.id })

    expect(imagesIn(await contentOf(fileId))).toBe(1)
    const kept = app.db.prepare<[], string>('SELECT report FROM sign_off').pluck().get()
    expect(kept).toContain(logoSha256)
  })

  it.each([
    ['LOGO_NOT_READABLE', 'a text', Buffer.from('no image')],
    ['LOGO_NOT_READABLE', 'a damaged image', Buffer.concat([png(1).subarray(0, 30), Buffer.alloc(40, 7)])],
    ['LOGO_TOO_LARGE', 'more than 500 kB', Buffer.alloc(500_001, 1)],
  ])('bad input: %s for %s, and nothing is written', async (code, _what, content) => {
    const entries = app.entries()
    await expect(set(content)).rejects.toMatchObject({ code, defined: true })
    expect(app.entries()).toBe(entries)
    expect(app.db.prepare('SELECT count(*) FROM image').pluck().get()).toBe(0)
  })

  it('conventions §8: administrators alone set it', async () => {
    const backOffice = await app.as('backOffice')
    const input = { expectedVersion: 1, content: png(1).toString('base64') }
    await expect(backOffice.documents.setLogo(input)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(backOffice.documents.removeLogo({ expectedVersion: 1 })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })
})
