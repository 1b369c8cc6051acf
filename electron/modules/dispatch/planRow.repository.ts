import { idOfHex, toId } from '../../db/ids'
import type { Acknowledged, ActivityOutcome, ActivityStatus } from '../../shared/contract/dispatch'
import type { BarPattern, SkillNeed } from '../../shared/contract/dispatchSetUp'
import type {
  ActivityId,
  ActivityTypeId,
  CrewId,
  CustomerId,
  OfficeId,
  OrderId,
  SiteId,
  TeamId,
  UserId,
  WorkerId,
} from '../../shared/contract/id'
import type { OrderPriority, OrderProgress } from '../../shared/contract/orderLiterals'

/** An activity as boards and plans read it: with what its order says of place, customer and deadline. */
export interface PlanRow {
  readonly id: ActivityId
  readonly version: number
  readonly number: string
  readonly orderId: OrderId
  readonly officeId: OfficeId
  readonly typeId?: ActivityTypeId | undefined
  readonly subject: string
  readonly duration: number
  readonly status: ActivityStatus
  readonly workerId?: WorkerId | undefined
  readonly teamId?: TeamId | undefined
  readonly start?: number | undefined
  readonly end?: number | undefined
  readonly priority: OrderPriority
  readonly earliest?: number | undefined
  readonly latest?: number | undefined
  readonly skills: readonly SkillNeed[]
  readonly locked: boolean
  readonly lockedById?: UserId | undefined
  readonly crewId?: CrewId | undefined
  readonly closedOutcome?: ActivityOutcome | undefined
  readonly actualStart?: number | undefined
  readonly actualEnd?: number | undefined
  readonly acknowledged: readonly Omit<Acknowledged, 'byName'>[]
  readonly changedEstimate?: number | undefined
  readonly orderNumber: string
  readonly orderProgress: OrderProgress
  readonly customerId: CustomerId
  readonly customerName: string
  readonly siteId?: SiteId | undefined
  readonly siteCity?: string | undefined
  readonly siteZone: string
  readonly latitude?: number | undefined
  readonly longitude?: number | undefined
  readonly preferredTechnicianId?: WorkerId | undefined
  readonly slaDeadline?: number | undefined
  readonly warnsAt?: number | undefined
  readonly pattern: BarPattern
  readonly isSplittable: boolean
}

export type StoredId = Uint8Array
/** 32 capital digits; empty: none. */
export type HexId = string
/** A row as the statement gives it: ids in hexadecimal, because a driver takes far longer to hand over bytes. */
export type RawPlanRow = readonly [
  id: HexId,
  version: number,
  number: string,
  orderId: HexId,
  officeId: HexId,
  typeId: HexId,
  subject: string,
  duration: number,
  status: ActivityStatus,
  workerId: HexId,
  teamId: HexId,
  start: number | null,
  end: number | null,
  priority: OrderPriority,
  earliest: number | null,
  latest: number | null,
  skills: string,
  locked: number,
  lockedById: HexId,
  crewId: HexId,
  closedOutcome: ActivityOutcome | null,
  actualStart: number | null,
  actualEnd: number | null,
  acknowledged: string,
  changedEstimate: number | null,
  orderNumber: string,
  orderProgress: OrderProgress,
  customerId: HexId,
  customerName: string,
  siteId: HexId,
  siteCity: string | null,
  siteZone: string,
  latitude: number | null,
  longitude: number | null,
  preferredTechnicianId: HexId,
  slaDeadline: number | null,
  warnsAt: number | null,
  pattern: BarPattern | null,
  isSplittable: number | null,
]

/** In the order of `RawPlanRow`; what was promised presses nobody any more once the clock was measured. */
export const selectPlanRows = `SELECT hex(t.id), t.version, t.number, hex(t.order_id), hex(t.office_id), hex(t.type_id),
    t.subject, t.duration, t.status, hex(t.worker_id), hex(t.team_id), t.start_at, t.end_at, t.priority,
    coalesce(t.earliest_at, o.preferred_service_at), coalesce(t.latest_at, o.preferred_until), t.skills, t.is_locked,
    hex(t.locked_by_id), hex(t.crew_id), t.closed_outcome, t.actual_start, t.actual_end, t.acknowledged,
    t.changed_estimate, o.number, o.progress, hex(o.customer_id), c.name, hex(o.site_id), o.site_city, o.site_zone,
    o.latitude, o.longitude, hex(o.preferred_technician_id),
    iif(z.outcome IN ('met', 'breached'), NULL, z.latest_completion),
    iif(z.outcome IN ('met', 'breached') OR z.latest_completion IS NULL, NULL,
      coalesce((SELECT min(f.crossed_at) FROM sla_step f WHERE f.order_id = z.order_id), z.next_step_at)),
    y.pattern, y.is_splittable
  FROM activity t CROSS JOIN service_order o ON o.id = t.order_id CROSS JOIN customer c ON c.id = o.customer_id
  LEFT JOIN order_sla z ON z.order_id = t.order_id LEFT JOIN activity_type y ON y.id = t.type_id`

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the column gives the id its kind
export function typed<Kind extends string>(bytes: StoredId): Kind {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- a stored id is one of its column's kind
  return toId(bytes) as Kind
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the column gives the id its kind
export function typedHex<Kind extends string>(hex: HexId): Kind {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- as `typed`
  return idOfHex(hex) as Kind
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the column gives the list its kind
export function listed<Entry>(text: string): readonly Entry[] {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- written from the contract's shape
  return text === '[]' ? [] : (JSON.parse(text) as readonly Entry[])
}

/** Reads rows whose ids of workers, teams and types come over and over. */
export function createRowReader() {
  const known = new Map<HexId, string>()
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as `typed`
  function often<Kind extends string>(hex: HexId): Kind {
    let id = known.get(hex)
    if (id === undefined) {
      id = idOfHex(hex)
      known.set(hex, id)
    }
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- as `typed`
    return id as Kind
  }
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as `typed`
  const atTimes = <Kind extends string>(hex: HexId) => (hex === '' ? undefined : often<Kind>(hex))
  return (row: RawPlanRow): PlanRow => ({
    id: typedHex(row[0]),
    version: row[1],
    number: row[2],
    orderId: typedHex(row[3]),
    officeId: often(row[4]),
    typeId: atTimes(row[5]),
    subject: row[6],
    duration: row[7],
    status: row[8],
    workerId: atTimes(row[9]),
    teamId: atTimes(row[10]),
    start: row[11] ?? undefined,
    end: row[12] ?? undefined,
    priority: row[13],
    earliest: row[14] ?? undefined,
    latest: row[15] ?? undefined,
    skills: listed(row[16]),
    locked: row[17] === 1,
    lockedById: atTimes(row[18]),
    crewId: atTimes(row[19]),
    closedOutcome: row[20] ?? undefined,
    actualStart: row[21] ?? undefined,
    actualEnd: row[22] ?? undefined,
    acknowledged: listed(row[23]),
    changedEstimate: row[24] ?? undefined,
    orderNumber: row[25],
    orderProgress: row[26],
    customerId: typedHex(row[27]),
    customerName: row[28],
    siteId: row[29] === '' ? undefined : typedHex(row[29]),
    siteCity: row[30] ?? undefined,
    siteZone: row[31],
    latitude: row[32] ?? undefined,
    longitude: row[33] ?? undefined,
    preferredTechnicianId: atTimes(row[34]),
    slaDeadline: row[35] ?? undefined,
    warnsAt: row[36] ?? undefined,
    pattern: row[37] ?? 'plain',
    isSplittable: row[38] === 1,
  })
}
