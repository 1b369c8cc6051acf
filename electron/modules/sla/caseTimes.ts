import type { OfficeId, SlaId } from '../../shared/contract/id'
import type { OrderPriority } from '../../shared/contract/orders'
import { allowanceOf, toSecond } from './clock.rules'
import { placeTime } from './deriveClock'
import type { SlaDeps } from './sla.deps'

/** A case as its service level sees it. */
export interface TimedCase {
  readonly slaId?: SlaId | undefined
  readonly priority: OrderPriority
  readonly officeId: OfficeId
  readonly createdAt: number
}

/** What cases need of service levels: their due instant, counted from their creation in the office's zone (R04-81). */
export function createCaseTimes(deps: SlaDeps) {
  return {
    dueAt: (held: TimedCase): number | undefined => caseDue(deps, held),
    isOffered: (slaId: string): boolean => deps.slas.slas.get(slaId).active,
  }
}

/** When a case is due, without pauses (R06-22); a case has no site. */
export function caseDue(
  deps: SlaDeps,
  { createdAt, officeId, priority, slaId }: TimedCase,
): number | undefined {
  const sla = slaId && deps.slas.slas.find(slaId)
  if (!sla) return undefined
  const { zone } = deps.people.offices.get(officeId)
  const { country } = deps.people.company()
  const open = placeTime(deps, sla.calendarId, { country, zone })
  return open.reached(toSecond(createdAt), allowanceOf(sla, priority) * 60_000)
}
