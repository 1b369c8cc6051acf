import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../electron/db/database'
import { migrations } from '../../electron/db/migrate'
import { createRepairRepository } from '../../electron/modules/repair/repair.repository'
import { similarSql } from '../../electron/modules/repair/similar.repository'
import { talliesSql, type CountedLines } from '../../electron/modules/repair/statistics.repository'
import { pairsSql } from '../../electron/modules/repair/suggestions.repository'
import { RepairGrouping } from '../../electron/shared/contract/repair'
import { setUp, type TestApp } from '../support/app'
import { workshopOf } from '../support/repair'
import { pastRepairs } from '../support/repairRows'

const lines = 55_000
const begun = Date.UTC(2016, 0, 4)

let app: TestApp
beforeAll(async () => {
  app = setUp()
  const { disk, order, part } = await workshopOf(app)
  const codes = { symptomAreaId: disk.area.id, symptomCodeId: disk.code.id, diagnosisCodeId: part.code.id }
  await pastRepairs(app, [{ order, ...codes, reportedAt: begun, finishedAt: begun, resolution: 'FIXED' }])
  const columns = (table: string) =>
    app.db
      .prepare<[string], string>("SELECT name FROM pragma_table_info(?) WHERE name <> 'key'")
      .pluck()
      .all(table)
  const copy = (table: string, values: Readonly<Record<string, string>>) => {
    const names = columns(table)
    app.db.exec(
      `WITH RECURSIVE n (value) AS (SELECT 2 UNION ALL SELECT value + 1 FROM n WHERE value < ${String(lines)})
       INSERT INTO ${table} (${names.join(', ')}) SELECT ${names.map((name) => values[name] ?? name).join(', ')}
       FROM n, (SELECT * FROM ${table} LIMIT 1)`,
    )
  }
  copy('repair_line', {
    ...{ id: 'randomblob(16)', number: "'COPY-' || value", line_no: 'value' },
    reported_at: 'reported_at + value * 3600000',
  })
  app.db.exec('DELETE FROM local_repair_note')
  copy('local_repair_fact', {
    category: 'value % 40',
    item: 'value % 300',
    reported_day: 'reported_day + value / 24',
  })
  app.db.exec('ANALYZE')
})
afterAll(() => app.close())

const stepsOf = (sql: string, params: object = {}) =>
  app.db
    .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .all(params)
    .map(({ detail }) => detail)
const marks = (sql: string) => sql.replaceAll('?', "'1'").replaceAll(/:\w+/g, "'1'")

describe('facts of repairs', () => {
  it('R-08.25: every statistic is one pass over the facts; the first page of lines walks an index', () => {
    const officeIds: CountedLines['officeIds'] = []
    for (const groupBy of RepairGrouping.options) {
      const period = { from: 16_000, to: 17_000, filter: {}, officeIds }
      const { params, sql } = talliesSql({ ...period, dated: 'reported_day' }, groupBy)
      const steps = stepsOf(sql, { ...params, provisional: 0 })
      expect(
        steps.filter((step) => /\bt\b/.test(step)),
        groupBy,
      ).toEqual(['SCAN t'])
      expect(
        steps.filter((step) => /TEMP B-TREE/.test(step)),
        groupBy,
      ).toEqual([])
    }
    const { lineList } = createRepairRepository({
      ...{ db: app.db, entities: new Map(), sortLanguage: () => 'en' },
    })
    const statements = lineList('en').statements({ limit: 100 })
    expect(statements.length).toBeGreaterThan(0)
    for (const { params, sql } of statements)
      expect(stepsOf(sql, { ...params, limit: 101 }).filter((step) => /^SCAN t$/.test(step))).toEqual([])
  })

  it('architecture: suggestions and similar repairs are found by indexes', () => {
    const used = (sql: string) => stepsOf(marks(sql)).find((step) => /local_repair|\bt\b/.test(step)) ?? ''
    expect(used(pairsSql('t.item = 1'))).toContain('local_repair_fact_by_symptom (symptom_area=? AND item=?)')
    expect(used(pairsSql('1 = 1'))).toContain('local_repair_fact_by_symptom (symptom_area=?)')
    expect(used(similarSql.item)).toContain('local_repair_fact_by_item (item=?)')
    expect(used(similarSql.category)).toContain('local_repair_fact_by_category (category=?)')
    expect(used(similarSql.brand)).toContain('local_repair_fact_by_brand (category=? AND brand=?)')
    expect(used(similarSql.symptom)).toContain(
      'local_repair_fact_by_symptom_code (symptom_area=? AND symptom_code=?)',
    )
    for (const name of ['item', 'category', 'brand', 'symptom'] as const)
      expect(
        stepsOf(marks(similarSql[name])).filter((step) => /TEMP B-TREE/.test(step)),
        name,
      ).toEqual([])
    expect(stepsOf(marks(similarSql.facts)).join()).toContain('SEARCH t USING INTEGER PRIMARY KEY')
    expect(stepsOf(marks(similarSql.parts)).join()).toContain('bom_history_by_repair_line')
  })

  it('issue 7: the repairs of an earlier store are counted when it is opened', async () => {
    const store = setUp()
    const { order } = await workshopOf(store)
    await pastRepairs(store, [
      { order, reportedAt: begun, finishedAt: begun, resolution: 'FIXED', note: 'Fuse' },
    ])
    const tables = store.db
      .prepare<[], string>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'local_repair_%'",
      )
      .pluck()
      .all()
    const triggers = store.db
      .prepare<[], string>(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%local_repair_%'",
      )
      .pluck()
      .all()
    for (const name of triggers) store.db.exec(`DROP TRIGGER ${name}`)
    for (const name of tables)
      if (!/_(data|idx|docsize|config|content)$/.test(name)) store.db.exec(`DROP TABLE ${name}`)
    for (const version of [330, 331])
      store.db.exec(migrations.find((step) => step.version === version)?.sql ?? '')
    const image = store.db.serialize()
    store.close()

    const opened = setUp({ db: openDatabase(image) })
    expect((await opened.owner.repair.getStatistics({ measure: 'fixRate' })).total).toMatchObject({
      rate: 10_000,
    })
    expect((await opened.owner.repair.listSimilar({ text: 'fuse' })).items).toHaveLength(1)
    opened.close()
  })
})
