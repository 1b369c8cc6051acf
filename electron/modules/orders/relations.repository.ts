import { fieldsThatDiffer, type EntityChange } from '../../db/changeLog'
import { ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { keepParts } from '../../db/parts'
import { createRowWriter } from '../../db/rowWriter'
import { createUse, type Store } from '../../db/records'
import { ObjectId, ObjectRelationId, OrderId } from '../../shared/contract/id'

/** An object that the order is about (04 §2.3). */
export interface StoredRelation {
  readonly id: ObjectRelationId
  readonly orderId: OrderId
  readonly objectId: ObjectId
  readonly referenceCode?: string | undefined
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
  readonly reference_code: string | null
  readonly note: string | null
  readonly object_number: string
  readonly object_name: string
}

function toRelation(row: Row): RelationRow {
  return {
    id: ObjectRelationId.parse(toId(row.id)),
    orderId: OrderId.parse(toId(row.order_id)),
    objectId: ObjectId.parse(toId(row.object_id)),
    ...(row.reference_code === null ? {} : { referenceCode: row.reference_code }),
    ...(row.note === null ? {} : { note: row.note }),
    objectNumber: row.object_number,
    objectName: row.object_name,
  }
}

const selectSql = `
    SELECT r.id, r.order_id, r.object_id, r.reference_code, r.note, o.number AS object_number,
      o.description AS object_name
    FROM order_object_relation r
    JOIN service_object o ON o.id = r.object_id`
const entity = 'orderObjectRelation'
const columns = ['id', 'order_id', 'object_id', 'reference_code', 'note']
const personal = new Set(['note'])
const relationColumns = {
  orderId: ref(),
  objectId: ref(),
  referenceCode: text(),
  note: text({ personal: true }),
}

/** All SQL of the objects on an order. */
export function createRelationsRepository(store: Store) {
  const { db } = store
  keepParts(store, {
    ...{ entity, table: 'order_object_relation', columns: relationColumns },
    owner: { entity: 'order', field: 'orderId' },
  })
  const use = createUse(store, { entity, table: 'order_object_relation' })
  const openRows = createRowWriter(db, 'order_object_relation', columns)
  const selectOfOrder = db.prepare<[Buffer], Row>(`
    ${selectSql}
    WHERE r.order_id = ?
    ORDER BY r.key`)
  const selectById = db.prepare<[Buffer], Row>(`${selectSql} WHERE r.id = ?`)
  const deleteRow = db.prepare('DELETE FROM order_object_relation WHERE id = ?')

  function changeOf(op: EntityChange['op'], relation: StoredRelation, version: number): EntityChange {
    const { id, orderId, objectId, referenceCode, note } = relation
    const record = { orderId, objectId, referenceCode, note }
    const fields = op === 'delete' ? fieldsThatDiffer(record, {}) : fieldsThatDiffer({}, record)
    return { entity, id, op, version, fields, personal }
  }

  function inserter() {
    const rows = openRows()
    return {
      insert(relation: StoredRelation, version: number): EntityChange {
        const { id, orderId, objectId, referenceCode, note } = relation
        rows.add([toBytes(id), toBytes(orderId), toBytes(objectId), referenceCode ?? null, note ?? null])
        return changeOf('create', relation, version)
      },
      flush: () => rows.flush(),
    }
  }

  return {
    find(id: string): RelationRow | undefined {
      const row = selectById.get(toBytes(id))
      return row ? toRelation(row) : undefined
    },
    /** Throws IN_USE when records refer to it: repairs, the list of the object's parts (R01-05). */
    assertUnused: (id: string) => {
      use.assertUnused(id)
    },
    ofOrder(orderId: string): RelationRow[] {
      return selectOfOrder.all(toBytes(orderId)).map(toRelation)
    },
    insert(relation: StoredRelation, version: number): EntityChange {
      const rows = inserter()
      const change = rows.insert(relation, version)
      rows.flush()
      return change
    },
    /** Begins to insert very many; `flush` writes those that still wait. */
    inserter,
    /** The log line of a relation that was inserted earlier in the same act. */
    inserted(relation: StoredRelation, version: number): EntityChange {
      return changeOf('create', relation, version)
    },
    /** The log line of a relation that goes with its order. */
    removed(relation: StoredRelation, version: number): EntityChange {
      return changeOf('delete', relation, version)
    },
    remove(relation: StoredRelation, version: number): EntityChange {
      deleteRow.run(toBytes(relation.id))
      return changeOf('delete', relation, version)
    },
  }
}
export type RelationsRepository = ReturnType<typeof createRelationsRepository>
