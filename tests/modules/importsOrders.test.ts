import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StoredFile } from '../../electron/shared/contract/files'
import type { Client } from '../../electron/shared/contract/index'
import { newId, setUp, type TestApp } from '../support/app'
import { check, checked, commit, ended, imported, upload } from '../support/imports'
import { agreementObjectRow, agreementRow } from '../support/agreementRows'
import { branchOf, hours, lineOf, orderOf, refOf, resultOf, type Branch } from '../support/orders'

let app: TestApp
let branch: Branch
beforeEach(async () => {
  app = setUp()
  branch = await branchOf(app)
})
afterEach(() => app.close())

type Asked = Partial<Parameters<Client['reports']['exportList']>[0]>

/** A list as the file that its import reads. */
async function exported(procedure: string, asked: Asked = {}): Promise<Buffer> {
  const { jobId } = await app.owner.reports.exportList({
    procedure,
    asImport: true,
    format: 'csv',
    ...asked,
  })
  const { fileId } = (await resultOf(app.owner, jobId)) as StoredFile // the job's declared result
  const parts: Buffer[] = []
  for (let offset = 0; ;) {
    const { content, isLast } = await app.owner.files.getChunk({ fileId, offset })
    parts.push(Buffer.from(content, 'base64'))
    offset += parts.at(-1)?.length ?? 0
    if (isLast) return Buffer.concat(parts)
  }
}

const count = (table: string) => Number(app.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
const allOrders = async () => (await app.owner.orders.listOrders({ limit: 100 })).items

/** What is wrong with a file, row by row: line, code and field. */
async function errorsOf(kind: 'objects' | 'orders' | 'requests', text: string) {
  const { id } = await checked(app.owner, kind, text)
  const { items } = await app.owner.imports.listRows({ importId: id, filter: { severity: ['error'] } })
  return items.flatMap(({ findings, line }) => findings.map(({ code, field }) => [line, code, field]))
}

/** Orders of every sort: posted, canceled, with an item, with prices by hand, with an object, without a line. */
async function variousOrders() {
  const { owner } = app
  const object = await owner.objects.createObject({
    id: newId(),
    description: '=Pump "A"',
    customerId: branch.customerId,
    siteId: branch.siteId,
  })
  const { id: unitId } = await owner.catalog.createUnit({
    id: newId(),
    code: 'PCS',
    name: 'Pieces',
    decimals: 0,
  })
  const { id: itemId } = await owner.catalog.createItem({
    id: newId(),
    number: 'FILTER',
    name: 'Filter',
    unitId,
  })
  const made = await orderOf(owner, branch, {
    description: '+Service; "yearly"',
    internalNote: 'first\nsecond',
    preferredTechnicianId: branch.workerId,
    preferredServiceAt: Date.parse('2026-03-02T08:30:00Z'),
    lines: [
      hours(branch),
      hours(branch, { salesPrice: 1_234_567, discount: 1250, estimatedQty: 90 }),
      { id: newId(), type: 'item', itemId, estimatedQty: 3000, serviceDate: '2026-03-05' },
    ],
  })
  const related = await owner.orders.addObjectRelation({ ...refOf(made), objectId: object.id })
  const withObject = await owner.orders.updateLine({
    ...refOf(related),
    lineId: lineOf(related, 10).id,
    patch: { objectRelationId: related.objectRelations[0]?.id },
  })
  await owner.orders.cancelLine({ ...refOf(withObject), lineIds: [lineOf(withObject, 20).id] })
  const posted = await orderOf(owner, branch, { lines: [hours(branch)] })
  await owner.orders.postOrder({ ...refOf(posted), date: '2026-03-02' })
  await orderOf(owner, branch, { siteId: null, priority: 'high' })
  return { object, made }
}

describe('orders as files', () => {
  it.each(['csv', 'xlsx'] as const)(
    'R01-26: a list exported as %s imports back as all same',
    async (format) => {
      await variousOrders()
      const entries = app.entries()
      const { counts } = await imported(app.owner, 'orders', await exported('orders.listOrders', { format }))

      expect(counts).toMatchObject({ rows: 5, same: 5, new: 0, update: 0, errors: 0 })
      expect(app.entries()).toBe(entries)
    },
  )

  it('R01-26: into a store without them they are new, open, unsigned and of origin manual', async () => {
    const { made, object } = await variousOrders()
    const before = await app.owner.orders.getOrder({ orderId: made.id })
    const file = await exported('orders.listOrders')
    for (const name of ['billable_transaction', 'service_order'])
      if (count(name) > 0) app.db.prepare(`DELETE FROM ${name}`).run()
    const first = await imported(app.owner, 'orders', file)

    expect(first.counts).toMatchObject({ rows: 5, new: 5, errors: 0 })
    const orders = await allOrders()
    expect(orders).toHaveLength(3)
    expect(orders.every(({ origin, progress }) => origin === 'manual' && progress === 'inProcess')).toBe(true)
    const again = orders.find(({ description }) => description === made.description)
    const order = await app.owner.orders.getOrder({ orderId: again!.id })
    expect(order).toMatchObject({
      externalKey: before.number,
      totals: before.totals,
      internalNote: 'first\nsecond',
    })
    expect(order.number).not.toBe(before.number)
    expect(order.lines.map(({ lineNo, status }) => [lineNo, status])).toEqual([
      [10, 'created'],
      [20, 'canceled'],
      [30, 'created'],
    ])
    expect(order.objectRelations.map(({ objectId }) => objectId)).toEqual([object.id])
    expect(lineOf(order, 20)).toMatchObject({
      salesPrice: 1_234_567,
      salesPriceSource: 'manual',
      discount: 1250,
    })

    const repeated = await imported(app.owner, 'orders', file, { acceptAgain: true })
    expect(repeated.counts).toMatchObject({ rows: 5, same: 5, new: 0, update: 0 })
  })

  it('R01-26: an update changes heads and lines, prices them again, and the undo puts all back', async () => {
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    const customer = await app.owner.customers.getCustomer({ customerId: branch.customerId })
    const head = 'externalKey,number,customer,description,lineNo,type,category,actualQty'
    const row = `${order.number},${order.number},${customer.number}`
    const text = `${head}\n${row},Changed,10,hour,INSPECT,60\n${row},,20,hour,INSPECT,30\n`
    const { counts, id } = await imported(app.owner, 'orders', text)

    expect(counts).toMatchObject({ rows: 2, update: 1, new: 1, errors: 0 })
    const changed = await app.owner.orders.getOrder({ orderId: order.id })
    expect(changed).toMatchObject({ description: 'Changed', version: order.version + 1 })
    expect(changed.totals?.sales).toEqual({ minor: 135_000, currency: 'NOK' })

    const { version } = await app.owner.imports.getImport({ importId: id })
    const undone = await ended(
      app.owner,
      app.owner.imports.undoImport({ importId: id, expectedVersion: version }),
    )
    expect(undone.state).toBe('done')
    const back = await app.owner.orders.getOrder({ orderId: order.id })
    const { version: _version, ...fields } = order
    expect(back).toMatchObject(fields)
    expect(back.lines).toHaveLength(1)
  })

  it('R01-26: an order names its agreement by number and begins with its values and objects; a wrong date is refused', async () => {
    const { id: objectId } = await app.owner.objects.createObject({ id: newId(), description: 'Pump' })
    const agreementId = agreementRow(app, branch, { number: 'AG-7' })
    agreementObjectRow(app, agreementId, objectId, 'Gate B')
    const head = 'externalKey,agreement,preferredServiceAt,lineNo,type,category,actualQty'
    const good = `X-1,AG-7,2026-03-10T09:00,10,hour,INSPECT,60`

    const { counts } = await imported(app.owner, 'orders', `${head}\n${good}\n`)

    expect(counts).toMatchObject({ rows: 1, new: 1, errors: 0 })
    const [item] = (await app.owner.orders.listOrders({ filter: { agreementId: [agreementId] } })).items
    if (!item) throw new Error('no order was made')
    const order = await app.owner.orders.getOrder({ orderId: item.id })
    expect(order).toMatchObject({
      ...{ customerId: branch.customerId, description: 'Yearly care', origin: 'manual' },
      objectRelations: [{ objectId, note: 'Gate B' }],
    })
    const late = await errorsOf('orders', `${head}\nX-2,AG-7,2027-01-01T09:00,10,hour,INSPECT,60\n`)
    expect(late).toEqual([[2, 'DATE_OUTSIDE_AGREEMENT', 'preferredServiceAt']])
  })

  it('R01-21: empty cells clear what can be empty when that is told, and leave the rest', async () => {
    const order = await orderOf(app.owner, branch, { customerReference: 'PO 1', lines: [hours(branch)] })
    const text = `externalKey,number,description,customerReference,lineNo,actualQty\n${order.number},${order.number},,,10,\n`
    expect((await checked(app.owner, 'orders', text)).counts).toMatchObject({ same: 1 })

    const { id, version } = await upload(app.owner, 'orders', text)
    await app.owner.imports.mapColumns({ importId: id, expectedVersion: version, emptyClears: true })
    await commit(app.owner, { id, ...(await check(app.owner, id)) })
    const cleared = await app.owner.orders.getOrder({ orderId: order.id })
    expect(cleared.customerReference).toBeUndefined()
    expect(cleared.description).toBe(order.description)
    expect(lineOf(cleared, 10).actualQty).toBeUndefined()
  })

  it('R01-26: the undo of new orders takes them away with all that is theirs', async () => {
    const customer = await app.owner.customers.getCustomer({ customerId: branch.customerId })
    const text = `externalKey,customer,type,category\nE-1,${customer.number},hour,INSPECT\n`
    const { id } = await imported(app.owner, 'orders', text)
    expect([count('service_order'), count('service_order_line')]).toEqual([1, 1])
    const { version } = await app.owner.imports.getImport({ importId: id })
    const undone = await ended(
      app.owner,
      app.owner.imports.undoImport({ importId: id, expectedVersion: version }),
    )
    expect(undone.state).toBe('done')
    expect([count('service_order'), count('service_order_line')]).toEqual([0, 0])
  })

  it('R01-26: rows are refused with the codes of the commands, and nothing is written', async () => {
    const { number } = await app.owner.customers.getCustomer({ customerId: branch.customerId })
    const { id: blockedId } = await app.owner.customers.createCustomer({
      id: newId(),
      name: 'Blocked',
      status: 'blocked',
    })
    const blocked = await app.owner.customers.getCustomer({ customerId: blockedId })
    await app.owner.agreements.createCategory({
      id: newId(),
      code: 'TRAVEL',
      name: 'Travel',
      type: 'expense',
    })
    const head = 'externalKey,customer,description,lineNo,type,category,actualQty,startAt,endAt,item'
    const text = [
      head,
      `A,,,,,,,,,`,
      `B,${blocked.number},,,,,,,,`,
      `C,NOBODY,,,,,,,,`,
      `D,${number},One,10,hour,TRAVEL,60,,,`,
      `D,${number},Two,20,hour,INSPECT,60,,,`,
      `E,${number},,10,hour,INSPECT,-5,,,`,
      `E,${number},,10,hour,INSPECT,5,,,`,
      `F,${number},,,hour,INSPECT,,2026-03-02 10:00,2026-03-02 09:00,`,
      `G,${number},,,item,,1,,,NONE`,
      `H,${number},,,wrong,,1,,,`,
      `I,${number},,,fee,INSPECT,1,,,`,
    ].join('\n')

    expect(await errorsOf('orders', text)).toEqual([
      [2, 'CUSTOMER_REQUIRED', 'customer'],
      [3, 'CUSTOMER_BLOCKED', 'customer'],
      [4, 'UNKNOWN_REFERENCE', 'customer'],
      [5, 'CATEGORY_TYPE', 'category'],
      [6, 'HEADER_DIFFERS', 'description'],
      [7, 'QTY_INVALID', 'actualQty'],
      [8, 'DUPLICATE_KEY', 'externalKey'],
      [9, 'TIME_RANGE_INVALID', 'endAt'],
      [10, 'UNKNOWN_REFERENCE', 'item'],
      [11, 'INVALID_INPUT', 'type'],
      [11, 'REQUIRED', 'type'],
      [12, 'CATEGORY_TYPE', 'category'],
    ])
    expect(count('service_order')).toBe(0)
  })

  it('R01-26: a posted line does not change, a number of another customer is no order of ours', async () => {
    const order = await orderOf(app.owner, branch, { lines: [hours(branch)] })
    await app.owner.orders.postOrder({ ...refOf(order), date: '2026-03-02' })
    const { number: other } = await app.owner.customers.createCustomer({ id: newId(), name: 'Other' })
    const text = `externalKey,number,customer,lineNo,actualQty\n${order.number},${order.number},,10,60\n`
    const coincidence = `externalKey,number,customer\n${order.number},${order.number},${other}\n`

    expect(await errorsOf('orders', text)).toEqual([[2, 'LINE_STATUS_INVALID', undefined]])
    expect(await errorsOf('orders', coincidence)).toContainEqual([2, 'NUMBER_TAKEN', 'number'])
  })

  it('R01-26: who may not write orders imports none', async () => {
    const admin = await app.as('administrator')
    const { number } = await app.owner.customers.getCustomer({ customerId: branch.customerId })
    const { counts } = await checked(admin, 'orders', `externalKey,customer\nE-1,${number}\n`)
    expect(counts.codes).toEqual({ FORBIDDEN: 1 })
  })

  it('R01-18: an order changed after the check makes the preview stale', async () => {
    const order = await orderOf(app.owner, branch)
    const text = `externalKey,number,description\n${order.number},${order.number},Changed\n`
    const one = await checked(app.owner, 'orders', text)
    await app.owner.orders.updateOrder({ ...refOf(order), patch: { customerReference: 'x' } })
    const job = await commit(app.owner, one)
    expect(job.error).toMatchObject({ code: 'PREVIEW_STALE' })
  })
})

describe('requests as files', () => {
  it('R01-26: requests arrive awaiting, of origin request, and come back as all same', async () => {
    const { number } = await app.owner.customers.getCustomer({ customerId: branch.customerId })
    const text = `externalKey;customer;description;internalNote\nWEB-1;${number};=1+1;"+47 22 00 11 22"\n`
    const { counts } = await imported(app.owner, 'requests', text)
    expect(counts).toMatchObject({ new: 1, errors: 0 })
    const { items } = await app.owner.orders.listOrders({ filter: { intake: ['awaiting'] } })
    expect(items).toMatchObject([{ origin: 'request', intake: 'awaiting', description: '=1+1' }])
    expect(items[0]?.stageId).toBeUndefined()

    const filter = { intake: ['awaiting'] }
    const file = await exported('orders.listOrders', { filter })
    expect((await checked(app.owner, 'requests', file)).counts).toMatchObject({ rows: 1, same: 1 })
    const [request] = items
    await app.owner.orders.transferRequest(refOf(request!))
    expect(await errorsOf('requests', text.replace('=1+1', 'other'))).toEqual([
      [2, 'NOT_AWAITING', 'externalKey'],
    ])
  })
})

describe('objects as files', () => {
  async function variousObjects() {
    const { number } = await app.owner.customers.getCustomer({ customerId: branch.customerId })
    const { id: groupId } = await app.owner.objects.createObjectGroup({
      id: newId(),
      code: 'PUMP',
      description: 'Pumps',
    })
    const parent = await app.owner.objects.createObject({
      id: newId(),
      number: 'Z-1',
      description: '=Plant',
      customerId: branch.customerId,
    })
    await app.owner.objects.createObject({
      id: newId(),
      number: 'A-1',
      description: 'Pump; "north"',
      customerId: branch.customerId,
      siteId: branch.siteId,
      groupId,
      parentObjectId: parent.id,
      installedDate: '2024-02-29',
      productWarrantyMonths: 24,
      yearOfManufacture: 1999,
      status: 'outOfService',
    })
    return number
  }

  it.each(['csv', 'xlsx'] as const)('R01-26: %s: all same, and new where they are not', async (format) => {
    await variousObjects()
    const file = await exported('objects.listObjects', { format })
    const entries = app.entries()
    expect((await imported(app.owner, 'objects', file)).counts).toMatchObject({ rows: 2, same: 2, errors: 0 })
    expect(app.entries()).toBe(entries)

    const before = (await app.owner.objects.listObjects({})).items
    app.db.prepare('DELETE FROM service_object').run()
    const again = await imported(app.owner, 'objects', file, { acceptAgain: true })
    expect(again.counts).toMatchObject({ rows: 2, new: 2, errors: 0 })
    const after = (await app.owner.objects.listObjects({})).items
    const plain = ({
      id: _id,
      parentObjectId: _parent,
      version: _version,
      ...rest
    }: (typeof after)[number]) => rest
    expect(after.map(plain)).toEqual(before.map(plain))
  })

  it('R01-26: a list exported by the fields of its records comes back as all same', async () => {
    await app.owner.objects.createObject({
      ...{
        id: newId(),
        description: '=Pump "A"',
        brand: 'Løkke',
        serialNumber: 'P-1',
        status: 'outOfService',
      },
      ...{ customerId: branch.customerId, siteId: branch.siteId, installedDate: '2024-02-29' },
    })
    const columns = [
      ...['number', 'description', 'brand', 'serialNumber', 'status', 'installedDate', 'tangible'],
      ...['customerNumber', 'siteName'],
    ]
    const file = await exported('objects.listObjects', { asImport: false, columns })
    const { counts, id } = await checked(app.owner, 'objects', file)
    expect(counts).toMatchObject({ same: 1, new: 0, errors: 0 })
    const { mapping } = await app.owner.imports.getImport({ importId: id })
    expect(mapping).toMatchObject({ customer: 'customerNumber', site: 'siteName' })
  })

  it('R01-26: rows are refused with the codes of the commands', async () => {
    const number = await variousObjects()
    const { id: unitId } = await app.owner.catalog.createUnit({
      id: newId(),
      code: 'EA',
      name: 'Each',
      decimals: 0,
    })
    await app.owner.catalog.createItem({ id: newId(), number: 'I-1', name: 'Item', unitId })
    const text = [
      'number,description,customer,site,item,serialNumber,yearOfManufacture,parentObject,status',
      `N-1,One,${number},Nowhere,,,,,`,
      `N-2,Two,${number},,,,1500,,`,
      `N-3,Three,,,I-1,S1,,,`,
      `N-4,Four,,,I-1,S1,,,`,
      `N-5,Five,${number},,,,,NOTHING,`,
      `N-6,Six,${number},,,,,N-7,`,
      `N-7,Seven,${number},,,,,N-6,`,
      `N-8,Eight,,,,,,Z-1,`,
      `N-9,Nine,,,,,,,broken`,
    ].join('\n')

    expect(await errorsOf('objects', text)).toEqual([
      [2, 'UNKNOWN_REFERENCE', 'site'],
      [3, 'YEAR_IMPLAUSIBLE', 'yearOfManufacture'],
      [5, 'SERIAL_IN_USE', 'serialNumber'],
      [6, 'UNKNOWN_REFERENCE', 'parentObject'],
      [7, 'OBJECT_CYCLE', 'parentObject'],
      [8, 'OBJECT_CYCLE', 'parentObject'],
      [9, 'OBJECT_OTHER_CUSTOMER', 'parentObject'],
      [10, 'INVALID_INPUT', 'status'],
    ])
  })
})
