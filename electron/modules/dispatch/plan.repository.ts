import type { Store } from '../../db/records'
import type { AbsenceKind } from '../../shared/contract/dispatchSetUp'
import type { AbsenceId, CalendarId, OfficeId, OrderId, TeamId, WorkerId } from '../../shared/contract/id'
import type { WorkerSkill } from '../../shared/contract/people'
import {
  createRowReader,
  listed,
  selectPlanRows,
  typed,
  type PlanRow,
  type RawPlanRow,
  type StoredId,
} from './planRow.repository'

export interface PlanWorker {
  readonly id: WorkerId
  readonly number: string
  readonly displayName: string
  readonly officeId?: OfficeId | undefined
  readonly latitude?: number | undefined
  readonly longitude?: number | undefined
  /** The worker's own, else the office's, else the company's. */
  readonly calendarId?: CalendarId | undefined
  /** Of the worker's office. */
  readonly zone: string
  readonly endDate?: string | undefined
  readonly skills: readonly WorkerSkill[]
  readonly active: boolean
  readonly maxMinutesPerDay?: number | undefined
}

export interface PlanMembership {
  readonly workerId: WorkerId
  readonly teamId: TeamId
  readonly from: string
  readonly to?: string | undefined
}

export interface PlanAbsence {
  readonly id: AbsenceId
  readonly workerId: WorkerId
  readonly start: number
  readonly end: number
  readonly kind: AbsenceKind
}

export interface PlanTeam {
  readonly id: TeamId
  readonly code: string
  readonly description: string
  readonly officeId: OfficeId
  readonly ownerId?: WorkerId | undefined
  readonly latitude?: number | undefined
  readonly longitude?: number | undefined
  readonly color?: string | undefined
  readonly active: boolean
}

export interface MissingPart {
  readonly orderId: OrderId
  readonly item: string
  readonly neededBy: number
}

type WorkerRow = readonly [
  id: StoredId,
  number: string,
  displayName: string,
  officeId: StoredId | null,
  latitude: number | null,
  longitude: number | null,
  calendarId: StoredId | null,
  zone: string,
  endDate: string | null,
  skills: string,
  active: number,
  maxMinutesPerDay: number | null,
]
type MembershipRow = readonly [workerId: StoredId, teamId: StoredId, from: string, to: string | null]
type AbsenceRow = readonly [id: StoredId, workerId: StoredId, start: number, end: number, kind: AbsenceKind]
type TeamRow = readonly [
  id: StoredId,
  code: string,
  description: string,
  officeId: StoredId,
  ownerId: StoredId | null,
  latitude: number | null,
  longitude: number | null,
  color: string | null,
  isActive: number,
]
type MissingRow = readonly [orderId: StoredId, item: string, neededBy: number]

/** No activity is longer than a day, so that what reaches into a range has begun a day before it at most. */
const longestMs = 86_400_000

/** All SQL that boards, checks and plans read by: many activities at once, and what workers can do when. */
export function createPlanRepository({ db }: Store) {
  const ids = "(SELECT unhex(value, '-') FROM json_each(?))"
  const rowsWhere = (where: string) => `${selectPlanRows} WHERE ${where}`
  const selectPlaced = db
    .prepare<[number, number, number], RawPlanRow>(
      rowsWhere('t.end_at > ? AND t.end_at < ? AND t.start_at < ?'),
    )
    .raw()
  const selectOfWorkers = db
    .prepare<[string, number, number, number], RawPlanRow>(
      rowsWhere(`t.worker_id IN ${ids} AND t.start_at > ? AND t.start_at < ? AND t.end_at > ?
        ORDER BY t.start_at, t.number`),
    )
    .raw()
  const selectByIds = db.prepare<[string], RawPlanRow>(rowsWhere(`t.id IN ${ids}`)).raw()
  const selectOfCrews = db
    .prepare<[string], RawPlanRow>(rowsWhere(`t.crew_id IN ${ids} ORDER BY t.number`))
    .raw()
  const selectWaiting = db
    .prepare<[string], RawPlanRow>(rowsWhere(`t.status = 'undispatched' AND t.office_id IN ${ids}`))
    .raw()
  const workerSql = `SELECT w.id, w.number, w.display_name, w.office_id, w.latitude, w.longitude,
      coalesce(w.calendar_id, o.calendar_id, p.calendar_id), coalesce(o.zone, p.zone), w.end_date, w.skills,
      w.is_active, w.max_minutes_per_day
    FROM worker w CROSS JOIN company p LEFT JOIN office o ON o.id = w.office_id`
  const selectWorkers = db.prepare<[string], WorkerRow>(`${workerSql} WHERE w.id IN ${ids}`).raw()
  const selectOfOffices = db
    .prepare<[string], WorkerRow>(
      `${workerSql} WHERE w.is_active = 1 AND (w.office_id IS NULL OR w.office_id IN ${ids})
       ORDER BY w.display_name_sort, w.key`,
    )
    .raw()
  const memberSql = 'SELECT worker_id, team_id, from_on, to_on FROM team_membership'
  const selectMemberships = db
    .prepare<[string, string], MembershipRow>(
      `${memberSql} WHERE (to_on IS NULL OR to_on >= ?) AND from_on <= ? ORDER BY from_on`,
    )
    .raw()
  const selectMembershipsOf = db
    .prepare<[string], MembershipRow>(`${memberSql} WHERE worker_id IN ${ids} ORDER BY from_on`)
    .raw()
  const absenceSql = 'SELECT id, worker_id, from_at, to_at, kind FROM absence'
  const selectAbsences = db
    .prepare<[number, number], AbsenceRow>(`${absenceSql} WHERE to_at > ? AND from_at < ? ORDER BY from_at`)
    .raw()
  const selectAbsencesOf = db
    .prepare<[string, number, number], AbsenceRow>(
      `${absenceSql} WHERE worker_id IN ${ids} AND to_at > ? AND from_at < ? ORDER BY from_at`,
    )
    .raw()
  const selectTeams = db
    .prepare<[], TeamRow>(
      `SELECT id, code, description, office_id, owner_id, latitude, longitude, color, is_active
       FROM dispatch_team ORDER BY description_sort, key`,
    )
    .raw()
  const missing = "r.status IN ('open', 'partlyDelivered')"
  const selectMissing = db
    .prepare<[string], MissingRow>(
      `SELECT r.order_id, i.name, r.needed_by FROM item_requirement r CROSS JOIN item i ON i.id = r.item_id
       WHERE r.order_id IN ${ids} AND ${missing} ORDER BY r.needed_by, i.name`,
    )
    .raw()
  const selectMissingInRange = db
    .prepare<[number, number, number], MissingRow>(
      `SELECT DISTINCT r.order_id, i.name, r.needed_by
       FROM activity t CROSS JOIN item_requirement r ON r.order_id = t.order_id AND ${missing}
         CROSS JOIN item i ON i.id = r.item_id
       WHERE t.end_at > ? AND t.end_at < ? AND t.start_at < ? ORDER BY r.needed_by, i.name`,
    )
    .raw()
  const selectAnyMembership = db.prepare<[], number>('SELECT EXISTS (SELECT 1 FROM team_membership)').pluck()
  const read = (found: readonly RawPlanRow[]): PlanRow[] => found.map(createRowReader())

  return {
    /** With a time that meets [from, to), by start; closed ones and those without a worker too. */
    placed: (from: number, to: number): PlanRow[] =>
      Array.from(selectPlaced.iterate(from, to + longestMs, to), createRowReader()).sort(byStart),
    /** The same of some workers. */
    ofWorkers: (workerIds: readonly WorkerId[], from: number, to: number): PlanRow[] =>
      read(selectOfWorkers.all(JSON.stringify(workerIds), from - longestMs, to, from)),
    byIds: (activityIds: readonly string[]): PlanRow[] => read(selectByIds.all(JSON.stringify(activityIds))),
    ofCrews: (crewIds: readonly string[]): PlanRow[] => read(selectOfCrews.all(JSON.stringify(crewIds))),
    /** Undispatched ones of these offices. */
    waiting: (officeIds: readonly OfficeId[]): PlanRow[] =>
      read(selectWaiting.all(JSON.stringify(officeIds))),
    workers: (workerIds: readonly WorkerId[]): PlanWorker[] =>
      selectWorkers.all(JSON.stringify(workerIds)).map(toWorker),
    /** Active ones of these offices, and of none, by name. */
    workersOf: (officeIds: readonly OfficeId[]): PlanWorker[] =>
      selectOfOffices.all(JSON.stringify(officeIds)).map(toWorker),
    /** Those that touch the dates. */
    memberships: (from: string, to: string): PlanMembership[] =>
      selectMemberships.all(from, to).map(toMembership),
    /** All of some workers. */
    membershipsOf: (workerIds: readonly WorkerId[]): PlanMembership[] =>
      selectMembershipsOf.all(JSON.stringify(workerIds)).map(toMembership),
    hasMemberships: (): boolean => selectAnyMembership.get() === 1,
    absences: (from: number, to: number): PlanAbsence[] => selectAbsences.all(from, to).map(toAbsence),
    absencesOf: (workerIds: readonly WorkerId[], from: number, to: number): PlanAbsence[] =>
      selectAbsencesOf.all(JSON.stringify(workerIds), from, to).map(toAbsence),
    teams: (): PlanTeam[] => selectTeams.all().map(toTeam),
    /** What orders wait for, by when it is needed. */
    missingParts: (orderIds: readonly OrderId[]): MissingPart[] =>
      selectMissing.all(JSON.stringify(orderIds)).map(toMissing),
    missingInRange: (from: number, to: number): MissingPart[] =>
      selectMissingInRange.all(from, to + longestMs, to).map(toMissing),
  }
}
export type PlanRepository = ReturnType<typeof createPlanRepository>

/** The store would sort the whole rows; that takes longer. */
function byStart(a: PlanRow, b: PlanRow): number {
  return (a.start ?? 0) - (b.start ?? 0) || (a.number < b.number ? -1 : 1)
}

function toWorker(row: WorkerRow): PlanWorker {
  return {
    id: typed(row[0]),
    number: row[1],
    displayName: row[2],
    officeId: row[3] === null ? undefined : typed(row[3]),
    latitude: row[4] ?? undefined,
    longitude: row[5] ?? undefined,
    calendarId: row[6] === null ? undefined : typed(row[6]),
    zone: row[7],
    endDate: row[8] ?? undefined,
    skills: listed(row[9]),
    active: row[10] === 1,
    maxMinutesPerDay: row[11] ?? undefined,
  }
}

function toMembership([workerId, teamId, from, to]: MembershipRow): PlanMembership {
  return { workerId: typed(workerId), teamId: typed(teamId), from, to: to ?? undefined }
}

function toAbsence([id, workerId, start, end, kind]: AbsenceRow): PlanAbsence {
  return { id: typed(id), workerId: typed(workerId), start, end, kind }
}

function toTeam([
  id,
  code,
  description,
  officeId,
  ownerId,
  latitude,
  longitude,
  color,
  isActive,
]: TeamRow): PlanTeam {
  return {
    ...{ id: typed(id), code, description, officeId: typed(officeId) },
    ownerId: ownerId === null ? undefined : typed(ownerId),
    ...{ latitude: latitude ?? undefined, longitude: longitude ?? undefined, color: color ?? undefined },
    active: isActive === 1,
  }
}

function toMissing([orderId, item, neededBy]: MissingRow): MissingPart {
  return { orderId: typed(orderId), item, neededBy }
}
