import { SeriesMode, SeriesType, type Series } from '@contract/numbers'
import type { Column, ListView } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { seriesList } from './numbers.sources'

const columns: readonly Column<Series>[] = [
  { key: 'officeCode', titleKey: 'numbers.one.officeId', kind: 'text', width: 130 },
  { key: 'type', titleKey: 'numbers.one.type', kind: 'enum', grow: 2, options: SeriesType.options, textKey: 'numbers.type' },
  { key: 'prefix', titleKey: 'numbers.one.prefix', kind: 'text', grow: 2 },
  { key: 'digits', titleKey: 'numbers.one.digits', kind: 'number', isHidden: true },
  { key: 'nextValue', titleKey: 'numbers.one.nextValue', kind: 'number', width: 120 },
  { key: 'lastValue', titleKey: 'numbers.one.lastValue', kind: 'number', isHidden: true },
  { key: 'mode', titleKey: 'numbers.one.mode', kind: 'enum', width: 130, options: SeriesMode.options, textKey: 'numbers.mode' },
  { key: 'validFrom', titleKey: 'numbers.one.validFrom', kind: 'date', width: 110 },
  { key: 'active', titleKey: 'common.active', kind: 'boolean', isHidden: true },
] // prettier-ignore

const views: readonly ListView[] = [
  { key: 'active', titleKey: 'numbers.views.active', filter: { active: true } },
  { key: 'all', titleKey: 'numbers.views.all' },
]

/** The number series of all offices (01 §2.7). */
export function useSeries() {
  return usePagedList({
    key: 'seriesList', entities: ['series', 'number', 'numberBlock'], source: seriesList, columns, views,
    sort: [{ field: 'officeCode', direction: 'asc' }, { field: 'type', direction: 'asc' }],
  }) // prettier-ignore
}
