import { bool, entityTable, instant, int, json, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { keepPartsOf } from '../../db/parts'
import { createRecords, type Store } from '../../db/records'
import type { EntityChange } from '../../db/changeLog'
import type {
  BomHistoryId,
  ItemId,
  ObjectId,
  OrderId,
  OrderLineId,
  ReasonCodeId,
  RemovedPartId,
  RepairLineId,
  ServiceBomId,
  ServiceBomLineId,
  TemplateId,
  UnitId,
  UserId,
  AgreementId,
  WarehouseId,
} from '../../shared/contract/id'
import type { BomAction, BomLineState, RemovedDisposition } from '../../shared/contract/serviceBoms'

/** The list of an object, as stored (09 §2.2). */
export interface StoredServiceBom {
  readonly id: ServiceBomId
  readonly version: number
  readonly objectId: ObjectId
  readonly relationId: string
  readonly agreementId?: AgreementId | undefined
  readonly orderId?: OrderId | undefined
  readonly templateId?: TemplateId | undefined
  readonly itemId: ItemId
  readonly serialNumber?: string | undefined
  readonly attachedAt: number
  readonly recordedAt: number
  /** Moved away or copied from; that its agreement is over is asked anew each time. */
  readonly isReadOnly: boolean
  readonly movedToId?: ServiceBomId | undefined
  readonly copiedFromId?: ServiceBomId | undefined
  /** Live lines, and entries of the history that are not `copied`. */
  readonly lineCount: number
  readonly changeCount: number
}

/** A part in its place; its state is that of the newest history. */
export interface StoredServiceLine extends BomLineState {
  readonly id: ServiceBomLineId
  readonly bomId: ServiceBomId
  readonly installedAt: number
  readonly removedAt?: number | undefined
  readonly recordedAt: number
  readonly recordedById: UserId
  readonly replacesId?: ServiceBomLineId | undefined
  readonly replacedById?: ServiceBomLineId | undefined
  readonly chainId: ServiceBomLineId
  readonly originId?: string | undefined
}

/** What happened to a line, with the state after it (R09-05); `actId` is the entry it came with. */
export interface StoredBomEntry {
  readonly id: BomHistoryId
  readonly version: number
  readonly bomId: ServiceBomId
  readonly number: number
  readonly lineId: ServiceBomLineId
  readonly newLineId?: ServiceBomLineId | undefined
  readonly action: BomAction
  readonly effectiveAt: number
  readonly recordedAt: number
  readonly userId: UserId
  readonly reasonId?: ReasonCodeId | undefined
  readonly repairLineId?: RepairLineId | undefined
  readonly orderId?: OrderId | undefined
  readonly orderLineId?: OrderLineId | undefined
  readonly before?: BomLineState | undefined
  readonly after?: BomLineState | undefined
  readonly afterNew?: BomLineState | undefined
  readonly undoesId?: BomHistoryId | undefined
  readonly actId?: BomHistoryId | undefined
  readonly remark?: string | undefined
}

/** A part that was taken out (R09-17). */
export interface StoredRemovedPart {
  readonly id: RemovedPartId
  readonly version: number
  readonly historyId: BomHistoryId
  readonly bomId: ServiceBomId
  readonly lineId: ServiceBomLineId
  readonly itemId: ItemId
  readonly quantity: number
  readonly unitId: UnitId
  readonly serialNumber?: string | undefined
  readonly batch?: string | undefined
  readonly disposition: RemovedDisposition
  readonly warehouseId?: WarehouseId | undefined
  readonly removedAt: number
  readonly orderId?: OrderId | undefined
  readonly remark?: string | undefined
}

export const serviceBomTable = entityTable<StoredServiceBom>({
  entity: 'serviceBom',
  table: 'service_bom',
  // The relation lies in one of two tables, so the store cannot look after it.
  attachedBy: 'relationId',
  columns: {
    objectId: ref(),
    relationId: ref(),
    agreementId: ref(),
    orderId: ref(),
    templateId: ref(),
    itemId: ref(),
    serialNumber: text(),
    attachedAt: instant(),
    recordedAt: instant(),
    isReadOnly: bool(),
    movedToId: ref(),
    copiedFromId: ref(),
    lineCount: int({ derived: true }),
    changeCount: int({ derived: true }),
  },
})
export const bomEntryTable = entityTable<StoredBomEntry>({
  entity: 'bomHistory',
  table: 'bom_history',
  columns: {
    bomId: ref(),
    number: int(),
    lineId: ref(),
    newLineId: ref(),
    action: text(),
    effectiveAt: instant(),
    recordedAt: instant(),
    userId: ref(),
    reasonId: ref(),
    repairLineId: ref(),
    orderId: ref(),
    orderLineId: ref(),
    before: json(),
    after: json(),
    afterNew: json(),
    undoesId: ref(),
    actId: ref(),
    remark: text(),
  },
})
export const removedPartTable = entityTable<StoredRemovedPart>({
  entity: 'removedPart',
  table: 'removed_part',
  columns: {
    historyId: ref(),
    bomId: ref(),
    lineId: ref(),
    itemId: ref(),
    quantity: int(),
    unitId: ref(),
    serialNumber: text(),
    batch: text(),
    disposition: text(),
    warehouseId: ref(),
    removedAt: instant(),
    orderId: ref(),
    remark: text(),
  },
})
const lineColumns = {
  bomId: ref(),
  parentId: ref(),
  position: int(),
  itemId: ref(),
  description: text(),
  quantity: int(),
  unitId: ref(),
  serialNumber: text(),
  batch: text(),
  supplier: text(),
  warrantyMonths: int(),
  remark: text(),
  installedAt: instant(),
  removedAt: instant(),
  recordedAt: instant(),
  recordedById: ref(),
  replacesId: ref(),
  replacedById: ref(),
  chainId: ref(),
  originId: ref(),
}

/** Where a serial is installed now. */
export interface SerialPlace {
  readonly bomId: string
  readonly lineId: string
  readonly objectId: string
  readonly objectNumber: string
  readonly objectSerial?: string | undefined
}

interface SerialRow {
  readonly bom_id: Uint8Array
  readonly id: Uint8Array
  readonly object_id: Uint8Array
  readonly number: string
  readonly serial_number: string | null
}

/** All SQL that writes lists of objects, and what a write has to know. */
export function createServiceBomsRepository(store: Store) {
  const { db } = store
  const boms = createRecords(store, serviceBomTable)
  const entries = createRecords(store, bomEntryTable)
  const removedParts = createRecords(store, removedPartTable)
  const lines = keepPartsOf<StoredServiceLine>(store, {
    ...{ entity: 'serviceBomLine', table: 'service_bom_line', columns: lineColumns },
    owner: { entity: 'serviceBom', field: 'bomId' },
  })
  const updateBom = db.prepare(
    `UPDATE service_bom SET version = version + 1, object_id = :objectId, relation_id = :relationId, agreement_id = :agreementId,
       order_id = :orderId, is_read_only = :isReadOnly, moved_to_id = :movedToId, line_count = :lineCount,
       change_count = :changeCount
     WHERE id = :id AND version = :version`,
  )
  const updateCounts = db.prepare(
    'UPDATE service_bom SET line_count = :lineCount, change_count = :changeCount WHERE id = :id',
  )
  const selectOfRelation = db
    .prepare<[Buffer], Buffer>('SELECT id FROM service_bom WHERE relation_id = ? AND moved_to_id IS NULL')
    .pluck()
  const selectChildren = db
    .prepare<[Buffer, Buffer | null], Buffer>(
      `SELECT id FROM service_bom_line WHERE bom_id = ? AND parent_id IS ? AND removed_at IS NULL ORDER BY position`,
    )
    .pluck()
  // Also of those that went: a day on which they still were has the position once.
  const selectLastPosition = db
    .prepare<[Buffer, Buffer | null], number>(
      'SELECT coalesce(max(position), 0) FROM service_bom_line WHERE bom_id = ? AND parent_id IS ?',
    )
    .pluck()
  // What was taken away at the instant at which it came never had a position.
  const selectAtPosition = db
    .prepare<[{ bom: Buffer; parent: Buffer | null; position: number; at: number; except: Buffer }], Buffer>(
      `SELECT id FROM service_bom_line
       WHERE bom_id = :bom AND parent_id IS :parent AND position = :position
         AND (removed_at IS NULL OR (removed_at > :at AND removed_at > installed_at)) AND id <> :except LIMIT 1`,
    )
    .pluck()
  const selectSerial = db.prepare<[{ item: Buffer; serial: string; except: Buffer }], SerialRow>(
    `SELECT l.id, l.bom_id, b.object_id, o.number, o.serial_number
     FROM service_bom_line l JOIN service_bom b ON b.id = l.bom_id JOIN service_object o ON o.id = b.object_id
     WHERE l.item_id = :item AND l.serial_number = :serial AND l.removed_at IS NULL AND l.is_kept = 0
       AND l.id <> :except`,
  )
  const selectNumber = db
    .prepare<[Buffer], number>('SELECT coalesce(max(number), 0) FROM bom_history WHERE bom_id = ?')
    .pluck()
  const standing = `undoes_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM bom_history u WHERE u.undoes_id = h.id)`
  // Either index by itself: one statement with OR would read every entry of the list.
  const selectLastChange = db.prepare<[{ line: Buffer }], { id: Buffer; effective_at: number }>(
    `SELECT id, effective_at FROM (
       SELECT h.id, h.effective_at, h.number FROM bom_history h WHERE h.line_id = :line AND ${standing}
       UNION ALL
       SELECT h.id, h.effective_at, h.number FROM bom_history h WHERE h.new_line_id = :line AND ${standing}
     ) ORDER BY number DESC LIMIT 1`,
  )
  // What was put in and taken back again was never there.
  const selectFormer = db.prepare<[Buffer], { id: Buffer; removed_at: number }>(
    `SELECT id, removed_at FROM service_bom_line
     WHERE parent_id = ? AND removed_at > installed_at ORDER BY removed_at DESC LIMIT 1`,
  )
  const selectUndoing = db.prepare<[Buffer], Buffer>('SELECT id FROM bom_history WHERE undoes_id = ?').pluck()
  const selectOfAct = db
    .prepare<[Buffer], Buffer>('SELECT id FROM bom_history WHERE act_id = ? ORDER BY number')
    .pluck()
  const selectChanged = db
    .prepare<[Buffer], Buffer>("SELECT id FROM bom_history WHERE bom_id = ? AND action <> 'copied' LIMIT 20")
    .pluck()
  const selectReferring = db
    .prepare<[{ id: Buffer }], Buffer>(
      'SELECT id FROM service_bom WHERE moved_to_id = :id UNION ALL SELECT id FROM service_bom WHERE copied_from_id = :id',
    )
    .pluck()
  const selectEntries = db
    .prepare<[Buffer], Buffer>('SELECT id FROM bom_history WHERE bom_id = ? ORDER BY number')
    .pluck()
  const keepLines = db.prepare('UPDATE service_bom_line SET is_kept = 1 WHERE bom_id = ?')
  const deleteEntries = db.prepare('DELETE FROM bom_history WHERE bom_id = ?')
  const selectRemovedOf = db
    .prepare<[Buffer], Buffer>('SELECT id FROM removed_part WHERE history_id = ?')
    .pluck()
  const nothing = Buffer.alloc(16)

  function entriesOf(bomId: string): StoredBomEntry[] {
    return selectEntries.all(toBytes(bomId)).flatMap((id) => entries.find(toId(id)) ?? [])
  }

  return {
    boms,
    entries,
    lines,
    removedParts,
    /** Writes what a list is under its next version, also where only its parts differ. */
    overwrite(
      before: StoredServiceBom,
      after: StoredServiceBom,
    ): { bom: StoredServiceBom; change: EntityChange } {
      const bom = { ...after, version: before.version + 1 }
      const { changes } = updateBom.run({
        id: toBytes(bom.id),
        version: before.version,
        objectId: toBytes(bom.objectId),
        relationId: toBytes(bom.relationId),
        agreementId: bom.agreementId === undefined ? null : toBytes(bom.agreementId),
        orderId: bom.orderId === undefined ? null : toBytes(bom.orderId),
        isReadOnly: bom.isReadOnly ? 1 : 0,
        movedToId: bom.movedToId === undefined ? null : toBytes(bom.movedToId),
        lineCount: bom.lineCount,
        changeCount: bom.changeCount,
      })
      if (changes !== 1)
        throw new Error(`serviceBom ${bom.id}: version ${String(before.version)} is not in the store`)
      return { bom, change: boms.changeOf('update', { ...before, version: bom.version }, bom) }
    },
    /** Of a list that was made in the same act. */
    setCounts({ changeCount, id, lineCount }: StoredServiceBom): void {
      updateCounts.run({ id: toBytes(id), lineCount, changeCount })
    },
    /** The list of a relation, not one that was moved away. */
    ofRelation(relationId: string): StoredServiceBom | undefined {
      const id = selectOfRelation.get(toBytes(relationId))
      return id && boms.find(toId(id))
    },
    /** The live parts of a line, or of the root, by position. */
    liveChildren(bomId: string, parentId: string | undefined): StoredServiceLine[] {
      return selectChildren
        .all(toBytes(bomId), parentId === undefined ? null : toBytes(parentId))
        .flatMap((id) => lines.find(toId(id)) ?? [])
    },
    lastPosition(bomId: string, parentId: string | undefined): number {
      return selectLastPosition.get(toBytes(bomId), parentId === undefined ? null : toBytes(parentId)) ?? 0
    },
    /** Who has a position from an instant on. */
    atPosition(
      { bomId, id, parentId, position }: Pick<StoredServiceLine, 'bomId' | 'id' | 'parentId' | 'position'>,
      at: number,
    ): string | undefined {
      const found = selectAtPosition.get({
        bom: toBytes(bomId),
        parent: parentId === undefined ? null : toBytes(parentId),
        ...{ position, at, except: toBytes(id) },
      })
      return found && toId(found)
    },
    /** The one live place of a serial in the store (09 §2.2), but for this line. */
    serialPlace(itemId: string, serial: string, exceptId?: string): SerialPlace | undefined {
      const except = exceptId === undefined ? nothing : toBytes(exceptId)
      const row = selectSerial.get({ item: toBytes(itemId), serial, except })
      return (
        row && {
          ...{ bomId: toId(row.bom_id), lineId: toId(row.id), objectId: toId(row.object_id) },
          objectNumber: row.number,
          objectSerial: row.serial_number ?? undefined,
        }
      )
    },
    lastNumber(bomId: string): number {
      return selectNumber.get(toBytes(bomId)) ?? 0
    },
    /** The newest entry of a line that was not taken back. */
    lastChangeOf(lineId: string): { readonly id: string; readonly effectiveAt: number } | undefined {
      const row = selectLastChange.get({ line: toBytes(lineId) })
      return row && { id: toId(row.id), effectiveAt: row.effective_at }
    },
    /** The part that was taken off a line last of all. */
    lastFormerPart(lineId: string): { readonly id: string; readonly removedAt: number } | undefined {
      const row = selectFormer.get(toBytes(lineId))
      return row && { id: toId(row.id), removedAt: row.removed_at }
    },
    isUndone(entryId: string): boolean {
      return selectUndoing.get(toBytes(entryId)) !== undefined
    },
    /** The entries that came with one, in their order. */
    entriesWith(entryId: string): StoredBomEntry[] {
      return selectOfAct.all(toBytes(entryId)).flatMap((id) => entries.find(toId(id)) ?? [])
    },
    /** The first entries that are not `copied`. */
    changesOf(bomId: string): string[] {
      return selectChanged.all(toBytes(bomId)).map(toId)
    },
    /** Pointers to a list, and copies of it. */
    referringTo(bomId: string): string[] {
      return selectReferring.all({ id: toBytes(bomId) }).map(toId)
    },
    /** Lets lines refer to lines that come later in the same act. */
    deferReferences(): void {
      db.pragma('defer_foreign_keys = ON')
    },
    entriesOf,
    /** The lines of a list are no places of parts any more: it is kept to be read (R09-09). */
    keepToRead(bomId: string): void {
      keepLines.run(toBytes(bomId))
    },
    /** Deletes a list with its lines and history. */
    remove(bom: StoredServiceBom): EntityChange[] {
      db.pragma('defer_foreign_keys = ON')
      const version = bom.version + 1
      const history = entriesOf(bom.id).map((entry) => entries.changeOf('delete', entry, undefined))
      deleteEntries.run(toBytes(bom.id))
      const removed = lines.ofOwner(bom.id).map((line) => lines.remove(line, version))
      return [boms.remove(bom), ...removed, ...history]
    },
    removedPartsOf(entryId: string): StoredRemovedPart[] {
      return selectRemovedOf.all(toBytes(entryId)).flatMap((id) => removedParts.find(toId(id)) ?? [])
    },
  }
}
export type ServiceBomsRepository = ReturnType<typeof createServiceBomsRepository>
