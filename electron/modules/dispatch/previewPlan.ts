import type { Caller, JobControl } from '../../db/act'
import { notFound } from '../../db/version'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { mostPlanned, planErrors, type DayPlan } from '../../shared/contract/dispatchPlans'
import type { ActivityId, TeamId } from '../../shared/contract/id'
import { dayOf, edgeInstant } from '../calendars/index'
import type { Agenda, SearchTerms } from './agenda.rules'
import {
  candidatesOn,
  crewsOf,
  jobOf,
  membersOf,
  placeNamesOf,
  searchTermsOf,
  type AskedJob,
  type PlansDeps,
} from './candidates'
import type { PlanRules, Subject } from './conflicts.rules'
import { improvePlan } from './improve.rules'
import { compareJobs, compareMeasures, planInTurn, type Plan, type PlanJob } from './plan.rules'
import { createPlanFacts } from './planFacts'
import type { PlanRow } from './planRow.repository'
import { excludedOf, suggestionOf } from './suggestionView'

export interface PlanInput {
  readonly date: string
  readonly teamIds: readonly TeamId[]
  readonly activityIds?: readonly ActivityId[] | undefined
  readonly improve: boolean
}

interface PlanWork {
  readonly leftCount: number
  readonly jobs: readonly PlanJob[]
  readonly asked: ReadonlyMap<PlanJob, AskedJob>
  readonly rows: ReadonlyMap<ActivityId, PlanRow>
  readonly agendas: readonly Agenda[]
  readonly subjects: ReadonlyMap<ActivityId, Subject>
  readonly terms: SearchTerms & PlanRules
  readonly date: string
}

/**
 * The plan of a day as a draft (R07-45): nothing is stored. Cancelled while it improves, the best so far stays.
 *
 * @throws NO_CANDIDATE when nobody of the teams is there, NOT_FOUND and FORBIDDEN for activities that are not there or out of reach
 */
export function* previewPlan(
  deps: PlansDeps,
  control: JobControl,
  input: PlanInput,
): Generator<void, DayPlan> {
  const work = workToPlan(deps, control, input)
  const steps = planInTurn(work.jobs, work.agendas, work.terms)
  let step = steps.next()
  for (let done = 1; !step.done; done += 1) {
    control.progress(input.improve ? 0 : done, input.improve ? 100 : work.jobs.length)
    yield
    step = steps.next()
  }
  const baseline = step.value
  const best = input.improve ? yield* improveInSteps(deps, control, work, baseline) : baseline
  return dayPlanOf(deps, work, { baseline, plan: best, isStopped: false })
}

function* improveInSteps(
  deps: PlansDeps,
  control: JobControl,
  work: PlanWork,
  baseline: Plan,
): Generator<void, Plan> {
  const steps = improvePlan(baseline, work.jobs, work.agendas, work.terms)
  let kept: Plan | undefined
  let step = steps.next()
  while (!step.done) {
    const { best, round, rounds } = step.value
    if (best !== kept) control.keep(() => dayPlanOf(deps, work, { baseline, plan: best, isStopped: true }))
    kept = best
    control.progress(Math.floor((100 * round) / rounds), 100)
    yield
    step = steps.next()
  }
  return step.value
}

function workToPlan(
  deps: PlansDeps,
  { caller, startedAt }: Pick<JobControl, 'caller' | 'startedAt'>,
  { activityIds, date, teamIds }: PlanInput,
): PlanWork {
  const range = { from: date, to: date }
  const agendas = candidatesOn(deps, caller, membersOf(deps, caller, range, teamIds), range)
  if (agendas.length === 0) throw domainError(planErrors, 'NO_CANDIDATE', { field: 'teamIds' })
  const rows = activityIds
    ? askedRows(deps, caller, activityIds)
    : waitingRows(deps, caller, teamIds, dayEnd(deps, caller, date))
  const open = rows.filter(({ locked, status }) => status === 'undispatched' && !locked)
  const crews = crewsOf(deps, open)
  const subjects = createPlanFacts(deps).subjectsOf([...open, ...[...crews.values()].flat()])
  const asked = askedJobs(open, crews, subjects)
  const jobs = mostUrgent([...asked.keys()].sort(compareJobs))
  return {
    jobs,
    leftCount: open.length - jobs.reduce((count, { memberIds }) => count + memberIds.length, 0),
    ...{ asked, agendas, subjects, date },
    rows: new Map(open.map((row) => [row.id, row])),
    terms: searchTermsOf(deps, caller.officeId, startedAt),
  }
}

/** As many from the first on as one plan holds. */
function mostUrgent(jobs: readonly PlanJob[]): PlanJob[] {
  const taken: PlanJob[] = []
  let count = 0
  for (const job of jobs) {
    count += job.memberIds.length
    if (count > mostPlanned) break
    taken.push(job)
  }
  return taken
}

function dayEnd({ zoneOf }: PlansDeps, { officeId }: Caller, date: string): number {
  return edgeInstant(zoneOf(officeId), dayOf(date) + 1, 0, 'start')
}

function askedRows({ plan }: PlansDeps, caller: Caller, activityIds: readonly ActivityId[]): PlanRow[] {
  const asked = [...new Set(activityIds)]
  const rows = plan.byIds(asked)
  const found = new Set(rows.map(({ id }) => id))
  const unknown = asked.find((id) => !found.has(id))
  if (unknown !== undefined) throw notFound('activity', unknown)
  if (rows.some(({ officeId }) => !caller.officeIds.includes(officeId)))
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'dispatch.plan' })
  return rows
}

/** Undispatched ones of the teams, and of none, that may begin on the day. */
function waitingRows(
  { plan }: PlansDeps,
  caller: Caller,
  teamIds: readonly TeamId[],
  end: number,
): PlanRow[] {
  return plan
    .waiting(caller.officeIds)
    .filter(({ earliest }) => earliest === undefined || earliest < end)
    .filter(({ teamId }) => teamId === undefined || teamIds.length === 0 || teamIds.includes(teamId))
}

/** One job an activity, or a crew, whose other activities are planned with it only if they are among the rows. */
function askedJobs(
  rows: readonly PlanRow[],
  crews: ReturnType<typeof crewsOf>,
  subjects: ReadonlyMap<ActivityId, Subject>,
): Map<PlanJob, AskedJob> {
  const given = new Set(rows.map(({ id }) => id))
  const done = new Set<ActivityId>()
  const jobs = new Map<PlanJob, AskedJob>()
  for (const row of [...rows].sort((a, b) => (a.number < b.number ? -1 : 1))) {
    if (done.has(row.id)) continue
    const crew = row.crewId === undefined ? [] : (crews.get(row.crewId) ?? [])
    const concerned = crew.filter(({ id, status }) => status === 'dispatched' || given.has(id))
    const asked = jobOf(row, concerned, subjects)
    for (const { id } of asked.members) done.add(id)
    jobs.set({ ...asked.job, priority: row.priority, number: row.number }, asked)
  }
  return jobs
}

interface Planned {
  readonly baseline: Plan
  readonly plan: Plan
  readonly isStopped: boolean
}

function dayPlanOf(deps: PlansDeps, work: PlanWork, { baseline, isStopped, plan }: Planned): DayPlan {
  const offers = plan.placements.flatMap(({ offer }) => offer.offers)
  const finalOf = new Map(plan.agendas.map((agenda) => [agenda.candidate.id, agenda]))
  const place = {
    ...{ rules: work.terms, subjects: work.subjects, placeNames: placeNamesOf(deps, offers) },
    agendaOf: (agenda: Agenda) => finalOf.get(agenda.candidate.id) ?? agenda,
  }
  return {
    date: work.date,
    edits: plan.placements.flatMap(({ job, offer }) => {
      const asked = work.asked.get(job)
      return (asked?.members ?? []).flatMap((row) => {
        const suggestion = asked && suggestionOf(asked, offer, row.id, place)
        if (!suggestion) return []
        const { slot, workerId } = suggestion
        const edit = { activityId: row.id, expectedVersion: row.version, workerId, slot, confirmed: [] }
        return [{ ...edit, ...shownOf(row), priority: row.priority, siteCity: row.siteCity, suggestion }]
      })
    }),
    unplanned: plan.unplanned.flatMap(({ job, reasons }) =>
      (work.asked.get(job)?.members ?? []).map((row) => ({
        activityId: row.id,
        ...shownOf(row),
        reasons: reasons.map(excludedOf),
      })),
    ),
    leftCount: work.leftCount,
    ...{ baseline: baseline.measure, measure: plan.measure },
    isImproved: compareMeasures(plan.measure, baseline.measure) < 0,
    isStopped,
  }
}

function shownOf({ customerName, number, orderNumber }: PlanRow) {
  return { number, orderNumber, customerName }
}
