import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId, setUp, type TestApp } from '../support/app'
import { check, checked, commit, ended, imported, realFile, upload } from '../support/imports'

let app: TestApp
beforeEach(() => {
  app = setUp()
})
afterEach(() => app.close())

const count = (table: string) => app.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
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
