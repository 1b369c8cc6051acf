import type { Db } from '../../db/database'
import { Description } from '../../shared/contract/stages'

/** How often a part was replaced for one reason. */
export interface Replacements {
  readonly itemNumber: string
  readonly itemName: string
  readonly reason: Description | undefined
  readonly unit: string
  readonly replacements: number
  readonly quantity: number
  readonly objects: number
}

export interface ReplacementPeriod {
  /** Instants, both included. */
  readonly from: number
  readonly to: number
  readonly officeIds: readonly string[]
  readonly customerId?: string | undefined
}

/** The SQL of reports over lists of objects; what was taken back, and what was copied with a list, counts once. */
export function createBomReportsRepository(db: Db) {
  const select = db.prepare<
    [{ from: number; to: number; offices: string; customer: string | null }],
    Omit<Replacements, 'reason'> & { reason: string | null }
  >(
    `SELECT i.number AS itemNumber, i.name AS itemName, r.description AS reason, u.code AS unit,
       count(*) AS replacements, count(DISTINCT b.object_id) AS objects,
       sum(json_extract(h.before, '$.quantity') - coalesce(json_extract(h.after, '$.quantity'), 0)) AS quantity
     FROM bom_history h
     JOIN service_bom b ON b.id = h.bom_id
     JOIN service_object o ON o.id = b.object_id
     JOIN service_bom_line l ON l.id = h.line_id
     JOIN item i ON i.id = l.item_id
     JOIN unit u ON u.id = l.unit_id
     LEFT JOIN stage_reason_code r ON r.id = h.reason_id
     LEFT JOIN agreement a ON a.id = b.agreement_id
     LEFT JOIN service_order s ON s.id = b.order_id
     WHERE h.action = 'replaced' AND h.effective_at BETWEEN :from AND :to AND b.is_read_only = 0
       AND h.undoes_id IS NULL AND NOT EXISTS (SELECT 1 FROM bom_history x WHERE x.undoes_id = h.id)
       AND coalesce(a.office_id, s.office_id) IN (SELECT unhex(value, '-') FROM json_each(:offices))
       AND (:customer IS NULL OR o.customer_id = unhex(:customer, '-'))
     GROUP BY i.key, u.key, r.key ORDER BY replacements DESC, i.number, u.code, r.code`,
  )
  return {
    /** Parts that were replaced in a period, the most frequent first. */
    replacements({ customerId, from, officeIds, to }: ReplacementPeriod): Replacements[] {
      return select
        .all({ ...{ from, to }, offices: JSON.stringify(officeIds), customer: customerId ?? null })
        .map(({ reason, ...row }) => ({
          ...row,
          reason: reason === null ? undefined : Description.parse(JSON.parse(reason)),
        }))
    },
  }
}
export type BomReportsRepository = ReturnType<typeof createBomReportsRepository>
