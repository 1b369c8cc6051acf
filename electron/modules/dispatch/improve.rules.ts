import type { Agenda, SearchTerms } from './agenda.rules'
import { chosenOffer, type JobOffer } from './crews.rules'
import { compareMeasures, planInTurn, type Plan, type PlanJob } from './plan.rules'

/** So many looks at a person's day an improvement takes: seconds on a small machine. */
const looks = 600_000
/** So many between two steps: milliseconds. */
const looksAStep = 2000
const fewestRounds = 20
const mostRounds = 1000
const seed = 20_260_310

/** How often an improvement tries: the same for the same input (R07-45). */
export function roundsFor(jobs: number, candidates: number): number {
  return Math.max(fewestRounds, Math.min(mostRounds, Math.floor(looks / Math.max(1, jobs * candidates))))
}

/** Where an improvement stands after a step. */
export interface Improving {
  readonly best: Plan
  readonly round: number
  readonly rounds: number
}

interface Attempt {
  readonly turns: readonly PlanJob[]
  /** Jobs that take the shortest way in place of the highest score. */
  readonly near: ReadonlySet<PlanJob>
}

/**
 * Tries other turns and nearer persons from a fixed seed, and keeps the best plan; yields every few milliseconds.
 * What it answers is the plan it was given, or a better one (R07-45).
 */
export function* improvePlan(
  baseline: Plan,
  jobs: readonly PlanJob[],
  agendas: readonly Agenda[],
  terms: SearchTerms,
  rounds = roundsFor(jobs.length, agendas.length),
): Generator<Improving, Plan> {
  const random = randomFrom(seed)
  let best = baseline
  let current: Attempt = { turns: jobs, near: new Set() }
  let currentMeasure = baseline.measure
  let looked = 0
  if (jobs.length === 0) return best
  for (let round = 0; round < rounds; round += 1) {
    const attempt = changed(current, best, random)
    const steps = planInTurn(attempt.turns, agendas, terms, (offers, job) =>
      attempt.near.has(job) ? nearestOffer(offers) : chosenOffer(offers),
    )
    let step = steps.next()
    while (!step.done) {
      looked += agendas.length
      if (looked >= looksAStep) {
        looked = 0
        yield { best, round, rounds }
      }
      step = steps.next()
    }
    const plan = step.value
    if (compareMeasures(plan.measure, currentMeasure) <= 0) {
      current = attempt
      currentMeasure = plan.measure
    }
    if (compareMeasures(plan.measure, best.measure) < 0) best = plan
  }
  return best
}

/** The shortest way among those that keep the deadline, else among all. */
function nearestOffer(offers: readonly JobOffer[]): JobOffer | undefined {
  const punctual = offers.filter(({ isSlaLate }) => !isSlaLate)
  const travel = ({ offers: persons }: JobOffer) =>
    persons.reduce((sum, { slot }) => sum + slot.way.minutes, 0)
  const [nearest] = (punctual.length > 0 ? punctual : [...offers]).sort((a, b) => travel(a) - travel(b))
  return nearest
}

/** One change: a job that was left over comes earlier, two change places, or one takes the other way to choose. */
function changed({ near, turns }: Attempt, best: Plan, random: () => number): Attempt {
  const pick = <One>(from: readonly One[]): One | undefined => from[Math.floor(random() * from.length)]
  const kind = random()
  if (kind < 0.4) {
    const job = pick(turns)
    return { turns, near: toggled(near, job) }
  }
  const left = best.unplanned.map(({ job }) => job)
  const moved = kind < 0.7 && left.length > 0 ? pick(left) : pick(turns)
  if (!moved) return { turns, near }
  const others = turns.filter((job) => job !== moved)
  const at = Math.floor(random() * (others.length + 1))
  return { turns: [...others.slice(0, at), moved, ...others.slice(at)], near }
}

function toggled(near: ReadonlySet<PlanJob>, job: PlanJob | undefined): ReadonlySet<PlanJob> {
  const next = new Set(near)
  if (job && !next.delete(job)) next.add(job)
  return next
}

/** The same numbers in [0, 1) for the same seed (mulberry32). */
function randomFrom(from: number): () => number {
  let state = from
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
