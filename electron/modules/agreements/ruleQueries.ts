import type { Db } from '../../db/database'
import { fromRow, selectList, type EntityTable } from '../../db/entityTable'
import { toBytes } from '../../db/ids'
import type { StoredPriceRule } from './agreements.repository'
import type { RuleQuery } from './priceSearch'

type Row = Readonly<Record<string, unknown>>

const scoped = `t.billing_account_id IS :account AND t.agreement_id IS :agreement
  AND t.kind = :kind AND t.type = :type AND t.item_id IS :item`

const bytesOf = (id: string | undefined) => (id === undefined ? null : toBytes(id))

/** The reads of the price search and of the overlap check. */
export function createRuleQueries(db: Db, table: EntityTable<StoredPriceRule>) {
  const select = `SELECT ${selectList(table, 't')} FROM price_rule t`
  // One probe of the criteria index a step: worker and category, worker, category, neither (R04-31).
  const steps = [
    't.worker_id = :worker AND t.category_id = :category',
    't.worker_id = :worker AND t.category_id IS NULL',
    't.worker_id IS NULL AND t.category_id = :category',
    't.worker_id IS NULL AND t.category_id IS NULL',
  ].map(
    (step) => `SELECT * FROM (${select} WHERE ${scoped} AND ${step}
      AND t.valid_from <= :date AND (t.valid_to IS NULL OR t.valid_to >= :date)
      AND (t.currency = :currency OR (t.kind = 'cost' AND t.currency IS NULL))
      ORDER BY t.valid_from DESC LIMIT 1)`,
  )
  const selectCandidates = db.prepare<[Row], Row>(steps.join('\nUNION ALL\n'))
  const selectOverlaps = db.prepare<[Row], Row>(`${select} WHERE ${scoped}
    AND t.worker_id IS :worker AND t.category_id IS :category AND t.currency IS :currency
    AND t.id <> :id AND t.valid_from <= :validTo AND (t.valid_to IS NULL OR t.valid_to >= :validFrom)
    ORDER BY t.valid_from LIMIT 20`)

  return {
    /** The best valid rule of each step in one scope, in the order of the steps; ties: latest validFrom (R04-31). */
    candidates(query: RuleQuery): StoredPriceRule[] {
      const { kind, type, currency, date } = query
      const rows = selectCandidates.all({
        kind,
        type,
        currency,
        date,
        account: bytesOf(query.billingAccountId),
        agreement: bytesOf(query.agreementId),
        worker: bytesOf(query.workerId),
        category: bytesOf(query.categoryId),
        item: type === 'item' ? bytesOf(query.itemId) : null,
      })
      return rows.map((row) => fromRow(table, row))
    },
    /** Other rules with the same criteria that share a day with this one (R02-15). */
    overlaps(rule: StoredPriceRule): StoredPriceRule[] {
      const { id, kind, type, currency, validFrom, validTo } = rule
      const rows = selectOverlaps.all({
        id: toBytes(id),
        kind,
        type,
        currency: currency ?? null,
        validFrom,
        validTo: validTo ?? '9999-12-31',
        account: bytesOf(rule.billingAccountId),
        agreement: bytesOf(rule.agreementId),
        worker: bytesOf(rule.workerId),
        category: bytesOf(rule.categoryId),
        item: bytesOf(rule.itemId),
      })
      return rows.map((row) => fromRow(table, row))
    },
  }
}
