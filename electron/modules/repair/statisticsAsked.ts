import type { z } from 'zod'
import type { Caller } from '../../db/act'
import type {
  RepairFigure,
  RepairGrouping,
  RepairStatistics,
  repairStatisticsContract,
} from '../../shared/contract/repairStatistics'
import { dateOf } from '../calendars/index'
import type { CountedLines, GroupName, StatisticsRepository } from './statistics.repository'
import { byCount } from './statistics.rules'

export type StatisticsInput = z.output<
  NonNullable<(typeof repairStatisticsContract)['getStatistics']['~orpc']['inputSchema']>
>
export interface StatisticsDeps {
  readonly statistics: StatisticsRepository
  readonly officeZone: (officeId: string) => string
  /** The setting `repeatWindowDays` of an office. */
  readonly repeatWindowDays: (officeId: string) => number
}

/** A question with what it is read by. */
export interface Asked {
  readonly deps: StatisticsDeps
  readonly caller: Caller
  readonly at: number
  readonly input: StatisticsInput
  readonly lines: CountedLines
  /** The period before, where the question has both ends. */
  readonly before: CountedLines | undefined
}

/** What a measure answers, all of its rows. */
export type Found = Omit<RepairStatistics, 'measure' | 'rowCount' | 'from' | 'to'>

/** Days become months and years; other groups are as the store numbers them. */
export function groupKey(groupBy: RepairGrouping, group: number): string | number {
  if (groupBy === 'month') return dateOf(group).slice(0, 7)
  return groupBy === 'year' ? dateOf(group).slice(0, 4) : group
}

/** Time runs forward; all else is ordered by its lines, then by name. */
export function orderOf({ caller, input }: Asked): (a: RepairFigure, b: RepairFigure) => number {
  const { compare } = new Intl.Collator(caller.language, { numeric: true })
  const isTime = input.groupBy === 'month' || input.groupBy === 'year'
  return isTime ? (a, b) => (a.key < b.key ? -1 : 1) : byCount(compare)
}

export function namesOf(
  { caller, deps, input }: Asked,
  groups: readonly (string | number)[],
): (group: string | number) => GroupName {
  const numbered = groups.filter((group) => typeof group === 'number')
  const names = deps.statistics.names(input.groupBy, numbered, caller.language)
  return (group) =>
    typeof group === 'string' ? { key: group, label: group } : (names.get(group) ?? { key: '', label: '' })
}
