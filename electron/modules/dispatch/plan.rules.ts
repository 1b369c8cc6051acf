import type { PlanMeasure } from '../../shared/contract/dispatchPlans'
import type { OrderPriority } from '../../shared/contract/orderLiterals'
import { workAt, type Agenda, type SearchTerms } from './agenda.rules'
import type { Work } from './conflicts.rules'
import { chosenOffer, exclusionsFor, offersFor, type Job, type JobOffer } from './crews.rules'
import { wayBetween } from './neighbours.rules'
import { compareText, type Exclusion } from './suggestions.rules'
import { travelMinutes } from './travel.rules'

/** A job with what decides when it has its turn (R07-45). */
export interface PlanJob extends Job {
  readonly priority: OrderPriority
  /** Of its first activity. */
  readonly number: string
}

/** A job in the plan: one offer for each of its activities. */
export interface Placement {
  readonly job: PlanJob
  readonly offer: JobOffer
}

export interface Plan {
  readonly placements: readonly Placement[]
  readonly unplanned: readonly { readonly job: PlanJob; readonly reasons: readonly Exclusion[] }[]
  /** The candidates' days with the plan in them. */
  readonly agendas: readonly Agenda[]
  readonly measure: PlanMeasure
}

/** Which of the offers a job gets. */
type Choose = (offers: readonly JobOffer[], job: PlanJob) => JobOffer | undefined

const ranks: Readonly<Record<OrderPriority, number>> = { high: 0, normal: 1, low: 2 }
const never = Number.POSITIVE_INFINITY

/** High before Normal before Low, then the deadline, the latest end, the longer, the number (R07-45). */
export function compareJobs(a: PlanJob, b: PlanJob): number {
  return (
    ranks[a.priority] - ranks[b.priority] ||
    compareNumbers(a.need.slaDeadline ?? never, b.need.slaDeadline ?? never) ||
    compareNumbers(a.need.latest ?? never, b.need.latest ?? never) ||
    b.need.duration - a.need.duration ||
    compareText(a.number, b.number)
  )
}

/** Not by their difference: that of two infinite ones is none. */
function compareNumbers(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Whether the first plan is better, below 0, or the second: more High, Normal, Low planned, fewer late, less travel. */
export function compareMeasures(a: PlanMeasure, b: PlanMeasure): number {
  return (
    b.high - a.high ||
    b.normal - a.normal ||
    b.low - a.low ||
    a.slaLate - b.slaLate ||
    a.travelMinutes - b.travelMinutes
  )
}

/** Gives each job in turn what is chosen for it, with everything before it in place; yields after each. */
export function* planInTurn(
  jobs: readonly PlanJob[],
  agendas: readonly Agenda[],
  terms: SearchTerms,
  choose: Choose = chosenOffer,
): Generator<void, Plan> {
  const held = [...agendas]
  const indexOf = new Map(agendas.map(({ candidate }, index) => [candidate.id, index]))
  const placements: Placement[] = []
  const unplanned: { job: PlanJob; reasons: readonly Exclusion[] }[] = []
  for (const job of jobs) {
    const offers = offersFor(job, held, terms)
    const offer = choose(offers, job)
    if (!offer) unplanned.push({ job, reasons: exclusionsFor(job, held, offers) })
    else {
      placements.push({ job, offer })
      for (const [turn, { agenda, slot }] of offer.offers.entries()) {
        const work = workAt(job.need, job.memberIds[turn] ?? job.need.id, slot)
        const index = indexOf.get(agenda.candidate.id)
        if (index !== undefined) held[index] = { ...agenda, work: withWork(agenda.work, work) }
      }
    }
    yield
  }
  return { placements, unplanned, agendas: held, measure: measureOf(placements, held, terms) }
}

/** In its place by start. */
function withWork(work: readonly Work[], added: Work): Work[] {
  const later = work.findIndex(({ start }) => start > added.start)
  const at = later === -1 ? work.length : later
  return [...work.slice(0, at), added, ...work.slice(at)]
}

function measureOf(
  placements: readonly Placement[],
  agendas: readonly Agenda[],
  terms: SearchTerms,
): PlanMeasure {
  const planned = (priority: OrderPriority) =>
    placements.reduce((sum, { job }) => sum + (job.priority === priority ? job.memberIds.length : 0), 0)
  return {
    high: planned('high'),
    normal: planned('normal'),
    low: planned('low'),
    slaLate: placements.reduce(
      (sum, { job, offer }) => sum + (offer.isSlaLate ? job.memberIds.length : 0),
      0,
    ),
    travelMinutes: agendas.reduce((sum, agenda) => sum + travelOfDays(agenda, terms), 0),
  }
}

/** Minutes of the ways to what is done on the searched days, the first from the base. */
function travelOfDays({ candidate, work }: Agenda, { travel }: SearchTerms): number {
  let minutes = 0
  for (const day of candidate.days) {
    let previous: Work | undefined
    for (const one of work) {
      if (one.start < day.start || one.start >= day.end) continue
      minutes += previous
        ? wayBetween(previous, one, travel).minutes
        : travelMinutes(day.base, one.place, travel)
      previous = one
    }
  }
  return minutes
}
