import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, setUp, type TestApp } from '../support/app'
import { check, checked, commit, ended, imported, realFile, upload } from '../support/imports'

let app: TestApp
beforeEach(() => {
  app = setUp()
})
afterEach(() => app.close())

const count = (table: string) => Number(app.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
const customersFile = realFile('adventureworks/customers.csv')

describe('check', () => {
  const withErrors = 'customer_number,name\nA1,One\nA2,Two\nA3,\nA4,Four\nA2,Five\n'

  it('R-01.20: two errors on lines 4 and 6, commit refused, no customer', async () => {
    const { id, counts, fingerprint, version } = await checked(app.owner, 'customers', withErrors)
    const { items } = await app.owner.imports.listRows({ importId: id, filter: { severity: ['error'] } })
    const entries = app.entries()
    const call = app.owner.imports.commitImport({ importId: id, expectedVersion: version, fingerprint })

    await expect(call).rejects.toMatchObject({ code: 'IMPORT_HAS_ERRORS', defined: true })
    expect(counts).toMatchObject({ rows: 5, errors: 2 })
    expect(items.map(({ line, findings }) => [line, findings[0]?.code, findings[0]?.column])).toEqual([
      [4, 'REQUIRED', 'name'],
      [6, 'DUPLICATE_KEY', 'customer_number'],
    ])
    expect(count('customer')).toBe(0)
    expect(app.entries()).toBe(entries)
  })
})

describe('customers', () => {
  it('R-01.21: 701 new; again 701 same and nothing written; one changed by hand, 1 update', async () => {
    const first = await imported(app.owner, 'customers', customersFile)
    expect(first.counts).toMatchObject({ rows: 701, new: 701, errors: 0, codes: { NAME_REPEATED: 2 } })
    expect(count('customer')).toBe(701)

    const entries = app.entries()
    const again = await imported(app.owner, 'customers', customersFile, { acceptAgain: true })
    expect(again.counts).toMatchObject({ new: 0, update: 0, same: 701, warnings: 0 })
    expect(app.entries()).toBe(entries)

    const { items } = await app.owner.customers.listCustomers({ filter: { number: 'AW00000585' } })
    const [customer] = items
    await app.owner.customers.updateCustomer({
      customerId: customer!.id,
      expectedVersion: customer!.version,
      patch: { name: 'Changed by hand' },
    })
    const third = await checked(app.owner, 'customers', customersFile, { acceptAgain: true })
    expect(third.counts).toMatchObject({ new: 0, update: 1, same: 700 })
    const rows = await app.owner.imports.listRows({ importId: third.id, filter: { action: ['update'] } })
    expect(rows.items[0]?.changes).toEqual([
      { field: 'name', before: 'Changed by hand', after: 'Next-Door Bike Store' },
    ])
  })
})

describe('master data of the real files', () => {
  it('R-01.22: 712 sites, 701 main, 11 shipping, 30 without coordinates, regions trimmed', async () => {
    await imported(app.owner, 'customers', customersFile)
    const { counts } = await imported(app.owner, 'sites', realFile('adventureworks/sites.csv'))

    expect(counts).toMatchObject({ new: 712, errors: 0, codes: { NO_COORDINATES: 30 } })
    const kinds = app.db.prepare('SELECT kind, count(*) AS n FROM site GROUP BY kind ORDER BY kind').all()
    expect(kinds).toEqual([
      { kind: 'main', n: 701 },
      { kind: 'shipping', n: 11 },
    ])
    const odd =
      'SELECT count(*) FROM site WHERE region <> trim(region) OR (latitude IS NULL) <> (longitude IS NULL)'
    expect(app.db.prepare(odd).pluck().get()).toBe(0)
    expect(app.db.prepare('SELECT count(*) FROM site WHERE latitude IS NULL').pluck().get()).toBe(30)
    const zones = 'SELECT DISTINCT zone FROM site WHERE country = ? AND region = ?'
    expect(app.db.prepare(zones).pluck().all('US', 'IN')).toEqual(['America/Indiana/Indianapolis'])
    expect(app.db.prepare(zones).pluck().all('US', 'NY')).toEqual(['America/New_York'])
  })

  it('R-01.23, R-01.24: items, histories and BOMs', async () => {
    const itemsFile = realFile('adventureworks/items.csv')
    expect((await imported(app.owner, 'units', realFile('adventureworks/units.csv'))).counts.new).toBe(38)
    expect((await imported(app.owner, 'items', itemsFile)).counts).toMatchObject({ new: 504, errors: 0 })
    for (const [kind, file] of [
      ['itemPrices', 'item-price-history'],
      ['itemCosts', 'item-cost-history'],
    ] as const) {
      const { counts } = await imported(app.owner, kind, realFile(`adventureworks/${file}.csv`))
      expect(counts).toMatchObject({ rows: 395, errors: 0 })
    }
    const again = await imported(app.owner, 'items', itemsFile, { acceptAgain: true })
    expect(again.counts).toMatchObject({ same: 504, update: 0 })

    expect(count('item_sales_price')).toBe(395 + 11)
    expect(count('item_cost')).toBe(395 + 11)
    const tracked = app.db.prepare('SELECT count(*) FROM item WHERE serial_tracked = 1').pluck().get()
    const unpriced = app.db
      .prepare(
        'SELECT count(*) FROM item i WHERE NOT EXISTS (SELECT 1 FROM item_sales_price p WHERE p.item_id = i.id)',
      )
      .pluck()
      .get()
    expect([count('item'), tracked, unpriced]).toEqual([504, 97, 200])

    const bomFile = realFile('adventureworks/bills-of-materials.csv')
    const boms = await imported(app.owner, 'boms', bomFile)
    expect(boms.counts).toMatchObject({
      rows: 2679,
      new: 2576,
      skip: 103,
      errors: 0,
      codes: { LEVEL_MISMATCH: 82 },
    })
    expect(count('item_bom_line')).toBe(2576)
    const repeat = await checked(app.owner, 'boms', bomFile, { acceptAgain: true })
    expect(repeat.counts).toMatchObject({ same: 2576, skip: 103, new: 0, update: 0 })
    await expectFileChecks()
  })

  async function nodesOf(number: string, date: string) {
    const { items } = await app.owner.catalog.listItems({ filter: { number } })
    const { nodes } = await app.owner.bom.getStructure({ itemId: items[0]!.id, date })
    return nodes
  }

  /** The tables of 09 §4.1. */
  async function expectFileChecks() {
    const direct = async (date: string) => {
      const nodes = await nodesOf('BK-R93R-62', date)
      return [nodes.filter(({ depth }) => depth === 1).length, nodes.length]
    }
    expect(await direct('2021-05-16')).toEqual([3, 6])
    expect(await direct('2021-05-17')).toEqual([3, 6])
    expect(await direct('2021-06-30')).toEqual([7, 32])
    expect(await direct('2021-11-13')).toEqual([10, 53])
    expect(await direct('2021-11-14')).toEqual([10, 53])
    const quantityOn = async (date: string, item: string) =>
      (await nodesOf('BK-R93R-62', date)).find(({ itemNumber }) => itemNumber === item)?.quantity
    expect(await quantityOn('2021-05-16', 'RW-R820')).toBe(2000)
    expect(await quantityOn('2021-05-17', 'RW-R820')).toBe(1000)
    expect(await quantityOn('2021-11-13', 'SA-R522')).toBe(2000)
    expect(await quantityOn('2021-11-14', 'SA-R522')).toBe(1000)

    const nodes = await nodesOf('BK-R93R-62', '2021-12-31')
    const byDepth = [1, 2, 3, 4].map((level) => nodes.filter(({ depth }) => depth === level).length)
    expect(byDepth).toEqual([14, 50, 21, 4])
    expect(new Set(nodes.map(({ itemId }) => itemId)).size).toBe(74)
    const leaves = nodes.filter(({ isLeaf }) => isLeaf)
    expect(new Set(leaves.map(({ itemId }) => itemId)).size).toBe(48)
    const total = (test: (node: (typeof nodes)[number]) => boolean) =>
      leaves.filter(test).reduce((sum, { totalQuantity }) => sum + totalQuantity, 0) / 1000
    expect(['EA', 'OZ', 'IN'].map((unit) => total((node) => node.unit === unit))).toEqual([373, 8, 40])
    const parts = ['SK-9283', 'NI-9522', 'BA-8327', 'MS-2341', 'BE-2908', 'CB-2903', 'GT-2908', 'PA-361R']
    expect(parts.map((item) => total((node) => node.itemNumber === item))).toEqual([
      72, 72, 100, 5, 8, 3, 40, 8,
    ])
  }

  it('R-01.25: 290 employees, no user, no birth date anywhere', async () => {
    const users = count('user')
    const { counts } = await imported(app.owner, 'workers', realFile('adventureworks/employees.csv'))

    expect(counts).toMatchObject({ new: 290, errors: 0 })
    expect(count('worker')).toBe(290)
    expect(count('user')).toBe(users)
    const tables = app.db
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
      .pluck()
      .all()
    for (const table of tables) {
      const rows = app.db.prepare(`SELECT * FROM ${String(table)}`).all()
      expect(JSON.stringify(rows).includes('1969-01-29')).toBe(false)
    }
  })
})

describe('undo', () => {
  it('R-01.31: an order of an imported customer keeps the import; once it is gone all 701 are removed', async () => {
    const { id } = await imported(app.owner, 'customers', customersFile)
    const { items } = await app.owner.customers.listCustomers({ filter: { number: 'AW00000585' } })
    const order = await app.owner.orders.createOrder({ id: newId(), customerId: items[0]!.id })
    const undo = async () => {
      const { version } = await app.owner.imports.getImport({ importId: id })
      return ended(
        app.owner,
        app.owner.imports.undoImport({ importId: id, expectedVersion: version, reason: 'no' }),
      )
    }

    const refused = await undo()
    expect(refused).toMatchObject({
      state: 'failed',
      error: { code: 'IMPORT_IN_USE', data: { dependants: [{ entity: 'order', id: order.id }] } },
    })
    expect(count('customer')).toBe(701)

    await app.owner.orders.deleteOrder({ orderId: order.id, expectedVersion: order.version })
    expect(await undo()).toMatchObject({ state: 'done', result: { counts: { deleted: 701 } } })
    expect(count('customer')).toBe(0)
    expect(await app.owner.imports.getImport({ importId: id })).toMatchObject({ state: 'undone' })
    expect(await verified()).toBe(true)
  })

  const undone = async (importId: Awaited<ReturnType<typeof imported>>['id']) => {
    const { version } = await app.owner.imports.getImport({ importId })
    return ended(app.owner, app.owner.imports.undoImport({ importId, expectedVersion: version }))
  }
  const nameOf = async (number: string) =>
    (await app.owner.customers.listCustomers({ filter: { number } })).items[0]?.name
  const verified = async () => {
    const { verifyChain } = await import('../../electron/db/changeLog')
    return verifyChain(app.db).ok
  }

  it('R01-19: restores what an import updated; later imports first', async () => {
    const first = await imported(app.owner, 'customers', 'number,name\nA1,One\nA2,Two\n')
    const second = await imported(app.owner, 'customers', 'number,name\nA1,Uno\nA3,Three\n')
    expect(second.counts).toMatchObject({ new: 1, update: 1 })

    expect(await undone(first.id)).toMatchObject({
      error: { code: 'IMPORT_IN_USE', data: { dependants: [{ entity: 'import', id: second.id }, {}] } },
    })
    expect(await undone(second.id)).toMatchObject({ result: { counts: { deleted: 1, restored: 1 } } })
    expect(await nameOf('A1')).toBe('One')
    expect(await undone(first.id)).toMatchObject({ result: { counts: { deleted: 2 } } })
    expect(count('customer')).toBe(0)
    expect(await verified()).toBe(true)
  })

  it('R01-19: a changed record blocks even with its old values, a deleted one is passed over', async () => {
    const { id } = await imported(app.owner, 'customers', 'number,name\nA1,One\nA2,Two\n')
    const [one, two] = (
      await app.owner.customers.listCustomers({ sort: [{ field: 'number', direction: 'asc' }] })
    ).items
    await app.owner.customers.deleteCustomer({ customerId: two!.id, expectedVersion: 1 })
    expect(await undone(id)).toMatchObject({ result: { counts: { deleted: 1, passedOver: 1 } } })

    const next = await imported(app.owner, 'customers', 'number,name\nA1,One\n')
    const [made] = (await app.owner.customers.listCustomers({})).items
    const customerId = made!.id
    expect(customerId).not.toBe(one!.id)
    await app.owner.customers.updateCustomer({ customerId, expectedVersion: 1, patch: { name: 'Two' } })
    await app.owner.customers.updateCustomer({ customerId, expectedVersion: 2, patch: { name: 'One' } })
    expect(await undone(next.id)).toMatchObject({ error: { code: 'IMPORT_IN_USE' } })
  })
})

describe('commit', () => {
  const file = 'number,name\nA1,One\nA2,Two\n'
  const stale = { state: 'failed', error: { code: 'PREVIEW_STALE' } }

  it('R01-18: a record of the file that changed since the check makes the preview stale; the new one is in the data', async () => {
    await imported(app.owner, 'customers', file)
    const again = await checked(app.owner, 'customers', file, { acceptAgain: true })
    const [customer] = (await app.owner.customers.listCustomers({ filter: { number: 'A1' } })).items
    const { id: customerId, version } = customer!
    await app.owner.customers.updateCustomer({ customerId, expectedVersion: version, patch: { name: 'Uno' } })
    const entries = app.entries()

    const job = await commit(app.owner, again)
    expect(job).toMatchObject({ ...stale, error: { data: { preview: { counts: { update: 1, same: 1 } } } } })
    expect(app.entries()).toBe(entries)
    const { fingerprint, version: next } = await app.owner.imports.getImport({ importId: again.id })
    expect(await commit(app.owner, { id: again.id, version: next, fingerprint: fingerprint! })).toMatchObject(
      {
        state: 'done',
        result: { counts: { update: 1 } },
      },
    )
  })

  it('R01-18: a number that somebody else took since is stale; other customers are not', async () => {
    const one = await checked(app.owner, 'customers', file)
    await app.owner.customers.createCustomer({ id: newId(), number: 'B1', name: 'Other' })
    await app.owner.customers.createCustomer({ id: newId(), number: 'A2', name: 'Taken' })

    expect(await commit(app.owner, one)).toMatchObject({
      ...stale,
      error: { data: { preview: { counts: { new: 1, update: 1 } } } },
    })
    expect(count('customer')).toBe(2)
    const two = await checked(app.owner, 'customers', 'number,name\nC1,New\n')
    await app.owner.customers.createCustomer({ id: newId(), number: 'B2', name: 'Other' })
    expect(await commit(app.owner, two)).toMatchObject({ state: 'done' })
  })

  it('R01-18: warnings need a tick; the same file needs one too', async () => {
    const doubled = 'number,name\nA1,One\nA2,One\n'
    const { id, fingerprint, version } = await checked(app.owner, 'customers', doubled)
    const input = { importId: id, expectedVersion: version, fingerprint }
    await expect(app.owner.imports.commitImport(input)).rejects.toMatchObject({
      code: 'CONFIRM_REQUIRED',
      data: { conflicts: [{ code: 'NAME_REPEATED', level: 'warning', count: 1 }] },
    })
    expect(await commit(app.owner, { id, version, fingerprint })).toMatchObject({ state: 'done' })
    await expect(upload(app.owner, 'customers', doubled)).rejects.toMatchObject({
      code: 'FILE_ALREADY_IMPORTED',
    })
    const again = await upload(app.owner, 'customers', doubled, { acceptAgain: true })
    expect(again.notices).toEqual(['FILE_ALREADY_IMPORTED'])
  })

  it('R01-19, conventions §6: a canceled check leaves nothing behind', async () => {
    const { id, version } = await upload(app.owner, 'customers', customersFile)
    const { jobId } = await app.owner.imports.checkImport({ importId: id })
    await app.owner.jobs.cancelJob({ jobId })
    const job = await ended(app.owner, Promise.resolve({ jobId }))

    expect(job.state).toBe('canceled')
    expect(count('local_import_row') + count('local_import_effect')).toBe(0)
    expect(await app.owner.imports.getImport({ importId: id })).toMatchObject({ state: 'mapped', version })
  })

  it('R01-19, conventions §6: a commit canceled before its transaction leaves nothing behind', async () => {
    const { id, fingerprint, version } = await checked(app.owner, 'customers', file)
    const entries = app.entries()
    const input = { importId: id, expectedVersion: version, fingerprint }
    const { jobId } = await app.owner.imports.commitImport(input)
    await app.owner.jobs.cancelJob({ jobId })

    expect((await ended(app.owner, Promise.resolve({ jobId }))).state).toBe('canceled')
    expect([count('customer'), app.entries()]).toEqual([0, entries])
    expect(await commit(app.owner, { id, version, fingerprint })).toMatchObject({ state: 'done' })
  })

  it('R01-18: an import is one entry of the log; what was staged is gone', async () => {
    const entries = app.entries()
    const { id } = await imported(app.owner, 'customers', customersFile)

    expect(app.entries()).toBe(entries + 1)
    expect(count('local_import_content') + count('local_import_effect')).toBe(0)
    const { items } = await app.owner.imports.listRows({ importId: id })
    expect(items.map(({ findings }) => findings[0]?.code)).toEqual(['NAME_REPEATED', 'NAME_REPEATED'])
    const { items: listed } = await app.owner.imports.listImports({})
    expect(listed).toMatchObject([{ id, state: 'committed', number: 'MAIN-IMP-000001' }])
  })

  it('R01-18: a stale version is CONFLICT, a wrong state IMPORT_STATE', async () => {
    const { id } = await imported(app.owner, 'customers', file)
    await expect(app.owner.imports.discardImport({ importId: id, expectedVersion: 1 })).rejects.toMatchObject(
      {
        code: 'CONFLICT',
      },
    )
    const { version } = await app.owner.imports.getImport({ importId: id })
    await expect(
      app.owner.imports.discardImport({ importId: id, expectedVersion: version }),
    ).rejects.toMatchObject({ code: 'IMPORT_STATE' })
  })

  it('R01-18: a discarded import keeps no content', async () => {
    const { id, version } = await checked(app.owner, 'customers', file)
    const done = await app.owner.imports.discardImport({ importId: id, expectedVersion: version })
    expect(done.state).toBe('discarded')
    expect([count('local_import_row'), count('local_import_effect'), count('local_import_content')]).toEqual([
      0, 0, 0,
    ])
  })
})

describe('columns', () => {
  it('R01-16: names without regard to case, spaces and underscores; an unmapped required target is refused', async () => {
    const known = await upload(app.owner, 'customers', 'Customer Number,NAME\n1,One\n')
    expect(known.state).toBe('mapped')

    const strange = await upload(app.owner, 'customers', 'no,title\n1,One\n')
    expect(strange).toMatchObject({ state: 'uploaded', mapping: { number: null, name: null } })
    const importId = strange.id
    await expect(app.owner.imports.checkImport({ importId })).rejects.toMatchObject({
      code: 'MAPPING_INCOMPLETE',
      data: { fields: ['number', 'name'] },
    })
    const mapping = { number: 'no', name: 'title' }
    await expect(
      app.owner.imports.mapColumns({ importId, expectedVersion: 1, mapping: { ...mapping, name: 'nope' } }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    const mapped = await app.owner.imports.mapColumns({
      importId,
      expectedVersion: 1,
      mapping,
      constants: { currency: 'NOK' },
    })
    expect(mapped.state).toBe('mapped')
    expect((await check(app.owner, importId)).counts.new).toBe(1)

    const next = await upload(app.owner, 'customers', 'NO;Title\n2;Two\n')
    expect(next).toMatchObject({ state: 'mapped', mapping: { number: 'NO', name: 'Title' } })
    const same = await upload(app.owner, 'customers', 'no,title\n2,Two\n')
    expect(same).toMatchObject({ state: 'mapped', mapping, constants: { currency: 'NOK' } })
  })

  it('R01-21: an unmapped field is not touched, an empty one cleared only when told', async () => {
    await imported(app.owner, 'customers', 'number,name,business_type,tax_number\nA1,One,BM,T1\n')
    const without = 'number,name,business_type\nA1,One,\n'
    expect((await checked(app.owner, 'customers', without)).counts.same).toBe(1)

    const { id } = await upload(app.owner, 'customers', without)
    await app.owner.imports.mapColumns({ importId: id, expectedVersion: 1, emptyClears: true })
    await commit(app.owner, { id, ...(await check(app.owner, id)) })
    const [customer] = (await app.owner.customers.listCustomers({})).items
    expect(customer?.businessType).toBeUndefined()
    expect(customer?.taxNumber).toBe('T1')
  })

  it('R01-15: a row with too many cells is COLUMN_COUNT with its first physical line', async () => {
    const call = upload(app.owner, 'customers', 'number,name\nA1,"One\nline"\nA2,Two,more\n')
    await expect(call).rejects.toMatchObject({
      code: 'COLUMN_COUNT',
      data: { line: 4, expected: 2, found: 3 },
    })
    expect(count('local_import')).toBe(0)
  })

  it('R01-15: Windows-1252 only when told', async () => {
    const file = Buffer.from('number,name\nA1,S\u00f8ren\n', 'latin1')
    await expect(upload(app.owner, 'customers', file)).rejects.toMatchObject({ code: 'ENCODING_UNKNOWN' })
    const { id } = await upload(app.owner, 'customers', file, { encoding: 'windows1252' })
    await commit(app.owner, { id, ...(await check(app.owner, id)) })
    expect((await app.owner.customers.listCustomers({})).items[0]?.name).toBe('Søren')
  })

  it('R01-15: a workbook, with dates and numbers by their stored value', async () => {
    const { default: writeWorkbook } = await import('write-excel-file/node')
    const sheet = [
      [{ value: 'number' }, { value: 'name' }, { value: 'hire_date' }, { value: 'current' }],
      [
        { value: 17, type: Number },
        { value: '=A1' },
        { value: new Date(Date.UTC(2020, 0, 31)), type: Date, format: 'yyyy-mm-dd' },
        { value: 1, type: Number },
      ],
    ]
    const file = await writeWorkbook(sheet).toBuffer()
    const { id, counts } = await imported(app.owner, 'workers', file)
    expect([counts.new, counts.errors]).toEqual([1, 0])
    const [worker] = (await app.owner.people.listWorkers({})).items
    expect(worker).toMatchObject({ number: '17', displayName: '=A1', hireDate: '2020-01-31', active: true })
    expect((await app.owner.imports.getImport({ importId: id })).rowCount).toBe(1)
  })

  it.each(['technician', 'dispatcher'] as const)('conventions §8: a %s may not import', async (role) => {
    const client = await app.as(role)
    await expect(upload(client, 'customers', 'number,name\n1,One\n')).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })
})

describe('prices', () => {
  const header = 'item_number,valid_from,valid_to,list_price_usd'
  beforeEach(async () => {
    await imported(app.owner, 'units', 'unit,name\nEA,Each\n')
    await imported(
      app.owner,
      'items',
      'item_number,name,list_price_usd,sell_start\nA,A,9.5,2024-01-01\nB,B,.0000,2024-01-01\n',
    )
  })
  const rows = () =>
    app.db
      .prepare('SELECT valid_from, valid_to, unit_price, currency FROM item_sales_price ORDER BY valid_from')
      .raw()
      .all()

  it('A-01.04: a history replaces the price of the item file; the currency is that of the column', async () => {
    expect(rows()).toEqual([['2024-01-01', null, 95_000, 'USD']])
    const file = `${header}\nA,2024-01-01,2024-06-30,9.5\nA,2024-07-01,,10.1234\n`
    const { counts } = await imported(app.owner, 'itemPrices', file)
    expect(counts).toMatchObject({ update: 1, new: 1, errors: 0 })
    expect(rows()).toEqual([
      ['2024-01-01', '2024-06-30', 95_000, 'USD'],
      ['2024-07-01', null, 101_234, 'USD'],
    ])
  })

  it.each([
    ['A,2024-02-01,,1', 2, 'PRICE_OVERLAP'],
    ['B,2024-01-01,2024-03-31,1\nB,2024-03-31,,1', 3, 'PRICE_OVERLAP'],
    ['B,2024-03-01,2024-02-01,1', 2, 'PERIOD_INVALID'],
    ['B,2024-03-01,,-1', 2, 'NEGATIVE_PRICE'],
    ['X,2024-03-01,,1', 2, 'UNKNOWN_REFERENCE'],
    ['B,2024-03-01,,"1,000.5"', 2, 'INVALID_INPUT'],
  ])('01 §3.2: %j is on line %i the error %s', async (content, line, code) => {
    const { id, counts } = await checked(app.owner, 'itemPrices', `${header}\n${content}\n`)
    expect(counts).toMatchObject({ errors: 1, codes: { [code]: 1 } })
    const { items } = await app.owner.imports.listRows({ importId: id, filter: { severity: ['error'] } })
    expect(items.map((row) => row.line)).toEqual([line])
  })
})

describe('sites', () => {
  const header = 'customer_number,site_type,city,state_province,country_code,latitude,longitude'
  beforeEach(() => imported(app.owner, 'customers', 'number,name\nC1,One\n'))

  it.each([
    ['C1,Main Office,Oslo,,NO,91,10', 'COORDINATES_INVALID'],
    ['C1,Main Office,Oslo,,NO,59.9,', 'COORDINATES_INVALID'],
    ['C9,Main Office,Oslo,,NO,,', 'UNKNOWN_REFERENCE'],
    ['C1,Attic,Oslo,,NO,,', 'INVALID_INPUT'],
    ['C1,Main Office,Oslo,,Norway,,', 'UNKNOWN_COUNTRY'],
  ])('01 §3.2: %j is the error %s', async (row, code) => {
    const { counts } = await checked(app.owner, 'sites', `${header}\n${row}\n`)
    expect(counts.codes).toHaveProperty(code)
    expect(counts).toMatchObject({ errors: 1, new: 0 })
  })

  it('01 §3.2: a region that the table does not name takes the office zone, with a warning', async () => {
    const { counts } = await imported(
      app.owner,
      'sites',
      `${header}\nC1,Main Office,Oslo,,NO,59.9139,10.7522\n`,
    )
    expect(counts).toMatchObject({ new: 1, codes: { ZONE_ASSUMED: 1 } })
    const [site] = (await app.owner.customers.listSites({})).items
    const [office] = (await app.owner.people.listOffices({})).items
    expect(site).toMatchObject({
      kind: 'main',
      zone: office!.zone,
      latitude: 59_913_900,
      longitude: 10_752_200,
    })
  })
})
