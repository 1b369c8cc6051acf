import { contract } from '@contract/index'
import { RemovedDisposition, type RemovedPart } from '@contract/serviceBoms'
import { listSource, type Column, type ListView } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { itemLookup } from '@/modules/catalog'
import { customerLookup } from '@/modules/customers'
import { objectLookup } from '@/modules/objects'
import { warehouseLookup } from '@/modules/stock'
import { client } from '@/rpc/client'
import { usePlaceStore } from '@/stores/place.store'

const source = listSource(contract.bom.listRemovedParts, (input) => client.bom.listRemovedParts(input))

const columns: readonly Column<RemovedPart>[] = [
  { key: 'removedAt', titleKey: 'bom.removed.removedAt', kind: 'instant', width: 136 },
  { key: 'itemNumber', titleKey: 'bom.part.itemId', kind: 'ref', width: 92, filterKey: 'itemId', lookup: itemLookup },
  { key: 'itemName', titleKey: 'bom.removed.itemName', kind: 'text', grow: 1 },
  { key: 'quantity', titleKey: 'bom.part.quantity', kind: 'quantity', width: 72 },
  { key: 'serialNumber', titleKey: 'bom.part.serialNumber', kind: 'text', width: 112 },
  { key: 'disposition', titleKey: 'bom.removed.disposition', kind: 'enum', width: 128, options: RemovedDisposition.options, textKey: 'bom.disposition' },
  { key: 'objectDescription', titleKey: 'bom.removed.object', kind: 'ref', grow: 1, filterKey: 'objectId', lookup: objectLookup(() => undefined) },
  { key: 'objectSerial', titleKey: 'bom.removed.objectSerial', kind: 'text', width: 100 },
  { key: 'customerName', titleKey: 'bom.removed.customer', kind: 'ref', isHidden: true, filterKey: 'customerId', lookup: customerLookup },
  { key: 'userName', titleKey: 'bom.removed.user', kind: 'text', width: 88 },
  { key: 'orderNumber', titleKey: 'bom.removed.order', kind: 'text', width: 128 },
  { key: 'repairLineNumber', titleKey: 'bom.removed.repairLine', kind: 'text', isHidden: true },
  { key: 'warehouseName', titleKey: 'bom.removed.warehouse', kind: 'ref', isHidden: true, filterKey: 'warehouseId', lookup: warehouseLookup },
  { key: 'objectNumber', titleKey: 'bom.removed.objectNumber', kind: 'text', isHidden: true },
  { key: 'unit', titleKey: 'bom.part.unitId', kind: 'text', isHidden: true },
  { key: 'batch', titleKey: 'bom.part.batch', kind: 'text', isHidden: true },
  { key: 'remark', titleKey: 'bom.part.remark', kind: 'text', isHidden: true },
] // prettier-ignore

const views: readonly ListView[] = [
  { key: 'all', titleKey: 'bom.views.all' },
  ...(['quarantine', 'sendToSupplier', 'returnToStock', 'customerKeeps', 'scrap'] as const).map((one) => ({
    key: one,
    titleKey: `bom.disposition.${one}`,
    filter: { disposition: [one] },
    sort: [{ field: 'removedAt', direction: 'desc' as const }],
  })),
]

/** Every part that was taken out of a list and kept account of (R09-17), newest first. */
export function useRemovedParts() {
  const place = usePlaceStore()
  return usePagedList({
    key: 'removedParts', entities: ['removedPart'], source, columns, views,
    sort: [{ field: 'removedAt', direction: 'desc' }],
    zone: () => place.zone,
  }) // prettier-ignore
}
