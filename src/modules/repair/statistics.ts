import type { RepairFigure, RepairFilter, RepairGrouping, RepairMeasure } from '@contract/repairStatistics'
import type { LocationQueryRaw } from 'vue-router'

export { fewestRepairLines as fewest, shareBase as baseOf } from '@contract/repairStatistics'

/** What the lines may be grouped by, the usual first. */
export const groupings: Readonly<Record<RepairMeasure, readonly RepairGrouping[]>> = {
  pareto: ['symptom', 'diagnosis', 'resolution', 'productCategory', 'item', 'brand', 'barrier', 'technician', 'office', 'provider', 'year', 'month'],
  fixRate: ['productCategory', 'item', 'brand', 'symptom', 'diagnosis', 'technician', 'office', 'provider', 'year', 'month'],
  firstTimeFix: ['technician', 'item', 'productCategory', 'brand', 'symptom', 'diagnosis', 'office', 'year', 'month'],
  repeatRate: ['item', 'productCategory', 'brand', 'symptom', 'technician', 'office', 'year', 'month'],
  mtbf: ['item', 'productCategory', 'brand', 'office'],
  resolutions: ['symptom', 'diagnosis', 'technician'],
} // prettier-ignore

/** The measures as tabs stand. */
export const measures: readonly RepairMeasure[] = [
  ...(['pareto', 'fixRate', 'firstTimeFix'] as const),
  ...(['repeatRate', 'mtbf', 'resolutions'] as const),
]

/** The bounds between which the true share lies in 19 of 20 cases, in basis points (Wilson). */
export function intervalOf(numerator: number, n: number): readonly [number, number] {
  const z = 1.96
  const share = numerator / n
  const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const reach = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))
  const points = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 10_000)
  return [points(middle - reach), points(middle + reach)]
}

/** Which day of a line decides whether it is in the period: the contract's word for each measure. */
export function dayOf(measure: RepairMeasure): 'reportedAt' | 'finishedAt' {
  return measure === 'fixRate' || measure === 'firstTimeFix' || measure === 'resolutions'
    ? 'finishedAt'
    : 'reportedAt'
}

export interface Asked {
  readonly measure: RepairMeasure
  readonly groupBy: RepairGrouping
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly filter: RepairFilter
}

const fields: Partial<Record<RepairGrouping, string>> = {
  item: 'itemId',
  productCategory: 'productCategoryId',
  brand: 'brand',
  provider: 'externalKey',
  office: 'officeId',
  technician: 'technicianId',
  resolution: 'resolutionId',
  barrier: 'barrierId',
}

/** The filter of the list for the lines of one group; undefined where the list cannot name them. */
export function groupQuery(
  groupBy: RepairGrouping,
  key: string,
  day: 'reportedAt' | 'finishedAt',
): LocationQueryRaw | undefined {
  if (groupBy === 'none') return {}
  if (key === '') return undefined
  if (groupBy === 'month' || groupBy === 'year') {
    const [from, to] = daysOf(key)
    return { [`${day}.from`]: from, [`${day}.to`]: to }
  }
  if (groupBy === 'symptom' || groupBy === 'diagnosis') {
    const [area, code] = key.split('/')
    return {
      ...(area ? { [`${groupBy}AreaId`]: area } : {}),
      ...(code ? { [`${groupBy}CodeId`]: code } : {}),
    }
  }
  const field = fields[groupBy]
  return field === undefined ? undefined : { [field]: key }
}

/** The first and the last day of a month or a year. */
export function daysOf(key: string): readonly [string, string] {
  const [year = 0, month] = key.split('-').map(Number)
  if (month === undefined) return [`${year}-01-01`, `${year}-12-31`]
  const last = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
  return [`${last.slice(0, 8)}01`, last]
}

function filterQuery(filter: RepairFilter): LocationQueryRaw {
  const { brand, itemIds, officeIds, productCategoryIds, provider, symptomAreaId, technicianId } = filter
  return {
    ...(itemIds ? { itemId: itemIds.join(',') } : {}),
    ...(productCategoryIds ? { productCategoryId: productCategoryIds.join(',') } : {}),
    ...(officeIds ? { officeId: officeIds.join(',') } : {}),
    ...(brand ? { brand } : {}),
    ...(provider ? { externalKey: provider } : {}),
    ...(technicianId ? { technicianId } : {}),
    ...(symptomAreaId ? { symptomAreaId } : {}),
  }
}

/** Where a bar or a row leads: the lines behind it, as a filter of the list (08 §5). */
export function linesQuery(asked: Asked, figure?: RepairFigure): LocationQueryRaw | undefined {
  const { filter, from, groupBy, measure, to } = asked
  const day = dayOf(measure)
  const own = figure ? ownQuery(measure, groupBy, figure, day) : {}
  if (own === undefined) return undefined
  return {
    ...(from ? { [`${day}.from`]: from } : {}),
    ...(to ? { [`${day}.to`]: to } : {}),
    ...filterQuery(filter),
    ...(measure === 'fixRate' || measure === 'firstTimeFix' ? { outcome: 'fixed,repairable,endOfLife' } : {}),
    ...(measure === 'repeatRate' ? { isRepeat: 'true' } : {}),
    ...(measure === 'resolutions' ? { isFinished: 'true' } : {}),
    ...own,
  }
}

function ownQuery(
  measure: RepairMeasure,
  groupBy: RepairGrouping,
  { group, key }: RepairFigure,
  day: 'reportedAt' | 'finishedAt',
): LocationQueryRaw | undefined {
  if (measure !== 'resolutions') return groupQuery(groupBy, key, day)
  const ofGroup = groupQuery(groupBy, group?.key ?? '', day)
  return ofGroup && key !== '' ? { ...ofGroup, resolutionId: key } : undefined
}

export const periods = ['all', 'thisYear', 'lastYear', 'last12Months', 'own'] as const
export type Period = (typeof periods)[number]

/** The days of a period that is chosen by its name; `own` is typed. */
export function daysOfPeriod(period: Period, today: string): { from?: string; to?: string } | undefined {
  const year = Number(today.slice(0, 4))
  switch (period) {
    case 'all':
      return {}
    case 'thisYear':
      return { from: `${year}-01-01`, to: `${year}-12-31` }
    case 'lastYear':
      return { from: `${year - 1}-01-01`, to: `${year - 1}-12-31` }
    case 'last12Months': {
      const start = new Date(Date.UTC(year - 1, Number(today.slice(5, 7)) - 1, Number(today.slice(8)) + 1))
      return { from: start.toISOString().slice(0, 10), to: today }
    }
    case 'own':
      return undefined
  }
}

/** The name of the period that these days are. */
export function periodOfDays(from: string | undefined, to: string | undefined, today: string): Period {
  const same = (period: Period) => {
    const days = daysOfPeriod(period, today)
    return days !== undefined && days.from === from && days.to === to
  }
  return periods.find(same) ?? 'own'
}

/** A whole year reads as the year. */
export function yearOf(from: string | undefined, to: string | undefined): string | undefined {
  const year = from?.slice(0, 4)
  return year !== undefined && from === `${year}-01-01` && to === `${year}-12-31` ? year : undefined
}
