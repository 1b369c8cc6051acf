import type { ActivityId, OfficeId, OrderId, WorkerId } from '../../shared/contract/id'
import type { CalendarReader, OpenTime } from '../calendars/index'
import type { SettingsRepository } from '../settings/index'
import type { PlanRules, Subject, Work, WorkerFacts, WorkingTime } from './conflicts.rules'
import { localDaysOf } from './localDays'
import type {
  MissingPart,
  PlanAbsence,
  PlanMembership,
  PlanRepository,
  PlanTeam,
  PlanWorker,
} from './plan.repository'
import type { PlanRow } from './planRow.repository'
import { travelParamsOf } from './travelSettings'
import type { Place } from './travel.rules'
import type { TakenRow } from './work.repository'

export interface PlanFactsDeps {
  readonly plan: PlanRepository
  readonly calendars: Pick<CalendarReader, 'openTime'>
  readonly settings: Pick<SettingsRepository, 'value'>
}

/** A worker with everything that judging places in the plan needs. */
export interface PlannedWorker {
  readonly worker: PlanWorker
  readonly facts: WorkerFacts
  /** The activities that take the worker's time in the range, by start. */
  readonly rows: readonly PlanRow[]
}

/** What the places of an office's plan are judged by. */
export function planRulesOf(
  settings: Pick<SettingsRepository, 'value'>,
  officeId: OfficeId,
  now: number,
): PlanRules {
  return {
    travel: travelParamsOf(settings, officeId),
    commuteCounts: settings.value('commuteCounts', { officeId }),
    allowsInactiveWorkers: settings.value('allowInactiveWorkers', { officeId }),
    now,
  }
}

const longestMs = 86_400_000

/** The time of its worker that an activity takes: of a done one as it was; undefined while it takes none. */
export function workOf(row: TakenRow): Work | undefined {
  const { actualEnd, actualStart, closedOutcome, end, id, orderId, orderNumber, siteId, start } = row
  if (start === undefined || end === undefined || closedOutcome === 'canceled') return undefined
  const place = placeOf(row)
  const spent = actualStart === undefined || actualEnd === undefined ? 0 : actualEnd - actualStart
  // Times that somebody forgot to end say nothing about the day.
  const isKnown = closedOutcome === 'done' && actualStart !== undefined && spent > 0 && spent <= longestMs
  return isKnown
    ? { id, orderId, orderNumber, siteId, place, start: actualStart, end: actualStart + spent }
    : { id, orderId, orderNumber, siteId, place, start, end }
}

/** The activity as its place is judged. */
export function subjectOf(
  row: PlanRow,
  missingParts: readonly MissingPart[],
  preferredName: string | undefined,
): Subject {
  const { end, start } = row
  // A board judges thousands: one literal, without parts that are spread into it.
  return {
    id: row.id,
    orderId: row.orderId,
    siteId: row.siteId,
    place: placeOf(row),
    slot: start === undefined || end === undefined ? undefined : { start, end },
    earliest: row.earliest,
    latest: row.latest,
    slaDeadline: row.slaDeadline,
    skills: row.skills,
    isSplittable: row.isSplittable,
    teamId: row.teamId,
    preferredTechnicianId: row.preferredTechnicianId,
    preferredName,
    missingParts,
  }
}

export function placeOf({
  latitude,
  longitude,
}: {
  readonly latitude?: number | undefined
  readonly longitude?: number | undefined
}): Place | undefined {
  return latitude === undefined || longitude === undefined ? undefined : { latitude, longitude }
}

/** A calendar's open time as a worker's working time. */
export function workingTimeOf(open: OpenTime): WorkingTime {
  return {
    between: (from, to) => open.between(from, to),
    closedOn(from, to) {
      for (const { date, isOpen, name } of open.dates(from, to))
        if (!isOpen && name !== undefined && name !== '') return { date, name }
      return undefined
    },
  }
}

/** Groups by a key, each group in the order given. */
export function groupedBy<Key, Entry>(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => Key,
): Map<Key, Entry[]> {
  const groups = new Map<Key, Entry[]>()
  for (const entry of entries) {
    const key = keyOf(entry)
    const group = groups.get(key)
    if (group) group.push(entry)
    else groups.set(key, [entry])
  }
  return groups
}

export interface WorkerParts {
  readonly time: WorkingTime
  readonly absences: readonly PlanAbsence[]
  readonly memberships: readonly PlanMembership[]
  readonly teams: ReadonlyMap<string, PlanTeam>
  /** Called each time it is looked at: a plan that is being changed has another answer later. */
  readonly work: () => readonly Work[]
}

/** The facts of one worker. */
export function factsOf(
  worker: PlanWorker,
  { absences, memberships, teams, time, work }: WorkerParts,
): WorkerFacts {
  const { endDate, id, maxMinutesPerDay, skills, zone } = worker
  const teamOn: WorkerFacts['teamOn'] = (date) =>
    memberships.find((one) => one.from <= date && (one.to === undefined || one.to >= date))?.teamId
  const own = placeOf(worker)
  const teamBase = (date: string) => {
    const team = teams.get(teamOn(date) ?? '')
    return team && placeOf(team)
  }
  return {
    ...{ id, isActive: worker.active, endDate, zone, skills, maxMinutes: maxMinutesPerDay },
    localDays: localDaysOf(zone),
    baseOn: (date) => own ?? teamBase(date),
    ...{ time, absences, teamOn },
    get work() {
      return work()
    },
  }
}

/** Reads what places in the plan are judged by; `now` and the office are those of the act. */
export function createPlanFacts({ calendars, plan }: Pick<PlanFactsDeps, 'plan' | 'calendars'>) {
  /** Workers over [from, to); `workOf` says what takes their time in it. */
  function peopleOn(
    workerIds: readonly WorkerId[],
    from: number,
    to: number,
    workOf: (workerId: WorkerId) => () => readonly Work[],
  ): Map<WorkerId, Omit<PlannedWorker, 'rows'>> {
    const ids = [...new Set(workerIds)]
    const absencesOf = groupedBy(plan.absencesOf(ids, from, to), (absence) => absence.workerId)
    const membershipsOf = groupedBy(plan.membershipsOf(ids), (one) => one.workerId)
    const teams = new Map<string, PlanTeam>(plan.teams().map((team) => [team.id, team]))
    return new Map(
      plan.workers(ids).map((worker) => {
        const { id } = worker
        const parts = {
          time: workingTimeOf(calendars.openTime(worker.calendarId, worker.zone)),
          absences: absencesOf.get(id) ?? [],
          memberships: membershipsOf.get(id) ?? [],
          ...{ teams, work: workOf(id) },
        }
        return [id, { worker, facts: factsOf(worker, parts) }]
      }),
    )
  }

  /** Workers over [from, to), with all that takes their time in it, whatever office's it is. */
  function workersOn(
    workerIds: readonly WorkerId[],
    from: number,
    to: number,
    given?: (workerId: WorkerId, rows: readonly PlanRow[]) => () => readonly Work[],
  ): Map<WorkerId, PlannedWorker> {
    const rowsOf = groupedBy(plan.ofWorkers([...new Set(workerIds)], from, to), (row) => row.workerId)
    const people = peopleOn(workerIds, from, to, (id) => {
      const rows = rowsOf.get(id) ?? []
      return given?.(id, rows) ?? keptWork(rows)
    })
    return new Map([...people].map(([id, person]) => [id, { ...person, rows: rowsOf.get(id) ?? [] }]))
  }

  /** The activities as their places are judged, with what their orders wait for. */
  function subjectsOf(rows: readonly PlanRow[]): Map<ActivityId, Subject> {
    const orderIds: OrderId[] = [...new Set(rows.map(({ orderId }) => orderId))]
    const parts = groupedBy(plan.missingParts(orderIds), ({ orderId }) => orderId)
    const preferred = [
      ...new Set(rows.flatMap(({ preferredTechnicianId: id }) => (id === undefined ? [] : [id]))),
    ]
    const names = new Map(plan.workers(preferred).map(({ displayName, id }) => [id, displayName]))
    return new Map(
      rows.map((row) => {
        const { id, orderId, preferredTechnicianId } = row
        const name = preferredTechnicianId && names.get(preferredTechnicianId)
        return [id, subjectOf(row, parts.get(orderId) ?? [], name)]
      }),
    )
  }

  return { peopleOn, workersOn, subjectsOf }
}
export type PlanFacts = ReturnType<typeof createPlanFacts>

/** The work of rows, made once. */
export function keptWork(rows: readonly TakenRow[]): () => readonly Work[] {
  let work: readonly Work[] | undefined
  return () => (work ??= workOfRows(rows))
}

/** What takes time, by start. */
export function workOfRows(rows: readonly TakenRow[]): Work[] {
  const work: Work[] = []
  for (const row of rows) {
    const taken = workOf(row)
    if (taken) work.push(taken)
  }
  return work.sort((a, b) => a.start - b.start)
}
