import { mintId, toBytes } from '../../electron/db/ids'
import { RepairLineId } from '../../electron/shared/contract/id'
import { newId, type TestApp } from './app'
import type { Workshop } from './repair'

/** A repair line as it stands in the store; codes by their ids, the resolution by its code. */
export interface PastRepair {
  readonly order: Workshop['order']
  readonly reportedAt: number
  readonly finishedAt?: number | undefined
  readonly resolution?: string | undefined
  readonly barrier?: string | undefined
  readonly symptomAreaId?: string | undefined
  readonly symptomCodeId?: string | undefined
  readonly diagnosisAreaId?: string | undefined
  readonly diagnosisCodeId?: string | undefined
  readonly technicianId?: string | undefined
  readonly previousId?: string | undefined
  readonly attempts?: number | undefined
  readonly note?: string | undefined
  readonly externalKey?: string | undefined
}

/** Writes repairs of the past into the store as they are: no clock and no rule between. */
export async function pastRepairs(app: TestApp, repairs: readonly PastRepair[]): Promise<RepairLineId[]> {
  const idOf = (id: string | undefined) => (id === undefined ? null : toBytes(id))
  const selectCode = (table: string) =>
    app.db.prepare<[string], Buffer>(`SELECT id FROM ${table} WHERE code = ?`).pluck()
  const resolution = selectCode('resolution')
  const barrier = selectCode('barrier')
  const selectLineNo = app.db
    .prepare<[Buffer], number>('SELECT coalesce(max(line_no), 0) + 1 FROM repair_line WHERE order_id = ?')
    .pluck()
  const insert = app.db.prepare(
    `INSERT INTO repair_line (id, version, number, order_id, line_no, object_relation_id, object_id, repair_stage_id,
       resolution_id, barrier_id, note, reported_at, created_at, finished_at, external_key, symptom_area_id,
       symptom_code_id, diagnosis_area_id, diagnosis_code_id, technician_id, previous_line_id)
     VALUES (?, 1, ?, ?, ?, ?, ?, (SELECT id FROM repair_stage WHERE is_initial = 1), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const insertAttempt = app.db.prepare(
    `INSERT INTO repair_attempt (id, version, line_id, attempt_no, technician_id, started_at, ended_at)
     VALUES (?, 1, ?, ?, (SELECT id FROM worker LIMIT 1), ?, ?)`,
  )
  const ids = repairs.map((repair) => {
    const { finishedAt, order, reportedAt } = repair
    const [relation] = order.objectRelations
    if (!relation) throw new Error('the order is about no object')
    const id = RepairLineId.parse(mintId())
    const lineNo = selectLineNo.get(toBytes(order.id)) ?? 1
    insert.run(
      ...[
        toBytes(id),
        `PAST-${id}`,
        toBytes(order.id),
        lineNo,
        toBytes(relation.id),
        toBytes(relation.objectId),
      ],
      repair.resolution === undefined ? null : resolution.get(repair.resolution),
      repair.barrier === undefined ? null : barrier.get(repair.barrier),
      ...[repair.note ?? null, reportedAt, reportedAt, finishedAt ?? null, repair.externalKey ?? null],
      ...[idOf(repair.symptomAreaId), idOf(repair.symptomCodeId), idOf(repair.diagnosisAreaId)],
      ...[idOf(repair.diagnosisCodeId), idOf(repair.technicianId), idOf(repair.previousId)],
    )
    for (let attempt = 1; attempt <= (repair.attempts ?? 0); attempt += 1)
      insertAttempt.run(toBytes(mintId()), toBytes(id), attempt, reportedAt, reportedAt)
    return id
  })
  // What is derived follows at the end of the next act.
  await app.owner.customers.createCustomer({ id: newId(), name: 'Meanwhile' })
  return ids
}
