import type { Db } from '../../db/database'
import type { Condition } from '../../db/listQuery'
import { toBytes, toId } from '../../db/ids'
import { Description } from '../../shared/contract/description'
import type { ReportParameters } from '../../shared/contract/reportRuns'

/** The orders that a part of a report counts. */
export interface CountedOrders {
  readonly from: string
  readonly to: string
  readonly parameters: ReportParameters
  readonly scope: readonly Condition[]
}

export interface MarginRow {
  readonly id: string
  readonly number: string
  readonly customerName: string
  readonly customerNumber: string
  readonly officeCode: string
  readonly serviceDate: string
  readonly stage: Description | undefined
  readonly currency: string
  readonly salesAmount: number
  readonly costAmount: number
  /** Of the sales: lines that are not posted yet, what is posted, and of that what is invoiced. */
  readonly planned: number
  readonly posted: number
  readonly invoiced: number
}
export interface StageCount {
  readonly stageId: string | undefined
  readonly progress: 'inProcess' | 'posted' | 'canceled'
  readonly orders: number
}
export interface StageStay {
  readonly stageId: string
  readonly stays: number
  readonly minutes: number
  readonly workingMinutes: number
  readonly longest: number
}

/** Imported orders and waiting requests are in no figure; `+` keeps the date's index. */
export function whereOf({ from, parameters, scope, to }: CountedOrders): {
  sql: string
  params: Record<string, unknown>
} {
  const { customerId, officeIds, stageIds, technicianId } = parameters
  const conditions: Condition[] = [
    { sql: 't.service_date BETWEEN :from AND :to', params: { from, to } },
    { sql: "+t.origin <> 'import' AND +t.intake = 'none'", params: {} },
    ...(customerId === undefined
      ? []
      : [{ sql: '+t.customer_id = :customer', params: { customer: toBytes(customerId) } }]),
    ...(technicianId === undefined
      ? []
      : [
          {
            sql: '+t.preferred_technician_id = :technician',
            params: { technician: toBytes(technicianId) },
          },
        ]),
    ...among('office', officeIds),
    ...among('stage', stageIds),
    ...scope,
  ]
  const params: Record<string, unknown> = {}
  for (const condition of conditions) Object.assign(params, condition.params)
  return { sql: conditions.map(({ sql }) => `(${sql})`).join(' AND '), params }
}

function among(name: 'office' | 'stage', ids: readonly string[] | undefined): Condition[] {
  if (ids === undefined) return []
  return [
    {
      sql: `+t.${name}_id IN (SELECT unhex(value, '-') FROM json_each(:${name}_ids))`,
      params: { [`${name}_ids`]: JSON.stringify(ids) },
    },
  ]
}

/** All SQL of reports; each part reads a month at most. */
export function createReportsRepository(db: Db) {
  const selectBounds = db.prepare<[], { first: string | null; last: string | null }>(
    `SELECT (SELECT min(service_date) FROM service_order) AS first,
       (SELECT max(service_date) FROM service_order) AS last`,
  )

  return {
    /** The service dates between which there are orders. */
    bounds() {
      const { first, last } = selectBounds.get() ?? { first: null, last: null }
      return first === null || last === null ? undefined : { first, last }
    },
    margins(asked: CountedOrders): MarginRow[] {
      const { params, sql } = whereOf(asked)
      return db
        .prepare<[object], Omit<MarginRow, 'id' | 'stage'> & { id: Uint8Array; stage: string | null }>(
          `SELECT t.id, t.number, c.name AS customerName, c.number AS customerNumber, o.code AS officeCode,
             t.service_date AS serviceDate, s.description AS stage, t.currency,
             t.sales_amount_minor AS salesAmount, t.cost_amount_minor AS costAmount,
             (SELECT coalesce(sum(l.sales_amount_minor), 0) FROM service_order_line l
              WHERE l.order_id = t.id AND l.status = 'created') AS planned,
             (SELECT coalesce(sum(b.net_minor), 0) FROM billable_transaction b
              WHERE b.order_id = t.id AND b.status <> 'credited') AS posted,
             (SELECT coalesce(sum(b.net_minor), 0) FROM billable_transaction b
              WHERE b.order_id = t.id AND b.status IN ('invoiced', 'selectedForCredit')) AS invoiced
           FROM service_order t JOIN customer c ON c.id = t.customer_id JOIN office o ON o.id = t.office_id
             LEFT JOIN stage s ON s.id = t.stage_id
           WHERE ${sql} AND t.progress <> 'canceled' ORDER BY t.service_date, t.key`,
        )
        .all(params)
        .map(({ id, stage, ...row }) => ({
          ...row,
          id: toId(id),
          stage: stage === null ? undefined : Description.parse(JSON.parse(stage)),
        }))
    },
    counts(asked: CountedOrders): StageCount[] {
      const { params, sql } = whereOf(asked)
      return db
        .prepare<[object], { stage_id: Uint8Array | null; progress: StageCount['progress']; orders: number }>(
          `SELECT t.stage_id, t.progress, count(*) AS orders FROM service_order t WHERE ${sql}
           GROUP BY t.stage_id, t.progress`,
        )
        .all(params)
        .map(({ orders, progress, stage_id }) => ({
          ...{ orders, progress, stageId: stage_id === null ? undefined : toId(stage_id) },
        }))
    },
    /** How long the orders stood in each stage that they have left. */
    stays(asked: CountedOrders): StageStay[] {
      const { params, sql } = whereOf(asked)
      return db
        .prepare<[object], Omit<StageStay, 'stageId'> & { stage_id: Uint8Array }>(
          `SELECT h.from_stage_id AS stage_id, count(*) AS stays, sum(h.minutes_in_previous) AS minutes,
             coalesce(sum(h.working_minutes_in_previous), 0) AS workingMinutes,
             max(h.minutes_in_previous) AS longest
           FROM service_order t CROSS JOIN stage_history h ON h.order_id = t.id
           WHERE ${sql} AND +h.from_stage_id IS NOT NULL AND h.minutes_in_previous IS NOT NULL
           GROUP BY h.from_stage_id`,
        )
        .all(params)
        .map(({ stage_id, ...stay }) => ({ ...stay, stageId: toId(stage_id) }))
    },
  }
}
export type ReportsRepository = ReturnType<typeof createReportsRepository>
