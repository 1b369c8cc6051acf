import { bool, entityTable, instant, int, json, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createListView } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import { Language } from '../../shared/contract/session'
import type { Description, ReasonCode, Stage, StageHistoryEntry } from '../../shared/contract/stages'

/** What the store keeps; the answers add the name in the caller's language. */
export type StoredStage = Omit<Stage, 'name'>
export type StoredReason = Omit<ReasonCode, 'name'>
export type StoredHistory = Omit<StageHistoryEntry, 'fromName' | 'toName' | 'reasonName' | 'byName'> & {
  readonly fromDescription?: Description | undefined
  readonly toDescription: Description
  readonly reasonDescription?: Description | undefined
}

const stageTable = entityTable<StoredStage>({
  entity: 'stage',
  table: 'stage',
  columns: {
    code: text(),
    description: json(),
    parentId: ref(),
    sequence: int(),
    allowModify: bool(),
    allowDelete: bool(),
    allowCancel: bool(),
    allowPost: bool(),
    reasonRequired: bool(),
    stopsSla: bool(),
    color: text(),
    iconLetter: text(),
    allowedRoles: json(),
    active: bool({ column: 'is_active' }),
    targetMinutes: int(),
    calendarId: ref(),
  },
})

const reasonTable = entityTable<StoredReason>({
  entity: 'reasonCode',
  table: 'stage_reason_code',
  columns: {
    code: text(),
    description: json(),
    uses: json(),
    stageIds: json(),
    active: bool({ column: 'is_active' }),
  },
})

const historyTable = entityTable<StoredHistory>({
  entity: 'stageHistory',
  table: 'stage_history',
  columns: {
    orderId: ref(),
    seq: int(),
    direction: text(),
    fromStageId: ref(),
    fromCode: text(),
    fromDescription: json(),
    toStageId: ref(),
    toCode: text(),
    toDescription: json(),
    reasonId: ref(),
    reasonCode: text(),
    reasonDescription: json(),
    comment: text(),
    byId: ref(),
    role: text(),
    at: instant(),
    deviceId: ref(),
    minutesInPrevious: int(),
    workingMinutesInPrevious: int(),
  },
})

/** All SQL of stages, reason codes and stage history. */
export function createStagesRepository(store: Store) {
  const { db } = store
  const stages = createRecords(store, stageTable)
  const history = createRecords(store, historyTable)
  const selectStageIds = db.prepare<[], Buffer>('SELECT id FROM stage ORDER BY key').pluck()
  const selectRootId = db.prepare<[], Buffer>('SELECT id FROM stage WHERE parent_id IS NULL').pluck()
  const selectLast = db
    .prepare<[Buffer], Buffer>('SELECT id FROM stage_history WHERE order_id = ? ORDER BY seq DESC LIMIT 1')
    .pluck()
  const countHistory = db
    .prepare<{ ids: string }, number>(
      `WITH ids AS (SELECT unhex(value, '-') AS id FROM json_each(:ids))
       SELECT count(*) FROM stage_history
       WHERE to_stage_id IN (SELECT id FROM ids) OR from_stage_id IN (SELECT id FROM ids)`,
    )
    .pluck()
  const countOrders = db
    .prepare<{ ids: string }, number>(
      `SELECT count(*) FROM service_order
       WHERE stage_id IN (SELECT unhex(value, '-') FROM json_each(:ids))`,
    )
    .pluck()
  const selectCounts = db.prepare<[], { stage_id: Uint8Array; n: number }>(
    `SELECT stage_id, count(*) AS n FROM service_order WHERE stage_id IS NOT NULL GROUP BY stage_id`,
  )
  const selectMentioned = db
    .prepare<[], Buffer>(
      `SELECT id FROM stage s
       WHERE EXISTS (SELECT 1 FROM stage_history h WHERE h.to_stage_id = s.id)
         OR EXISTS (SELECT 1 FROM stage_history h WHERE h.from_stage_id = s.id)`,
    )
    .pluck()
  const selectReasonsOfStage = db
    .prepare<[string], Buffer>(
      `SELECT id FROM stage_reason_code
       WHERE EXISTS (SELECT 1 FROM json_each(stage_ids) WHERE value = ?) ORDER BY key`,
    )
    .pluck()

  /** One list a language, because it sorts and searches by the name in that language. */
  const reasonLists = new Map(
    Language.options.map((language) => [language, createReasonList(store, language)]),
  )

  return {
    stages,
    reasons: createRecords(store, reasonTable),
    history,
    /** Every stage, in the order of creation; at most 200. */
    allStages(): StoredStage[] {
      const byId = new Map(
        stages.findMany(selectStageIds.all().map(toId)).map((stage) => [String(stage.id), stage]),
      )
      return selectStageIds.all().flatMap((id) => byId.get(toId(id)) ?? [])
    },
    root(): StoredStage | undefined {
      const id = selectRootId.get()
      return id ? stages.find(toId(id)) : undefined
    },
    reasonList(language: Language) {
      const list = reasonLists.get(language)
      if (!list) throw new Error(`no list of reason codes in ${language}`)
      return list
    },
    /** The stages' reason codes that may be chosen only for some, this one among them. */
    reasonsFor(stageId: string): string[] {
      return selectReasonsOfStage.all(stageId).map(toId)
    },
    /** The latest row of an order's history. */
    lastOf(orderId: string): StoredHistory | undefined {
      const id = selectLast.get(toBytes(orderId))
      return id ? history.get(toId(id)) : undefined
    },
    historyOf(orderId: string): StoredHistory[] {
      return history.where('orderId', orderId)
    },
    /** How many rows of history mention one of these stages. */
    countHistory(stageIds: readonly string[]): number {
      return countHistory.get({ ids: JSON.stringify(stageIds) }) ?? 0
    },
    /** How many orders stand in one of these stages. */
    countOrders(stageIds: readonly string[]): number {
      return countOrders.get({ ids: JSON.stringify(stageIds) }) ?? 0
    },
    /** The number of orders in each stage that has any. */
    ordersByStage(): ReadonlyMap<string, number> {
      return new Map(selectCounts.all().map(({ stage_id, n }) => [toId(stage_id), n]))
    },
    /** The stages that any order's history mentions. */
    mentioned(): ReadonlySet<string> {
      return new Set(selectMentioned.all().map(toId))
    },
  }
}
export type StagesRepository = ReturnType<typeof createStagesRepository>

function createReasonList(store: Store, language: Language) {
  const any = '(SELECT value FROM json_each(t.description) WHERE value IS NOT NULL LIMIT 1)'
  const name = `coalesce(t.description ->> '${language}', t.description ->> 'en', ${any})`
  return createListView<StoredReason, ReasonCode>(store, {
    table: reasonTable,
    joined: { name: { sql: name, kind: 'text', sortSql: `fold(${name})` } },
    searched: ['t.code', name],
    defaultSort: [{ field: 'code', direction: 'asc' }],
  })
}
