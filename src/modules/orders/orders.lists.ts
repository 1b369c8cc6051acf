import { SlaStatus } from '@contract/clockMark'
import { OrderOrigin, OrderPriority, OrderProgress, type OrderListItem } from '@contract/orders'
import type { Column, ListView } from '@/composables/list'
import { usePagedList, type PagedList } from '@/composables/usePagedList'
import { customerLookup } from '@/modules/customers'
import { stageLookup } from '@/modules/stages'
import { usePlaceStore } from '@/stores/place.store'
import { useSessionStore } from '@/stores/session.store'
import { agreementLookup } from './orders.agreements'
import { accountLookup, workerLookup } from './orders.lookups'
import { orderList } from './orders.sources'

const columns: readonly Column<OrderListItem>[] = [
  { key: 'number', titleKey: 'orders.order.number', kind: 'text', width: 136 },
  {
    key: 'customerName', titleKey: 'orders.order.customerId', kind: 'ref', grow: 1,
    filterKey: 'customerId', lookup: customerLookup,
  },
  { key: 'siteCity', titleKey: 'orders.order.siteCity', kind: 'text', isHidden: true },
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
    key: 'progress', titleKey: 'orders.order.progress', kind: 'enum', width: 108,
    hiddenIn: ['active', 'mine', 'ready', 'requests'],
    options: OrderProgress.options, textKey: 'orders.progress',
  },
  {
    key: 'priority', titleKey: 'orders.order.priority', kind: 'enum', width: 96, hiddenIn: ['all'],
    options: OrderPriority.options, textKey: 'orders.priority',
  },
  {
    key: 'preferredTechnicianName', titleKey: 'orders.order.preferredTechnicianId', kind: 'ref', width: 116,
    filterKey: 'preferredTechnicianId', lookup: workerLookup,
  },
  { key: 'salesAmount', titleKey: 'orders.order.salesAmount', kind: 'money', width: 116, hiddenIn: ['active', 'mine'] },
  {
    key: 'slaStatus', titleKey: 'sla.order.clock', kind: 'enum', width: 108, sortKey: null, filterKey: null,
    hiddenIn: ['ready', 'requests', 'all'],
    options: SlaStatus.options, textKey: 'sla.status',
  },
  {
    key: 'latestCompletion', titleKey: 'sla.order.latestCompletion', kind: 'instant', width: 160, sortKey: null,
    filterKey: null, zone: ({ siteZone }) => siteZone, zoneField: 'siteZone', isHidden: true,
  },
  { key: 'serviceDate', titleKey: 'orders.order.serviceDate', kind: 'date', isHidden: true },
  {
    key: 'responsibleName', titleKey: 'orders.order.responsibleId', kind: 'ref', isHidden: true,
    filterKey: 'responsibleId', lookup: workerLookup,
  },
  { key: 'hasResponsible', titleKey: 'orders.order.hasResponsible', kind: 'boolean', isHidden: true },
  {
    key: 'agreementNumber', titleKey: 'orders.order.agreementId', kind: 'ref', width: 136, isHidden: true,
    filterKey: 'agreementId', lookup: agreementLookup(() => undefined),
  },
  {
    key: 'billingAccount', titleKey: 'orders.order.billingAccountId', kind: 'ref', isHidden: true,
    filterKey: 'billingAccountId', lookup: accountLookup(() => undefined),
  },
  { key: 'customerReference', titleKey: 'orders.order.customerReference', kind: 'text', isHidden: true },
  { key: 'calendarConflict', titleKey: 'orders.order.calendarConflict', kind: 'boolean', isHidden: true },
  { key: 'isReadyForPosting', titleKey: 'orders.order.isReadyForPosting', kind: 'boolean', isHidden: true },
  {
    key: 'origin', titleKey: 'orders.order.origin', kind: 'enum', isHidden: true,
    options: OrderOrigin.options, textKey: 'orders.origin',
  },
] // prettier-ignore

const open = { progress: ['inProcess'], intake: ['none'] }

/** The views of the list; My open only for those who work on orders themselves (04 §5). */
function viewsFor(workerId: string | undefined): readonly ListView[] {
  const mine: ListView = {
    key: 'mine',
    titleKey: 'orders.views.mine',
    filter: { ...open, preferredTechnicianId: [workerId] },
  }
  return [
    { key: 'active', titleKey: 'orders.views.active', filter: open },
    ...(workerId === undefined ? [] : [mine]),
    {
      key: 'ready',
      titleKey: 'orders.views.ready',
      filter: { ...open, isReadyForPosting: true },
      permission: 'orders.post',
    },
    {
      key: 'requests',
      titleKey: 'orders.views.requests',
      filter: { intake: ['awaiting'] },
      permission: 'orders.write',
    },
    { key: 'all', titleKey: 'orders.views.all', filter: { intake: ['none'] } },
  ]
}

/** All service orders the user may see. */
export function useOrders() {
  const place = usePlaceStore()
  return usePagedList({
    key: 'orders', entities: ['order'], source: orderList, columns,
    views: viewsFor(useSessionStore().user?.workerId),
    sort: [{ field: 'preferredServiceAt', direction: 'asc' }],
    zone: () => place.zone,
  }) // prettier-ignore
}
export type OrderListing = PagedList<OrderListItem>
