import type { Caller } from '../../db/act'
import { boardErrors, type BoardFilter } from '../../shared/contract/dispatchBoard'
import { domainError } from '../../shared/contract/domainError'
import type { OrderId, TeamId, WorkerId } from '../../shared/contract/id'
import { dateOf, localDate, localDayOf, type CalendarReader, type OpenTime } from '../calendars/index'
import { reachOf } from '../orders/index'
import { createActivityFilter } from './boardFilter'
import { judge, type Judgement, type PlanRules, type WorkerFacts, type WorkingTime } from './conflicts.rules'
import type { MissingPart, PlanAbsence, PlanMembership, PlanTeam, PlanWorker } from './plan.repository'
import {
  factsOf,
  groupedBy,
  keptWork,
  planRulesOf,
  subjectOf,
  workingTimeOf,
  type PlanFactsDeps,
} from './planFacts'
import type { PlanRow } from './planRow.repository'

/** What is asked of the board, by whom, when. */
export interface BoardAsked {
  readonly caller: Caller
  readonly now: number
  readonly from: number
  readonly to: number
  readonly filter: BoardFilter
  /** The board's zone: the working office's. */
  readonly zone: string
}

/** A worker's row with what its background and its conflicts need. */
export interface BoardRow {
  readonly worker: PlanWorker
  readonly facts: WorkerFacts
  readonly open: OpenTime
  readonly memberships: readonly PlanMembership[]
  readonly absences: readonly PlanAbsence[]
}

/** The plan of a range as the caller may see it. */
export interface BoardPlan {
  /** In the filter; those with a place in the range, by start. */
  readonly rows: readonly PlanRow[]
  readonly workers: readonly BoardRow[]
  readonly teams: readonly PlanTeam[]
  /** Undispatched ones in the filter. */
  readonly waiting: readonly PlanRow[]
  /** Of an open one with what else the workers do, shown or not; of a closed one nothing. */
  judge(row: PlanRow): Judgement
}

const dayMs = 86_400_000
/** A range of 92 local days, with the hour that an autumn has more. */
const longestRangeMs = 92 * dayMs + 3_600_000

/** @throws RANGE_INVALID for an empty range, or one above 92 days */
export function assertRange(from: number, to: number): void {
  if (to <= from || to - from > longestRangeMs)
    throw domainError(boardErrors, 'RANGE_INVALID', { field: 'to' })
}

/** Reads the plan of a range: what lies a day around it decides about conflicts too. */
export function readBoard(deps: PlanFactsDeps, asked: BoardAsked): BoardPlan {
  const { caller, filter, from, to, zone } = asked
  const { plan } = deps
  const placed = plan.placed(from - dayMs, to + dayMs)
  const dates = { from: dateOf(localDayOf(zone, from) - 1), to: dateOf(localDayOf(zone, to - 1) + 1) }
  const memberships = groupedBy(plan.memberships(dates.from, dates.to), ({ workerId }) => workerId)
  const allTeams = plan.teams()
  const chosen = chosenTeams(caller, filter, allTeams, memberships)
  const inFilter = createActivityFilter(filter)
  const isInTeams = (row: PlanRow) => !chosen || isOfTeams(row, chosen, memberships, asked)
  const isSeen = (row: PlanRow) => isInReach(caller, row) && inFilter(row) && isInTeams(row)
  const rows = placed.filter((row) => (row.end ?? from) > from && (row.start ?? to) < to && isSeen(row))
  const workers = shownWorkers(deps, asked, { rows, memberships, chosen })
  const teamsById = new Map<string, PlanTeam>(allTeams.map((team) => [team.id, team]))
  const boardRows = boardRowsOf(deps, asked, { workers, placed, memberships, teamsById })
  const parts = groupedBy(plan.missingInRange(from, to), ({ orderId }) => orderId)
  const rules = planRulesOf(deps.settings, caller.officeId, asked.now)
  return {
    rows,
    workers: boardRows,
    teams: shownTeams(caller, allTeams, chosen, boardRows, rows),
    waiting: plan.waiting(caller.officeIds).filter(isSeen),
    judge: judgeOf(boardRows, parts, rules),
  }
}

function judgeOf(
  boardRows: readonly BoardRow[],
  parts: ReadonlyMap<OrderId, readonly MissingPart[]>,
  rules: PlanRules,
): BoardPlan['judge'] {
  const facts = new Map(boardRows.map((row) => [row.worker.id, row.facts]))
  const names = new Map(boardRows.map(({ worker }) => [worker.id, worker.displayName]))
  return (row) => {
    const { orderId, preferredTechnicianId, status, workerId } = row
    if (status === 'closed') return { conflicts: [] }
    const name = preferredTechnicianId && names.get(preferredTechnicianId)
    const subject = subjectOf(row, parts.get(orderId) ?? [], name)
    return judge(subject, workerId && facts.get(workerId), rules)
  }
}

/** Its office is the caller's; with reach own, it is the caller's own. */
function isInReach(caller: Caller, { officeId, workerId }: PlanRow): boolean {
  if (!caller.officeIds.includes(officeId)) return false
  return (
    reachOf(caller, 'dispatch.read') !== 'own' || (workerId !== undefined && workerId === caller.workerId)
  )
}

/** The teams that are asked for: those named, and with `ownTeams` those the caller owns or is in. */
function chosenTeams(
  { workerId }: Caller,
  { ownTeams, teamIds }: BoardFilter,
  teams: readonly PlanTeam[],
  memberships: ReadonlyMap<WorkerId, readonly PlanMembership[]>,
): ReadonlySet<TeamId> | undefined {
  if (ownTeams !== true) return teamIds && new Set(teamIds)
  const own =
    workerId === undefined
      ? []
      : [
          ...teams.filter(({ ownerId }) => ownerId === workerId).map(({ id }) => id),
          ...(memberships.get(workerId) ?? []).map(({ teamId }) => teamId),
        ]
  return new Set(teamIds ? own.filter((id) => teamIds.includes(id)) : own)
}

/** The team's own, and what its members do on the days they are in it. */
function isOfTeams(
  { start, teamId, workerId }: PlanRow,
  teams: ReadonlySet<TeamId>,
  memberships: ReadonlyMap<WorkerId, readonly PlanMembership[]>,
  { now, zone }: BoardAsked,
): boolean {
  if (teamId !== undefined && teams.has(teamId)) return true
  const held = workerId && memberships.get(workerId)
  if (!held) return false
  const date = localDate(zone, start ?? now)
  return held.some(
    (one) => teams.has(one.teamId) && one.from <= date && (one.to === undefined || one.to >= date),
  )
}

interface Shown {
  readonly rows: readonly PlanRow[]
  readonly memberships: ReadonlyMap<WorkerId, readonly PlanMembership[]>
  readonly chosen: ReadonlySet<TeamId> | undefined
}

/**
 * Members of teams, who has a skill, and who has something to do; in a store without teams everyone. Technicians see
 * themselves.
 */
function shownWorkers(
  { plan }: Pick<PlanFactsDeps, 'plan'>,
  { caller, filter }: BoardAsked,
  { chosen, memberships, rows }: Shown,
): PlanWorker[] {
  const busy = new Set(rows.flatMap(({ workerId }) => (workerId === undefined ? [] : [workerId])))
  if (reachOf(caller, 'dispatch.read') === 'own')
    return caller.workerId === undefined ? [] : plan.workers([caller.workerId])
  const asked = filter.workerIds && new Set(filter.workerIds)
  const skill = filter.skill?.trim().toUpperCase()
  const hasTeams = plan.hasMemberships()
  const known = plan.workersOf(caller.officeIds)
  const ids = new Set(known.map(({ id }) => id))
  const others = plan.workers([...busy].filter((id) => !ids.has(id)))
  return [...known, ...others].filter(({ id, skills }) => {
    if (asked) return asked.has(id)
    if (busy.has(id)) return true
    if (skill && !skills.some((held) => held.skill.toUpperCase() === skill)) return false
    const held = memberships.get(id) ?? []
    return chosen
      ? held.some(({ teamId }) => chosen.has(teamId))
      : !hasTeams || held.length > 0 || skills.length > 0
  })
}

interface RowParts {
  readonly workers: readonly PlanWorker[]
  readonly placed: readonly PlanRow[]
  readonly memberships: ReadonlyMap<WorkerId, readonly PlanMembership[]>
  readonly teamsById: ReadonlyMap<string, PlanTeam>
}

/** What is read of one calendar in one zone is worked out once for all who share it. */
function boardRowsOf(
  {
    calendars,
    plan,
  }: { readonly calendars: Pick<CalendarReader, 'openTime'>; readonly plan: PlanFactsDeps['plan'] },
  { from, to }: BoardAsked,
  { memberships, placed, teamsById, workers }: RowParts,
): BoardRow[] {
  const work = groupedBy(placed, ({ workerId }) => workerId)
  const absences = groupedBy(plan.absences(from - dayMs, to + dayMs), ({ workerId }) => workerId)
  const times = new Map<string, { open: OpenTime; time: ReturnType<typeof workingTimeOf> }>()
  function timeOf({ calendarId, zone }: PlanWorker) {
    const key = `${calendarId ?? ''} ${zone}`
    const known = times.get(key)
    if (known) return known
    const open = calendars.openTime(calendarId, zone)
    const made = { open, time: heldTimeOf(open, from - 2 * dayMs, to + 2 * dayMs) }
    times.set(key, made)
    return made
  }
  return workers.map((worker) => {
    const { open, time } = timeOf(worker)
    const held = memberships.get(worker.id) ?? []
    const away = absences.get(worker.id) ?? []
    const parts = {
      ...{ time, absences: away, memberships: held, teams: teamsById },
      work: keptWork(work.get(worker.id) ?? []),
    }
    return { worker, open, memberships: held, absences: away, facts: factsOf(worker, parts) }
  })
}

/** Working time whose closed dates of a range are looked up once; no place of the board lies outside it. */
function heldTimeOf(open: OpenTime, from: number, to: number): WorkingTime {
  const closed = open
    .dates(from, to)
    .flatMap(({ date, end, isOpen, name, start }) =>
      isOpen || name === undefined || name === '' ? [] : [{ date, name, start, end }],
    )
  return {
    between: workingTimeOf(open).between,
    closedOn: (start, end) => closed.find((one) => one.start < end && one.end > start),
  }
}

/** Active teams of the caller's offices that are asked for, and whatever team the rows name. */
function shownTeams(
  caller: Caller,
  teams: readonly PlanTeam[],
  chosen: ReadonlySet<TeamId> | undefined,
  boardRows: readonly BoardRow[],
  rows: readonly PlanRow[],
): PlanTeam[] {
  const isOwn = reachOf(caller, 'dispatch.read') === 'own'
  const named = new Set([
    ...boardRows.flatMap(({ memberships }) => memberships.map(({ teamId }) => teamId)),
    ...rows.map(({ teamId }) => teamId),
  ])
  return teams.filter(({ active, id, officeId }) => {
    if (chosen) return chosen.has(id) && caller.officeIds.includes(officeId)
    return named.has(id) || (active && !isOwn && caller.officeIds.includes(officeId))
  })
}
