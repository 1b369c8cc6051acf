import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serviceUseSql } from '../../electron/modules/bom/whereUsed.repository'
import { createServiceBoms } from '../../electron/modules/bom/serviceBoms'
import type { ListStatement } from '../../electron/db/listQuery'
import type { ListRequest } from '../../electron/shared/contract/page'
import { setUp, type TestApp } from '../support/app'
import { attached, bikesOf, bomRef, itemOf, lineAt } from '../support/boms'

const copies = 20_000
const june = Date.UTC(2026, 5, 1, 8)

let app: TestApp
let lists: ReturnType<typeof createServiceBoms>['lists']
beforeAll(async () => {
  app = setUp({ now: Date.UTC(2026, 6, 1, 8) })
  const branch = await bikesOf(app)
  const { bom } = await attached(app.owner, branch)
  await app.owner.bom.replaceComponent({
    ...{ ...bomRef(bom), lineId: await lineAt(app.owner, bom.id, '1'), at: june },
    ...{ itemId: itemOf(branch, 'W2'), reasonId: branch.reasonId, removedPart: { disposition: 'scrap' } },
  })
  const copy = (table: string, values: Readonly<Record<string, string>>) => {
    const names = app.db
      .prepare<[string], string>("SELECT name FROM pragma_table_info(?) WHERE name <> 'key'")
      .pluck()
      .all(table)
    app.db.exec(
      `WITH RECURSIVE n (value) AS (SELECT 2 UNION ALL SELECT value + 1 FROM n WHERE value < ${String(copies)})
       INSERT INTO ${table} (${names.join(', ')}) SELECT ${names.map((name) => values[name] ?? name).join(', ')}
       FROM n, (SELECT * FROM ${table} ORDER BY key LIMIT 1)`,
    )
  }
  copy('service_bom_line', { id: 'randomblob(16)', replaced_by_id: 'NULL' })
  copy('service_bom', {
    id: 'randomblob(16)',
    relation_id: 'randomblob(16)',
    attached_at: 'attached_at + value',
  })
  copy('removed_part', {
    id: 'randomblob(16)',
    disposition: "iif(value % 100 = 0, 'quarantine', 'scrap')",
    removed_at: 'removed_at - value * 60000',
  })
  for (const table of ['service_bom', 'service_bom_line', 'removed_part']) app.db.exec(`ANALYZE ${table}`)
  lists = createServiceBoms({ db: app.db, entities: new Map(), sortLanguage: () => 'en' }).lists
})
afterAll(() => app.close())

const stepsOf = (sql: string, params: object) =>
  app.db
    .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .all(params)
    .map(({ detail }) => detail)

const scansOf = (statements: readonly ListStatement[]) =>
  statements
    .flatMap(({ params, sql }) => stepsOf(sql, { ...params, limit: 101 }))
    .filter((step) => /^SCAN t$|TEMP B-TREE/.test(step))

describe('lists of objects', () => {
  it('conventions §7: are listed by an index for each sort', () => {
    for (const field of ['attachedAt', 'changeCount']) {
      const request: ListRequest = { sort: [{ field, direction: 'desc' }], limit: 100 }
      expect(lists.bomList.page(request).items).toHaveLength(100)
      expect([field, scansOf(lists.bomList.statements(request))]).toEqual([field, []])
    }
  })

  it('R09-14: where an item is, and where it was, is a range of one index in its order', () => {
    const asked = { item: Buffer.alloc(16), at: 0, offices: null, after: Buffer.alloc(0), limit: 100 }
    for (const [name, index] of [
      ['now', 'INDEX service_bom_line_live'],
      ['then', 'COVERING INDEX service_bom_line_of_item'],
    ] as const)
      for (const sql of serviceUseSql[name]) {
        const [first, ...others] = stepsOf(sql, asked)
        expect(first).toContain(`SEARCH l USING ${index} (item_id=?`)
        expect(others.filter((step) => /TEMP B-TREE FOR ORDER/.test(step))).toEqual([])
      }
  })

  it('R09-17: removed parts walk an index for each sort', () => {
    for (const field of ['removedAt', 'disposition', 'serialNumber']) {
      const request: ListRequest = { sort: [{ field, direction: 'desc' }], limit: 100 }
      expect(lists.removedList.page(request).items).toHaveLength(100)
      expect([field, scansOf(lists.removedList.statements(request))]).toEqual([field, []])
    }
  })
})
