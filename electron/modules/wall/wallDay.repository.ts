import type { Db } from '../../db/database'
import { toBytes, toId } from '../../db/ids'
import type { AbsenceKind } from '../../shared/contract/dispatchSetUp'
import type { OrderPriority } from '../../shared/contract/orderLiterals'
import { warnsAtSql } from '../sla/index'

/** An order with its clock, as far as a wall may show it. */
export interface WallOrder {
  readonly orderId: string
  readonly number: string
  readonly customer: string
  readonly city?: string | undefined
  readonly priority: OrderPriority
  readonly technician?: string | undefined
  readonly status?: string | undefined
  readonly outcome?: string | undefined
  readonly due?: number | undefined
  readonly warnsAt?: number | undefined
  readonly start?: number | undefined
  readonly end?: number | undefined
}

/** A visit of the day. */
export interface WallVisit extends WallOrder {
  readonly workerId?: string | undefined
  readonly teamId?: string | undefined
  readonly duration: number
  readonly isClosed: boolean
  readonly actualStart?: number | undefined
  readonly actualEnd?: number | undefined
  readonly latitude?: number | undefined
  readonly longitude?: number | undefined
}

/** Who is in a team on a day. */
export interface TeamMember {
  readonly teamId: string
  readonly team: string
  readonly workerId: string
  readonly name: string
  readonly calendarId?: string | undefined
}
export interface WallAbsence {
  readonly workerId: string
  readonly name: string
  readonly kind: AbsenceKind
  readonly from: number
  readonly to: number
  readonly allDay: boolean
}
export interface DayRange {
  readonly officeId: string
  readonly from: number
  readonly to: number
}

type Row = Readonly<Record<string, string | number | Uint8Array | null>>

/** So many rows of a kind at most: more find no place on any wall. */
const most = 500
/** No activity is longer (07 §2.4), so none that meets a day ends later after it. */
const longestMs = 1440 * 60_000

/** Never a phone, a price or a note: the columns are those that a board shows. */
const orderColumns = `o.id AS order_id, o.number, c.name AS customer, o.site_city AS city, o.priority,
  k.status AS clock_status, k.outcome AS clock_outcome, k.latest_completion AS due, ${warnsAtSql('k')} AS warns_at`
const visitColumns = `${orderColumns}, a.worker_id, a.team_id, a.start_at, a.end_at, a.duration, a.status,
  a.priority AS visit_priority, a.actual_start, a.actual_end, o.latitude, o.longitude, w.display_name AS technician`
const visitJoins = `JOIN service_order o ON o.id = a.order_id JOIN customer c ON c.id = o.customer_id
  LEFT JOIN order_sla k ON k.order_id = o.id LEFT JOIN worker w ON w.id = a.worker_id`
/** The visit by which an order with a clock goes on. */
const visitOf = (
  column: string,
) => `(SELECT ${column} FROM activity a LEFT JOIN worker w ON w.id = a.worker_id
  WHERE a.order_id = k.order_id AND a.status = 'dispatched' ORDER BY a.start_at LIMIT 1)`
const clockSql = (condition: string) => `
  SELECT ${orderColumns}, ${visitOf('w.display_name')} AS technician, ${visitOf('a.start_at')} AS start_at,
    ${visitOf('a.end_at')} AS end_at
  FROM order_sla k JOIN service_order o ON o.id = k.order_id JOIN customer c ON c.id = o.customer_id
  WHERE k.office_id = :office AND k.outcome = 'open' AND ${condition}
  ORDER BY k.latest_completion, k.key LIMIT ${String(most)}`
const isLate = "k.status IN ('running', 'stopped') AND k.latest_completion < :now"
const isAtRisk = `k.status = 'running' AND k.latest_completion >= :now AND ${warnsAtSql('k')} <= :now`

/** All SQL of what walls show: of one office, and of few rows however many the store has. */
export function createWallDayRepository(db: Db) {
  const prepare = <Params>(sql: string) => db.prepare<[Params], Row>(sql)
  type At = { office: Buffer; now: number }
  const selectLate = prepare<At>(clockSql(isLate))
  const selectRisk = prepare<At>(clockSql(isAtRisk))
  const countClocks = (condition: string) =>
    db
      .prepare<[At], number>(
        `SELECT count(*) FROM order_sla k WHERE k.office_id = :office AND k.outcome = 'open' AND ${condition}`,
      )
      .pluck()
  const countLate = countClocks(isLate)
  const countRisk = countClocks(isAtRisk)
  const selectVisits = prepare<{ office: Buffer; from: number; to: number; latest: number }>(`
    SELECT ${visitColumns} FROM activity a ${visitJoins}
    WHERE a.end_at > :from AND a.end_at < :latest AND a.start_at < :to AND a.office_id = :office
      AND a.status <> 'undispatched' AND a.closed_outcome IS NOT 'canceled'
    ORDER BY a.start_at, a.key`)
  const selectUndispatched = prepare<{ office: Buffer }>(`
    SELECT ${visitColumns} FROM activity a ${visitJoins}
    WHERE a.office_id = :office AND a.status = 'undispatched'
    ORDER BY CASE a.priority WHEN 'high' THEN 0 WHEN 'normal' THEN 1 ELSE 2 END,
      coalesce(k.latest_completion, a.latest_at, 9000000000000000), a.key LIMIT ${String(most)}`)
  const countUndispatched = db
    .prepare<[Buffer], number>(
      "SELECT count(*) FROM activity a WHERE a.office_id = ? AND a.status = 'undispatched'",
    )
    .pluck()
  const selectMembers = prepare<{ office: Buffer; date: string }>(`
    SELECT t.id AS team_id, t.description AS team, w.id AS worker_id, w.display_name AS name, w.calendar_id
    FROM dispatch_team t
    JOIN team_membership m ON m.team_id = t.id AND m.from_on <= :date AND (m.to_on IS NULL OR m.to_on >= :date)
    JOIN worker w ON w.id = m.worker_id
    WHERE t.office_id = :office AND t.is_active = 1 AND w.is_active = 1
    ORDER BY t.code, w.display_name_sort, w.key`)
  const selectAbsences = prepare<{ office: Buffer; from: number; to: number; date: string }>(`
    SELECT b.worker_id, w.display_name AS name, b.kind, b.from_at, b.to_at, b.is_all_day
    FROM absence b JOIN worker w ON w.id = b.worker_id
    WHERE b.to_at > :from AND b.from_at < :to AND w.is_active = 1 AND (w.office_id = :office OR EXISTS (
      SELECT 1 FROM team_membership m JOIN dispatch_team t ON t.id = m.team_id
      WHERE m.worker_id = w.id AND t.office_id = :office AND m.from_on <= :date
        AND (m.to_on IS NULL OR m.to_on >= :date)))
    ORDER BY b.from_at, w.display_name_sort LIMIT ${String(most)}`)

  const at = (officeId: string, now: number) => ({ office: toBytes(officeId), now })
  return {
    late: (officeId: string, now: number) => selectLate.all(at(officeId, now)).map(toOrder),
    risk: (officeId: string, now: number) => selectRisk.all(at(officeId, now)).map(toOrder),
    counts: (officeId: string, now: number) => ({
      late: countLate.get(at(officeId, now)) ?? 0,
      risk: countRisk.get(at(officeId, now)) ?? 0,
      open: countUndispatched.get(toBytes(officeId)) ?? 0,
    }),
    /** What somebody does or did on the day, by start. */
    visits: ({ officeId, from, to }: DayRange) =>
      selectVisits.all({ office: toBytes(officeId), from, to, latest: to + longestMs }).map(toVisit),
    /** What nobody was sent to yet: the urgent first, then what is due first. */
    undispatched: (officeId: string) => selectUndispatched.all({ office: toBytes(officeId) }).map(toVisit),
    members: (officeId: string, date: string) =>
      selectMembers.all({ office: toBytes(officeId), date }).map(toMember),
    absences: ({ officeId, from, to }: DayRange, date: string) =>
      selectAbsences.all({ office: toBytes(officeId), from, to, date }).map(toAbsence),
  }
}
export type WallDayRepository = ReturnType<typeof createWallDayRepository>

const textOf = (value: Row[string] | undefined) => (typeof value === 'string' ? value : undefined)
const numberOf = (value: Row[string] | undefined) => (typeof value === 'number' ? value : undefined)
const idOf = (value: Row[string] | undefined) => (value instanceof Uint8Array ? toId(value) : undefined)

function priorityOf(value: Row[string] | undefined): OrderPriority {
  return value === 'high' || value === 'low' ? value : 'normal'
}

function toOrder(row: Row): WallOrder {
  return {
    orderId: idOf(row['order_id']) ?? '',
    number: textOf(row['number']) ?? '',
    customer: textOf(row['customer']) ?? '',
    city: textOf(row['city']),
    priority: priorityOf(row['visit_priority'] ?? row['priority']),
    technician: textOf(row['technician']),
    status: textOf(row['clock_status']),
    outcome: textOf(row['clock_outcome']),
    due: numberOf(row['due']),
    warnsAt: numberOf(row['warns_at']),
    start: numberOf(row['start_at']),
    end: numberOf(row['end_at']),
  }
}

function toVisit(row: Row): WallVisit {
  return {
    ...toOrder(row),
    workerId: idOf(row['worker_id']),
    teamId: idOf(row['team_id']),
    duration: numberOf(row['duration']) ?? 0,
    isClosed: row['status'] === 'closed',
    actualStart: numberOf(row['actual_start']),
    actualEnd: numberOf(row['actual_end']),
    latitude: numberOf(row['latitude']),
    longitude: numberOf(row['longitude']),
  }
}

function toMember(row: Row): TeamMember {
  return {
    teamId: idOf(row['team_id']) ?? '',
    team: textOf(row['team']) ?? '',
    workerId: idOf(row['worker_id']) ?? '',
    name: textOf(row['name']) ?? '',
    calendarId: idOf(row['calendar_id']),
  }
}

function toAbsence(row: Row): WallAbsence {
  const kind = textOf(row['kind'])
  return {
    workerId: idOf(row['worker_id']) ?? '',
    name: textOf(row['name']) ?? '',
    // That somebody is ill is nobody's business in the hall.
    kind: kind === 'holiday' || kind === 'training' ? kind : 'other',
    from: numberOf(row['from_at']) ?? 0,
    to: numberOf(row['to_at']) ?? 0,
    allDay: row['is_all_day'] === 1,
  }
}
