import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServiceAgreements } from '../../electron/modules/agreements/serviceAgreements.repository'
import type { ListRequest } from '../../electron/shared/contract/page'
import { serviceAgreementsContract } from '../../electron/shared/contract/serviceAgreements'
import { agreementBranchOf, agreementOf } from '../support/agreements'
import { newId, setUp, type TestApp } from '../support/app'

/** Above the hits up to which the list remembers the keys of a filter and sorts them. */
const copies = 21_000

let app: TestApp
let list: ReturnType<typeof createServiceAgreements>['agreementList']
beforeAll(async () => {
  app = setUp()
  const branch = await agreementBranchOf(app)
  for (let count = 1; count < 40; count += 1)
    await app.owner.customers.createCustomer({ id: newId(), name: `Customer ${String(count)}` })
  const { id: groupId } = await app.owner.agreements.createAgreementGroup({
    ...{ id: newId(), code: 'GOLD', description: 'Gold' },
  })
  const { workerId } = branch
  const { number } = await agreementOf(app.owner, branch, {
    ...{ groupId, responsibleId: workerId, preferredTechnicianId: workerId, endDate: '2027-12-31' },
  })
  multiply(number)
  list = createServiceAgreements({ db: app.db, entities: new Map(), sortLanguage: () => 'en' }).agreementList
})
afterAll(() => app.close())

/** Copies an agreement under other customers, dates and states. */
function multiply(number: string): void {
  const columns = app.db
    .prepare<[], string>("SELECT name FROM pragma_table_info('agreement') WHERE name <> 'key'")
    .pluck()
    .all()
  const values: Readonly<Record<string, string>> = {
    id: 'randomblob(16)',
    number: "printf('COPY-%06d', value)",
    customer_id: '(SELECT c.id FROM customer c WHERE c.key = 1 + value % 40)',
    description_sort: "printf('%05d', value * 7 % 5003)",
    start_date: "date('2016-01-01', printf('%d days', value % 3000))",
    end_date: "iif(value % 5 = 0, NULL, date('2018-01-01', printf('%d days', value % 4000)))",
    ends_on: "iif(value % 5 = 0, NULL, date('2018-01-01', printf('%d days', value % 4000)))",
    notice_deadline: "iif(value % 5 = 0, NULL, date('2017-10-01', printf('%d days', value % 4000)))",
    group_id: 'iif(value % 3 = 0, NULL, group_id)',
    responsible_id: 'iif(value % 3 = 0, NULL, responsible_id)',
    preferred_technician_id: 'iif(value % 2 = 0, NULL, preferred_technician_id)',
    status: "iif(value % 3 = 0, 'draft', 'active')",
  }
  const selected = columns.map((name) => values[name] ?? name).join(', ')
  app.db
    .prepare(
      `WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ${String(copies)})
       INSERT INTO agreement (${columns.join(', ')}) SELECT ${selected} FROM n, agreement WHERE number = ?`,
    )
    .run(number)
}

const sortSchema: unknown =
  serviceAgreementsContract.listAgreements['~orpc'].inputSchema?.shape.sort.unwrap().element.shape.field
const fields = (sortSchema as { options: string[] }).options

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

const cases = fields.flatMap((field) => (['asc', 'desc'] as const).map((direction) => ({ field, direction })))

describe('the list of agreements', () => {
  it.each(cases)('architecture: by $field $direction walks an index', ({ direction, field }) => {
    const request = { filter: { isTemplate: false }, sort: [{ field, direction }], limit: 100 }
    const { next } = list.page(request)

    expect(next).toBeDefined()
    expect(slowSteps(request), 'first page').toEqual([])
    expect(slowSteps({ ...request, after: next }), 'next page').toEqual([])
  })
})
