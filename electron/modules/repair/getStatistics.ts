import type { z } from 'zod'
import type { Caller } from '../../db/act'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import {
  mostRepairRows,
  statisticsErrors,
  type RepairFigure,
  type RepairGrouping,
  type RepairStatistics,
  type repairStatisticsContract,
} from '../../shared/contract/repairStatistics'
import { dateOf, dayOf, edgeInstant, localDayOf } from '../calendars/index'
import { failuresOf, pooledReliability, type Failure } from './failures.rules'
import type { CountedLines, GroupName, ObjectSpan, StatisticsRepository } from './statistics.repository'
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

export type StatisticsInput = z.output<
  NonNullable<(typeof repairStatisticsContract)['getStatistics']['~orpc']['inputSchema']>
>
export interface StatisticsDeps {
  readonly statistics: StatisticsRepository
  readonly officeZone: (officeId: string) => string
  /** The setting `repeatWindowDays`. */
  readonly repeatWindowDays: () => number
}

/** A question with what it is read by. */
interface Asked {
  readonly deps: StatisticsDeps
  readonly caller: Caller
  readonly at: number
  readonly input: StatisticsInput
  readonly lines: CountedLines
  /** The period before, where the question has both ends. */
  readonly before: CountedLines | undefined
}

const mostFailedLines = 200

/**
 * One measure over the repair lines of the caller's offices (08 §5: R08-13…R08-17, R08-22).
 *
 * @throws PERIOD_INVALID; FORBIDDEN for a board
 */
export function getStatistics(
  deps: StatisticsDeps,
  caller: Caller,
  at: number,
  input: StatisticsInput,
): RepairStatistics {
  assertReads(caller)
  const { from, measure, to } = input
  if (from !== undefined && to !== undefined && to < from)
    throw domainError(statisticsErrors, 'PERIOD_INVALID', { field: 'to' })
  const asked = { deps, caller, at, input, ...linesOf(caller, input) }
  const period = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
  const found = measured(asked)
  const rows = found.rows.slice(0, mostRepairRows)
  return { measure, ...period, ...found, rows, rowCount: found.rows.length }
}

/** A board sees stages and counts only (08 §1). */
export function assertReads({ permissions }: Caller): void {
  if (permissions.get('repair.read') === 'board')
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'repair.read' })
}

type Found = Omit<RepairStatistics, 'measure' | 'rowCount' | 'from' | 'to'>

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
      return reliabilityOf(asked)
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
  return deps.statistics.tallies(lines, input.groupBy, today - deps.repeatWindowDays())
}

/** Days become months and years; other groups are as the store numbers them. */
function groupKey(groupBy: RepairGrouping, group: number): string | number {
  if (groupBy === 'month') return dateOf(group).slice(0, 7)
  return groupBy === 'year' ? dateOf(group).slice(0, 4) : group
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

/** Time runs forward; all else is ordered by its lines, then by name. */
function orderOf({ caller, input }: Asked): (a: RepairFigure, b: RepairFigure) => number {
  const { compare } = new Intl.Collator(caller.language, { numeric: true })
  const isTime = input.groupBy === 'month' || input.groupBy === 'year'
  return isTime ? (a, b) => (a.key < b.key ? -1 : 1) : byCount(compare)
}

function namesOf(
  { caller, deps, input }: Asked,
  groups: readonly (string | number)[],
): (group: string | number) => GroupName {
  const numbered = groups.filter((group) => typeof group === 'number')
  const names = deps.statistics.names(input.groupBy, numbered, caller.language)
  return (group) =>
    typeof group === 'string' ? { key: group, label: group } : (names.get(group) ?? { key: '', label: '' })
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

/** Failures and the time between them, of the objects of each group (R08-16, R08-17). */
function reliabilityOf(asked: Asked): Found {
  const { before, input, lines } = asked
  const now = reliabilityIn(asked, lines)
  const earlier = before && reliabilityIn(asked, before)
  const nameOf = namesOf(asked, [...now.groups.keys()])
  const rows = [...now.groups]
    .map(([group, heap]) => reliabilityFigure(nameOf(group), heap, earlier?.groups.get(group)))
    .sort(orderOf(asked))
  return {
    total: reliabilityFigure({ key: '', label: '' }, now.all, earlier?.all),
    rows: input.groupBy === 'none' ? [] : rows,
  }
}

interface Heap {
  count: number
  readonly objects: (readonly Failure[])[]
}

function reliabilityIn({ at, caller, deps, input }: Asked, lines: CountedLines) {
  const end = lines.to === undefined ? at : dayEnd(deps.officeZone(caller.officeId), lines.to)
  const spans = deps.statistics.spans(lines, input.groupBy)
  const objects = perObject(spans, () => '').map((own) => ({
    own,
    failures: failuresOf(own, Math.min(at, end)),
  }))
  const all: Heap = { count: spans.length, objects: objects.map(({ failures }) => failures) }
  if (input.groupBy === 'none') return { groups: new Map<string | number, Heap>(), all }
  const keyOf = ({ group }: ObjectSpan) => groupKey(input.groupBy, group)
  // What all lines of an object share need not be asked of each.
  const parts = ofObjects.has(input.groupBy)
    ? objects
    : perObject(spans, (span) => String(keyOf(span))).map((own) => ({
        ...{ own, failures: failuresOf(own, Math.min(at, end)) },
      }))
  const groups = new Map<string | number, Heap>()
  for (const { failures, own } of parts) {
    const [first] = own
    if (!first) continue
    const heap = groups.get(keyOf(first)) ?? { count: 0, objects: [] }
    groups.set(keyOf(first), heap)
    heap.count += own.length
    heap.objects.push(failures)
  }
  return { groups, all }
}

function dayEnd(zone: string, day: number): number {
  return edgeInstant(zone, day + 1, 0, 'start')
}

/** Lines of one object, and of one part of them, together. */
function perObject(spans: readonly ObjectSpan[], partOf: (span: ObjectSpan) => string): ObjectSpan[][] {
  const held = new Map<string, Map<number, ObjectSpan[]>>()
  for (const span of spans) {
    const part = partOf(span)
    const objects = held.get(part) ?? new Map<number, ObjectSpan[]>()
    held.set(part, objects)
    const own = objects.get(span.object)
    if (own) own.push(span)
    else objects.set(span.object, [span])
  }
  return [...held.values()].flatMap((objects) => [...objects.values()])
}

/** What all lines of an object share. */
const ofObjects: ReadonlySet<RepairGrouping> = new Set(['item', 'productCategory', 'brand'])

function reliabilityFigure(name: GroupName, { count, objects }: Heap, earlier?: Heap): RepairFigure {
  const { availability, failures, mtbfMinutes, mttrMinutes } = pooledReliability(objects)
  const previous = earlier && pooledReliability(earlier.objects).mtbfMinutes
  return {
    ...{ ...name, count, outcomes: {}, failures },
    ...(mtbfMinutes === undefined ? {} : { mtbf: mtbfMinutes }),
    ...(mttrMinutes === undefined ? {} : { mttr: mttrMinutes }),
    ...(availability === undefined ? {} : { availability }),
    ...(previous === undefined ? {} : { previousMtbf: previous }),
    ...(earlier ? { previousCount: earlier.count } : {}),
  }
}
