import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createActivitiesRepository } from '../../electron/modules/dispatch/activities.repository'
import type { ListRequest } from '../../electron/shared/contract/page'
import { setUp, type TestApp } from '../support/app'
import { branchOf, hours, orderOf } from '../support/orders'

/** Closed work of years, and what waits. */
const copies = 30_000

let app: TestApp
beforeAll(async () => {
  app = setUp()
  const branch = await branchOf(app)
  await orderOf(app.owner, branch, { lines: [hours(branch)] })
  const columns = app.db
    .prepare<[], string>("SELECT name FROM pragma_table_info('activity') WHERE name <> 'key'")
    .pluck()
    .all()
  const values: Readonly<Record<string, string>> = {
    id: 'randomblob(16)',
    number: "printf('COPY-%06d', value)",
    line_ids: "'[]'",
    status: "iif(value % 300 = 0, 'undispatched', 'closed')",
    closed_outcome: "iif(value % 300 = 0, NULL, 'done')",
    start_at: 'value * 1800000',
    end_at: 'value * 1800000 + 3600000',
  }
  const selected = columns.map((name) => values[name] ?? name).join(', ')
  app.db.exec(
    `WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ${String(copies)})
     INSERT INTO activity (${columns.join(', ')}) SELECT ${selected} FROM n, activity WHERE number LIKE 'MAIN%'`,
  )
  app.db.exec('ANALYZE')
})
afterAll(() => app.close())

const detailsOf = (sql: string, params: object) =>
  app.db
    .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .all(params)
    .map(({ detail }) => detail)

describe('activities', () => {
  it('architecture: the undispatched are found by their own index, however many are closed', () => {
    const { activityList } = createActivitiesRepository({
      ...{ db: app.db, entities: new Map(), sortLanguage: () => 'en' },
    })
    const waiting = { sql: "t.status = 'undispatched'", params: {} }
    for (const field of ['number', 'priority', 'latest', 'slaDeadline', 'duration', 'subject']) {
      const request: ListRequest = { sort: [{ field, direction: 'asc' }], limit: 100 }
      expect(activityList.page(request, waiting).items).toHaveLength(100)
      for (const { params, sql } of activityList.statements(request, waiting))
        expect(detailsOf(sql, { ...params, limit: 101 }).filter((step) => /^SCAN t\b/.test(step))).toEqual([])
    }
  })

  it('architecture: a range, a worker’s range and an order are ranges of an index', () => {
    const asked = {
      range: 't.end_at > 0 AND t.end_at < 90000000 AND t.start_at < 3600000',
      worker: "t.worker_id = x'00' AND t.start_at > 0 AND t.start_at < 90000000 AND t.end_at > 0",
      order: "t.order_id = x'00'",
      crew: "t.crew_id = x'00'",
    }
    const steps = Object.entries(asked).map(([name, where]) => [
      name,
      detailsOf(`SELECT t.key FROM activity t WHERE ${where}`, {})[0]?.replace(/ \(.*/, ''),
    ])
    expect(Object.fromEntries(steps)).toEqual({
      range: expect.stringMatching(/^SEARCH t USING (COVERING )?INDEX activity_by_end/),
      worker: expect.stringMatching(/^SEARCH t USING (COVERING )?INDEX activity_by_worker_and_start/),
      order: expect.stringMatching(/^SEARCH t USING (COVERING )?INDEX activity_by_order/),
      crew: expect.stringMatching(/^SEARCH t USING (COVERING )?INDEX activity_by_crew/),
    })
  })
})
