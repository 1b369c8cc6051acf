import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import type { Client } from '../../electron/shared/contract/index'
import type { Order } from '../../electron/shared/contract/orders'
import type { SignOff } from '../../electron/shared/contract/orderSignOff'
import { textOfPdf } from '../support/pdfText'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, lineOf, orderOf, refOf, type Branch } from '../support/orders'

// The first document loads the layout engine with its letters.
vi.setConfig({ testTimeout: 30_000 })

let app: TestApp
let branch: Branch
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
})
afterEach(() => app.close())

const date = '2026-03-02'
const drawn = [
  [
    { x: 20, y: 100 },
    { x: 80, y: 40 },
    { x: 140, y: 120 },
  ],
  [{ x: 150, y: 30 }],
]
const signedOrder = () =>
  orderOf(app.owner, branch, { signOffRequired: true, lines: [hours(branch), hours(branch)] })
const idsOf = (order: Order) => order.lines.map(({ id }) => id)
const sign = (order: Order, lineIds = idsOf(order), fields: object = {}, client: Client = app.owner) =>
  client.orders.signOff({ ...refOf(order), lineIds, signer: 'Ola Nordmann', strokes: drawn, ...fields })
const read = ({ id }: Order) => app.owner.orders.getOrder({ orderId: id })
const revoke = ({ id, version }: SignOff, reason?: string) =>
  app.owner.orders.revokeSignOff({ signOffId: id, expectedVersion: version, reason })
async function bytesOf(fileId: Awaited<ReturnType<typeof sign>>['report']['fileId']): Promise<Buffer> {
  const { content, isLast } = await app.owner.files.getChunk({ fileId, offset: 0 })
  expect(isLast).toBe(true)
  return Buffer.from(content, 'base64')
}
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

describe('sign-off', () => {
  it('R-04.17: an unsigned line gives SIGN_OFF_REQUIRED; after sign-off of that line it posts', async () => {
    const order = await signedOrder()
    expect(order.isReadyForPosting).toBe(false)
    const [first] = idsOf(order)
    if (!first) throw new Error('the order has lines')
    await sign(order, [first])
    const signed = await read(order)

    await expect(app.owner.orders.postOrder({ ...refOf(signed), date })).rejects.toMatchObject({
      code: 'SIGN_OFF_REQUIRED',
      data: { failures: [{ code: 'SIGN_OFF_REQUIRED', ids: [lineOf(order, 20).id] }] },
    })
    const { order: posted } = await app.owner.orders.postOrder({ ...refOf(signed), date, lineIds: [first] })

    expect(lineOf(posted, 10).status).toBe('posted')
    expect(lineOf(posted, 20).status).toBe('created')
    await sign(posted, [lineOf(order, 20).id])
    expect((await read(order)).isReadyForPosting).toBe(true)
  })

  it('R-04.18: a signed line is locked, an unsigned one of the same order is not', async () => {
    const { orders } = app.owner
    const order = await signedOrder()
    const lineId = lineOf(order, 10).id
    const { signOffId } = await sign(order, [lineId])
    const signed = await read(order)
    expect(lineOf(signed, 10)).toMatchObject({ signed: true, signOffId })
    expect(lineOf(signed, 20)).toMatchObject({ signed: false })
    const ref = refOf(signed)

    const locked = [
      orders.updateLine({ ...ref, lineId, patch: { actualQty: 60 } }),
      orders.findPriceAgain({ lineId, expectedVersion: signed.version }),
      orders.cancelLine({ ...ref, lineIds: [lineId] }),
      orders.cancelOrder(ref),
      sign(signed, [lineId]),
    ]
    for (const call of locked)
      await expect(call).rejects.toMatchObject({ code: 'LINE_SIGNED', defined: true })
    const moved = await orders.updateOrder({ ...ref, patch: { preferredServiceAt: Date.UTC(2026, 3, 1) } })
    expect(lineOf(moved, 10).serviceDate).toBe(lineOf(signed, 10).serviceDate)
    expect(lineOf(moved, 20).serviceDate).toBe('2026-04-01')
    const patched = { ...refOf(moved), lineId: lineOf(order, 20).id, patch: { actualQty: 60 } }
    expect(lineOf(await orders.updateLine(patched), 20).actualQty).toBe(60)
  })

  it('R04-42: undo leaves a signed line as it was signed', async () => {
    const order = await signedOrder()
    const lineId = lineOf(order, 10).id
    await app.owner.orders.updateLine({ ...refOf(order), lineId, patch: { actualQty: 60 } })
    const [entry] = (await app.owner.history.listEntries({ limit: 1 })).items
    if (!entry) throw new Error('the change has an entry')
    await sign(await read(order), [lineId])

    await expect(app.owner.history.undoEntry({ entryId: entry.id })).rejects.toMatchObject({
      code: 'LINE_SIGNED',
      defined: true,
    })
    expect(lineOf(await read(order), 10).actualQty).toBe(60)
  })

  it('R-04.19: an empty drawing gives SIGNATURE_EMPTY; no clock and nothing else is touched', async () => {
    const order = await signedOrder()
    const entries = app.entries()
    const short = [{ x: 0, y: 0 }, { x: 39, y: 0 }] // prettier-ignore

    for (const strokes of [[], [[{ x: 1, y: 1 }]], [short], undefined])
      await expect(sign(order, undefined, { strokes })).rejects.toMatchObject({
        code: 'SIGNATURE_EMPTY',
        defined: true,
        data: { field: 'strokes' },
      })
    await expect(sign(order, undefined, { strokes: [[{ x: 601, y: 0 }]] })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })

    expect(app.entries()).toBe(entries)
    expect(await read(order)).toEqual(order)
    expect(await sign(order, undefined, { strokes: [[...short, { x: 40, y: 0 }]] })).toBeDefined()
  })

  it('R04-41: signer, role, instant and drawing are kept, with the hash of the lines and the frozen report', async () => {
    const order = await signedOrder()
    const entries = app.entries()

    const { report, signOff, signOffId } = await sign(order, undefined, { role: 'Caretaker' })

    expect(app.entries()).toBe(entries + 1)
    const bytes = await bytesOf(report.fileId)
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect(report).toMatchObject({ size: bytes.length, sha256: sha256(bytes) })
    expect(report.fileName).toContain(order.number)
    expect(signOff).toMatchObject({
      ...{ id: signOffId, version: 1, signer: 'Ola Nordmann', role: 'Caretaker', at: app.clock.now },
      ...{ strokes: drawn, lineIds: idsOf(order), reportSha256: sha256(bytes), language: 'en' },
    })
    expect(signOff.linesSha256).toMatch(/^[0-9a-f]{64}$/)
    expect((await app.owner.orders.listSignOffs({ orderId: order.id })).items).toEqual([signOff])
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
  })

  it('R04-41: the report stays as it was signed, whatever changes later; nobody changes what is frozen', async () => {
    const order = await signedOrder()
    const { report, signOff, signOffId } = await sign(order)
    const { version } = await app.owner.customers.getCustomer({ customerId: branch.customerId })
    await app.owner.customers.updateCustomer({
      ...{ customerId: branch.customerId, expectedVersion: version, patch: { name: 'Another name' } },
    })

    const again = await app.owner.orders.getSignOffReport({ signOffId })

    expect(again.sha256).toBe(report.sha256)
    expect(await bytesOf(again.fileId)).toEqual(await bytesOf(report.fileId))
    for (const sql of [
      "UPDATE sign_off SET signer = 'Nobody'",
      "UPDATE sign_off SET strokes = '[]'",
      'DELETE FROM sign_off',
      "UPDATE sign_off_report SET content = x'00'",
      'DELETE FROM sign_off_report',
    ])
      expect(() => app.db.exec(sql), sql).toThrow(/never/)
    expect((await app.owner.orders.listSignOffs({ orderId: order.id })).items).toEqual([signOff])
  })

  it('R04-41: lines without a registered quantity, other lines and no name are refused, all at once', async () => {
    const order = await orderOf(app.owner, branch, {
      lines: [hours(branch, { actualQty: undefined }), hours(branch)],
    })
    const canceled = await app.owner.orders.cancelLine({ ...refOf(order), lineIds: [lineOf(order, 20).id] })

    await expect(sign(canceled, undefined, { signer: ' ', strokes: [] })).rejects.toMatchObject({
      code: 'LINE_STATUS_INVALID',
      data: {
        failures: [
          { code: 'LINE_STATUS_INVALID', ids: [lineOf(order, 20).id] },
          { code: 'ACTUAL_MISSING', ids: [lineOf(order, 10).id] },
          { code: 'SIGNER_REQUIRED', field: 'signer' },
          { code: 'SIGNATURE_EMPTY', field: 'strokes' },
        ],
      },
    })
    await expect(sign(canceled, [newId()])).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(sign(order)).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('R04-41: an absent customer needs a reason, where the company permits it', async () => {
    const order = await signedOrder()
    const absent = { strokes: undefined, absentReason: 'Nobody was at home' }
    await expect(sign(order, undefined, absent)).rejects.toMatchObject({ code: 'SIGNATURE_EMPTY' })
    await app.owner.settings.setSetting({ key: 'customerAbsentAllowed', scope: 'company', value: true })
    await expect(sign(order, undefined, { ...absent, absentReason: ' ' })).rejects.toMatchObject({
      code: 'REASON_REQUIRED',
      data: { field: 'absentReason' },
    })

    const { signOff } = await sign(order, undefined, absent)

    expect(signOff).toMatchObject({ absentReason: 'Nobody was at home' })
    expect(signOff.strokes).toBeUndefined()
  })

  it('R04-43: a line added later is unsigned; the earlier sign-off stays valid for its lines', async () => {
    const order = await signedOrder()
    const { signOffId } = await sign(order)
    const more = await app.owner.orders.addLine({ ...refOf(await read(order)), ...hours(branch) })
    expect(lineOf(more, 30).signOffId).toBeUndefined()

    const second = await sign(more, [lineOf(more, 30).id])

    const signed = await read(order)
    expect(signed.lines.map((line) => line.signOffId)).toEqual([signOffId, signOffId, second.signOffId])
    expect((await app.owner.orders.listSignOffs({ orderId: order.id })).items).toHaveLength(2)
  })

  it('conventions §8: a technician signs own orders only and revokes none; a board reads none', async () => {
    const password = 'a long enough password'
    await app.owner.people.createUser({
      ...{ id: newId(), login: 'kari', displayName: 'Kari', roles: ['technician'], password },
      workerId: branch.workerId,
    })
    const { token } = await app.stranger.session.signIn({ login: 'kari', password })
    const kari = app.application.clientFor(token)
    const foreign = await orderOf(app.owner, branch, { lines: [hours(branch, { workerId: null })] })
    await expect(sign(foreign, undefined, {}, kari)).rejects.toMatchObject({ code: 'FORBIDDEN' })

    const order = await signedOrder()
    const { signOff } = await sign(order, undefined, {}, kari)

    expect(signOff).toMatchObject({ technicianId: branch.workerId, technicianName: 'Kari' })
    await expect(
      kari.orders.revokeSignOff({ signOffId: signOff.id, expectedVersion: 1, reason: 'No' }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const board = await app.as('board')
    await expect(board.orders.listSignOffs({ orderId: order.id })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    await expect(board.orders.getSignOffReport({ signOffId: signOff.id })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })
})

describe('revoking', () => {
  it('R04-42: the lines are open again, the report is kept and void; it needs a reason', async () => {
    const order = await signedOrder()
    const { report, signOff } = await sign(order)
    await expect(revoke(signOff, ' ')).rejects.toMatchObject({ code: 'REASON_REQUIRED' })

    const revoked = await revoke(signOff, 'Wrong hours')

    expect(revoked).toMatchObject({ version: 2, revokedAt: app.clock.now, revokeReason: 'Wrong hours' })
    expect((await read(order)).lines.map(({ signOffId }) => signOffId)).toEqual([undefined, undefined])
    const marked = await app.owner.orders.getSignOffReport({ signOffId: signOff.id })
    expect(textOfPdf(await bytesOf(marked.fileId)).map((page) => page.includes('Void'))).toEqual([true])
    expect(textOfPdf(await bytesOf(report.fileId)).map((page) => page.includes('Void'))).toEqual([false])
    expect(app.db.prepare('SELECT sha256 FROM sign_off_report').pluck().all()).toEqual([report.sha256])
    const entries = app.entries()
    expect(await revoke(revoked, 'Again')).toEqual(revoked)
    expect(app.entries()).toBe(entries)
    expect(() => app.db.exec('UPDATE sign_off SET revoked_at = NULL')).toThrow(/never/)
  })

  it('R04-42: once a line is posted its sign-off stays', async () => {
    const order = await signedOrder()
    const { signOff } = await sign(order)
    await app.owner.orders.postOrder({
      ...{ ...refOf(await read(order)), date, lineIds: [lineOf(order, 10).id] },
    })

    await expect(revoke(signOff, 'Wrong hours')).rejects.toMatchObject({
      code: 'SIGN_OFF_POSTED',
      data: { ids: [lineOf(order, 10).id] },
    })
  })

  it('R04-57: an order that was signed is not deleted, also after the sign-off was revoked', async () => {
    const order = await signedOrder()
    const { signOff } = await sign(order)
    await revoke(signOff, 'Wrong hours')

    await expect(app.owner.orders.deleteOrder(refOf(await read(order)))).rejects.toMatchObject({
      code: 'IN_USE',
      data: { counts: { signOff: 1 } },
    })
  })
})
