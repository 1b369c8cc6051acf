import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { toChainChange, type ChangeRow } from '../../electron/db/changeLog'
import type { TestApp } from '../support/app'
import { setUpDemo } from '../support/demo'

// Loading the demo company writes two thousand entries.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let app: TestApp
beforeAll(async () => {
  app = await setUpDemo()
  const { items } = await app.owner.orders.listOrders({ filter: { progress: ['inProcess'] } })
  await app.owner.orders.cancelOrders({ orderIds: items.slice(0, 20).map(({ id }) => id), reason: 'Away' })
})
afterAll(() => app.close())

/** Lines and relations share the version of their order or agreement, whatever became of themselves. */
const parts = new Set([
  ...['orderLine', 'orderObjectRelation', 'orderTaskRelation'],
  ...['agreementLine', 'agreementObjectRelation', 'agreementTaskRelation'],
  ...['bomTemplateLine', 'serviceBomLine'],
])

it('architecture: each change of the log begins where the one before it ended, version by version', () => {
  const records = new Map<string, { version: number; fields: Map<string, unknown> }>()
  const wrong: string[] = []
  for (const row of app.db.prepare<[], ChangeRow>('SELECT * FROM change ORDER BY seq').iterate()) {
    const { entity, id, op, version, fields } = toChainChange(row)
    const key = `${entity} ${id}`
    const held = records.get(key) ?? { version: 0, fields: new Map<string, unknown>() }
    if ((held.version === 0) !== (op === 'create')) wrong.push(`${key} ${op}`)
    if (!parts.has(entity) && version !== held.version + 1) wrong.push(`${key} ${String(version)}`)
    for (const [name, { before, after }] of Object.entries(fields)) {
      const isDigest = typeof before === 'string' && before.startsWith('sha256:')
      const isSecret = typeof before === 'object' && before !== null && 'changed' in before
      const isSame = JSON.stringify(held.fields.get(name) ?? null) === JSON.stringify(before)
      if (!isSame && !isDigest && !isSecret) wrong.push(`${key} ${name}`)
      held.fields.set(name, after)
    }
    held.version = version
    records.set(key, held)
  }

  expect(records.size).toBeGreaterThan(1000)
  expect(wrong).toEqual([])
})

it('architecture: what stands in the store is what the log says last', () => {
  const tables = app.db
    .prepare<[], string>(
      `SELECT m.name FROM sqlite_master m WHERE m.type = 'table' AND m.name NOT LIKE 'local_%'
       AND m.name NOT IN ('change', 'number_block', 'stock_balance')
       AND (SELECT count(*) FROM pragma_table_info(m.name) c WHERE c.name IN ('id', 'version')) = 2`,
    )
    .pluck()
    .all()
  const differing = tables.filter((table) =>
    app.db
      .prepare(
        `SELECT 1 FROM ${table} t LEFT JOIN (SELECT id, max(version) AS version FROM change GROUP BY id) c ON c.id = t.id
         WHERE c.version IS NOT t.version`,
      )
      .get(),
  )
  const drifted = app.db
    .prepare(
      `SELECT count(*) FROM service_order o WHERE o.sales_amount_minor <> (SELECT coalesce(sum(sales_amount_minor), 0)
       FROM service_order_line l WHERE l.order_id = o.id AND l.status <> 'canceled')`,
    )
    .pluck()
    .get()

  expect(tables.length).toBeGreaterThan(25)
  expect(differing).toEqual([])
  expect(drifted).toBe(0)
})
