// The conflicts of a plan as the table of 07 §3.3 says them, slowly: every minute is looked at, distances are angles
// between vectors, and nothing of the product's rules is used.
import { Temporal } from 'temporal-polyfill'

const minuteMs = 60_000
const weekdays = ['', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

export interface OracleCalendar {
  /** Shifts in minutes of the day, by weekday. */
  readonly week: Readonly<Record<string, readonly (readonly [from: number, to: number])[]>>
  readonly exceptions: Readonly<
    Record<string, { readonly name?: string; readonly shifts: readonly (readonly [number, number])[] }>
  >
}

export interface OracleWorker {
  readonly id: string
  readonly zone: string
  readonly calendar: OracleCalendar
  readonly skills: readonly { readonly skill: string; readonly level: number; readonly validTo?: string }[]
  readonly maxMinutes?: number
  readonly endDate?: string
  readonly isActive: boolean
  readonly teams: readonly { readonly id: string; readonly from: string; readonly to?: string }[]
  readonly absences: readonly { readonly from: number; readonly to: number; readonly kind: string }[]
}

export interface OracleActivity {
  readonly id: string
  readonly orderId: string
  readonly orderNumber: string
  readonly place?: { readonly latitude: number; readonly longitude: number }
  readonly siteId?: string
  readonly earliest?: number
  readonly latest?: number
  readonly deadline?: number
  readonly skills: readonly { readonly skill: string; readonly level: number }[]
  readonly isSplittable: boolean
  readonly preferred?: { readonly id: string; readonly name: string }
  readonly parts: readonly { readonly item: string; readonly neededBy: number; readonly status: string }[]
  readonly isLockedByOther: boolean
  readonly isClosed: boolean
  readonly isOrderCanceled: boolean
  readonly workerId?: string | undefined
  readonly teamId?: string | undefined
  readonly start?: number | undefined
  readonly end?: number | undefined
}

export interface OracleConflict {
  readonly code: string
  readonly level: string
  readonly [field: string]: unknown
}

interface WallMinute {
  readonly date: string
  readonly minute: number
  readonly weekday: string
}

/** The wall clock of each minute of a period. */
export function wallClock(zone: string, from: number, to: number): (instant: number) => WallMinute {
  const table: WallMinute[] = []
  for (let at = from; at < to; at += minuteMs) {
    const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
    table.push({
      date: wall.toPlainDate().toString(),
      minute: wall.hour * 60 + wall.minute,
      weekday: weekdays[wall.dayOfWeek] ?? '',
    })
  }
  return (instant) => {
    const found = table[(instant - from) / minuteMs]
    if (!found) throw new Error(`${new Date(instant).toISOString()} is not in the table`)
    return found
  }
}

function isWorking({ exceptions, week }: OracleCalendar, { date, minute, weekday }: WallMinute): boolean {
  const shifts = exceptions[date]?.shifts ?? week[weekday] ?? []
  return shifts.some(([from, to]) => minute >= from && minute < to)
}

type Point = { readonly latitude: number; readonly longitude: number }
function kilometres(a: Point, b: Point): number {
  const vector = ({ latitude, longitude }: Point) => {
    const [phi, lambda] = [(latitude / 1e6 / 180) * Math.PI, (longitude / 1e6 / 180) * Math.PI]
    return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)] as const
  }
  const [u, v] = [vector(a), vector(b)]
  const cross = Math.hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0])
  return 6371.0088 * Math.atan2(cross, u[0] * v[0] + u[1] * v[1] + u[2] * v[2])
}

/** R07-11: detour 1.30, 50 km/h, 100 m. */
function travel(a: OracleActivity, b: OracleActivity): { minutes: number; isAssumed: boolean } {
  if (a.place && b.place) {
    const far = kilometres(a.place, b.place)
    return { minutes: far < 0.1 ? 0 : Math.ceil((far * 1.3 * 60) / 50), isAssumed: false }
  }
  const isSame = a.orderId === b.orderId || (a.siteId !== undefined && a.siteId === b.siteId)
  return isSame ? { minutes: 0, isAssumed: false } : { minutes: 30, isAssumed: true }
}

const block = (code: string, facts: object = {}): OracleConflict => ({ code, level: 'block', ...facts })
const warn = (code: string, facts: object = {}): OracleConflict => ({ code, level: 'warn', ...facts })
const info = (code: string, facts: object = {}): OracleConflict => ({ code, level: 'info', ...facts })

export interface OracleAsked {
  readonly activity: OracleActivity
  /** What the edit does is forbidden by a lock. */
  readonly isMoving: boolean
  readonly worker: OracleWorker | undefined
  /** Everything else in the plan. */
  readonly others: readonly OracleActivity[]
  readonly clock: (instant: number) => WallMinute
  readonly today: number
}

/** Every conflict of the place that `activity` is given. */
export function oracleConflicts({
  activity,
  clock,
  isMoving,
  others,
  today,
  worker,
}: OracleAsked): OracleConflict[] {
  const found: OracleConflict[] = []
  const { end, start } = activity
  if (activity.isLockedByOther && isMoving) found.push(block('LOCKED'))
  if (activity.isClosed) found.push(block('ACTIVITY_CLOSED'))
  if (activity.isOrderCanceled) found.push(block('ORDER_CANCELED'))
  if (worker) found.push(...personal(activity, worker, clock(start ?? today).date))
  if (start === undefined || end === undefined) return found
  const minutes = Array.from({ length: (end - start) / minuteMs }, (_, at) => start + at * minuteMs)
  if (activity.earliest !== undefined) {
    const early = minutes.filter((at) => at < (activity.earliest ?? 0)).length
    // What lies wholly before the window is early by its distance.
    if (early > 0)
      found.push(
        warn('WINDOW', { minutes: (activity.earliest - start) / minuteMs, until: activity.earliest }),
      )
  }
  if (activity.latest !== undefined && end > activity.latest)
    found.push(warn('WINDOW', { minutes: (end - activity.latest) / minuteMs, until: activity.latest }))
  if (activity.deadline !== undefined && end > activity.deadline)
    found.push(warn('SLA_LATE', { minutes: (end - activity.deadline) / minuteMs, until: activity.deadline }))
  for (const { item, neededBy, status } of activity.parts)
    if (status !== 'reserved' && status !== 'delivered' && status !== 'canceled' && neededBy <= start)
      found.push(warn('PARTS_MISSING', { text: item, until: neededBy }))
  if (!worker) return found
  const work = others.filter((other) => other.workerId === worker.id && other.start !== undefined)
  found.push(
    ...overlaps(minutes, work),
    ...absences(minutes, worker),
    ...hours(minutes, activity, worker, clock),
    ...travels(activity, start, end, work, clock),
    ...maxima(minutes, worker, work, clock),
  )
  return found
}

function personal(activity: OracleActivity, worker: OracleWorker, date: string): OracleConflict[] {
  const found: OracleConflict[] = []
  if (!worker.isActive || (worker.endDate !== undefined && worker.endDate < date))
    found.push(block('WORKER_INACTIVE', worker.endDate === undefined ? {} : { date: worker.endDate }))
  for (const { level, skill } of activity.skills) {
    const held = worker.skills.filter((one) => one.skill === skill)
    const valid = held.filter(({ validTo }) => validTo === undefined || !(validTo < date))
    const has = Math.max(0, ...valid.map((one) => one.level))
    const last = held
      .map(({ validTo }) => validTo ?? '')
      .sort()
      .at(-1)
    if (held.length === 0) found.push(warn('SKILL_MISSING', { text: skill, level2: level }))
    else if (valid.length === 0) found.push(warn('SKILL_EXPIRED', { text: skill, date: last }))
    else if (has < level) found.push(warn('SKILL_LEVEL', { text: skill, level1: has, level2: level }))
  }
  if (activity.preferred && activity.preferred.id !== worker.id)
    found.push(info('NOT_PREFERRED', { text: activity.preferred.name }))
  const team = worker.teams.find(({ from, to }) => from <= date && (to === undefined || date <= to))
  if (activity.teamId !== undefined && team?.id !== activity.teamId) found.push(info('OTHER_TEAM'))
  return found
}

function overlaps(minutes: readonly number[], work: readonly OracleActivity[]): OracleConflict[] {
  return work.flatMap(({ end = 0, id, orderNumber, start = 0 }) => {
    const shared = minutes.filter((at) => at >= start && at < end).length
    return shared === 0 ? [] : [warn('OVERLAP', { minutes: shared, activityId: id, orderNumber, until: end })]
  })
}

/** Absences that overlap count once. */
function absences(minutes: readonly number[], worker: OracleWorker): OracleConflict[] {
  const hit = worker.absences
    .filter(({ from, to }) => minutes.some((at) => at >= from && at < to))
    .sort((a, b) => a.from - b.from || a.to - b.to)
  const groups: { from: number; to: number; kind: string }[] = []
  for (const absence of hit) {
    const group = groups.find(({ from, to }) => absence.from < to && absence.to > from)
    if (group) group.to = Math.max(group.to, absence.to)
    else groups.push({ ...absence })
  }
  return groups.map(({ from, kind, to }) => {
    const away = minutes.filter((at) => at >= from && at < to).length
    return warn('ABSENT', { minutes: away, text: kind, until: to })
  })
}

function hours(
  minutes: readonly number[],
  { isSplittable }: OracleActivity,
  { calendar }: OracleWorker,
  clock: OracleAsked['clock'],
): OracleConflict[] {
  const open = minutes.map((at) => isWorking(calendar, clock(at)))
  const isInside = isSplittable ? open[0] === true && open.at(-1) === true : open.every(Boolean)
  if (isInside) return []
  const dates = [...new Set(minutes.map((at) => clock(at).date))]
  const closed = dates.find((date) => {
    const exception = calendar.exceptions[date]
    return exception !== undefined && exception.shifts.length === 0 && exception.name !== undefined
  })
  if (closed !== undefined)
    return [warn('HOLIDAY', { text: calendar.exceptions[closed]?.name, date: closed })]
  return [warn('OUTSIDE_HOURS', { minutes: open.filter((one) => !one).length })]
}

function travels(
  activity: OracleActivity,
  start: number,
  end: number,
  work: readonly OracleActivity[],
  clock: OracleAsked['clock'],
): OracleConflict[] {
  const found: OracleConflict[] = []
  const dateOf = (at: number) => clock(at).date
  const before = work.filter((one) => {
    const itsEnd = one.end ?? 0
    return itsEnd <= start && dateOf(itsEnd - minuteMs) === dateOf(start)
  })
  const after = work.filter((one) => {
    const itsStart = one.start ?? 0
    return itsStart >= end && dateOf(itsStart) === dateOf(end - minuteMs)
  })
  const lastEnd = Math.max(...before.map((one) => one.end ?? 0))
  const firstStart = Math.min(...after.map((one) => one.start ?? 0))
  const sides = [
    { near: before.filter((one) => one.end === lastEnd), gap: (start - lastEnd) / minuteMs },
    { near: after.filter((one) => one.start === firstStart), gap: (firstStart - end) / minuteMs },
  ]
  for (const { gap, near } of sides) {
    const [farthest] = near
      .map((other) => ({ other, ...travel(other, activity) }))
      .sort((a, b) => b.minutes - a.minutes || (a.other.id < b.other.id ? -1 : 1))
    if (!farthest || gap >= farthest.minutes) continue
    const { isAssumed, minutes: neededMinutes, other } = farthest
    found.push(
      warn('TRAVEL', {
        ...{ minutes: gap, neededMinutes, activityId: other.id, orderNumber: other.orderNumber },
        ...(isAssumed ? { isAssumed } : {}),
      }),
    )
  }
  return found
}

function maxima(
  minutes: readonly number[],
  { maxMinutes }: OracleWorker,
  work: readonly OracleActivity[],
  clock: OracleAsked['clock'],
): OracleConflict[] {
  if (maxMinutes === undefined) return []
  const dates = [...new Set(minutes.map((at) => clock(at).date))]
  return dates.flatMap((date) => {
    let planned = minutes.filter((at) => clock(at).date === date).length
    for (const { end = 0, start = 0 } of work)
      for (let at = start; at < end; at += minuteMs) if (clock(at).date === date) planned += 1
    return planned > maxMinutes
      ? [warn('MAX_MINUTES', { minutes: planned, neededMinutes: maxMinutes, date })]
      : []
  })
}
