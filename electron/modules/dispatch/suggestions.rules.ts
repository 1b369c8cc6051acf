import type { ExclusionCode, ScoreInputs, ScoreParts } from '../../shared/contract/dispatchPlans'
import type { LocalDate } from '../../shared/contract/time'
import {
  minuteMs,
  plannedMinutes,
  type Agenda,
  type AgendaDay,
  type Candidate,
  type Need,
  type SearchTerms,
} from './agenda.rules'
import { skillConflict } from './conflicts.rules'
import { slotOn, type FreeSlot } from './slots.rules'

/** A person and a time for an activity, with what speaks for it. */
export interface Offer {
  readonly agenda: Agenda
  readonly slot: FreeSlot
  readonly score: number
  readonly parts: ScoreParts
  readonly inputs: Omit<ScoreInputs, 'travelFrom'>
}

/** Why a person is not offered. */
export interface Exclusion {
  readonly candidate: Candidate
  readonly code: ExclusionCode
  readonly skill?: string | undefined
  /** Has, and needs. */
  readonly level?: number | undefined
  readonly neededLevel?: number | undefined
  readonly date?: LocalDate | undefined
}

/** The candidates for an activity, best first (R07-40). */
export function offersOf(need: Need, agendas: readonly Agenda[], terms: SearchTerms): Offer[] {
  const offers: Offer[] = []
  for (const agenda of agendas) {
    const offer = offerOf(need, agenda, terms)
    if (offer) offers.push(offer)
  }
  return offers.sort(compareOffers)
}

/** The earliest day of a person that has a slot, with its score; undefined: none. */
function offerOf(need: Need, agenda: Agenda, terms: SearchTerms): Offer | undefined {
  for (const day of agenda.candidate.days) {
    if (exclusionOn(need, agenda.candidate, day)) continue
    const slot = slotOn(need, agenda, day, terms)
    if (slot) return scored(need, agenda, day, slot)
  }
  return undefined
}

/** An offer with its five parts and what they were counted from (R07-40, step 3). */
export function scored(need: Need, agenda: Agenda, day: AgendaDay, slot: FreeSlot): Offer {
  const { facts, id } = agenda.candidate
  const planned = plannedMinutes(agenda.work, day) + need.duration
  const isSlaLate = need.slaDeadline !== undefined && slot.end > need.slaDeadline
  // Without an earliest time punctuality counts from when the person's work begins that day.
  const late = slot.start - (need.earliest ?? day.work?.start ?? slot.start)
  const parts = {
    preferred: need.preferredTechnicianId === id ? 20 : 0,
    team: need.teamId === undefined || need.teamId === facts.teamOn(day.date) ? 10 : 0,
    travel: Math.max(0, 30 - Math.floor(slot.way.minutes / 2)),
    load: Math.max(0, Math.floor((20 * (day.capacity - planned)) / day.capacity)),
    punctuality: isSlaLate ? 0 : Math.max(0, 20 - Math.floor(late / (15 * minuteMs))),
  }
  const score = parts.preferred + parts.team + parts.travel + parts.load + parts.punctuality
  const inputs = {
    ...{ travelMinutes: slot.way.minutes, isAssumed: slot.way.isAssumed, isSlaLate },
    ...{ plannedMinutes: planned, capacityMinutes: day.capacity, lateMinutes: Math.floor(late / minuteMs) },
  }
  return { agenda, slot, score, parts, inputs }
}

/** Score, then the earlier, then the shorter way, then the number (R07-40, step 4). */
function compareOffers(a: Offer, b: Offer): number {
  return (
    b.score - a.score ||
    a.slot.start - b.slot.start ||
    a.slot.way.minutes - b.slot.way.minutes ||
    compareText(a.agenda.candidate.number, b.agenda.candidate.number)
  )
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

type DayExclusion = Omit<Exclusion, 'candidate'>
const noSlot: DayExclusion = { code: 'NO_SLOT' }

/** Why a person without an offer has none: of several days the reason that came nearest to one. */
export function exclusionOf(need: Need, candidate: Candidate): Exclusion {
  const reasons = candidate.days.map((day) => exclusionOn(need, candidate, day) ?? noSlot)
  const [nearest = noSlot] = reasons.sort((a, b) => nearness[b.code] - nearness[a.code])
  return { candidate, ...nearest }
}

const nearness: Readonly<Record<ExclusionCode, number>> = {
  TERMINATED: 0,
  SKILL_MISSING: 1,
  SKILL_LEVEL: 1,
  SKILL_EXPIRED: 1,
  NO_WORKING_TIME: 2,
  ABSENT: 3,
  NO_SLOT: 4,
}

/** What excludes a person on a day before its times are looked at (R07-40, step 1). */
export function exclusionOn(need: Need, { facts }: Candidate, day: AgendaDay): DayExclusion | undefined {
  if (!day.isEmployed) return { code: 'TERMINATED', date: facts.endDate ?? day.date }
  for (const needed of need.skills) {
    const lacking = skillConflict(needed, facts.skills, day.date)
    if (lacking) return lackOf(lacking, needed.skill)
  }
  if (!day.work) return { code: 'NO_WORKING_TIME' }
  return day.capacity === 0 ? { code: 'ABSENT' } : undefined
}

function lackOf(
  { code, date, level1, level2 }: NonNullable<ReturnType<typeof skillConflict>>,
  skill: string,
): DayExclusion {
  if (code === 'SKILL_LEVEL') return { code, skill, level: level1, neededLevel: level2 }
  if (code === 'SKILL_EXPIRED') return { code, skill, date }
  return { code: 'SKILL_MISSING', skill, neededLevel: level2 }
}
