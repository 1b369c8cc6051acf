import type { Caller } from '../../db/act'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import {
  mostRepairRows,
  statisticsErrors,
  type RepairFigure,
  type RepairStatistics,
} from '../../shared/contract/repairStatistics'
import { dayOf, localDayOf } from '../calendars/index'
import { reliabilityStatistics } from './reliabilityStatistics'
import type { CountedLines, GroupName } from './statistics.repository'
import {
  groupKey,
  namesOf,
  orderOf,
  type Asked,
  type Found,
  type StatisticsDeps,
  type StatisticsInput,
} from './statisticsAsked'
import {
  addTally,
  byCount,
  emptyCounts,
  paretoOf,
  periodBefore,
  shareOf,
  type Counts,
  type RateMeasure,
  type Tally,
} from './statistics.rules'

const mostFailedLines = 200

/**
 * One measure over the repair lines of the caller's offices (08 §5: R08-13…R08-17, R08-22).
 *
 * @param most - of its rows so many are answered
 * @throws PERIOD_INVALID; FORBIDDEN for a board
 */
export function getStatistics(
  deps: StatisticsDeps,
  caller: Caller,
  at: number,
  input: StatisticsInput,
  most = mostRepairRows,
): RepairStatistics {
  assertAsks(caller, input)
  const { from, measure, to } = input
  const asked = { deps, caller, at, input, ...linesOf(caller, input) }
  const period = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
  const found = measured(asked)
  const rows = found.rows.slice(0, most)
  return { measure, ...period, ...found, rows, rowCount: found.rows.length }
}

/** @throws PERIOD_INVALID; FORBIDDEN for a board */
export function assertAsks(caller: Caller, { from, to }: Pick<StatisticsInput, 'from' | 'to'>): void {
  assertReads(caller)
  if (from !== undefined && to !== undefined && to < from)
    throw domainError(statisticsErrors, 'PERIOD_INVALID', { field: 'to' })
}

/** A board sees stages and counts only (08 §1). */
export function assertReads({ permissions }: Caller): void {
  if (permissions.get('repair.read') === 'board')
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'repair.read' })
}

function measured(asked: Asked): Found {
  switch (asked.input.measure) {
    case 'fixRate':
    case 'firstTimeFix':
    case 'repeatRate':
    case 'pareto':
      return ratesOf(asked, asked.input.measure)
    case 'resolutions':
      return resolutionsOf(asked)
    case 'mtbf':
      return reliabilityStatistics(asked)
  }
}

function linesOf({ officeIds }: Caller, { filter, from, groupBy, measure, to }: StatisticsInput) {
  const isFinished = measure === 'fixRate' || measure === 'firstTimeFix' || measure === 'resolutions'
  const lines: CountedLines = {
    ...{ filter, officeIds, dated: isFinished ? 'finished_day' : 'reported_day' },
    from: from === undefined ? undefined : dayOf(from),
    to: to === undefined ? undefined : dayOf(to),
    // Only a product at the end of its life has a barrier: a Pareto of barriers is one of those.
    isGiven: measure === 'pareto' && groupBy === 'barrier',
  }
  const before =
    lines.from === undefined || lines.to === undefined
      ? undefined
      : { ...lines, ...periodBefore(lines.from, lines.to) }
  return { lines, before }
}

/** Lines are counted into the groups of a row each. */
function countsOf(asked: Asked, measure: RateMeasure, lines: CountedLines) {
  const total = emptyCounts()
  const groups = new Map<string | number, Counts>()
  for (const tally of talliesOf(asked, lines)) {
    addTally(total, measure, tally)
    const group = groupKey(asked.input.groupBy, tally.group)
    const counts = groups.get(group) ?? emptyCounts()
    groups.set(group, counts)
    addTally(counts, measure, tally)
  }
  return { total, groups }
}

function talliesOf({ at, caller, deps, input }: Asked, lines: CountedLines): Tally[] {
  const today = localDayOf(deps.officeZone(caller.officeId), at)
  return deps.statistics.tallies(lines, input.groupBy, today - deps.repeatWindowDays(caller.officeId))
}

function ratesOf(asked: Asked, measure: RateMeasure): Found {
  const { before, caller, deps, input, lines } = asked
  const { groups, total } = countsOf(asked, measure, lines)
  const earlier = before && countsOf(asked, measure, before)
  const nameOf = namesOf(asked, [...groups.keys()])
  const rows = [...groups]
    .filter(([, { count }]) => count > 0)
    .map(([group, counts]) =>
      figureOf(nameOf(group), measure, counts, earlier && (earlier.groups.get(group) ?? emptyCounts())),
    )
    .sort(orderOf(asked))
  const all = figureOf({ key: '', label: '' }, measure, total, earlier?.total)
  const shown = input.groupBy === 'none' ? [] : rows
  if (measure === 'pareto') return { total: all, ...spread(paretoOf(shown, total.count)) }
  if (measure !== 'firstTimeFix') return { total: all, rows: shown }
  const failedLineIds = deps.statistics.notFirstTime(
    { ...lines, officeIds: caller.officeIds },
    mostFailedLines,
  )
  return { total: all, rows: shown, failedLineIds }
}

const spread = <Row>({ eightyAt, rows }: { rows: readonly Row[]; eightyAt?: number }) => ({
  rows: [...rows],
  ...(eightyAt === undefined ? {} : { eightyAt }),
})

function figureOf(name: GroupName, measure: RateMeasure, counts: Counts, earlier?: Counts): RepairFigure {
  const { count, denominator, numerator, outcomes, provisional } = counts
  const rate = shareOf(numerator, denominator)
  const previousRate = earlier && shareOf(earlier.numerator, earlier.denominator)
  return {
    ...{ ...name, count, outcomes },
    ...(measure === 'pareto' ? {} : { numerator, denominator }),
    ...(measure === 'firstTimeFix' ? { provisional } : {}),
    ...(rate === undefined ? {} : { rate }),
    ...(earlier ? { previousCount: earlier.count } : {}),
    ...(previousRate === undefined ? {} : { previousRate }),
  }
}

/** Finished lines of each group per resolution, with their share of the group (R08-22). */
function resolutionsOf(asked: Asked): Found {
  const { caller, deps, lines } = asked
  const total = emptyCounts()
  const groups = new Map<string | number, { count: number; resolutions: Map<number, Counts> }>()
  for (const tally of talliesOf(asked, lines)) {
    addTally(total, 'pareto', tally)
    const key = groupKey(asked.input.groupBy, tally.group)
    const group = groups.get(key) ?? { count: 0, resolutions: new Map<number, Counts>() }
    groups.set(key, group)
    group.count += tally.count
    const counts = group.resolutions.get(tally.resolution) ?? emptyCounts()
    group.resolutions.set(tally.resolution, counts)
    addTally(counts, 'pareto', tally)
  }
  const nameOf = namesOf(asked, [...groups.keys()])
  const keys = [...groups.values()].flatMap(({ resolutions }) => [...resolutions.keys()])
  const named = deps.statistics.names('resolution', [...new Set(keys)], caller.language)
  const order = orderOf(asked)
  const { compare } = new Intl.Collator(caller.language, { numeric: true })
  const rows = [...groups]
    .map(([key, group]) => ({ ...group, ...nameOf(key), outcomes: {} }))
    .sort(order)
    .flatMap(({ count: whole, key, label, resolutions }) =>
      [...resolutions]
        .map(([resolution, { count, outcomes }]): RepairFigure => {
          const share = shareOf(count, whole)
          const name = named.get(resolution) ?? { key: '', label: '' }
          return {
            ...name,
            group: { key, label },
            count,
            outcomes,
            ...(share === undefined ? {} : { share }),
          }
        })
        .sort(byCount(compare)),
    )
  return { total: { key: '', label: '', count: total.count, outcomes: total.outcomes }, rows }
}
