import {
  bool,
  decode,
  entityTable,
  fromRow,
  instant,
  int,
  json,
  ref,
  selectList,
  text,
} from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createListView, type JoinedField } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import { restored } from '../../db/restored'
import type { Activity, Acknowledged, ActivityOutcome, ActivityStatus } from '../../shared/contract/dispatch'
import type { SkillNeed } from '../../shared/contract/dispatchSetUp'
import {
  TeamId,
  type ActivityId,
  type ActivityTypeId,
  type CrewId,
  type OfficeId,
  type OrderId,
  type OrderLineId,
  type UserId,
  type WorkerId,
} from '../../shared/contract/id'
import type { OrderPriority, OrderProgress } from '../../shared/contract/orderLiterals'
import { longestMs } from './activity.rules'

/** An activity as stored (07 §2.4); customer, place, deadline and the default window are read from its order. */
export interface StoredActivity {
  readonly id: ActivityId
  readonly version: number
  readonly number: string
  readonly orderId: OrderId
  readonly officeId: OfficeId
  readonly lineIds: readonly OrderLineId[]
  readonly typeId?: ActivityTypeId | undefined
  readonly subject: string
  readonly duration: number
  readonly status: ActivityStatus
  readonly workerId?: WorkerId | undefined
  readonly teamId?: TeamId | undefined
  readonly start?: number | undefined
  readonly end?: number | undefined
  readonly priority: OrderPriority
  /** Empty: the order's preferred time counts. */
  readonly ownEarliest?: number | undefined
  readonly ownLatest?: number | undefined
  readonly skills: readonly SkillNeed[]
  readonly locked: boolean
  readonly lockedById?: UserId | undefined
  readonly lockReason?: string | undefined
  readonly crewId?: CrewId | undefined
  readonly crewSize?: number | undefined
  readonly closedOutcome?: ActivityOutcome | undefined
  /** Canceled together with its lines or its order: a revoke brings it back. */
  readonly isCanceledWithOrder: boolean
  readonly actualStart?: number | undefined
  readonly actualEnd?: number | undefined
  readonly acknowledged: readonly Omit<Acknowledged, 'byName'>[]
  readonly changedEstimate?: number | undefined
}

export const activityTable = entityTable<StoredActivity>({
  entity: 'activity',
  table: 'activity',
  columns: {
    number: text(),
    orderId: ref(),
    officeId: ref(),
    lineIds: json(),
    typeId: ref(),
    subject: text({ sorted: true }),
    duration: int(),
    status: text(),
    workerId: ref(),
    teamId: ref(),
    start: instant({ column: 'start_at' }),
    end: instant({ column: 'end_at' }),
    priority: text(),
    ownEarliest: instant({ column: 'earliest_at' }),
    ownLatest: instant({ column: 'latest_at' }),
    skills: json(),
    locked: bool({ column: 'is_locked' }),
    lockedById: ref(),
    lockReason: text(),
    crewId: ref(),
    crewSize: int(),
    closedOutcome: text(),
    isCanceledWithOrder: bool(),
    actualStart: instant(),
    actualEnd: instant(),
    acknowledged: json(),
    changedEstimate: int(),
  },
})

/** What an activity is read with: its order's customer, place and clock, and the names of what it refers to. */
const joined = {
  orderNumber: { sql: 'o.number', kind: 'text' },
  orderProgress: { sql: 'o.progress', kind: 'text' },
  customerId: { sql: 'o.customer_id', kind: 'ref' },
  customerName: { sql: 'c.name', kind: 'text', sortSql: 'c.name_sort' },
  siteName: { sql: 'o.site_name', kind: 'text' },
  siteCity: { sql: 'o.site_city', kind: 'text', sortSql: 'o.site_city_sort' },
  siteZone: { sql: 'o.site_zone', kind: 'text' },
  latitude: { sql: 'o.latitude', kind: 'int' },
  longitude: { sql: 'o.longitude', kind: 'int' },
  orderEarliest: { sql: 'o.preferred_service_at', kind: 'instant' },
  orderLatest: { sql: 'o.preferred_until', kind: 'instant' },
  preferredTechnicianId: { sql: 'o.preferred_technician_id', kind: 'ref' },
  earliest: { sql: 'coalesce(t.earliest_at, o.preferred_service_at)', kind: 'instant' },
  latest: {
    ...{ sql: 'coalesce(t.latest_at, o.preferred_until)', kind: 'instant' },
    // One without comes last.
    sortSql: 'coalesce(t.latest_at, o.preferred_until, 9000000000000000)',
  },
  slaDeadline: {
    ...{ sql: 'z.latest_completion', kind: 'instant' },
    sortSql: 'coalesce(z.latest_completion, 9000000000000000)',
  },
  clock: {
    kind: 'json',
    sql: `iif(z.key IS NULL, NULL, json_patch('{}', json_object('status', z.status, 'outcome', z.outcome,
      'latestCompletion', z.latest_completion, 'warnsAt',
      coalesce((SELECT min(f.crossed_at) FROM sla_step f WHERE f.order_id = z.order_id), z.next_step_at))))`,
  },
  typeCode: { sql: 'y.code', kind: 'text' },
  workerName: { sql: 'w.display_name', kind: 'text', sortSql: 'w.display_name_sort' },
  teamCode: { sql: 'm.code', kind: 'text' },
  lockedByName: { sql: 'u.display_name', kind: 'text', sortSql: 'u.display_name_sort' },
  priority: {
    ...{ sql: 't.priority', kind: 'text' },
    sortSql: "CASE t.priority WHEN 'high' THEN 0 WHEN 'normal' THEN 1 ELSE 2 END",
  },
} as const satisfies Readonly<Record<string, JoinedField>>

/** All LEFT, so that the planner begins with the activities. */
const joins = `LEFT JOIN service_order o ON o.id = t.order_id LEFT JOIN customer c ON c.id = o.customer_id
  LEFT JOIN order_sla z ON z.order_id = t.order_id LEFT JOIN activity_type y ON y.id = t.type_id
  LEFT JOIN worker w ON w.id = t.worker_id LEFT JOIN dispatch_team m ON m.id = t.team_id
  LEFT JOIN user u ON u.id = t.locked_by_id`

/** An activity with everything that its answers say. */
export type ActivityRow = StoredActivity &
  Pick<Activity, Exclude<keyof typeof joined, 'orderProgress' | 'orderEarliest' | 'orderLatest'>> & {
    readonly orderProgress: OrderProgress
    readonly orderEarliest: number
    readonly orderLatest?: number | undefined
  }

type Row = Readonly<Record<string, unknown>>
const joinedKinds = Object.entries<JoinedField>(joined).map(([name, { kind }]) => [name, kind] as const)
const joinedList = Object.entries<JoinedField>(joined).map(([name, { sql }]) => `${sql} AS "${name}"`)
const selectRows = `SELECT ${selectList(activityTable, 't')}, ${joinedList.join(', ')} FROM activity t ${joins}`

function toRow(row: Row): ActivityRow {
  const record: Record<string, unknown> = { ...fromRow(activityTable, row) }
  for (const [name, kind] of joinedKinds) {
    const value = decode(kind, row[name])
    if (value !== undefined) record[name] = value
  }
  return restored<ActivityRow>(record) // the select list is the table and `joined`
}

/** All SQL of activities; what boards and plans need beside has repositories of its own. */
export function createActivitiesRepository(store: Store) {
  const { db } = store
  const records = createRecords(store, activityTable)
  const rowsWhere = (where: string) => `${selectRows} WHERE ${where}`
  const ids = "(SELECT unhex(value, '-') FROM json_each(?))"
  const selectByIds = db.prepare<[string], Row>(rowsWhere(`t.id IN ${ids}`))
  const selectOfOrder = db.prepare<[Buffer], Row>(rowsWhere('t.order_id = ? ORDER BY t.number'))
  const selectOfCrew = db.prepare<[Buffer], Row>(rowsWhere('t.crew_id = ? ORDER BY t.number'))
  const selectOfWorkers = db.prepare<[string, number, number, number], Row>(
    rowsWhere(
      `t.worker_id IN ${ids} AND t.start_at > ? AND t.start_at < ? AND t.end_at > ? ORDER BY t.start_at, t.number`,
    ),
  )
  const selectInRange = db.prepare<[number, number, number], Row>(
    rowsWhere('t.end_at > ? AND t.end_at < ? AND t.start_at < ? ORDER BY t.start_at, t.number'),
  )
  const selectOfLines = db
    .prepare<[string], Buffer>(`SELECT DISTINCT activity_id FROM activity_line WHERE line_id IN ${ids}`)
    .pluck()

  const selectMembership = db
    .prepare<[Buffer, string], number>(
      "SELECT 1 FROM team_membership WHERE worker_id = ? AND coalesce(to_on, '9999') >= ? LIMIT 1",
    )
    .pluck()
  const selectTeam = db
    .prepare<[Buffer, string, string], Buffer>(
      `SELECT team_id FROM team_membership
       WHERE worker_id = ? AND from_on <= ? AND coalesce(to_on, '9999') >= ? ORDER BY from_on DESC LIMIT 1`,
    )
    .pluck()

  return {
    records,
    activityList: createListView<StoredActivity, ActivityRow>(store, {
      ...{ table: activityTable, joins, joined },
      searched: ['t.number', 't.subject', 'o.number', 'c.name'],
      defaultSort: [{ field: 'number', direction: 'asc' }],
      isLarge: true,
      literals: { status: ['undispatched'] },
      partial: ["t.status = 'undispatched'"],
      selective: ['id', 'orderId', 'workerId', 'crewId'],
    }),
    /** These activities as answers say them, in no order. */
    byIds: (activityIds: readonly string[]): ActivityRow[] =>
      selectByIds.all(JSON.stringify(activityIds)).map(toRow),
    /** All of an order, closed ones too. */
    ofOrder: (orderId: string): ActivityRow[] => selectOfOrder.all(toBytes(orderId)).map(toRow),
    ofCrew: (crewId: string): ActivityRow[] => selectOfCrew.all(toBytes(crewId)).map(toRow),
    /** With a time that meets the range [from, to), by start; closed ones too. */
    ofWorkers: (workerIds: readonly string[], from: number, to: number): ActivityRow[] =>
      selectOfWorkers.all(JSON.stringify(workerIds), from - longestMs, to, from).map(toRow),
    /** The same of everyone, and those without a worker. */
    inRange: (from: number, to: number): ActivityRow[] =>
      selectInRange.all(from, to + longestMs, to).map(toRow),
    /** Whether a worker is in a team on a date or later. */
    isInTeam: (workerId: string, date: string): boolean =>
      selectMembership.get(toBytes(workerId), date) !== undefined,
    /** The team that a worker is in on a date. */
    teamOf(workerId: string, date: string): TeamId | undefined {
      const id = selectTeam.get(toBytes(workerId), date, date)
      return id && TeamId.parse(toId(id))
    },
    /** Stored ones that do any of these lines. */
    ofLines: (lineIds: readonly string[]): StoredActivity[] =>
      records.findMany(selectOfLines.all(JSON.stringify(lineIds)).map(toId)),
  }
}
export type ActivitiesRepository = ReturnType<typeof createActivitiesRepository>
