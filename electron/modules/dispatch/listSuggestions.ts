import type { Caller } from '../../db/act'
import { notFound } from '../../db/version'
import { domainError } from '../../shared/contract/domainError'
import { planErrors, type Excluded, type Suggestion } from '../../shared/contract/dispatchPlans'
import type { ActivityId, WorkerId } from '../../shared/contract/id'
import { localDate } from '../calendars/index'
import { assertReachesActivity } from './access'
import {
  assertRange,
  candidatesOn,
  crewsOf,
  jobOf,
  membersOf,
  placeNamesOf,
  searchTermsOf,
  type DateRange,
  type PlansDeps,
} from './candidates'
import { exclusionsFor, offersFor } from './crews.rules'
import { createPlanFacts } from './planFacts'
import type { PlanRow } from './planRow.repository'
import { excludedOf, suggestionOf } from './suggestionView'

interface Asked {
  readonly activityId: ActivityId
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly workerIds?: readonly WorkerId[] | undefined
}

/** Of a crew so many combinations are shown. */
const shownCrews = 10

/**
 * Who could do an activity when, best first, and why the others could not (R07-40).
 *
 * @throws NOT_FOUND, FORBIDDEN, ACTIVITY_CLOSED, RANGE_INVALID, NO_CANDIDATE with the reasons
 */
export function listSuggestions(
  deps: PlansDeps,
  { at, caller }: { readonly at: number; readonly caller: Caller },
  { activityId, workerIds, ...dates }: Asked,
): { suggestions: Suggestion[]; excluded: Excluded[] } {
  const row = openRow(deps, caller, activityId)
  const range = rangeOf(row, dates, localDate(deps.zoneOf(caller.officeId), at), deps.zoneOf(caller.officeId))
  assertRange(range)
  const crew = row.crewId === undefined ? [] : (crewsOf(deps, [row]).get(row.crewId) ?? [])
  const subjects = createPlanFacts(deps).subjectsOf([row, ...crew])
  const asked = jobOf(row, crew, subjects)
  const terms = searchTermsOf(deps, caller.officeId, at)
  const people = candidatesOn(deps, caller, workerIds ?? askedPeople(deps, caller, row, range), range)
  const agendas = people.map(({ candidate, work }) => ({
    candidate,
    work: work.filter(({ id }) => !asked.job.memberIds.includes(id)),
  }))
  const offers = offersFor(asked.job, agendas, terms)
  const excluded = exclusionsFor(asked.job, agendas, offers).map(excludedOf)
  if (offers.length === 0)
    throw domainError(planErrors, 'NO_CANDIDATE', { entity: 'activity', id: activityId, excluded })
  const shown = asked.members.length > 1 ? offers.slice(0, shownCrews) : offers
  const placeNames = placeNamesOf(
    deps,
    shown.flatMap((one) => one.offers),
  )
  const place = { rules: terms, subjects, placeNames }
  const suggestions = shown.flatMap((offer) => suggestionOf(asked, offer, activityId, place) ?? [])
  return { suggestions, excluded }
}

/** The members of teams, and whom the order prefers, in a team or not. */
function askedPeople(
  deps: PlansDeps,
  caller: Caller,
  { preferredTechnicianId }: PlanRow,
  range: DateRange,
): WorkerId[] {
  const members = membersOf(deps, caller, range, [])
  return preferredTechnicianId === undefined ? members : [...members, preferredTechnicianId]
}

function openRow({ plan }: PlansDeps, caller: Caller, activityId: ActivityId): PlanRow {
  const [row] = plan.byIds([activityId])
  if (!row) throw notFound('activity', activityId)
  assertReachesActivity(caller, 'dispatch.plan', row)
  if (row.status === 'closed')
    throw domainError(planErrors, 'ACTIVITY_CLOSED', { entity: 'activity', id: activityId })
  return row
}

/** The day of the earliest time, but no past one; a range ends where it is said to. */
function rangeOf(
  { earliest }: PlanRow,
  { from, to }: Pick<Asked, 'from' | 'to'>,
  today: string,
  zone: string,
): DateRange {
  const due = earliest === undefined ? today : localDate(zone, earliest)
  const first = from ?? (due > today ? due : today)
  return { from: first, to: to ?? first }
}
