import type { Excluded, Suggestion } from '../../shared/contract/dispatchPlans'
import type { ActivityId } from '../../shared/contract/id'
import type { Agenda } from './agenda.rules'
import type { AskedJob } from './candidates'
import { conflictsOf, type PlanRules, type Subject } from './conflicts.rules'
import type { JobOffer } from './crews.rules'
import type { Exclusion, Offer } from './suggestions.rules'

export interface SuggestionPlace {
  readonly rules: PlanRules
  readonly subjects: ReadonlyMap<ActivityId, Subject>
  readonly placeNames: ReadonlyMap<ActivityId, string>
  /** The day as it is judged; without it as it was when the offer was made. */
  readonly agendaOf?: ((agenda: Agenda) => Agenda) | undefined
}

/** An offer as answered for one of its activities: the rest of a crew stands beside it. */
export function suggestionOf(
  { job, members }: AskedJob,
  { offers }: JobOffer,
  activityId: ActivityId,
  place: SuggestionPlace,
): Suggestion | undefined {
  const turn = job.memberIds.indexOf(activityId)
  const own = offers[turn]
  if (!own) return undefined
  const { candidate } = own.agenda
  const crew = members.flatMap(({ id, version }, index) => {
    const offer = offers[index]
    if (!offer || index === turn) return []
    const { displayName, id: workerId } = offer.agenda.candidate
    return [
      { activityId: id, expectedVersion: version, workerId, workerName: displayName, score: offer.score },
    ]
  })
  const { previous } = own.slot
  return {
    workerId: candidate.id,
    workerNumber: candidate.number,
    workerName: candidate.displayName,
    slot: { start: own.slot.start, end: own.slot.end },
    ...{ score: own.score, parts: own.parts },
    inputs: { ...own.inputs, travelFrom: previous && place.placeNames.get(previous.id) },
    conflicts: conflictsAt(own, activityId, place),
    ...(crew.length > 0 ? { crew } : {}),
  }
}

function conflictsAt({ agenda, slot }: Offer, activityId: ActivityId, place: SuggestionPlace) {
  const subject = place.subjects.get(activityId)
  if (!subject) return []
  const { candidate, work } = place.agendaOf ? place.agendaOf(agenda) : agenda
  return conflictsOf({ ...subject, slot }, { ...candidate.facts, work }, place.rules)
}

export function excludedOf({ candidate, ...reason }: Exclusion): Excluded {
  return {
    workerId: candidate.id,
    workerNumber: candidate.number,
    workerName: candidate.displayName,
    ...reason,
  }
}
