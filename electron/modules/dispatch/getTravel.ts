import type { Caller } from '../../db/act'
import { notFound } from '../../db/version'
import type { WayTo } from '../../shared/contract/dispatchBoard'
import type { ActivityId } from '../../shared/contract/id'
import { reachOf } from '../orders/index'
import { assertReachesActivity, reachesActivity } from './access'
import { placeNameOf } from './candidates'
import { judge } from './conflicts.rules'
import type { Approach } from './neighbours.rules'
import { createPlanFacts, planRulesOf, subjectOf, type PlanFactsDeps } from './planFacts'
import type { PlanRow } from './planRow.repository'

const dayMs = 86_400_000
const minuteMs = 60_000

/** How a worker comes to an activity as planned, and what the minutes come from (R07-11). @throws NOT_FOUND, FORBIDDEN */
export function getTravel(
  deps: PlanFactsDeps,
  { at, caller }: { readonly at: number; readonly caller: Caller },
  activityId: ActivityId,
): { travel?: WayTo; detour: number; speed: number } {
  const [row] = deps.plan.byIds([activityId])
  if (!row) throw notFound('activity', activityId)
  assertReachesActivity(caller, 'dispatch.read', row)
  const rules = planRulesOf(deps.settings, caller.officeId, at)
  const { detour, speed } = rules.travel
  const found = approachOf(deps, row, rules)
  // A device on a wall is told nothing of where people begin their day.
  if (!found || reachOf(caller, 'orders.read') === 'board') return { detour, speed }
  const [before] = found.approach.from ? deps.plan.byIds([found.approach.from.id]) : []
  const isSeen = before && reachesActivity(caller, 'dispatch.read', before)
  const place = isSeen ? placeNameOf(before) : undefined
  const { from, ...way } = wayTo(found.approach, found.start)
  return { travel: { ...way, ...(from && isSeen ? { from: { ...from, place } } : {}) }, detour, speed }
}

function approachOf(deps: PlanFactsDeps, row: PlanRow, rules: ReturnType<typeof planRulesOf>) {
  const { end, start, status, workerId } = row
  if (status === 'closed' || workerId === undefined || start === undefined || end === undefined)
    return undefined
  const people = createPlanFacts(deps).workersOn([workerId], start - dayMs, end + dayMs)
  const { approach } = judge(subjectOf(row, [], undefined), people.get(workerId)?.facts, rules)
  return approach && { approach, start }
}

/** A way as answered; the free time is whole minutes, rounded down. */
export function wayTo({ from, way }: Approach, start: number): WayTo {
  const { isAssumed, kilometres, minutes } = way
  return {
    ...{ minutes, isAssumed, isFromBase: from === undefined },
    // To the metre, so that the minutes can be counted again.
    ...(kilometres === undefined ? {} : { kilometres: Math.round(kilometres * 1000) / 1000 }),
    ...(from
      ? {
          from: { activityId: from.id, orderNumber: from.orderNumber },
          freeMinutes: Math.floor((start - from.end) / minuteMs),
        }
      : {}),
  }
}
