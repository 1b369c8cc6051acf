import type { Caller } from '../../db/act'
import type {
  Board,
  BoardAbsence,
  BoardActivity,
  BoardCalendar,
  BoardFilter,
  BoardLoad,
  BoardWorker,
} from '../../shared/contract/dispatchBoard'
import type { Activity, Conflict } from '../../shared/contract/dispatch'
import type { CalendarReader, OpenTime } from '../calendars/index'
import { dateOf, edgeInstant, localDayOf } from '../calendars/index'
import { reachOf } from '../orders/index'
import { activitiesOf, type ActivityViewDeps } from './activityView'
import { capacityOf, plannedOn } from './board.rules'
import type { Span } from './conflicts.rules'
import type { PlanRow } from './planRow.repository'
import type { PlanFactsDeps } from './planFacts'
import { assertRange, readBoard, type BoardAsked, type BoardPlan, type BoardRow } from './readBoard'

export interface BoardReadDeps extends PlanFactsDeps {
  readonly calendars: Pick<CalendarReader, 'openTime'>
  readonly officeZone: (officeId: string) => string
  readonly view: ActivityViewDeps
}

interface Asked {
  readonly from: number
  readonly to: number
  readonly filter?: BoardFilter | undefined
}

/** The board of a range: rows, bars with their conflicts, working time, absences and loads (3.10). @throws RANGE_INVALID */
export function getBoard(deps: BoardReadDeps, caller: Caller, now: number, given: Asked): Board {
  const asked = askedOf(deps, caller, now, given)
  const plan = readBoard(deps, asked)
  // A device on a wall reads what bars and rows show, and no more of the people.
  const isBoard = reachOf(caller, 'orders.read') === 'board'
  const calendars = calendarsOf(plan.workers, asked)
  return {
    ...{ from: asked.from, to: asked.to, zone: asked.zone, readAt: now },
    teams: plan.teams.map(({ code, color, description, id, officeId }) => ({
      id,
      code,
      description,
      officeId,
      color,
    })),
    workers: plan.workers.map((row) => workerOf(row, calendars.indexOf(row.open), isBoard)),
    calendars: calendars.list,
    absences: plan.workers.flatMap(({ absences }) =>
      absences.flatMap((absence) => absenceIn(absence, asked, isBoard)),
    ),
    activities: plan.rows.map((row) => barOf(plan, row, isBoard)),
    loads: loadsOf(plan.workers, asked),
    counts: countsOf(plan, now),
  }
}

/** Dispatched activities of a range that are in conflict as things stand, without what was confirmed (R07-21). */
export function listPlanConflicts(
  deps: BoardReadDeps,
  caller: Caller,
  now: number,
  given: Asked,
): { items: { activity: Activity; conflicts: Conflict[] }[] } {
  const plan = readBoard(deps, askedOf(deps, caller, now, given))
  const found = new Map<string, Conflict[]>()
  for (const row of plan.rows) {
    if (row.status !== 'dispatched' || (row.end ?? now) <= now) continue
    const confirmed = new Set(row.acknowledged.map(({ code }) => code))
    const conflicts = standing(plan.judge(row).conflicts).filter(({ code }) => !confirmed.has(code))
    if (conflicts.length > 0) found.set(row.id, conflicts)
  }
  const items = activitiesOf(deps.view, [...found.keys()]).map((activity) => ({
    activity,
    conflicts: found.get(activity.id) ?? [],
  }))
  return { items }
}

function askedOf(
  deps: BoardReadDeps,
  caller: Caller,
  now: number,
  { filter = {}, from, to }: Asked,
): BoardAsked {
  assertRange(from, to)
  return { caller, now, from, to, filter, zone: deps.officeZone(caller.officeId) }
}

/** What is wrong with a stored plan; what only tells is not. */
function standing(conflicts: readonly Conflict[]): Conflict[] {
  return conflicts.filter(({ level }) => level !== 'info')
}

/** One literal: fields added one by one cost thousands of bars twice their time. */
function barOf(plan: BoardPlan, row: PlanRow, isBoard: boolean): BoardActivity {
  const judged = row.status === 'dispatched' ? plan.judge(row) : undefined
  const conflicts = judged ? standing(judged.conflicts).map(({ code }) => code) : []
  // A board is told nothing of where people begin their day.
  const way = isBoard ? undefined : judged?.approach?.way
  return {
    id: row.id,
    version: row.version,
    number: row.number,
    orderId: row.orderId,
    orderNumber: row.orderNumber,
    subject: row.subject,
    status: row.status,
    workerId: row.workerId,
    teamId: row.teamId,
    start: row.start,
    end: row.end,
    duration: row.duration,
    priority: row.priority,
    typeId: row.typeId,
    pattern: row.pattern,
    locked: row.locked,
    crewId: row.crewId,
    customerId: row.customerId,
    customerName: row.customerName,
    siteCity: row.siteCity,
    siteZone: row.siteZone,
    latitude: row.latitude,
    longitude: row.longitude,
    earliest: row.earliest,
    latest: row.latest,
    slaDeadline: row.slaDeadline,
    warnsAt: row.warnsAt,
    travelMinutes: way?.minutes,
    isTravelAssumed: way?.isAssumed === true ? true : undefined,
    conflicts: conflicts.length > 1 ? [...new Set(conflicts)] : conflicts,
    isChangedEstimate: row.changedEstimate !== undefined,
  }
}

function workerOf({ memberships, worker }: BoardRow, calendar: number, isBoard: boolean): BoardWorker {
  const {
    active,
    displayName,
    endDate,
    id,
    latitude,
    longitude,
    maxMinutesPerDay,
    number,
    officeId,
    skills,
  } = worker
  const own = { skills: [...skills], maxMinutesPerDay, latitude, longitude }
  return {
    ...{ id, number, displayName, officeId, active, endDate, calendar },
    memberships: memberships.map(({ from, teamId, to }) => ({ teamId, from, to })),
    ...(isBoard ? { skills: [] } : own),
  }
}

function absenceIn(
  { end, id, kind, start, workerId }: BoardRow['absences'][number],
  range: BoardAsked,
  isBoard: boolean,
): BoardAbsence[] {
  if (end <= range.from || start >= range.to) return []
  return [{ id, workerId, from: start, to: end, kind: isBoard ? 'other' : kind }]
}

/** The calendars of the rows, each once. */
function calendarsOf(rows: readonly BoardRow[], { from, to }: BoardAsked) {
  const places = new Map<OpenTime, number>()
  for (const { open } of rows) if (!places.has(open)) places.set(open, places.size)
  const list: BoardCalendar[] = [...places.keys()].map((open) => ({
    working: open.between(from, to),
    holidays: open.dates(from, to).flatMap(({ date, end, isOpen, name, start }) => {
      return isOpen || name === undefined || name === '' ? [] : [{ date, from: start, to: end, name }]
    }),
  }))
  return { list, indexOf: (open: OpenTime) => places.get(open) ?? 0 }
}

/** Planned minutes against working minutes of each date of the board's zone (3.10). */
function loadsOf(rows: readonly BoardRow[], { from, to, zone }: BoardAsked): BoardLoad[] {
  const days: (Span & { readonly date: string })[] = []
  for (let day = localDayOf(zone, from); day <= localDayOf(zone, to - 1); day += 1) {
    const [start, end] = [edgeInstant(zone, day, 0, 'start'), edgeInstant(zone, day + 1, 0, 'start')]
    days.push({ date: dateOf(day), start, end })
  }
  const workingBy = new Map<OpenTime, (readonly Span[])[]>()
  const workingOf = (open: OpenTime) => {
    const known = workingBy.get(open) ?? days.map((day) => open.between(day.start, day.end))
    workingBy.set(open, known)
    return known
  }
  return rows.flatMap(({ absences, facts, open, worker }) => {
    const planned = plannedOn(days, facts.work)
    const working = workingOf(open)
    return days.map(({ date, end, start }, at) => {
      const away = absences.filter((absence) => absence.end > start && absence.start < end)
      const capacity = capacityOf(working[at] ?? [], away)
      return { workerId: worker.id, date, planned: planned[at] ?? 0, capacity }
    })
  })
}

/** Undispatched ones, and those of the open ones whose deadline is near or passed. */
function countsOf({ rows, waiting }: BoardPlan, now: number): Board['counts'] {
  const placed = rows.filter(({ status }) => status !== 'closed')
  // What waits with a time of its own is among the rows too.
  const counted = new Set(placed.filter(({ status }) => status === 'undispatched').map(({ id }) => id))
  let [risk, late] = [0, 0]
  for (const { slaDeadline, warnsAt } of [...placed, ...waiting.filter(({ id }) => !counted.has(id))]) {
    if (slaDeadline === undefined) continue
    if (slaDeadline < now) late += 1
    else if (warnsAt !== undefined && warnsAt <= now) risk += 1
  }
  return { open: waiting.length, risk, late }
}
