import { expect, it } from 'vitest'
import { openDatabase } from '../../electron/db/database'
import { migrate, migrations } from '../../electron/db/migrate'

it('R01-24: a share of the price that was set in percent holds under its name, in basis points', () => {
  const db = openDatabase(':memory:')
  migrate(db, { steps: migrations.filter(({ version }) => version < 385) })
  db.exec(`INSERT INTO setting (id, version, name, scope, scope_id, value) VALUES
    (x'01', 1, 'economicRepairPercent', 'company', x'02', '{"value":45}'),
    (x'03', 1, 'repeatWindowDays', 'company', x'02', '{"value":45}')`)

  migrate(db)

  expect(db.prepare('SELECT name, value FROM setting ORDER BY name').all()).toEqual([
    { name: 'economicRepairShare', value: '{"value":4500}' },
    { name: 'repeatWindowDays', value: '{"value":45}' },
  ])
  db.close()
})
