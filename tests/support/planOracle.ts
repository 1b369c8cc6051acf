import {
  sharedTime,
  type Span,
  type Work,
  type WorkerFacts,
} from '../../electron/modules/dispatch/conflicts.rules'
import type { Agenda, Need, SearchTerms } from '../../electron/modules/dispatch/agenda.rules'
import type { Plan, PlanJob } from '../../electron/modules/dispatch/plan.rules'
import { travelMinutes, type Place } from '../../electron/modules/dispatch/travel.rules'

const minute = 60_000

/** A person of the oracle: the plan so far, looked at minute by minute. */
interface Person {
  readonly number: string
  readonly facts: WorkerFacts
  readonly base: Place | undefined
  readonly day: Span
  readonly isEmployed: boolean
  readonly offsetAt: (instant: number) => number
  readonly work: Work[]
}
interface Found {
  readonly person: Person
  readonly start: number
  readonly travel: number
  readonly score: number
  readonly isLate: boolean
}
export interface OracleRow {
  readonly job: string
  readonly worker: string
  readonly start: number
  readonly score: number
}

export function peopleOf(agendas: readonly Agenda[]): Person[] {
  return agendas.map(({ candidate, work }) => {
    const [day] = candidate.days
    if (!day) throw new Error('one day is planned')
    const { base, end, isEmployed, start } = day
    return {
      ...{ number: candidate.number, facts: candidate.facts, base, isEmployed, offsetAt: candidate.offsetAt },
      ...{ day: { start, end }, work: [...work] },
    }
  })
}

/** The rules of R07-40 as they are written, asked of one start. */
function fits(need: Need, person: Person, start: number, terms: SearchTerms): boolean {
  const { day, facts, work } = person
  const end = start + need.duration * minute
  const way = (place: Place | undefined) => travelMinutes(place, need.place, terms.travel) * minute
  const open = facts.time.between(start, end)
  const isFree = (taken: Span) => sharedTime(taken, { start, end }) === 0
  if (start < (need.earliest ?? start) || start < terms.now || end > (need.latest ?? end)) return false
  if (open.length !== 1 || open[0]?.start !== start || open[0].end !== end || end > day.end) return false
  if (!facts.absences.every(isFree) || !work.every(isFree)) return false
  const before = work.filter((one) => one.end <= start)
  const after = work.filter((one) => one.start >= end)
  if (before.some((one) => one.end + way(one.place) > start && isLast(one, before))) return false
  if (after.some((one) => end + way(one.place) > one.start && isFirst(one, after))) return false
  const opens = facts.time.between(day.start, day.end)
  const [first, last] = [opens[0], opens.at(-1)]
  if (terms.commuteCounts && before.length === 0 && first && start < first.start + way(person.base))
    return false
  if (terms.commuteCounts && after.length === 0 && last && end + way(person.base) > last.end) return false
  const planned = work.reduce((sum, one) => sum + sharedTime(one, day) / minute, 0) + need.duration
  return planned <= (facts.maxMinutes ?? planned)
}
const isLast = (one: Work, all: readonly Work[]) => all.every(({ end }) => end <= one.end)
const isFirst = (one: Work, all: readonly Work[]) => all.every(({ start }) => start >= one.start)

/** The starts of a day whose wall clock is on the grid, or the crew's. */
function startsOf(need: Need, { day, offsetAt }: Person, { gridMinutes }: SearchTerms): number[] {
  if (need.start !== undefined) return need.start >= day.start && need.start < day.end ? [need.start] : []
  const starts: number[] = []
  for (let at = day.start; at < day.end; at += minute)
    if ((at + offsetAt(at)) % (gridMinutes * minute) === 0) starts.push(at)
  return starts
}

function isAble(need: Need, { facts, isEmployed }: Person, date: string): boolean {
  return (
    isEmployed &&
    need.skills.every(({ level, skill }) =>
      facts.skills.some(
        (held) =>
          held.skill === skill && held.level >= level && (held.validTo === undefined || held.validTo >= date),
      ),
    )
  )
}

function scored(need: Need, person: Person, start: number, terms: SearchTerms, date: string): Found {
  const { day, facts, work } = person
  const end = start + need.duration * minute
  const before = work.filter((one) => one.end <= start && one.end > day.start)
  const previous = before.filter((one) => isLast(one, before))
  const ways = previous.map(({ place }) => travelMinutes(place, need.place, terms.travel))
  const travel = ways.length > 0 ? Math.max(...ways) : travelMinutes(person.base, need.place, terms.travel)
  const opens = facts.time.between(day.start, day.end)
  const free = opens.reduce((sum, open) => {
    let left = 0
    for (let at = open.start; at < open.end; at += minute)
      if (!facts.absences.some((away) => away.start <= at && at < away.end)) left += 1
    return sum + left
  }, 0)
  const planned = work.reduce((sum, one) => sum + sharedTime(one, day) / minute, 0) + need.duration
  const isLate = need.slaDeadline !== undefined && end > need.slaDeadline
  const from = need.earliest ?? opens[0]?.start ?? start
  const score =
    (need.preferredTechnicianId === facts.id ? 20 : 0) +
    (need.teamId === undefined || need.teamId === facts.teamOn(date) ? 10 : 0) +
    Math.max(0, 30 - Math.floor(travel / 2)) +
    Math.max(0, Math.floor((20 * (free - planned)) / free)) +
    (isLate ? 0 : Math.max(0, 20 - Math.floor((start - from) / (15 * minute))))
  return { person, start, travel, score, isLate }
}

const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function candidates(job: PlanJob, people: readonly Person[], terms: SearchTerms, date: string): Found[][] {
  const { memberIds, need } = job
  const able = people.filter((person) => isAble(need, person, date))
  const all = able.map((person) =>
    startsOf(need, person, terms)
      .filter((start) => fits(need, person, start, terms))
      .map((start) => scored(need, person, start, terms, date)),
  )
  if (memberIds.length === 1)
    return all
      .flatMap(([first]) => (first ? [first] : []))
      .sort(
        (a, b) =>
          b.score - a.score ||
          a.start - b.start ||
          a.travel - b.travel ||
          text(a.person.number, b.person.number),
      )
      .map((found) => [found])
  const starts = [...new Set(all.flat().map(({ start }) => start))]
  const sum = (crew: readonly Found[]) => crew.reduce((points, { score }) => points + score, 0)
  const numbers = (crew: readonly Found[]) => crew.map(({ person }) => person.number).join(' ')
  return starts
    .flatMap((start) => {
      const there = all.flat().filter((found) => found.start === start)
      const byNumber = there.sort((a, b) => text(a.person.number, b.person.number))
      const crews = subsets(byNumber, memberIds.length)
      const [best] = crews.sort((a, b) => sum(b) - sum(a) || text(numbers(a), numbers(b)))
      return best ? [best] : []
    })
    .sort(
      (a, b) => sum(b) - sum(a) || (a[0]?.start ?? 0) - (b[0]?.start ?? 0) || text(numbers(a), numbers(b)),
    )
}

function subsets<One>(all: readonly One[], size: number): One[][] {
  if (size === 0) return [[]]
  return all.flatMap((one, index) => subsets(all.slice(index + 1), size - 1).map((rest) => [one, ...rest]))
}

const ranks = { high: 0, normal: 1, low: 2 }

/** The baseline by brute force: every minute of every person's day, every crew of every start (R07-45). */
export function oraclePlan(
  jobs: readonly PlanJob[],
  agendas: readonly Agenda[],
  terms: SearchTerms,
  date: string,
): OracleRow[] {
  const people = peopleOf(agendas)
  const never = 1e18
  const inTurn = [...jobs].sort(
    (a, b) =>
      ranks[a.priority] - ranks[b.priority] ||
      (a.need.slaDeadline ?? never) - (b.need.slaDeadline ?? never) ||
      (a.need.latest ?? never) - (b.need.latest ?? never) ||
      b.need.duration - a.need.duration ||
      text(a.number, b.number),
  )
  return inTurn.flatMap((job) => {
    const found = candidates(job, people, terms, date)
    const chosen = found.find((crew) => crew.every(({ isLate }) => !isLate)) ?? found[0] ?? []
    return chosen.map(({ person, score, start }) => {
      const { orderId, orderNumber, place } = job.need
      const span = { start, end: start + job.need.duration * minute }
      person.work.push({ ...span, id: job.need.id, orderId, orderNumber, place })
      return { job: job.number, worker: person.number, start, score }
    })
  })
}

export function rowsOf({ placements }: Plan): OracleRow[] {
  return placements.flatMap(({ job, offer }) =>
    offer.offers.map(({ agenda, score, slot }) => ({
      ...{ job: job.number, worker: agenda.candidate.number, start: slot.start, score },
    })),
  )
}

/** What is wrong with a plan, looked at from outside: every hard rule, of each visit with all others in place. */
export function faultsOf(
  plan: Plan,
  jobs: readonly PlanJob[],
  agendas: readonly Agenda[],
  terms: SearchTerms,
  date: string,
): string[] {
  const faults: string[] = []
  const people = new Map(peopleOf(agendas).map((person) => [person.number, person]))
  const rows = plan.placements.flatMap(({ job, offer }) =>
    offer.offers.map(({ agenda, slot }) => ({ job, slot, person: people.get(agenda.candidate.number) })),
  )
  const workOf = ({ job, slot }: (typeof rows)[number]): Work => {
    const { id, orderId, orderNumber, place } = job.need
    return { start: slot.start, end: slot.end, id, orderId, orderNumber, place }
  }
  for (const row of rows) {
    const { job, person, slot } = row
    if (!person) return [`${job.number}: nobody knows the person`]
    const beside = rows.filter((other) => other !== row && other.person === person).map(workOf)
    const around = { ...person, work: [...person.work, ...beside] }
    if (!fits(job.need, around, slot.start, terms)) faults.push(`${job.number}: the time is not free`)
    if (!isAble(job.need, person, date)) faults.push(`${job.number}: ${person.number} is not able`)
    if (slot.end - slot.start !== job.need.duration * minute) faults.push(`${job.number}: another length`)
  }
  for (const { job, offer } of plan.placements) {
    const names = new Set(offer.offers.map(({ agenda }) => agenda.candidate.number))
    const starts = new Set(offer.offers.map(({ slot }) => slot.start))
    if (names.size !== job.memberIds.length || starts.size !== 1) faults.push(`${job.number}: not a crew`)
  }
  const seen = [...plan.placements, ...plan.unplanned].map(({ job }) => job.number).sort()
  if (
    seen.join(' ') !==
    jobs
      .map(({ number }) => number)
      .sort()
      .join(' ')
  )
    faults.push('a job is lost')
  return faults
}
