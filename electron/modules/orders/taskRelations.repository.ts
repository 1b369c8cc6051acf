import { fieldsThatDiffer, type EntityChange } from '../../db/changeLog'
import { ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { keepParts } from '../../db/parts'
import type { Store } from '../../db/records'
import { OrderId, ServiceTaskId, TaskRelationId } from '../../shared/contract/id'

/** What the job of an order is (04 §2.3). */
export interface StoredTaskRelation {
  readonly id: TaskRelationId
  readonly orderId: OrderId
  readonly taskId: ServiceTaskId
  readonly internalNote?: string | undefined
  readonly externalNote?: string | undefined
}

interface Row {
  readonly id: Uint8Array
  readonly order_id: Uint8Array
  readonly task_id: Uint8Array
  readonly internal_note: string | null
  readonly external_note: string | null
}

function toRelation(row: Row): StoredTaskRelation {
  return {
    id: TaskRelationId.parse(toId(row.id)),
    orderId: OrderId.parse(toId(row.order_id)),
    taskId: ServiceTaskId.parse(toId(row.task_id)),
    ...(row.internal_note === null ? {} : { internalNote: row.internal_note }),
    ...(row.external_note === null ? {} : { externalNote: row.external_note }),
  }
}

const entity = 'orderTaskRelation'
const taskColumns = {
  orderId: ref(),
  taskId: ref(),
  internalNote: text({ personal: true }),
  externalNote: text({ personal: true }),
}

/** All SQL of the tasks on an order. */
export function createTaskRelations(store: Store) {
  const { db } = store
  keepParts(store, {
    ...{ entity, table: 'order_task_relation', columns: taskColumns },
    owner: { entity: 'order', field: 'orderId' },
  })
  const insertRow = db.prepare(
    'INSERT INTO order_task_relation (id, order_id, task_id, internal_note, external_note) VALUES (?, ?, ?, ?, ?)',
  )
  const deleteRow = db.prepare('DELETE FROM order_task_relation WHERE id = ?')
  const columns = 'id, order_id, task_id, internal_note, external_note'
  const selectOfOrder = db.prepare<[Buffer], Row>(
    `SELECT ${columns} FROM order_task_relation WHERE order_id = ? ORDER BY key`,
  )
  const selectById = db.prepare<[Buffer], Row>(`SELECT ${columns} FROM order_task_relation WHERE id = ?`)

  function changeOf(op: EntityChange['op'], relation: StoredTaskRelation, version: number): EntityChange {
    const { id, ...record } = relation
    const fields = op === 'delete' ? fieldsThatDiffer(record, {}) : fieldsThatDiffer({}, record)
    return { entity, id, op, version, fields, personal: new Set(['internalNote', 'externalNote']) }
  }

  return {
    find(id: string): StoredTaskRelation | undefined {
      const row = selectById.get(toBytes(id))
      return row ? toRelation(row) : undefined
    },
    ofOrder(orderId: string): StoredTaskRelation[] {
      return selectOfOrder.all(toBytes(orderId)).map(toRelation)
    },
    insert(relation: StoredTaskRelation, version: number): EntityChange {
      const { id, orderId, taskId, internalNote, externalNote } = relation
      insertRow.run(
        toBytes(id),
        toBytes(orderId),
        toBytes(taskId),
        internalNote ?? null,
        externalNote ?? null,
      )
      return changeOf('create', relation, version)
    },
    remove(relation: StoredTaskRelation, version: number): EntityChange {
      deleteRow.run(toBytes(relation.id))
      return changeOf('delete', relation, version)
    },
    /** The log line of a relation that goes with its order. */
    removed(relation: StoredTaskRelation, version: number): EntityChange {
      return changeOf('delete', relation, version)
    },
  }
}
export type TaskRelations = ReturnType<typeof createTaskRelations>
