import { date, entityTable, instant, int, json, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createRecords, type Store } from '../../db/records'
import { notFound } from '../../db/version'
import {
  EstimateId,
  ItemId,
  ObjectRelationId,
  OfficeId,
  OrderId,
  RepairLineId,
  type EstimateOverrideId,
  type OrderLineId,
  type UserId,
} from '../../shared/contract/id'
import type { Currency } from '../../shared/contract/money'
import type { EstimateStatus, NewEstimateLine } from '../../shared/contract/repairEstimates'
import { WarrantyVerdict } from '../../shared/contract/repairLines'

export interface StoredEstimateLine extends NewEstimateLine {
  readonly amount: number
  readonly orderLineId?: OrderLineId | undefined
}
/** A version as stored; amounts are in the minor unit, `expired` is never stored. */
export interface StoredEstimate {
  readonly id: EstimateId
  readonly version: number
  readonly lineId: RepairLineId
  readonly estimateVersion: number
  readonly currency: Currency
  readonly lines: readonly StoredEstimateLine[]
  readonly total: number
  readonly tolerance: number
  readonly validUntil: string
  readonly status: EstimateStatus
  readonly sentAt?: number | undefined
  readonly approverName?: string | undefined
  readonly approvedAt?: number | undefined
  readonly rejectedAt?: number | undefined
  readonly convertedAt?: number | undefined
}

/** A manager's word that an order may be posted above its limits (R08-19). */
export interface StoredOverride {
  readonly id: EstimateOverrideId
  readonly version: number
  readonly orderId: OrderId
  readonly byId: UserId
  readonly at: number
  readonly limit: number
  readonly actual: number
  readonly reason: string
}

/** What estimates ask of a repair line and its order. */
export interface EstimatedRepair {
  readonly id: RepairLineId
  readonly number: string
  readonly orderId: OrderId
  readonly officeId: OfficeId
  readonly objectRelationId: ObjectRelationId
  readonly itemId: ItemId | undefined
  readonly currency: Currency
  readonly isCovered: boolean
  /** Of the object's site, else of the place of the order: dates are read in it (08 §2). */
  readonly zone: string
  readonly title?: string | undefined
  readonly customerText?: string | undefined
  /** Posted or canceled: what belongs to the order stays as it is (R08-06). */
  readonly isLocked: boolean
}

const estimateTable = entityTable<StoredEstimate>({
  entity: 'estimate',
  table: 'repair_estimate',
  columns: {
    lineId: ref(),
    estimateVersion: int(),
    currency: text(),
    lines: json(),
    total: int({ column: 'total_minor' }),
    tolerance: int(),
    validUntil: date(),
    status: text(),
    sentAt: instant(),
    approverName: text({ personal: true }),
    approvedAt: instant(),
    rejectedAt: instant(),
    convertedAt: instant(),
  },
})

const overrideTable = entityTable<StoredOverride>({
  entity: 'estimateOverride',
  table: 'estimate_override',
  columns: {
    orderId: ref(),
    byId: ref(),
    at: instant(),
    limit: int({ column: 'limit_minor' }),
    actual: int({ column: 'actual_minor' }),
    reason: text(),
  },
})

interface RepairRow {
  readonly id: Uint8Array
  readonly number: string
  readonly order_id: Uint8Array
  readonly office_id: Uint8Array
  readonly object_relation_id: Uint8Array
  readonly item_id: Uint8Array | null
  readonly currency: string
  readonly warranty_verdict: string
  readonly zone: string
  readonly title: string | null
  readonly customer_text: string | null
  readonly is_locked: number
}

function toRepair(row: RepairRow): EstimatedRepair {
  return {
    id: RepairLineId.parse(toId(row.id)),
    number: row.number,
    orderId: OrderId.parse(toId(row.order_id)),
    officeId: OfficeId.parse(toId(row.office_id)),
    objectRelationId: ObjectRelationId.parse(toId(row.object_relation_id)),
    itemId: row.item_id === null ? undefined : ItemId.parse(toId(row.item_id)),
    currency: row.currency,
    isCovered: row.warranty_verdict !== WarrantyVerdict.enum.none,
    zone: row.zone,
    isLocked: row.is_locked === 1,
    title: row.title ?? undefined,
    customerText: row.customer_text ?? undefined,
  }
}

/** All SQL of estimates. */
export function createEstimatesRepository(store: Store) {
  const { db } = store
  const selectRepair = db.prepare<[Buffer], RepairRow>(`
    SELECT l.id, l.number, l.order_id, o.office_id, l.object_relation_id, s.item_id, o.currency, l.warranty_verdict,
      l.title, l.customer_text, coalesce(p.zone, o.site_zone) AS zone,
      o.canceled_at IS NOT NULL OR o.progress = 'posted' AS is_locked
    FROM repair_line l
    JOIN service_order o ON o.id = l.order_id
    JOIN order_object_relation r ON r.id = l.object_relation_id
    JOIN service_object s ON s.id = r.object_id
    LEFT JOIN site p ON p.id = s.site_id
    WHERE l.id = ?`)
  const selectOfOrder = db
    .prepare<[Buffer], Buffer>('SELECT id FROM repair_line WHERE order_id = ? ORDER BY line_no')
    .pluck()
  const selectApproved = db
    .prepare<[Buffer], Buffer>("SELECT id FROM repair_estimate WHERE line_id = ? AND status = 'approved'")
    .pluck()
  const estimates = createRecords(store, estimateTable)

  function repair(lineId: string): EstimatedRepair | undefined {
    const row = selectRepair.get(toBytes(lineId))
    return row && toRepair(row)
  }

  return {
    estimates,
    overrides: createRecords(store, overrideTable),
    repair,
    /** Throws NOT_FOUND. */
    expectRepair(lineId: string): EstimatedRepair {
      const found = repair(lineId)
      if (!found) throw notFound('repairLine', lineId)
      return found
    },
    /** The repairs of an order by line number. */
    repairsOf(orderId: string): EstimatedRepair[] {
      return selectOfOrder.all(toBytes(orderId)).flatMap((id) => repair(toId(id)) ?? [])
    },
    /** The versions of a repair line, the first one first. */
    ofLine(lineId: string): StoredEstimate[] {
      return estimates.where('lineId', lineId).sort((a, b) => a.estimateVersion - b.estimateVersion)
    },
    approvedOf(lineId: string): StoredEstimate | undefined {
      const id = selectApproved.get(toBytes(lineId))
      return id && estimates.find(toId(id))
    },
  }
}
export type EstimatesRepository = ReturnType<typeof createEstimatesRepository>
