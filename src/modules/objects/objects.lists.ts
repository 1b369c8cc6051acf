import { ObjectStatus, type ObjectGroup, type ServiceObject } from '@contract/objects'
import type { Column, ListView } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { itemLookup, productCategoryLookup } from '@/modules/catalog'
import { customerLookup } from '@/modules/customers'
import { objectGroupLookup } from './objects.lookups'
import { objectGroupList, objectList } from './objects.sources'

const objectColumns: readonly Column<ServiceObject>[] = [
  { key: 'number', titleKey: 'objects.object.number', kind: 'text', width: 150 },
  { key: 'description', titleKey: 'objects.object.description', kind: 'text', grow: 3 },
  { key: 'customerName', titleKey: 'objects.object.customerId', kind: 'ref', grow: 2, filterKey: 'customerId', lookup: customerLookup },
  { key: 'serialNumber', titleKey: 'objects.object.serialNumber', kind: 'text', width: 140 },
  { key: 'groupName', titleKey: 'objects.object.groupId', kind: 'ref', width: 140, filterKey: 'groupId', lookup: objectGroupLookup },
  { key: 'warrantyUntil', titleKey: 'objects.object.warrantyUntil', kind: 'date', width: 120 },
  { key: 'status', titleKey: 'objects.object.status', kind: 'enum', width: 130, options: ObjectStatus.options, textKey: 'objects.status' },
  { key: 'itemName', titleKey: 'objects.object.itemId', kind: 'ref', isHidden: true, filterKey: 'itemId', lookup: itemLookup },
  { key: 'productCategoryName', titleKey: 'objects.object.productCategoryId', kind: 'ref', isHidden: true, filterKey: 'productCategoryId', lookup: productCategoryLookup },
  { key: 'brand', titleKey: 'objects.object.brand', kind: 'text', isHidden: true },
  { key: 'model', titleKey: 'objects.object.model', kind: 'text', isHidden: true },
] // prettier-ignore

const objectViews: readonly ListView[] = [
  { key: 'inUse', titleKey: 'objects.views.inUse', filter: { status: ['inService', 'outOfService'] } },
  { key: 'scrapped', titleKey: 'objects.views.scrapped', filter: { status: ['scrapped'] } },
  { key: 'all', titleKey: 'objects.views.all' },
]

/** All service objects (01 §2.4). */
export function useObjects() {
  return usePagedList({
    key: 'objects', entities: ['object', 'customer', 'site'], source: objectList, columns: objectColumns,
    views: objectViews, sort: [{ field: 'number', direction: 'asc' }],
  }) // prettier-ignore
}

const groupColumns: readonly Column<ObjectGroup>[] = [
  { key: 'code', titleKey: 'objects.group.code', kind: 'text', width: 180 },
  { key: 'description', titleKey: 'objects.group.description', kind: 'text', grow: 2 },
  { key: 'parentDescription', titleKey: 'objects.group.parentId', kind: 'ref', grow: 1, filterKey: 'parentId', lookup: objectGroupLookup },
] // prettier-ignore

/** Groups of service objects. */
export function useObjectGroups() {
  return usePagedList({
    key: 'objectGroups', entities: ['objectGroup'], source: objectGroupList, columns: groupColumns,
    sort: [{ field: 'code', direction: 'asc' }],
  }) // prettier-ignore
}
