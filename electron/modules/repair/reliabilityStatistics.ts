import type { RepairFigure, RepairGrouping } from '../../shared/contract/repairStatistics'
import { dateOf, dayOf, edgeInstant } from '../calendars/index'
import { reliabilityOf } from './failures.rules'
import { poolSpans, type CountedPool, type Pools } from './spans.rules'
import type { CountedLines, GroupName } from './statistics.repository'
import { groupKey, namesOf, orderOf, type Asked, type Found } from './statisticsAsked'

/** Failures and the time between them, of the objects of each group (R08-16, R08-17). */
export function reliabilityStatistics(asked: Asked): Found {
  const { before, input, lines } = asked
  const now = poolsIn(asked, lines)
  const earlier = before && poolsIn(asked, before)
  const nameOf = namesOf(
    asked,
    [...now.groups.keys()].map((group) => groupKey(input.groupBy, group)),
  )
  const rows = [...now.groups]
    .map(([group, pool]) =>
      figureOf(nameOf(groupKey(input.groupBy, group)), pool, earlier?.groups.get(group)),
    )
    .sort(orderOf(asked))
  return {
    total: figureOf({ key: '', label: '' }, now.all, earlier?.all),
    rows: input.groupBy === 'none' ? [] : rows,
  }
}

function poolsIn({ at, caller, deps, input }: Asked, lines: CountedLines): Pools {
  const zone = deps.officeZone(caller.officeId)
  const end = lines.to === undefined ? at : edgeInstant(zone, lines.to + 1, 0, 'start')
  const spans = deps.statistics.spans(lines, input.groupBy)
  return poolSpans({ ...spans, groups: wholePeriods(input.groupBy, spans.groups) }, Math.min(at, end))
}

/** Days of one month or year are one group, named by its first day. */
function wholePeriods(groupBy: RepairGrouping, groups: Float64Array): Float64Array {
  if (groupBy !== 'month' && groupBy !== 'year') return groups
  const first = new Map<number, number>()
  return groups.map((day) => {
    const known = first.get(day)
    if (known !== undefined) return known
    const date = dateOf(day)
    const start = dayOf(groupBy === 'month' ? `${date.slice(0, 7)}-01` : `${date.slice(0, 4)}-01-01`)
    first.set(day, start)
    return start
  })
}

/** @param earlier - the same of the period before, where it has such lines */
function figureOf(name: GroupName, pool: CountedPool, earlier?: CountedPool): RepairFigure {
  const { availability, failures, mtbfMinutes, mttrMinutes } = reliabilityOf(pool)
  const previous = earlier && reliabilityOf(earlier).mtbfMinutes
  return {
    ...{ ...name, count: pool.count, outcomes: {}, failures },
    ...(mtbfMinutes === undefined ? {} : { mtbf: mtbfMinutes }),
    ...(mttrMinutes === undefined ? {} : { mttr: mttrMinutes }),
    ...(availability === undefined ? {} : { availability }),
    ...(previous === undefined ? {} : { previousMtbf: previous }),
    ...(earlier === undefined ? {} : { previousCount: earlier.count }),
  }
}
