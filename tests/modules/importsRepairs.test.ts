import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../../electron/db/changeLog'
import { setUp, type TestApp } from '../support/app'
import { check, checked, commit, ended, imported, realFile, upload } from '../support/imports'

let app: TestApp
beforeEach(() => {
  app = setUp()
})
afterEach(() => app.close())

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows what it selects
const one = <Value>(sql: string, ...params: unknown[]) =>
  app.db
    .prepare<unknown[], Value>(sql)
    .pluck()
    .get(...params)
const grouped = (sql: string) =>
  Object.fromEntries(
    app.db
      .prepare<[], { name: string; n: number }>(sql)
      .all()
      .map(({ name, n }) => [name, n]),
  )
const categories = () =>
  imported(app.owner, 'productCategories', realFile('openrepair/product-categories.csv'))

const header =
  'id,data_provider,country,partner_product_category,product_category,product_category_id,brand,year_of_manufacture,product_age,repair_status,repair_barrier_if_end_of_life,group_identifier,event_date,problem'
const defaults = {
  id: 'x_1',
  provider: 'Provider',
  country: 'DNK',
  partner: 'Lamps ~ Lamp',
  category: 'Lamp',
  categoryId: '15',
  brand: '',
  year: '',
  age: '',
  status: 'Fixed',
  barrier: '',
  group: 'Group',
  date: '2024-07-01',
  problem: '',
}
function file(...rows: Partial<typeof defaults>[]): string {
  const lines = rows.map((row) =>
    Object.values({ ...defaults, ...row })
      .map((cell) => `"${cell.replaceAll('"', '""')}"`)
      .join(','),
  )
  return `${[header, ...lines].join('\n')}\n`
}

describe('repair rows', () => {
  beforeEach(categories)

  it('R-01.28: an id of two providers makes two orders; twice of one provider is DUPLICATE_KEY', async () => {
    const both = await imported(app.owner, 'repairs', file({}, { provider: 'Other' }))
    expect(both.counts).toMatchObject({ new: 2 })
    expect(one('SELECT count(*) FROM service_order')).toBe(2)

    const twice = await checked(app.owner, 'repairs', file({ id: 'x_2' }, { id: 'x_2' }))
    expect(twice.counts).toMatchObject({ errors: 1, codes: { DUPLICATE_KEY: 1 } })
    const { items } = await app.owner.imports.listRows({
      importId: twice.id,
      filter: { severity: ['error'] },
    })
    expect(items.map(({ line }) => line)).toEqual([3])
  })

  it('R-01.29: tags removed, entities decoded, nothing but dots and spaces is no text', async () => {
    const problems = ['. . .', '<p>Clock.</p>', 'A &amp; B &lt;3', '<£10 & more', 'line<br>break', 'a\nb']
    await imported(
      app.owner,
      'repairs',
      file(...problems.map((problem, n) => ({ id: `x_${String(n)}`, problem }))),
    )

    const { items } = await app.owner.repair.listLines({ sort: [{ field: 'number', direction: 'asc' }] })
    expect(items.map(({ note }) => note)).toEqual([
      undefined,
      'Clock.',
      'A & B <3',
      '<£10 & more',
      'line break',
      'a\nb',
    ])
  })

  it('R-01.32: text that looks like a formula is stored as text', async () => {
    await imported(app.owner, 'repairs', file({ brand: '=1+1', partner: '@SUM(A1)', problem: '-2+3' }))

    const [object] = (await app.owner.objects.listObjects({})).items
    const [line] = (await app.owner.repair.listLines({})).items
    expect([object?.brand, object?.description, line?.note]).toEqual(['=1+1', '@SUM(A1)', '-2+3'])
  })

  it('01 §3.2: order, object, customer and site of a row', async () => {
    const { counts } = await imported(
      app.owner,
      'repairs',
      file({
        brand: 'UKENDT',
        age: '3.5',
        status: 'End of life',
        barrier: 'Item too worn out',
        problem: 'Dead',
      }),
    )
    expect(counts.codes).toEqual({ ZONE_ASSUMED: 1 })

    const [listed] = (await app.owner.orders.listOrders({})).items
    const order = await app.owner.orders.getOrder({ orderId: listed!.id })
    expect(order).toMatchObject({
      number: 'MAIN-SO-000001',
      origin: 'import',
      progress: 'posted',
      serviceDate: '2024-07-01',
      siteZone: 'Europe/Copenhagen',
      preferredServiceAt: Date.UTC(2024, 6, 1, 10),
      customerName: 'Group',
      customerReference: 'x_1',
      salesAmount: { minor: 0 },
    })
    expect(order.lines).toMatchObject([{ type: 'hour', status: 'posted', actualQty: 0, lineNo: 10 }])
    const [object] = (await app.owner.objects.listObjects({})).items
    expect(object).toMatchObject({
      number: 'MAIN-OBJ-000001',
      description: 'Lamps ~ Lamp',
      productCategoryName: 'Lamp',
      yearOfManufacture: 2021,
      isYearEstimated: true,
      status: 'scrapped',
    })
    expect(object).not.toHaveProperty('brand')
    const [line] = (await app.owner.repair.listLines({})).items
    expect(line).toMatchObject({
      number: 'MAIN-RL-000001',
      outcome: 'endOfLife',
      barrierCode: 'WORN_OUT',
      note: 'Dead',
      reportedAt: order.preferredServiceAt,
      finishedAt: order.preferredServiceAt,
      externalKey: 'Provider/x_1',
    })
    const [customer] = (await app.owner.customers.listCustomers({})).items
    expect(customer).toMatchObject({ number: 'MAIN-CU-000001', groupName: 'Provider', country: 'DK' })
    expect(one('SELECT count(*) FROM billable_transaction')).toBe(0)
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
  })

  it.each([
    [{ categoryId: '16' }, 'CATEGORY_MISMATCH'],
    [{ categoryId: '99' }, 'UNKNOWN_REFERENCE'],
    [{ status: 'Broken' }, 'UNKNOWN_STATUS'],
    [{ barrier: 'Rain' }, 'UNKNOWN_BARRIER'],
    [{ country: 'XXX' }, 'UNKNOWN_COUNTRY'],
    [{ date: '2024-02-30' }, 'INVALID_INPUT'],
    [{ id: 'x' }, 'INVALID_INPUT'],
    [{ group: '' }, 'REQUIRED'],
  ])('08 §4.1: %o is the error %s', async (row, code) => {
    const { counts } = await checked(app.owner, 'repairs', file(row))
    expect(counts).toMatchObject({ errors: 1, codes: { [code]: 1 } })
  })

  it.each([
    [{ year: '1799' }, 'YEAR_IMPLAUSIBLE'],
    [{ year: '2025' }, 'YEAR_IMPLAUSIBLE'],
    [{ barrier: 'Lack of equipment' }, 'BARRIER_WITHOUT_END_OF_LIFE'],
    [{ partner: 'x'.repeat(301) }, 'TEXT_TRUNCATED'],
  ])('01 §3.2: %o is the warning %s', async (row, code) => {
    const { counts } = await checked(app.owner, 'repairs', file(row))
    expect(counts).toMatchObject({ errors: 0, new: 1, codes: { [code]: 1 } })
  })

  it('R-08.19: the same row again is the same; another status is an update of object and repair line', async () => {
    await imported(app.owner, 'repairs', file({}, { id: 'x_2' }))
    const again = await checked(app.owner, 'repairs', file({}, { id: 'x_2', status: 'End of life' }))
    expect(again.counts).toMatchObject({ same: 1, update: 1, new: 0 })

    expect(await commit(app.owner, again)).toMatchObject({ state: 'done' })
    expect(grouped('SELECT status AS name, count(*) AS n FROM service_object GROUP BY 1')).toEqual({
      inService: 1,
      scrapped: 1,
    })
    expect(one('SELECT count(*) FROM service_order')).toBe(2)
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
  })

  it('01 §3.2: repairable ones stay open when told, and an undo takes everything back', async () => {
    const { id } = await upload(app.owner, 'repairs', file({}, { id: 'x_2', status: 'Repairable' }))
    await app.owner.imports.mapColumns({ importId: id, expectedVersion: 1, keepRepairableOpen: true })
    expect(await commit(app.owner, { id, ...(await check(app.owner, id)) })).toMatchObject({ state: 'done' })
    expect(grouped('SELECT progress AS name, count(*) AS n FROM service_order GROUP BY 1')).toEqual({
      posted: 1,
      inProcess: 1,
    })
    const lines = grouped('SELECT status AS name, count(*) AS n FROM service_order_line GROUP BY 1')
    expect(lines).toEqual({ posted: 1, created: 1 })

    const { version } = await app.owner.imports.getImport({ importId: id })
    const undo = await ended(
      app.owner,
      app.owner.imports.undoImport({ importId: id, expectedVersion: version }),
    )
    expect(undo).toMatchObject({ state: 'done', result: { counts: { deleted: 9, passedOver: 0 } } })
    const logged =
      'SELECT entity AS name, count(*) AS n FROM change WHERE seq = (SELECT max(seq) FROM change_log) GROUP BY 1'
    expect(grouped(logged)).toMatchObject({
      order: 2,
      orderLine: 2,
      orderObjectRelation: 2,
      repairLine: 2,
      object: 2,
    })
    for (const table of [
      'service_order',
      'service_order_line',
      'service_object',
      'repair_line',
      'customer',
      'site',
    ])
      expect(one(`SELECT count(*) FROM ${table}`)).toBe(0)
    expect(verifyChain(app.db)).toMatchObject({ ok: true })
  })
})

const files = [
  {
    provider: 'Fixit Clinic',
    outcomes: { fixed: 413, repairable: 267, endOfLife: 121, unknown: 232 },
    ...{ rows: 1033, rate: 5156, first: '2018-01-02', last: '2025-07-27', top: 'Lamp 121', barriers: 29 },
    ...{ groups: 1, aged: 458 },
  },
  {
    provider: 'Repair Café Denmark',
    outcomes: { fixed: 19_638, repairable: 2, endOfLife: 9096, unknown: 1193 },
    ...{
      rows: 29_929,
      rate: 6834,
      first: '2019-06-05',
      last: '2025-07-31',
      top: 'Lamp 2684',
      barriers: 5942,
    },
    ...{ groups: 125, aged: 0 },
  },
  {
    provider: 'The Restart Project',
    outcomes: { fixed: 12_409, repairable: 6448, endOfLife: 4851, unknown: 232 },
    ...{
      rows: 23_940,
      rate: 5234,
      first: '2012-06-12',
      last: '2022-04-30',
      top: 'Laptop 2957',
      barriers: 1274,
    },
    ...{ groups: 181, aged: 7336 },
  },
]

/** The totals that 08 §4.1 states, as the statistics answer them. */
async function figuresOfTheFiles({ customers, repair }: TestApp['owner']): Promise<void> {
  const aged = grouped(
    `SELECT g.name, count(o.year_of_manufacture) AS n FROM service_object o JOIN customer c ON c.id = o.customer_id
     JOIN customer_group g ON g.id = c.group_id GROUP BY 1`,
  )
  for (const { barriers, first, groups, last, outcomes, provider, rate, rows, top, ...file } of files) {
    const filter = { provider }
    const fixed = await repair.getStatistics({ measure: 'fixRate', filter })
    expect(fixed.total, provider).toMatchObject({ count: rows, rate, outcomes, numerator: outcomes.fixed })
    const months = await repair.getStatistics({ measure: 'pareto', groupBy: 'month', filter })
    expect([months.rows[0]?.key, months.rows.at(-1)?.key]).toEqual([first.slice(0, 7), last.slice(0, 7)])
    const within = await repair.getStatistics({ measure: 'fixRate', filter, from: first, to: last })
    expect(within.total.count).toBe(rows)
    for (const day of [first, last])
      expect(
        (await repair.getStatistics({ measure: 'fixRate', filter, from: day, to: day })).total.count,
      ).not.toBe(0)
    const [group] = (await customers.listCustomerGroups({ filter: { name: provider } })).items
    const inGroup = { filter: { groupId: [group!.id] }, withCount: true }
    expect([(await customers.listCustomers(inGroup)).count, aged[provider]]).toEqual([groups, file.aged])
    const pareto = await repair.getStatistics({ measure: 'pareto', groupBy: 'productCategory', filter })
    expect(`${String(pareto.rows[0]?.label)} ${String(pareto.rows[0]?.count)}`).toBe(top)
    const stopped = await repair.getStatistics({ measure: 'pareto', groupBy: 'barrier', filter })
    expect(stopped.total.outcomes.endOfLife).toBe(barriers)
  }
  const all = await repair.getStatistics({ measure: 'fixRate' })
  expect(all.total).toMatchObject({ rate: 6096, numerator: 32_460, denominator: 53_245 })
  const categories = await repair.getStatistics({ measure: 'pareto', groupBy: 'productCategory' })
  expect(categories.rows.slice(0, 5).map(({ count, label }) => [label, count])).toEqual([
    ...[
      ['Lamp', 4176],
      ['Food processor', 3398],
      ['Laptop', 3366],
      ['Vacuum', 3263],
      ['Hi-Fi separates', 3209],
    ],
  ])
  const danish = await repair.getStatistics({
    ...({ measure: 'pareto', groupBy: 'productCategory' } as const),
    filter: { provider: 'repair café denmark' },
  })
  expect(danish.rows.slice(0, 6).map(({ count, cumulative, label }) => [label, count, cumulative])).toEqual([
    ['Lamp', 2684, 897],
    ['Food processor', 2505, 1734],
    ['Sewing machine', 2186, 2464],
    ['Vacuum', 2160, 3186],
    ['Hi-Fi separates', 2080, 3881],
    ['Power tool', 2014, 4554],
  ])
  expect(danish.eightyAt).toBe(17)
  expect(danish.rows[16]).toMatchObject({ label: 'Toaster', cumulative: 8078 })
  const noVisits = await repair.getStatistics({ measure: 'mtbf' })
  expect(noVisits.total).not.toHaveProperty('mtbf')
}

describe('the three real files', () => {
  it('R-01.26: with keep repairable open the repairable ones stay in process', async () => {
    await categories()
    const { id } = await upload(app.owner, 'repairs', realFile('openrepair/FixitClinic_202507.csv'))
    await app.owner.imports.mapColumns({ importId: id, expectedVersion: 1, keepRepairableOpen: true })
    await commit(app.owner, { id, ...(await check(app.owner, id)) })

    const { count } = await app.owner.orders.listOrders({
      filter: { progress: ['inProcess'] },
      withCount: true,
    })
    expect([count, one('SELECT count(*) FROM service_order')]).toEqual([267, 1033])
  })

  it(
    'R-01.26, R-01.27, R-08.19, R-08.20, R-08.21: the totals of 01 §3.2 and 08 §4.1',
    { timeout: 120_000 },
    async () => {
      await categories()
      const codes: Record<string, number> = {}
      for (const name of ['FixitClinic_202507', 'RepairCafeDenmark_202507', 'RestartProject_202204']) {
        const { counts } = await imported(app.owner, 'repairs', realFile(`openrepair/${name}.csv`))
        expect(counts).toMatchObject({ errors: 0, update: 0, same: 0, skip: 0, new: counts.rows })
        for (const [code, count] of Object.entries(counts.codes)) codes[code] = (codes[code] ?? 0) + count
      }

      expect(codes).toEqual({ BARRIER_WITHOUT_END_OF_LIFE: 1, ZONE_ASSUMED: 307 })
      expect(grouped('SELECT progress AS name, count(*) AS n FROM service_order GROUP BY 1')).toEqual({
        posted: 54_902,
      })
      expect(
        grouped(
          'SELECT r.outcome AS name, count(*) AS n FROM repair_line l JOIN resolution r ON r.id = l.resolution_id GROUP BY 1',
        ),
      ).toEqual({ fixed: 32_460, repairable: 6717, endOfLife: 14_068, unknown: 1657 })
      expect(
        grouped(
          'SELECT b.code AS name, count(*) AS n FROM repair_line l JOIN barrier b ON b.id = l.barrier_id GROUP BY 1',
        ),
      ).toEqual({
        NO_PARTS: 1000,
        PARTS_PRICE: 320,
        CANNOT_OPEN: 873,
        NO_INFORMATION: 2125,
        NO_EQUIPMENT: 1699,
        WORN_OUT: 1229,
      })
      const byCategory = grouped(
        'SELECT p.name, count(*) AS n FROM service_object o JOIN product_category p ON p.id = o.product_category_id GROUP BY 1',
      )
      expect(byCategory).toMatchObject({
        Lamp: 4176,
        'Food processor': 3398,
        Laptop: 3366,
        Vacuum: 3263,
        'Hi-Fi separates': 3209,
      })
      expect([one('SELECT count(*) FROM customer'), one('SELECT count(*) FROM site')]).toEqual([307, 307])
      await figuresOfTheFiles(app.owner)
      const { items, count } = await app.owner.repair.listLines({
        filter: { outcome: ['fixed'] },
        limit: 100,
        withCount: true,
      })
      expect([items.length, count]).toEqual([100, 32_460])
      expect(verifyChain(app.db)).toMatchObject({ ok: true })
    },
  )
})
