import { entityTable, int, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import type { Store } from '../../db/records'
import type { OfficeId, OrderId, OrderLineId, WorkerId } from '../../shared/contract/id'
import type { OrderPriority } from '../../shared/contract/orderLiterals'
import { paged, pageSql, type Row } from './planPages'

/** A planned hour line as its activity needs it; one that is too long for an activity has none (R07-02). */
interface PlannedHours {
  readonly id: OrderLineId
  readonly version: number
  readonly position: number
  readonly orderRowId: OrderId
  readonly existingOrderId?: OrderId | undefined
  readonly officeId: OfficeId
  readonly description: string
  readonly orderDescription: string
  readonly workerId?: WorkerId | undefined
  readonly quantity: number
  readonly priority: OrderPriority
}
const hoursRow = entityTable<PlannedHours>({
  entity: 'planRow',
  table: 'local_plan_row',
  columns: {
    position: int(),
    orderRowId: ref(),
    existingOrderId: ref(),
    officeId: ref(),
    description: text(),
    orderDescription: text(),
    workerId: ref(),
    quantity: int(),
    priority: text(),
  },
})
const hourLines = `FROM local_plan_row p
  JOIN local_plan_row q ON q.id = p.order_row_id
  JOIN agreement_line l ON l.id = p.agreement_line_id`
const isHours = "p.plan_id = ? AND p.part = 'lines' AND l.type = 'hour' AND l.quantity <= 1440"
const hoursSql = `
  SELECT p.id, 1 AS version, p.position, p.order_row_id, q.order_id AS existing_order_id, q.office_id, l.description,
    a.description AS order_description, l.worker_id, l.quantity,
    coalesce(o.priority, g.default_priority, 'normal') AS priority
  ${hourLines}
  JOIN agreement a ON a.id = q.agreement_id
  LEFT JOIN service_order o ON o.id = q.order_id
  LEFT JOIN customer c ON c.id = q.customer_id
  LEFT JOIN sla_group g ON g.id = c.sla_group_id
  WHERE ${isHours} AND p.position > ? ORDER BY p.position LIMIT ?`

/** All SQL by which a commit reads the hour lines of its plan. */
export function createRunHours({ db }: Store) {
  const selectHours = db.prepare<[Buffer, number, number], Row>(pageSql(hoursRow, hoursSql))
  const countHours = db.prepare<[Buffer], { office: Uint8Array; count: number }>(
    `SELECT q.office_id AS office, count(*) AS count ${hourLines} WHERE ${isHours} GROUP BY q.office_id`,
  )
  return {
    /** Those that get an activity. */
    ofPlan: (planId: string) => paged(selectHours, hoursRow, planId),
    /** How many these are in each office. */
    counts: (planId: string): ReadonlyMap<string, number> =>
      new Map(countHours.all(toBytes(planId)).map(({ count, office }) => [toId(office), count])),
  }
}
export type RunHours = ReturnType<typeof createRunHours>
