import type { Db } from '../../db/database'
import { date, entityTable, fromRow, int, ref, selectList, text } from '../../db/entityTable'
import { toBytes } from '../../db/ids'
import { createListView } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { LineType, PriceKind, PriceRule } from '../../shared/contract/agreements'

/** What the store keeps; the answers add names from joins. */
export type StoredPriceRule = Omit<
  PriceRule,
  | 'agreementNumber'
  | 'billingAccountNumber'
  | 'billingAccountName'
  | 'workerName'
  | 'categoryCode'
  | 'itemNumber'
>

const ruleTable = entityTable<StoredPriceRule>({
  entity: 'priceRule',
  table: 'price_rule',
  columns: {
    kind: text(),
    type: text(),
    agreementId: ref(),
    billingAccountId: ref(),
    workerId: ref(),
    categoryId: ref(),
    itemId: ref(),
    currency: text(),
    validFrom: date(),
    validTo: date(),
    model: text(),
    value: int(),
  },
})

/** Where rules are read: one scope at a time; without both ids the rules without scope. */
export interface RuleQuery {
  readonly kind: PriceKind
  readonly type: LineType
  readonly agreementId?: string | undefined
  readonly billingAccountId?: string | undefined
  readonly workerId?: string | undefined
  readonly categoryId?: string | undefined
  readonly itemId?: string | undefined
  readonly currency: string
  readonly date: string
}

type Row = Readonly<Record<string, unknown>>

const scoped = `t.billing_account_id IS :account AND t.agreement_id IS :agreement
  AND t.kind = :kind AND t.type = :type AND t.item_id IS :item`

const bytesOf = (id: string | undefined) => (id === undefined ? null : toBytes(id))

/** All SQL of price rules. */
export function createPriceRules(store: Store) {
  return {
    rules: createRecords(store, ruleTable),
    ruleList: createListView<StoredPriceRule, PriceRule>(store, {
      table: ruleTable,
      joins: `LEFT JOIN agreement a ON a.id = t.agreement_id
        LEFT JOIN billing_account b ON b.id = t.billing_account_id
        LEFT JOIN worker w ON w.id = t.worker_id
        LEFT JOIN category g ON g.id = t.category_id
        LEFT JOIN item i ON i.id = t.item_id`,
      joined: {
        agreementNumber: { sql: 'a.number', kind: 'text' },
        billingAccountNumber: { sql: 'b.number', kind: 'text' },
        billingAccountName: { sql: 'b.name', kind: 'text', sortSql: 'b.name_sort' },
        workerName: { sql: 'w.display_name', kind: 'text', sortSql: 'w.display_name_sort' },
        categoryCode: { sql: 'g.code', kind: 'text' },
        itemNumber: { sql: 'i.number', kind: 'text' },
      },
      searched: ['b.number', 'b.name', 'w.display_name', 'g.code', 'g.name', 'i.number'],
      defaultSort: [{ field: 'validFrom', direction: 'desc' }],
    }),
    ruleQueries: createRuleQueries(store.db),
  }
}

/** The reads of the price search and of the overlap check. */
function createRuleQueries(db: Db) {
  const select = `SELECT ${selectList(ruleTable, 't')} FROM price_rule t`
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

  const selectScope = db.prepare<[Buffer | null, Buffer | null], Row>(
    `${select} WHERE t.billing_account_id IS ? AND t.agreement_id IS ? ORDER BY t.key`,
  )

  return {
    /** Every rule of one scope; without both ids those without scope. */
    ofScope({
      agreementId,
      billingAccountId,
    }: Pick<RuleQuery, 'agreementId' | 'billingAccountId'>): StoredPriceRule[] {
      return selectScope
        .all(bytesOf(billingAccountId), bytesOf(agreementId))
        .map((row) => fromRow(ruleTable, row))
    },
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
      return rows.map((row) => fromRow(ruleTable, row))
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
      return rows.map((row) => fromRow(ruleTable, row))
    },
  }
}
