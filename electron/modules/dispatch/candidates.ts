import type { Caller } from '../../db/act'
import { domainError } from '../../shared/contract/domainError'
import { planErrors } from '../../shared/contract/dispatchPlans'
import type { ActivityId, CrewId, OfficeId, WorkerId } from '../../shared/contract/id'
import { dayOf } from '../calendars/index'
import type { Agenda, Need, SearchTerms } from './agenda.rules'
import { agendaOf } from './agendas'
import type { PlanRules, Subject } from './conflicts.rules'
import type { Job } from './crews.rules'
import { createPlanFacts, keptWork, planRulesOf, type PlanFactsDeps } from './planFacts'
import type { PlanRow } from './planRow.repository'
import type { Offer } from './suggestions.rules'
import type { WorkRepository } from './work.repository'

export interface PlansDeps extends PlanFactsDeps {
  readonly work: WorkRepository
  readonly zoneOf: (officeId: OfficeId) => string
}

/** Dates, both included. */
export interface DateRange {
  readonly from: string
  readonly to: string
}

const dayMs = 86_400_000
const longestDays = 92
/** Wherever on earth the people are, and as long again as a visit and the way from it may take. */
const aroundMs = 14 * 3_600_000 + dayMs

/** Throws RANGE_INVALID for dates that end before they begin or are more than 92. */
export function assertRange({ from, to }: DateRange): void {
  const days = dayOf(to) - dayOf(from) + 1
  if (days < 1 || days > longestDays)
    throw domainError(planErrors, 'RANGE_INVALID', { field: 'to', limit: longestDays })
}

/** What an office's suggestions and plans are searched by. */
export function searchTermsOf(
  { settings }: Pick<PlansDeps, 'settings'>,
  officeId: OfficeId,
  now: number,
): SearchTerms & PlanRules {
  return {
    ...planRulesOf(settings, officeId, now),
    gridMinutes: settings.value('boardGridMinutes', { officeId }),
  }
}

/**
 * The members of dispatch teams on these dates; `teamIds` none: of every team. In a store without teams everyone of the
 * caller's offices, as on the board.
 */
export function membersOf(
  { plan }: Pick<PlansDeps, 'plan'>,
  { officeIds }: Pick<Caller, 'officeIds'>,
  range: DateRange,
  teamIds: readonly string[],
): WorkerId[] {
  const teams = new Set(teamIds)
  if (teams.size === 0 && !plan.hasMemberships()) return plan.workersOf(officeIds).map(({ id }) => id)
  const members = plan.memberships(range.from, range.to)
  const asked = members.filter(({ teamId }) => teams.size === 0 || teams.has(teamId))
  return [...new Set(asked.map(({ workerId }) => workerId))]
}

/** Reads people's days in the range with what lies in them, a day before and after it too, in few statements. */
export function candidatesOn(
  deps: PlansDeps,
  caller: Caller,
  workerIds: readonly WorkerId[],
  range: DateRange,
): Agenda[] {
  const [from, to] = [dayOf(range.from) * dayMs - aroundMs, (dayOf(range.to) + 1) * dayMs + aroundMs]
  const ids = [...new Set(workerIds)]
  const taken = deps.work.takenOf(ids, from, to)
  const people = createPlanFacts(deps).peopleOn(ids, from, to, (id) => keptWork(taken.get(id) ?? []))
  const allowsInactiveWorkers = deps.settings.value('allowInactiveWorkers', { officeId: caller.officeId })
  return [...people.values()]
    .filter(({ worker: { officeId } }) => officeId === undefined || caller.officeIds.includes(officeId))
    .map(({ facts, worker }) => {
      const { displayName, id, number } = worker
      return agendaOf({ id, number, displayName, facts }, { ...range, allowsInactiveWorkers })
    })
}

/** Where activities are, as people call it: the ways of offers begin there. */
export function placeNamesOf(
  { plan }: Pick<PlansDeps, 'plan'>,
  offers: readonly Offer[],
): ReadonlyMap<ActivityId, string> {
  const ids = new Set(offers.flatMap(({ slot }) => slot.previous?.id ?? []))
  return new Map(plan.byIds([...ids]).map((row) => [row.id, placeNameOf(row)]))
}

/** Where an activity is, as people call it. */
export function placeNameOf({ customerName, siteCity }: PlanRow): string {
  return siteCity ?? customerName
}

/** An activity with those of its crew that are to be planned with it. */
export interface AskedJob {
  readonly job: Job
  /** By number, in the order of the job's members. */
  readonly members: readonly PlanRow[]
}

/**
 * What is to be done by an activity and the open ones of its crew, which share a start and have different people (3.6).
 *
 * @param crew - every activity of the crew, itself among them; empty: it has none
 */
export function jobOf(
  row: PlanRow,
  crew: readonly PlanRow[],
  subjects: ReadonlyMap<ActivityId, Subject>,
): AskedJob {
  const others = crew.filter(({ id, status }) => id !== row.id && status !== 'closed')
  const placed = others.filter(({ status }) => status === 'dispatched')
  const joining =
    row.status === 'dispatched'
      ? []
      : others.filter(({ locked, status }) => status === 'undispatched' && !locked)
  const members = [row, ...joining].sort((a, b) => (a.number < b.number ? -1 : 1))
  const needs = members.flatMap((member) => needOf(member, subjects.get(member.id)) ?? [])
  const [first, ...rest] = needs
  if (!first) throw new Error(`activity ${row.id}: nothing is known of what it needs`)
  return {
    members,
    job: {
      need: { ...rest.reduce(strictest, first), start: placed[0]?.start },
      memberIds: members.map(({ id }) => id),
      takenIds: placed.flatMap(({ workerId }) => workerId ?? []),
    },
  }
}

/** The crews of activities by their id. */
export function crewsOf({ plan }: Pick<PlansDeps, 'plan'>, rows: readonly PlanRow[]): Map<CrewId, PlanRow[]> {
  const crews = new Map<CrewId, PlanRow[]>()
  const ids = [...new Set(rows.flatMap(({ crewId }) => crewId ?? []))]
  for (const row of ids.length === 0 ? [] : plan.ofCrews(ids))
    if (row.crewId !== undefined) crews.set(row.crewId, [...(crews.get(row.crewId) ?? []), row])
  return crews
}

function needOf({ duration, orderNumber }: PlanRow, subject: Subject | undefined): Need | undefined {
  return subject && { ...subject, orderNumber, duration }
}

/** What two activities of a crew ask together. */
function strictest(one: Need, other: Need): Need {
  const skills = [...one.skills, ...other.skills]
  const levels = new Map<string, number>()
  for (const { level, skill } of skills) levels.set(skill, Math.max(level, levels.get(skill) ?? 0))
  return {
    ...one,
    earliest: ofBoth(Math.max, one.earliest, other.earliest),
    latest: ofBoth(Math.min, one.latest, other.latest),
    duration: Math.max(one.duration, other.duration),
    skills: [...levels].map(([skill, level]) => ({ skill, level })),
    teamId: one.teamId ?? other.teamId,
  }
}

function ofBoth(
  choose: (a: number, b: number) => number,
  one: number | undefined,
  other: number | undefined,
): number | undefined {
  return one === undefined ? other : other === undefined ? one : choose(one, other)
}
