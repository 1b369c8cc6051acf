import type { ActivityId, WorkerId } from '../../shared/contract/id'
import type { Agenda, Candidate, Need, SearchTerms } from './agenda.rules'
import { slotOn } from './slots.rules'
import {
  compareText,
  exclusionOf,
  exclusionOn,
  offersOf,
  scored,
  type Exclusion,
  type Offer,
} from './suggestions.rules'

/** One activity, or those of a crew that are planned together: as many persons at one start (3.6). */
export interface Job {
  /** Of a crew: what all of its activities ask. */
  readonly need: Need
  /** The activities by number. */
  readonly memberIds: readonly ActivityId[]
  /** Who does the rest of the crew already (`SAME_WORKER`). */
  readonly takenIds: readonly WorkerId[]
}

/** Different persons at one start: one for each member, by number. */
export interface JobOffer {
  readonly start: number
  readonly score: number
  readonly offers: readonly Offer[]
  readonly isSlaLate: boolean
}

/**
 * What can be offered for a job, best first. Of a crew: the best combination at each common start of the earliest day
 * that has one: highest sum, then the earlier start, then the numbers (3.6).
 */
export function offersFor(job: Job, agendas: readonly Agenda[], terms: SearchTerms): JobOffer[] {
  const open = openFor(job, agendas)
  return job.memberIds.length === 1
    ? offersOf(job.need, open, terms).map((offer) => together([offer]))
    : crewOffers(job, open, terms)
}

/** Why the others are not offered, by number. Who only finds no fellow for a crew at a start is not excluded. */
export function exclusionsFor(
  job: Job,
  agendas: readonly Agenda[],
  offers: readonly JobOffer[],
): Exclusion[] {
  const offered = new Set(offers.flatMap((one) => one.offers.map(({ agenda }) => agenda.candidate.id)))
  const isCrew = job.memberIds.length > 1 && offers.length > 0
  return openFor(job, agendas)
    .filter(({ candidate }) => !offered.has(candidate.id))
    .map(({ candidate }) => exclusionOf(job.need, candidate))
    .filter(({ code }) => !isCrew || code !== 'NO_SLOT')
    .sort((a, b) => compareText(a.candidate.number, b.candidate.number))
}

function openFor({ takenIds }: Job, agendas: readonly Agenda[]): readonly Agenda[] {
  return takenIds.length === 0 ? agendas : agendas.filter(({ candidate }) => !takenIds.includes(candidate.id))
}

/** The first offer that keeps the deadline, else the first (R07-45). */
export function chosenOffer(offers: readonly JobOffer[]): JobOffer | undefined {
  return offers.find(({ isSlaLate }) => !isSlaLate) ?? offers[0]
}

function crewOffers({ memberIds, need }: Job, agendas: readonly Agenda[], terms: SearchTerms): JobOffer[] {
  const size = memberIds.length
  const datesOf = ({ days }: Candidate) => days.map(({ date }) => date)
  const dates = [...new Set(agendas.flatMap(({ candidate }) => datesOf(candidate)))].sort(compareText)
  for (const date of dates) {
    const offers = [...offersByStart(need, agendas, date, terms).values()]
      .filter((found) => found.length >= size)
      .map((found) => together(found.sort(byScore).slice(0, size)))
    if (offers.length > 0) return offers.sort(compareJobOffers)
  }
  return []
}

/** Everyone who is free at each start of a date. */
function offersByStart(
  need: Need,
  agendas: readonly Agenda[],
  date: string,
  terms: SearchTerms,
): Map<number, Offer[]> {
  const found = new Map<number, Offer[]>()
  for (const agenda of agendas) {
    const day = agenda.candidate.days.find((one) => one.date === date)
    if (!day || exclusionOn(need, agenda.candidate, day)) continue
    let slot = slotOn(need, agenda, day, terms)
    while (slot) {
      const { start } = slot
      const others = found.get(start) ?? []
      found.set(start, [...others, scored(need, agenda, day, slot)])
      slot = need.start === undefined ? slotOn(need, agenda, day, terms, start + 1) : undefined
    }
  }
  return found
}

function together(offers: readonly Offer[]): JobOffer {
  return {
    start: offers[0]?.slot.start ?? 0,
    score: offers.reduce((sum, { score }) => sum + score, 0),
    offers: [...offers].sort((a, b) => compareText(numberOf(a), numberOf(b))),
    isSlaLate: offers.some(({ inputs }) => inputs.isSlaLate),
  }
}

function numberOf({ agenda }: Offer): string {
  return agenda.candidate.number
}

function byScore(a: Offer, b: Offer): number {
  return b.score - a.score || compareText(numberOf(a), numberOf(b))
}

function compareJobOffers(a: JobOffer, b: JobOffer): number {
  const numbers = ({ offers }: JobOffer) => offers.map(numberOf).join('\n')
  return b.score - a.score || a.start - b.start || compareText(numbers(a), numbers(b))
}
