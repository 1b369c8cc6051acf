import { bool, entityTable, instant, int, json, ref, text } from '../../db/entityTable'
import { mintId, toBytes, toId } from '../../db/ids'
import { createListView } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { Alert, AlertEntity, AlertRule } from '../../shared/contract/alerts'
import type { AlertId, AlertRuleId, UserId } from '../../shared/contract/id'
import type { StoredRule } from './rule.rules'

export type NamedRule = Omit<AlertRule, 'isBlocked' | 'isOwn'>

const ruleTable = entityTable<StoredRule>({
  entity: 'alertRule',
  table: 'alert_rule',
  columns: {
    name: text({ sorted: true }),
    ownerId: ref(),
    entity: text(),
    event: text(),
    field: text(),
    days: int(),
    side: text(),
    comparison: text(),
    value: int(),
    filter: json(),
    toSelf: bool({ column: 'is_to_self' }),
    userIds: json(),
    roles: json(),
    channel: text(),
    active: bool({ column: 'is_active' }),
  },
})

/** An alert as the machine keeps it; `mark` says what it is about, so that it is raised once (R12-22). */
export interface StoredAlert {
  readonly id: AlertId
  readonly version: number
  readonly ruleId: AlertRuleId
  readonly userId: UserId
  readonly entity: AlertEntity
  readonly recordId: string
  readonly event: Alert['event']
  readonly field?: string | undefined
  readonly value?: string | undefined
  readonly mark: string
  readonly at: number
  readonly dismissedAt?: number | undefined
}
export type NamedAlert = StoredAlert & Pick<Alert, 'ruleName' | 'channel'>

const alertTable = entityTable<StoredAlert>({
  entity: 'alert',
  table: 'local_alert',
  columns: {
    ruleId: ref(),
    userId: ref(),
    entity: text(),
    recordId: ref(),
    event: text(),
    field: text(),
    value: text(),
    mark: text(),
    at: instant(),
    dismissedAt: instant(),
  },
})

/** How far a rule has looked: in the log, and at the clock. */
export interface RuleState {
  readonly version: number
  readonly seq: number
  readonly at: number
}

/** What is to be raised for one user. */
export type NewAlert = Omit<StoredAlert, 'id' | 'version' | 'dismissedAt'>

/** All SQL of alert rules and of the alerts they raise. */
export function createAlertsRepository(store: Store) {
  const { db } = store
  const insertAlert = db.prepare(
    `INSERT INTO local_alert (id, version, rule_id, user_id, entity, record_id, event, field, value, mark, at)
     VALUES (:id, 1, :ruleId, :userId, :entity, :recordId, :event, :field, :value, :mark, :at)
     ON CONFLICT (rule_id, record_id, user_id, mark) DO NOTHING`,
  )
  const countOpen = db
    .prepare<[Buffer, Buffer], number>(
      'SELECT count(*) FROM local_alert WHERE rule_id = ? AND user_id = ? AND dismissed_at IS NULL',
    )
    .pluck()
  const dismiss = db.prepare(
    'UPDATE local_alert SET dismissed_at = ?, version = version + 1 WHERE id = ? AND dismissed_at IS NULL',
  )
  const selectOfRecord = db.prepare<
    [Buffer, Buffer],
    { key: number; mark: string; dismissed_at: number | null }
  >('SELECT key, mark, dismissed_at FROM local_alert WHERE record_id = ? AND rule_id = ?')
  const deleteKey = db.prepare('DELETE FROM local_alert WHERE key = ?')
  const deleteOfRecord = db.prepare('DELETE FROM local_alert WHERE record_id = ?')
  const deleteOrphans = db.prepare(
    `DELETE FROM local_alert AS t WHERE NOT EXISTS (SELECT 1 FROM alert_rule WHERE id = t.rule_id)
       AND NOT EXISTS (SELECT 1 FROM service_level WHERE id = t.rule_id)
       AND NOT EXISTS (SELECT 1 FROM agreement WHERE id = t.rule_id)`,
  )
  const deleteStates = db.prepare(
    'DELETE FROM local_alert_state WHERE rule_id NOT IN (SELECT id FROM alert_rule WHERE is_active = 1)',
  )
  const selectState = db.prepare<[Buffer], RuleState>(
    'SELECT rule_version AS version, checked_seq AS seq, checked_at AS at FROM local_alert_state WHERE rule_id = ?',
  )
  const putState = db.prepare(
    `INSERT INTO local_alert_state (rule_id, rule_version, checked_seq, checked_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (rule_id) DO UPDATE SET rule_version = excluded.rule_version, checked_seq = excluded.checked_seq,
       checked_at = excluded.checked_at`,
  )
  const selectActive = db
    .prepare<[], Buffer>('SELECT id FROM alert_rule WHERE is_active = 1 ORDER BY key')
    .pluck()
  const rules = createRecords(store, ruleTable)

  return {
    rules,
    ruleList: createListView<StoredRule, NamedRule>(store, {
      table: ruleTable,
      joins: 'JOIN user u ON u.id = t.owner_id',
      joined: { ownerName: { sql: 'u.display_name', kind: 'text', sortSql: 'u.display_name_sort' } },
      searched: ['t.name'],
      defaultSort: [{ field: 'name', direction: 'asc' }],
    }),
    alertList: createListView<StoredAlert, NamedAlert>(store, {
      table: alertTable,
      // A service level tells of its own steps (06 §2.5), an agreement of its end (R02-28).
      joins: `LEFT JOIN alert_rule r ON r.id = t.rule_id LEFT JOIN service_level s ON s.id = t.rule_id AND r.id IS NULL
        LEFT JOIN agreement a ON a.id = t.rule_id AND r.id IS NULL`,
      joined: {
        ruleName: { sql: 'coalesce(r.name, s.code, a.number)', kind: 'text' },
        channel: { sql: "coalesce(r.channel, 'inApp')", kind: 'text' },
      },
      defaultSort: [{ field: 'at', direction: 'desc' }],
    }),
    active: (): StoredRule[] =>
      selectActive.all().flatMap((id) => {
        const rule = rules.find(toId(id))
        return rule ? [rule] : []
      }),
    /** False when it was raised before, or the user has as many of this rule as anybody reads. */
    raise({ recordId, ruleId, userId, ...alert }: NewAlert, limit: number): boolean {
      const [rule, user] = [toBytes(ruleId), toBytes(userId)]
      if ((countOpen.get(rule, user) ?? 0) >= limit) return false
      const row = { ...alert, field: alert.field ?? null, value: alert.value ?? null }
      const ids = { id: toBytes(mintId()), ruleId: rule, userId: user, recordId: toBytes(recordId) }
      return insertAlert.run({ ...row, ...ids }).changes === 1
    },
    /**
     * Takes back what a rule said of a record and is not true any more.
     *
     * @param again - also what was dismissed, so that it is raised when it comes true again
     */
    withdraw(ruleId: string, recordId: string, marks: ReadonlySet<string>, again: boolean): boolean {
      const gone = selectOfRecord
        .all(toBytes(recordId), toBytes(ruleId))
        .filter(({ dismissed_at, mark }) => !marks.has(mark) && (again || dismissed_at === null))
      for (const { key } of gone) deleteKey.run(key)
      return gone.length > 0
    },
    forgetRecord: (recordId: string): boolean => deleteOfRecord.run(toBytes(recordId)).changes > 0,
    /** Drops what is left of rules that are deleted or switched off. */
    forgetRules(): boolean {
      deleteStates.run()
      return deleteOrphans.run().changes > 0
    },
    dismiss: (id: string, at: number): void => void dismiss.run(at, toBytes(id)),
    stateOf: (ruleId: string): RuleState | undefined => selectState.get(toBytes(ruleId)),
    putState(ruleId: string, { at, seq, version }: RuleState): void {
      putState.run(toBytes(ruleId), version, seq, at)
    },
  }
}
export type AlertsRepository = ReturnType<typeof createAlertsRepository>
