import { ActivityStatus, type Activity } from '@contract/dispatch'
import { OrderPriority } from '@contract/orderLiterals'
import type { Column } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { customerLookup } from '@/modules/customers'
import { workerLookup } from '@/modules/people'
import { usePlaceStore } from '@/stores/place.store'
import { activityTypeLookup, teamLookup } from './board.lookups'
import { activitiesOfOrder, undispatchedList } from './activity.sources'

const number: Column<Activity> = {
  key: 'number',
  titleKey: 'dispatch.activity.number',
  kind: 'text',
  width: 140,
}
const subject: Column<Activity> = {
  key: 'subject',
  titleKey: 'dispatch.activity.subject',
  kind: 'text',
  grow: 2,
}
const duration: Column<Activity> = {
  key: 'duration',
  titleKey: 'dispatch.info.duration',
  kind: 'minutes',
  width: 90,
}
const priority: Column<Activity> = {
  key: 'priority', titleKey: 'dispatch.info.priority', kind: 'enum', width: 100,
  options: OrderPriority.options, textKey: 'orders.priority',
} // prettier-ignore
const worker: Column<Activity> = {
  key: 'workerName', titleKey: 'dispatch.info.worker', kind: 'ref', width: 150, sortKey: null,
  filterKey: 'workerId', lookup: workerLookup,
} // prettier-ignore
const team: Column<Activity> = {
  key: 'teamCode', titleKey: 'dispatch.info.team', kind: 'ref', width: 90, sortKey: null,
  filterKey: 'teamId', lookup: teamLookup,
} // prettier-ignore
const type: Column<Activity> = {
  key: 'typeCode', titleKey: 'dispatch.activity.type', kind: 'ref', width: 110, sortKey: null,
  filterKey: 'typeId', lookup: activityTypeLookup,
} // prettier-ignore

const dayMs = 86_400_000

/** What waits for a technician or a time, the nearest deadline first (R07-01). */
export function useUndispatched() {
  const place = usePlaceStore()
  const columns: readonly Column<Activity>[] = [
    number,
    { key: 'orderNumber', titleKey: 'dispatch.activity.order', kind: 'text', width: 140, sortKey: null },
    subject,
    {
      key: 'customerName', titleKey: 'dispatch.info.customer', kind: 'ref', grow: 2, sortKey: null,
      filterKey: 'customerId', lookup: customerLookup,
    },
    { key: 'siteCity', titleKey: 'dispatch.undispatched.city', kind: 'text', isHidden: true, sortKey: null },
    priority,
    duration,
    { key: 'latest', titleKey: 'dispatch.info.latest', kind: 'instant', width: 150 },
    { key: 'slaDeadline', titleKey: 'dispatch.info.deadline', kind: 'instant', width: 150 },
    { ...worker, isHidden: true },
    { ...team, isHidden: true },
    { ...type, isHidden: true },
  ] // prettier-ignore
  return usePagedList({
    ...{ key: 'undispatched', entities: ['activity', 'order', 'orderSla'], source: undispatchedList, columns },
    views: [
      { key: 'all', titleKey: 'dispatch.views.all' },
      { key: 'high', titleKey: 'dispatch.undispatched.high', filter: { priority: ['high'] } },
      { key: 'due', titleKey: 'dispatch.undispatched.due', filter: { slaDeadline: { to: Date.now() + dayMs } } },
    ],
    sort: [{ field: 'slaDeadline', direction: 'asc' }],
    zone: () => place.zone,
  }) // prettier-ignore
}

/** The activities of one order. */
export function useOrderActivities(orderId: () => string, zone: () => string) {
  const columns: readonly Column<Activity>[] = [
    number, subject,
    {
      key: 'status', titleKey: 'dispatch.activity.status', kind: 'enum', width: 130, sortKey: null,
      options: ActivityStatus.options, textKey: 'dispatch.status',
    },
    worker,
    { key: 'start', titleKey: 'dispatch.info.time', kind: 'instant', width: 150, sortKey: null, zone },
    duration, priority, type, team,
  ] // prettier-ignore
  return usePagedList({
    ...{ key: `activities ${orderId()}`, entities: ['activity', 'order'], columns, zone },
    source: activitiesOfOrder(orderId),
    sort: [{ field: 'number', direction: 'asc' }],
  })
}
