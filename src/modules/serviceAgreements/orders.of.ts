import { contract } from '@contract/index'
import { OrderProgress, type OrderListItem } from '@contract/orders'
import { listSource, type Column } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { workerLookup } from '@/modules/people'
import { stageLookup } from '@/modules/stages'
import { client } from '@/rpc/client'
import { usePlaceStore } from '@/stores/place.store'

const orderList = listSource(contract.orders.listOrders, (input) => client.orders.listOrders(input))

const columns: readonly Column<OrderListItem>[] = [
  { key: 'number', titleKey: 'orders.order.number', kind: 'text', width: 136 },
  { key: 'description', titleKey: 'orders.order.description', kind: 'text', grow: 1 },
  {
    key: 'preferredServiceAt', titleKey: 'orders.order.preferredServiceAt', kind: 'instant', width: 212,
    zone: ({ siteZone }) => siteZone, zoneField: 'siteZone',
  },
  {
    key: 'stageName', titleKey: 'orders.order.stageId', kind: 'ref', width: 130,
    sortKey: 'stageCode', filterKey: 'stageId', lookup: stageLookup,
  },
  {
    key: 'progress', titleKey: 'orders.order.progress', kind: 'enum', width: 116,
    options: OrderProgress.options, textKey: 'orders.progress',
  },
  {
    key: 'preferredTechnicianName', titleKey: 'orders.order.preferredTechnicianId', kind: 'ref', width: 130,
    filterKey: 'preferredTechnicianId', lookup: workerLookup,
  },
  { key: 'salesAmount', titleKey: 'orders.order.salesAmount', kind: 'money', width: 130 },
] // prettier-ignore

/** The service orders of one agreement or billing account (R02-34). */
export function useOrdersOf(of: () => Readonly<Record<string, readonly string[]>>) {
  const place = usePlaceStore()
  return usePagedList({
    key: `orders of ${Object.values(of()).join()}`, entities: ['order'], source: orderList, columns,
    sort: [{ field: 'preferredServiceAt', direction: 'desc' }], scope: of, zone: () => place.zone,
  }) // prettier-ignore
}
