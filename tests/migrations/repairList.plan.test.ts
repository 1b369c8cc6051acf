import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRepairRepository } from '../../electron/modules/repair/index'
import type { ListRequest } from '../../electron/shared/contract/page'
import { setUp, type TestApp } from '../support/app'
import { finish, lineFor, stageOf, workshopOf, type Workshop } from '../support/repair'

/** Above the hits up to which the list remembers the keys of a filter and sorts them. */
const copies = 21_000

let app: TestApp
let shop: Workshop
let list: ReturnType<ReturnType<typeof createRepairRepository>['lineList']>
let stageId: string
beforeAll(async () => {
  app = setUp()
  shop = await workshopOf(app)
  stageId = (await stageOf(app.owner, 'REPAIRED')).id
  const line = await lineFor(app.owner, shop, {
    ...{ technicianId: shop.workerId, symptomAreaId: shop.disk.area.id },
  })
  await finish(app.owner, line)
  multiply(line.number)
  const store = { db: app.db, entities: new Map<string, string>(), sortLanguage: () => 'en' }
  list = createRepairRepository(store).lineList('en')
})
afterAll(() => app.close())

/** Copies a repair line under other times; each third is nobody's, each thousandth is open. */
function multiply(number: string): void {
  const columns = app.db
    .prepare<[], string>("SELECT name FROM pragma_table_info('repair_line') WHERE name <> 'key'")
    .pluck()
    .all()
  const values: Readonly<Record<string, string>> = {
    id: 'randomblob(16)',
    number: "printf('COPY-%06d', value)",
    line_no: 'line_no + value',
    serial_number: "printf('%05d', value * 7 % 5003)",
    reported_at: 'reported_at - value * 7919 % 100003',
    created_at: 'created_at - value * 7919 % 100003',
    finished_at: 'iif(value % 1000 = 0, NULL, finished_at - value * 7919 % 100003)',
    technician_id: 'iif(value % 3 = 0, NULL, technician_id)',
  }
  const selected = columns.map((name) => values[name] ?? name).join(', ')
  app.db.exec('DELETE FROM local_search_note')
  app.db
    .prepare(
      `WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ${String(copies)})
       INSERT INTO repair_line (${columns.join(', ')}) SELECT ${selected} FROM n, repair_line WHERE number = ?`,
    )
    .run(number)
  app.db.exec('DELETE FROM local_search_note')
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

const sorts = [
  ...['number', 'reportedAt', 'finishedAt', 'createdAt', 'serialNumber', 'warrantyVerdict'],
  ...['stageName', 'technicianName'],
]

describe('the list of repair lines', () => {
  it.each(sorts.flatMap((field) => (['asc', 'desc'] as const).map((direction) => ({ field, direction }))))(
    'architecture: by $field $direction walks an index',
    ({ direction, field }) => {
      const request = { sort: [{ field, direction }], limit: 100 }
      const { next } = list.page(request)
      expect(next).toBeDefined()
      expect(slowSteps(request), 'first page').toEqual([])
      expect(slowSteps({ ...request, after: next }), 'next page').toEqual([])
    },
  )

  it('architecture: filters that very many pass walk the index of the order', () => {
    const filters = [
      { repairStageId: [stageId] },
      { symptomAreaId: [shop.disk.area.id] },
      { warrantyVerdict: ['none'] },
      { isFinished: true },
      { isRepeat: false },
      { customerId: [shop.customerId] },
    ]
    for (const filter of filters) {
      const request = { filter, limit: 100 }
      expect(list.page(request).items.length, JSON.stringify(filter)).toBeGreaterThan(0)
      expect(slowSteps(request), JSON.stringify(filter)).toEqual([])
    }
  })

  it('architecture: what is rare is found by an index', () => {
    const rare = (condition: string) =>
      app.db
        .prepare<[], { detail: string }>(
          `EXPLAIN QUERY PLAN SELECT t.key FROM repair_line t WHERE ${condition} LIMIT 20001`,
        )
        .all()
        .map(({ detail }) => detail)
    expect(rare('(t.finished_at IS NOT NULL) = 0').join()).toMatch(/USING .*INDEX repair_line_by_finished /)
    expect(rare('(t.previous_line_id IS NOT NULL) = 1').join()).toMatch(/INDEX repair_line_by_repeat /)
    expect(rare("t.warranty_verdict = 'part'").join()).toMatch(/INDEX repair_line_\w*verdict/)
  })
})
