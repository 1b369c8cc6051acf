import { z } from 'zod'
import type { Db } from '../../db/database'
import { toBytes, toId } from '../../db/ids'
import type { Condition } from '../../db/listQuery'
import { CalendarId } from '../../shared/contract/id'
import { OrderPriority } from '../../shared/contract/orders'
import type { ComplianceFilter, ComplianceGrouping } from '../../shared/contract/slaReport'
import type { Condition as StoredCondition } from './clocks.repository'

const Conditions = z.array(
  z.object({ at: z.int(), priority: OrderPriority, zone: z.string(), country: z.string().optional() }),
)

/** Which orders the report counts. */
export interface CountedClocks {
  readonly from: string
  readonly to: string
  readonly groupBy: ComplianceGrouping
  readonly filter?: ComplianceFilter | undefined
  /** Counts alone. */
  readonly isBrief?: boolean | undefined
  readonly scope: readonly Condition[]
}

/** The orders of a row that have come to their end. */
export interface EndedGroup {
  readonly group: string | undefined
  readonly met: number
  readonly breached: number
  readonly canceled: number
  readonly pausedSeconds: number
  readonly values: Int32Array
  readonly worst?: { readonly clockKey: number; readonly compliance: number } | undefined
}

/** An order whose clock is not at its end. */
export interface OpenClock {
  readonly group: string | undefined
  readonly clockKey: number
  readonly status: string
  readonly latestCompletion: number | undefined
  readonly elapsed: number
  readonly allowance: number
  readonly pausedSeconds: number
  readonly calendarId: CalendarId | undefined
  readonly conditions: () => readonly StoredCondition[]
}

/** Why Stops after the latest completion came late. */
export interface GroupReason {
  readonly group: string | undefined
  readonly code: string
  readonly description: string
  readonly orders: number
}

export interface GroupName {
  readonly code: string
  readonly name: string
}

const groupColumn = {
  sla: 't.sla_id',
  slaGroup: 't.sla_group_id',
  customer: 't.customer_id',
  agreement: 't.agreement_id',
  team: 't.team_id',
  responsible: 't.responsible_id',
  month: 'substr(t.measured_on, 1, 7)',
} as const satisfies Record<ComplianceGrouping, string>

const nameSql: Readonly<Record<Exclude<ComplianceGrouping, 'month'>, string>> = {
  sla: 'SELECT code, description AS name FROM service_level WHERE id = ?',
  slaGroup: 'SELECT code, description AS name FROM sla_group WHERE id = ?',
  customer: 'SELECT number AS code, name FROM customer WHERE id = ?',
  agreement: 'SELECT number AS code, description AS name FROM agreement WHERE id = ?',
  team: 'SELECT code, description AS name FROM dispatch_team WHERE id = ?',
  responsible: 'SELECT number AS code, display_name AS name FROM worker WHERE id = ?',
}

const filterColumn = {
  officeIds: 'office_id',
  slaIds: 'sla_id',
  slaGroupIds: 'sla_group_id',
  customerIds: 'customer_id',
  agreementIds: 'agreement_id',
  teamIds: 'team_id',
  responsibleIds: 'responsible_id',
} as const satisfies Record<keyof ComplianceFilter, string>

/** What makes an order part of the report; stands word for word in its indexes. */
export const endedSql = "t.outcome <> 'open' AND t.measured_on IS NOT NULL AND t.is_import = 0"
const openSql = "t.outcome = 'open' AND t.is_import = 0"

function whereOf(base: string, { filter = {}, from, scope, to }: CountedClocks, period: string) {
  const params: Record<string, unknown> = { from, to }
  const parts = [base, period]
  for (const [name, column] of Object.entries(filterColumn)) {
    const ids = Object.entries(filter).find(([key]) => key === name)?.[1]
    if (ids === undefined) continue
    parts.push(`+t.${column} IN (SELECT unhex(value, '-') FROM json_each(:${name}))`)
    params[name] = JSON.stringify(ids)
  }
  for (const { params: own, sql } of scope) {
    parts.push(`(${sql})`)
    Object.assign(params, own)
  }
  return { sql: parts.join(' AND '), params }
}

type Group = Uint8Array | string | null
function groupOf(group: Group): string | undefined {
  if (group === null) return undefined
  return typeof group === 'string' ? group : toId(group)
}

/** The SQL of the report; each part is one statement over one index. */
export function createComplianceRepository(db: Db) {
  const named = Object.fromEntries(
    Object.entries(nameSql).map(([grouping, sql]) => [grouping, db.prepare<[Buffer], GroupName>(sql)]),
  )
  const selectNumber = db.prepare<[number], { id: Uint8Array; number: string }>(
    'SELECT o.id, o.number FROM order_sla t JOIN service_order o ON o.id = t.order_id WHERE t.key = ?',
  )

  return {
    /** Orders at their end by group, each with its orders' values. */
    ended(asked: CountedClocks): EndedGroup[] {
      const { params, sql } = whereOf(endedSql, asked, 't.measured_on BETWEEN :from AND :to')
      const values = "iif(t.outcome = 'notMeasured', NULL, t.compliance)"
      return db
        .prepare<
          [object],
          {
            group: Group
            met: number
            breached: number
            canceled: number
            paused: number
            worst: number | null
            clockKey: number
            list: string | null
          }
        >(
          `SELECT ${groupColumn[asked.groupBy]} AS "group", sum(t.outcome = 'met') AS met,
             sum(t.outcome = 'breached') AS breached, sum(t.outcome = 'notMeasured') AS canceled,
             sum(iif(t.outcome = 'notMeasured', 0, t.paused)) AS paused,
             max(${values}) AS worst, t.key AS clockKey,
             ${asked.isBrief ? 'NULL' : `group_concat(${values})`} AS list
           FROM order_sla t INDEXED BY order_sla_report WHERE ${sql} GROUP BY 1`,
        )
        .all(params)
        .map(({ breached, canceled, clockKey, group, list, met, paused, worst }) => ({
          ...{ met, breached, canceled, pausedSeconds: paused, group: groupOf(group) },
          values: list === null ? new Int32Array() : Int32Array.from(list.split(','), Number),
          worst: worst === null ? undefined : { clockKey, compliance: worst },
        }))
    },
    /** Open orders of the period by their latest completion; one without any belongs to the period of today. */
    open(asked: CountedClocks, holdsToday: boolean): OpenClock[] {
      const dated = 't.measured_on BETWEEN :from AND :to'
      const period = holdsToday ? `(t.measured_on IS NULL OR ${dated})` : dated
      const { params, sql } = whereOf(openSql, asked, period)
      return db
        .prepare<
          [object],
          Omit<OpenClock, 'group' | 'calendarId' | 'conditions' | 'latestCompletion'> & {
            group: Group
            latestCompletion: number | null
            calendar: Uint8Array | null
            conditions: string
          }
        >(
          `SELECT ${groupColumn[asked.groupBy]} AS "group", t.key AS clockKey, t.status, t.elapsed, t.allowance,
             t.latest_completion AS latestCompletion, t.paused AS pausedSeconds, t.calendar_id AS calendar,
             t.conditions
           FROM order_sla t WHERE ${sql}`,
        )
        .all(params)
        .map(({ calendar, conditions, group, latestCompletion, ...row }) => ({
          ...{ ...row, group: groupOf(group), latestCompletion: latestCompletion ?? undefined },
          calendarId: calendar === null ? undefined : CalendarId.parse(toId(calendar)),
          conditions: () => Conditions.parse(JSON.parse(conditions)),
        }))
    },
    /** The reasons of Stops after the latest completion, an order once a reason; also of orders that are still open. */
    reasons(asked: CountedClocks, of: 'ended' | 'open'): GroupReason[] {
      const base = of === 'ended' ? `${endedSql} AND t.outcome = 'breached'` : openSql
      const { params, sql } = whereOf(base, asked, 't.measured_on BETWEEN :from AND :to')
      return db
        .prepare<[object], Omit<GroupReason, 'group'> & { group: Group }>(
          `SELECT ${groupColumn[asked.groupBy]} AS "group", e.reason_code AS code,
             coalesce(r.description, e.reason_description) AS description, count(DISTINCT t.key) AS orders
           FROM order_sla t CROSS JOIN sla_entry e ON e.order_id = t.order_id
             LEFT JOIN stage_reason_code r ON r.id = e.reason_id
           WHERE ${sql} AND e.kind = 'stop' AND e.reason_code IS NOT NULL
             AND e.at > t.latest_completion
           GROUP BY 1, 2 ORDER BY 4 DESC, 2`,
        )
        .all(params)
        .map(({ group, ...row }) => ({ ...row, group: groupOf(group) }))
    },
    nameOf(groupBy: Exclude<ComplianceGrouping, 'month'>, id: string): GroupName | undefined {
      return named[groupBy]?.get(toBytes(id))
    },
    orderOf(clockKey: number): { orderId: string; number: string } | undefined {
      const row = selectNumber.get(clockKey)
      return row && { orderId: toId(row.id), number: row.number }
    },
  }
}
export type ComplianceRepository = ReturnType<typeof createComplianceRepository>
