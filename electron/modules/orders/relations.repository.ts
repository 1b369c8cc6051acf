import { fieldsThatDiffer, type EntityChange } from '../../db/changeLog'
import { toBytes, toId } from '../../db/ids'
import type { Store } from '../../db/records'
import { ObjectId, ObjectRelationId, OrderId } from '../../shared/contract/id'

/** An object that the order is about (04 §2.3). */
export interface StoredRelation {
  readonly id: ObjectRelationId
  readonly orderId: OrderId
  readonly objectId: ObjectId
  readonly note?: string | undefined
}

export interface RelationRow extends StoredRelation {
  readonly objectNumber: string
  readonly objectName: string
}

interface Row {
  readonly id: Uint8Array
  readonly order_id: Uint8Array
  readonly object_id: Uint8Array
  readonly note: string | null
  readonly object_number: string
  readonly object_name: string
}

function toRelation(row: Row): RelationRow {
  return {
    id: ObjectRelationId.parse(toId(row.id)),
    orderId: OrderId.parse(toId(row.order_id)),
    objectId: ObjectId.parse(toId(row.object_id)),
    ...(row.note === null ? {} : { note: row.note }),
    objectNumber: row.object_number,
    objectName: row.object_name,
  }
}

const entity = 'orderObjectRelation'

/** All SQL of the objects on an order. */
export function createRelationsRepository(store: Store) {
  const { db } = store
  store.entities.set('order_object_relation', entity)
  const insertRow = db.prepare(
    'INSERT INTO order_object_relation (id, order_id, object_id, note) VALUES (?, ?, ?, ?)',
  )
  const selectOfOrder = db.prepare<[Buffer], Row>(`
    SELECT r.id, r.order_id, r.object_id, r.note, o.number AS object_number, o.description AS object_name
    FROM order_object_relation r
    JOIN service_object o ON o.id = r.object_id
    WHERE r.order_id = ?
    ORDER BY r.key`)

  function changeOf(op: EntityChange['op'], relation: StoredRelation, version: number): EntityChange {
    const { id, orderId, objectId, note } = relation
    const record = { orderId, objectId, note }
    const fields = op === 'delete' ? fieldsThatDiffer(record, {}) : fieldsThatDiffer({}, record)
    return { entity, id, op, version, fields, personal: new Set(['note']) }
  }

  return {
    ofOrder(orderId: string): RelationRow[] {
      return selectOfOrder.all(toBytes(orderId)).map(toRelation)
    },
    insert(relation: StoredRelation, version: number): EntityChange {
      const { id, orderId, objectId, note } = relation
      insertRow.run(toBytes(id), toBytes(orderId), toBytes(objectId), note ?? null)
      return changeOf('create', relation, version)
    },
    /** The log line of a relation that was inserted earlier in the same act. */
    inserted(relation: StoredRelation, version: number): EntityChange {
      return changeOf('create', relation, version)
    },
    /** The log line of a relation that goes with its order. */
    removed({ id, orderId, objectId, note }: StoredRelation, version: number): EntityChange {
      return changeOf('delete', { id, orderId, objectId, note }, version)
    },
  }
}
export type RelationsRepository = ReturnType<typeof createRelationsRepository>
