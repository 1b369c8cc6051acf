import {
  columnName,
  date,
  encode,
  entityTable,
  fromRow,
  instant,
  int,
  json,
  ref,
  selectList,
  text,
  type Column,
} from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createListView } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import { remembering } from '../../db/remembering'
import { createRowWriter, type RowWriter } from '../../db/rowWriter'
import type {
  GenerationCounts,
  GenerationInput,
  PlanDay,
  PlanRow,
} from '../../shared/contract/generationRuns'
import type {
  GenerationRunId,
  ObjectRelationId,
  OccurrenceId,
  OrderId,
  OrderLineId,
  TaskRelationId,
  UserId,
} from '../../shared/contract/id'

/** A plan as kept: of the last preview of a session or, once committed, of its run. */
export interface StoredPlan {
  readonly id: string
  readonly version: number
  /** The session that may commit it. */
  readonly session: string
  readonly userId: UserId
  readonly at: number
  readonly input: GenerationInput
  readonly fingerprint?: string | undefined
  readonly counts?: GenerationCounts | undefined
  readonly days?: readonly PlanDay[] | undefined
  readonly checkedSeq: number
  readonly runId?: GenerationRunId | undefined
}

type Read = 'orderId' | 'orderNumber' | 'hasNotes'
/** A row as kept: with what the commit takes over, and lists only where they hold something. */
export interface StoredPlanRow extends Omit<PlanRow, Read | 'notes' | 'trace'> {
  readonly version: number
  readonly planId: string
  readonly notes?: PlanRow['notes'] | undefined
  readonly trace?: PlanRow['trace'] | undefined
  /** The open order that the lines are appended to. */
  readonly existingOrderId?: OrderId | undefined
  /** Of a skip: what the date was made into. */
  readonly earlierLineId?: OrderLineId | undefined
  /** A deleted occurrence that is made again. */
  readonly occurrenceId?: OccurrenceId | undefined
  readonly objectRelationId?: ObjectRelationId | undefined
  readonly taskRelationId?: TaskRelationId | undefined
  readonly preferredServiceAt?: number | undefined
  readonly siteZone?: string | undefined
  readonly costPrice?: number | undefined
  readonly priceStep?: number | undefined
  readonly priceRuleId?: string | undefined
  readonly costAmount?: number | undefined
  readonly isRequirement?: boolean | undefined
  readonly hasConflict?: boolean | undefined
}

const planTable = entityTable<StoredPlan>({
  entity: 'plan',
  table: 'local_plan',
  columns: {
    session: text(),
    userId: ref(),
    at: instant(),
    input: json(),
    fingerprint: text(),
    counts: json(),
    days: json(),
    checkedSeq: int(),
    runId: ref(),
  },
})

const flag: Column = { kind: 'bool' }
export const planRowTable = entityTable<StoredPlanRow>({
  entity: 'planRow',
  table: 'local_plan_row',
  columns: {
    planId: ref(),
    part: text(),
    position: int(),
    serviceDate: date(),
    calculatedDate: date(),
    agreementId: ref(),
    agreementNumber: text(),
    officeId: ref(),
    customerId: ref(),
    customerName: text(),
    siteId: ref(),
    siteName: text(),
    groupName: text(),
    lineCount: int(),
    minutes: int(),
    orderRowId: ref(),
    agreementLineId: ref(),
    lineNo: int(),
    lineType: text(),
    description: text(),
    objectId: ref(),
    objectName: text(),
    taskName: text(),
    workerId: ref(),
    workerName: text(),
    quantity: int(),
    unit: text(),
    salesPrice: int(),
    salesPriceSource: text(),
    currency: text(),
    salesAmount: int(),
    skipCode: text(),
    notes: json(),
    trace: json(),
    capacityMinutes: int(),
    existingOrderId: ref({ column: 'order_id' }),
    earlierLineId: ref({ column: 'order_line_id' }),
    occurrenceId: ref(),
    objectRelationId: ref(),
    taskRelationId: ref(),
    preferredServiceAt: instant(),
    siteZone: text(),
    costPrice: int(),
    priceStep: int(),
    priceRuleId: ref(),
    costAmount: int(),
    isRequirement: flag,
    hasConflict: flag,
  },
})

/** What only the commit needs. */
const internals = [
  'version', 'planId', 'existingOrderId', 'earlierLineId', 'occurrenceId', 'objectRelationId', 'taskRelationId',
  'preferredServiceAt', 'siteZone', 'costPrice', 'priceStep', 'priceRuleId', 'costAmount', 'isRequirement',
  'hasConflict',
] as const // prettier-ignore

/** The order that a row became, is appended to, or was made into before. */
const joins = `LEFT JOIN service_order_line x ON x.id =
    CASE t.part WHEN 'lines' THEN t.id WHEN 'skips' THEN t.order_line_id END
  LEFT JOIN service_order o ON o.id = coalesce(x.order_id, t.order_id, CASE t.part WHEN 'orders' THEN t.id END)`

const columns = Object.entries<Column>(planRowTable.columns).map(([field, column]) => ({
  field,
  kind: column.kind,
  name: columnName(field, column),
}))
const deletedAtOnce = 5000

/** All SQL of plans; they are local to the machine. */
export function createPlansRepository(store: Store) {
  const { db } = store
  const plans = createRecords(store, planTable)
  const parts = new Map<string, { fields: typeof columns; open: () => RowWriter }>()
  const deleteRows = db.prepare(
    `DELETE FROM local_plan_row WHERE key IN (SELECT key FROM local_plan_row WHERE plan_id = ? LIMIT ${String(deletedAtOnce)})`,
  )
  const deletePlan = db.prepare('DELETE FROM local_plan WHERE id = ?')
  const closePlan = db.prepare(
    'UPDATE local_plan SET fingerprint = NULL WHERE id = ? AND fingerprint IS NOT NULL',
  )
  const selectStale = db
    .prepare<[string, number], Buffer>(
      'SELECT id FROM local_plan WHERE run_id IS NULL AND ((session = ? AND fingerprint IS NOT NULL) OR at < ?)',
    )
    .pluck()
  const selectOfSession = db
    .prepare<[string, number], Buffer>(
      `SELECT id FROM local_plan WHERE session = ? AND run_id IS NULL AND at >= ? AND fingerprint IS NOT NULL
       ORDER BY key DESC`,
    )
    .pluck()
  const selectPage = db.prepare<[Buffer, string, number, number], Readonly<Record<string, unknown>>>(
    `SELECT ${selectList(planRowTable, 't')} FROM local_plan_row t
     WHERE t.plan_id = ? AND t.part = ? AND t.position > ? ORDER BY t.position LIMIT ?`,
  )
  const selectSeq = db.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM change_log').pluck()

  /** Rows of one part fill the same columns. */
  function partOf(part: PlanRow['part']) {
    const known = parts.get(part)
    if (known) return known
    const names = partColumns[part]
    const fields = names ? columns.filter(({ field }) => names.has(field)) : columns
    const list = ['id', 'version', ...fields.map(({ name }) => name)]
    const made = { fields, open: createRowWriter(db, 'local_plan_row', list) }
    parts.set(part, made)
    return made
  }

  return {
    plans,
    rowList: createListView<StoredPlanRow, PlanRow>(store, {
      table: planRowTable,
      joins,
      joined: {
        orderId: { sql: 'o.id', kind: 'ref' },
        orderNumber: { sql: 'o.number', kind: 'text' },
        hasNotes: { sql: '(t.notes IS NOT NULL)', kind: 'bool' },
      },
      searched: ['t.agreement_number', 't.customer_name', 't.description', 't.worker_name'],
      defaultSort: [{ field: 'position', direction: 'asc' }],
      finish: (row) => {
        for (const name of internals) Reflect.deleteProperty(row, name)
        row['notes'] ??= []
        row['trace'] = withNumber(row['trace'], row['orderNumber'])
      },
    }),
    /** Begins to insert the rows of a plan; `flush` writes those that still wait. */
    openRows() {
      const writers = new Map<PlanRow['part'], { fields: typeof columns; rows: RowWriter }>()
      // A plan names an agreement, customer or line in many rows.
      const bytesOf = remembering(5000, toBytes)
      const writerOf = (part: PlanRow['part']) => {
        const { fields, open } = partOf(part)
        const made = { fields, rows: open() }
        writers.set(part, made)
        return made
      }
      return {
        insert(row: StoredPlanRow): void {
          const { fields, rows } = writers.get(row.part) ?? writerOf(row.part)
          const values: Readonly<Record<string, unknown>> = { ...row }
          const encoded: unknown[] = [toBytes(row.id), 1]
          for (const { field, kind } of fields) {
            const value = values[field]
            encoded.push(kind === 'ref' && typeof value === 'string' ? bytesOf(value) : encode(kind, value))
          }
          rows.add(encoded)
        },
        flush(): void {
          for (const { rows } of writers.values()) rows.flush()
        },
      }
    },
    /** The rows of a part after a position, in the plan's order. */
    page(planId: string, part: PlanRow['part'], after: number, limit: number): StoredPlanRow[] {
      return selectPage.all(toBytes(planId), part, after, limit).map((row) => fromRow(planRowTable, row))
    },
    /** The plan that the session may commit; undefined once it is too old. */
    ofSession(session: string, since: number): StoredPlan | undefined {
      const id = selectOfSession.get(session, since)
      return id && plans.find(toId(id))
    },
    /** Finished plans that the session's next one replaces, and those that are too old; of runs none. */
    stale(session: string, before: number): string[] {
      return selectStale.all(session, before).map(toId)
    },
    /** Deletes the next rows of a plan, which nobody can commit from then on, at last the plan; false when it is gone. */
    deleteNext(planId: string): boolean {
      const id = toBytes(planId)
      closePlan.run(id)
      if (deleteRows.run(id).changes > 0) return true
      deletePlan.run(id)
      return false
    },
    lastSeq: () => selectSeq.get() ?? 0,
  }
}
export type PlansRepository = ReturnType<typeof createPlansRepository>

/** The steps that name an order say its number as it is now. */
function withNumber(trace: unknown, orderNumber: unknown): unknown[] {
  const steps: readonly unknown[] = Array.isArray(trace) ? trace : []
  if (typeof orderNumber !== 'string') return [...steps]
  return steps.map((step) => (namesOrder(step) ? { ...step, text: orderNumber } : step))
}
function namesOrder(step: unknown): step is { readonly code: string } {
  if (typeof step !== 'object' || step === null || !('code' in step)) return false
  return step.code === 'EARLIER_ORDER' || step.code === 'EXISTING_ORDER'
}

/** Skips are many and hold little. */
const partColumns: Partial<Record<PlanRow['part'], ReadonlySet<string>>> = {
  skips: new Set([
    'planId', 'part', 'position', 'calculatedDate', 'agreementId', 'agreementNumber', 'officeId', 'customerId',
    'customerName', 'agreementLineId', 'lineNo', 'lineType', 'description', 'skipCode', 'trace', 'earlierLineId',
  ]),
} // prettier-ignore
