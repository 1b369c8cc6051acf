import { contract } from '@contract/index'
import {
  IntervalRange,
  MonthEndRule,
  WindowMethod,
  type Interval,
  type PreviewDate,
  type PreviewDatesInput,
  type TimeWindow,
} from '@contract/generation'
import { IntervalId, TimeWindowId } from '@contract/id'
import { fieldsOf } from '@/composables/contract'
import { listSource, type Column, type Lookup, type Sort } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { recordSource } from '@/composables/useRecord'
import { client } from '@/rpc/client'

const { generation } = contract
const ask = client.generation
const byCode: readonly Sort[] = [{ field: 'code', direction: 'asc' }]

export const intervalRecord = recordSource({
  entity: 'interval',
  id: IntervalId,
  schema: fieldsOf(generation.createInterval),
  labels: 'generation.interval',
  texts: { range: 'generation.range', monthEndRule: 'generation.monthEnd' },
  get: (intervalId) => ask.getInterval({ intervalId }),
  create: (id, values) => ask.createInterval({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateInterval({ intervalId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteInterval({ intervalId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateInterval({ intervalId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateInterval({ intervalId: id, expectedVersion: version, reason }),
})

export const timeWindowRecord = recordSource({
  entity: 'timeWindow',
  id: TimeWindowId,
  schema: fieldsOf(generation.createTimeWindow),
  labels: 'generation.timeWindow',
  texts: { method: 'generation.method' },
  get: (timeWindowId) => ask.getTimeWindow({ timeWindowId }),
  create: (id, values) => ask.createTimeWindow({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateTimeWindow({ timeWindowId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteTimeWindow({ timeWindowId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateTimeWindow({ timeWindowId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateTimeWindow({ timeWindowId: id, expectedVersion: version, reason }),
})

const intervalList = listSource(generation.listIntervals, (input) => ask.listIntervals(input))
const intervalColumns: readonly Column<Interval>[] = [
  { key: 'code', titleKey: 'generation.interval.code', kind: 'text', width: 140 },
  { key: 'name', titleKey: 'generation.interval.description', kind: 'text', grow: 1 },
  { key: 'frequency', titleKey: 'generation.interval.frequency', kind: 'number', width: 110 },
  { key: 'range', titleKey: 'generation.interval.range', kind: 'enum', width: 130, options: IntervalRange.options, textKey: 'generation.range' },
  { key: 'monthEndRule', titleKey: 'generation.interval.monthEndRule', kind: 'enum', width: 200, options: MonthEndRule.options, textKey: 'generation.monthEnd' },
  { key: 'active', titleKey: 'common.active', kind: 'boolean', width: 90 },
] // prettier-ignore

/** All service intervals (03 §2.1). */
export function useIntervals() {
  return usePagedList({
    ...{ key: 'intervals', entities: ['interval'], source: intervalList, columns: intervalColumns },
    sort: byCode,
  })
}

const windowList = listSource(generation.listTimeWindows, (input) => ask.listTimeWindows(input))
const windowColumns: readonly Column<TimeWindow>[] = [
  { key: 'code', titleKey: 'generation.timeWindow.code', kind: 'text', width: 140 },
  { key: 'name', titleKey: 'generation.timeWindow.description', kind: 'text', grow: 1 },
  { key: 'method', titleKey: 'generation.timeWindow.method', kind: 'enum', width: 160, options: WindowMethod.options, textKey: 'generation.method' },
  { key: 'daysBefore', titleKey: 'generation.timeWindow.daysBefore', kind: 'number', width: 120 },
  { key: 'daysAfter', titleKey: 'generation.timeWindow.daysAfter', kind: 'number', width: 120 },
  { key: 'active', titleKey: 'common.active', kind: 'boolean', width: 90 },
] // prettier-ignore

/** All time windows (03 §2.2). */
export function useTimeWindows() {
  return usePagedList({
    ...{ key: 'timeWindows', entities: ['timeWindow'], source: windowList, columns: windowColumns },
    sort: byCode,
  })
}

/** Service intervals in use, by code or text. */
export const intervalLookup: Lookup = {
  route: 'intervals',
  search: async (text, limit) => {
    const { items } = await ask.listIntervals({ text, limit, filter: { active: true } })
    return items.map(({ id, code, name }) => ({ id, title: name, subtitle: code }))
  },
  resolve: async (id) => {
    const { code, name } = await ask.getInterval({ intervalId: IntervalId.parse(id) })
    return { id, title: name, subtitle: code }
  },
}

/** Time windows in use, by code or text. */
export const timeWindowLookup: Lookup = {
  route: 'timeWindows',
  search: async (text, limit) => {
    const { items } = await ask.listTimeWindows({ text, limit, filter: { active: true } })
    return items.map(({ id, code, name }) => ({ id, title: name, subtitle: code }))
  },
  resolve: async (id) => {
    const { code, name } = await ask.getTimeWindow({ timeWindowId: TimeWindowId.parse(id) })
    return { id, title: name, subtitle: code }
  },
}

/** The next dates of a line that starts on a date (R03-04, R03-12). */
export async function previewDates(asked: PreviewDatesInput): Promise<PreviewDate[]> {
  const { dates } = await ask.previewDates(asked)
  return dates
}

/** A rhythm to try a window with: monthly, or whichever comes first. */
export async function firstInterval(): Promise<IntervalId | undefined> {
  const { items } = await ask.listIntervals({ limit: 50, filter: { active: true } })
  const monthly = items.find(({ frequency, range }) => range === 'month' && frequency === 1)
  return (monthly ?? items[0])?.id
}
