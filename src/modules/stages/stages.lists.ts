import type { ReasonCode } from '@contract/stages'
import type { Column } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { reasonList } from './stages.sources'

const reasonColumns: readonly Column<ReasonCode>[] = [
  { key: 'code', titleKey: 'stages.reason.code', kind: 'text', width: 160 },
  { key: 'name', titleKey: 'stages.reason.description', kind: 'text', grow: 2 },
  {
    key: 'uses',
    titleKey: 'stages.reason.uses',
    kind: 'text',
    grow: 3,
    sortKey: null,
    filterKey: null,
  },
  { key: 'active', titleKey: 'common.active', kind: 'boolean', width: 90 },
]

/** All reason codes. */
export function useReasonCodes() {
  return usePagedList({
    key: 'reasonCodes',
    entities: ['reasonCode'],
    source: reasonList,
    columns: reasonColumns,
    sort: [{ field: 'code', direction: 'asc' }],
  })
}
