import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { createOrdersRepository } from '../../electron/modules/orders/orders.repository'
import { ordersContract } from '../../electron/shared/contract/orders'
import type { ListRequest } from '../../electron/shared/contract/page'
import { newId, setUp, type TestApp } from '../support/app'
import { branchOf, hours, orderOf } from '../support/orders'

/** Above the hits up to which the list remembers the keys of a filter and sorts them. */
const copies = 21_000

let app: TestApp
let list: ReturnType<typeof createOrdersRepository>['orderList']
beforeAll(async () => {
  app = setUp()
  const branch = await branchOf(app)
  await app.owner.stages.createStage({ id: newId(), code: 'PLAN', description: { en: 'Planned' } })
  for (let count = 1; count < 40; count += 1)
    await app.owner.customers.createCustomer({ id: newId(), name: `Customer ${String(count)}` })
  const order = await orderOf(app.owner, branch, { lines: [hours(branch)], responsibleId: branch.workerId })
  multiply(order.number)
  list = createOrdersRepository({ db: app.db, entities: new Map(), sortLanguage: () => 'en' }).orderList
})
afterAll(() => app.close())

/** Copies an order; two of three are posted, so that the open ones are a part. */
function multiply(number: string): void {
  const columns = app.db
    .prepare<[], string>("SELECT name FROM pragma_table_info('service_order') WHERE name <> 'key'")
    .pluck()
    .all()
  const values: Readonly<Record<string, string>> = {
    id: 'randomblob(16)',
    number: "printf('COPY-%06d', value)",
    customer_id: '(SELECT c.id FROM customer c WHERE c.key = 1 + value % 40)',
    description_sort: "printf('%05d', value * 7 % 5003)",
    site_city_sort: "iif(value % 9 = 0, NULL, printf('%03d', value % 60))",
    service_date: "date('2016-01-01', printf('%d days', value % 3000))",
    preferred_service_at: 'preferred_service_at + value * 3600000',
    priority: "iif(value % 5 = 0, 'high', 'normal')",
    origin: "iif(value % 4 = 0, 'import', 'manual')",
    responsible_id: 'iif(value % 3 = 0, NULL, responsible_id)',
    preferred_technician_id: 'iif(value % 2 = 0, NULL, responsible_id)',
    progress: "iif(value % 3 = 0, 'inProcess', 'posted')",
    sales_amount_minor: 'value % 1000',
  }
  const selected = columns.map((name) => values[name] ?? name).join(', ')
  app.db
    .prepare(
      `WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ${String(copies)})
       INSERT INTO service_order (${columns.join(', ')}) SELECT ${selected} FROM n, service_order WHERE number = ?`,
    )
    .run(number)
}

type Sort = NonNullable<
  z.input<NonNullable<(typeof ordersContract.listOrders)['~orpc']['inputSchema']>>['sort']
>
const sortSchema: unknown =
  ordersContract.listOrders['~orpc'].inputSchema?.shape.sort.unwrap().element.shape.field
const fields = (sortSchema as { options: Sort[number]['field'][] }).options
const views = {
  All: { intake: ['none'] },
  Active: { progress: ['inProcess'], intake: ['none'] },
}

/** The steps of the plan that sort or read a whole table. */
function slowSteps(request: ListRequest): string[] {
  return list.statements(request).flatMap(({ sql, params }) =>
    app.db
      .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all({ ...params, limit: 101 })
      .map(({ detail }) => detail)
      .filter((detail) => /TEMP B-TREE/.test(detail) || /^SCAN \w+$/.test(detail)),
  )
}

const cases = Object.entries(views).flatMap(([view, filter]) =>
  fields.flatMap((field) =>
    (['asc', 'desc'] as const).map((direction) => ({ view, filter, field, direction })),
  ),
)

// The product keeps no statistics: plans follow from the statements alone, in a new store as in one of ten years.
describe('the list of orders', () => {
  it('architecture: a store has no statistics', () => {
    expect(app.db.prepare("SELECT name FROM sqlite_master WHERE name LIKE 'sqlite_stat%'").all()).toEqual([])
  })

  it.each(cases)(
    'architecture: $view by $field $direction walks an index',
    ({ filter, field, direction }) => {
      const request = { filter, sort: [{ field, direction }], limit: 100 }
      const { next } = list.page(request)

      expect(next).toBeDefined()
      expect(slowSteps(request), 'first page').toEqual([])
      expect(slowSteps({ ...request, after: next }), 'next page').toEqual([])
    },
  )
})
