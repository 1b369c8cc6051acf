import { RequirementStatus, RequirementSupply, type ItemRequirement } from '@contract/orderRequirements'
import type { Column } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { itemLookup } from '@/modules/catalog'
import { customerLookup } from '@/modules/customers'
import { warehouseLookup } from '@/modules/stock'
import { accountLookup } from './orders.lookups'
import { requirementList } from './requirements.sources'

const columns: readonly Column<ItemRequirement>[] = [
  { key: 'orderNumber', titleKey: 'requirements.field.orderNumber', kind: 'text', width: 132 },
  { key: 'lineNo', titleKey: 'requirements.field.lineNo', kind: 'number', width: 60, sortKey: null, filterKey: null },
  { key: 'status', titleKey: 'requirements.field.status', kind: 'enum', width: 140, options: RequirementStatus.options, textKey: 'requirements.status' },
  { key: 'customerName', titleKey: 'requirements.field.customerId', kind: 'ref', grow: 1, filterKey: 'customerId', lookup: customerLookup },
  { key: 'itemNumber', titleKey: 'requirements.field.itemNumber', kind: 'ref', width: 108, filterKey: 'itemId', lookup: itemLookup },
  { key: 'itemName', titleKey: 'requirements.field.itemName', kind: 'text', grow: 1 },
  { key: 'warehouseCode', titleKey: 'requirements.field.warehouseId', kind: 'ref', width: 90, filterKey: 'warehouseId', lookup: warehouseLookup },
  { key: 'requiredQty', titleKey: 'requirements.field.requiredQty', kind: 'quantity', width: 84 },
  { key: 'reservedQty', titleKey: 'requirements.field.reservedQty', kind: 'quantity', width: 88 },
  { key: 'deliveredQty', titleKey: 'requirements.field.deliveredQty', kind: 'quantity', width: 84 },
  { key: 'availableQty', titleKey: 'requirements.field.availableQty', kind: 'quantity', width: 88, sortKey: null, filterKey: null },
  { key: 'neededBy', titleKey: 'requirements.field.neededBy', kind: 'instant', width: 178, zone: ({ siteZone }) => siteZone },
  { key: 'supply', titleKey: 'requirements.field.supply', kind: 'enum', isHidden: true, options: RequirementSupply.options, textKey: 'requirements.supply' },
  { key: 'billingAccount', titleKey: 'requirements.field.billingAccountId', kind: 'ref', isHidden: true, filterKey: 'billingAccountId', lookup: accountLookup(() => undefined) },
] // prettier-ignore

const waiting = { status: ['open', 'reserved', 'partlyDelivered'] }
const ofOrders = new Set(['orderNumber', 'customerName', 'billingAccount'])
/** Left to the requirement itself where the orders' own columns need the room. */
const ofTab = new Set(['lineNo', 'availableQty'])

/** What orders wait for: all of them, or one (R04-28). */
export function useRequirements(orderId?: () => string) {
  return usePagedList({
    key: orderId ? `requirements of ${orderId()}` : 'requirements',
    entities: ['itemRequirement', 'stockTransaction'],
    source: requirementList,
    columns: orderId ? columns.filter(({ key }) => !ofOrders.has(key)) : columns.filter(({ key }) => !ofTab.has(key)),
    sort: [{ field: 'neededBy', direction: 'asc' }],
    ...(orderId
      ? { scope: () => ({ orderId: [orderId()] }) }
      : {
          views: [
            { key: 'waiting', titleKey: 'requirements.views.waiting', filter: waiting },
            {
              key: 'toBuy',
              titleKey: 'requirements.views.toBuy',
              filter: { ...waiting, supply: ['purchase', 'production'] },
            },
            { key: 'delivered', titleKey: 'requirements.views.delivered', filter: { status: ['delivered'] } },
            { key: 'all', titleKey: 'requirements.views.all' },
          ],
        }),
  }) // prettier-ignore
}
