import type { Wall } from '@contract/wall'
import type { Column } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { officeLookup } from '@/modules/people'
import { usePlaceStore } from '@/stores/place.store'
import { wallList } from './wall.sources'

/** All screens on the wall (07 §3.11). */
export function useWalls() {
  const place = usePlaceStore()
  const officeName = ({ officeId }: Wall) => place.offices.find(({ id }) => id === officeId)?.name
  const columns: readonly Column<Wall>[] = [
    { key: 'name', titleKey: 'wall.wall.name', kind: 'text', grow: 2 },
    { key: 'officeId', titleKey: 'wall.wall.officeId', kind: 'ref', width: 160, lookup: officeLookup, value: officeName },
    { key: 'diagonal', titleKey: 'wall.wall.diagonal', kind: 'number', width: 120 },
    { key: 'rotateSeconds', titleKey: 'wall.wall.rotateSeconds', kind: 'number', width: 170 },
    { key: 'active', titleKey: 'common.active', kind: 'boolean', width: 90 },
  ] // prettier-ignore
  return usePagedList({
    key: 'walls', entities: ['wall', 'device'], source: wallList, columns,
    sort: [{ field: 'name', direction: 'asc' }],
  }) // prettier-ignore
}
