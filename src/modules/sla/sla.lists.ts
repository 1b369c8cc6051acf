import { OrderPriority } from '@contract/orders'
import { SlaOutcome, SlaStatus, type Sla, type SlaGroup } from '@contract/sla'
import type { MeasuredOrder, WatchItem } from '@contract/slaReport'
import type { Column, Filter, Sort } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { calendarLookup } from '@/modules/calendars'
import { customerLookup } from '@/modules/customers'
import { officeLookup, workerLookup } from '@/modules/people'
import { usePlaceStore } from '@/stores/place.store'
import { slaGroupLookup, slaLookup } from './sla.lookups'
import { measuredList, slaGroupList, slaList, watchList } from './sla.sources'

const byCode: readonly Sort[] = [{ field: 'code', direction: 'asc' }]
/** The live ones first; the others by a tab. */
const activeViews = [
  { key: 'active', titleKey: 'sla.views.active', filter: { active: true } },
  { key: 'all', titleKey: 'sla.views.all' },
]

const slaColumns: readonly Column<Sla>[] = [
  { key: 'code', titleKey: 'sla.sla.code', kind: 'text', width: 120 },
  { key: 'name', titleKey: 'sla.sla.description', kind: 'text', grow: 2 },
  { key: 'allowance', titleKey: 'sla.sla.allowance', kind: 'minutes', width: 120 },
  { key: 'allowanceHigh', titleKey: 'sla.sla.allowanceHigh', kind: 'minutes', width: 150, isHidden: true },
  { key: 'allowanceLow', titleKey: 'sla.sla.allowanceLow', kind: 'minutes', width: 150, isHidden: true },
  { key: 'responseAllowance', titleKey: 'sla.sla.responseAllowance', kind: 'minutes', width: 140 },
  { key: 'calendarName', titleKey: 'sla.sla.calendarId', kind: 'ref', grow: 1, filterKey: 'calendarId', lookup: calendarLookup },
  { key: 'active', titleKey: 'sla.sla.active', kind: 'boolean', width: 90, hiddenIn: ['active'] },
] // prettier-ignore

/** All service levels (06 §2.2). */
export function useSlas() {
  return usePagedList({
    key: 'slas', entities: ['sla'], source: slaList, columns: slaColumns, views: activeViews, sort: byCode,
  }) // prettier-ignore
}

const groupColumns: readonly Column<SlaGroup>[] = [
  { key: 'code', titleKey: 'sla.group.code', kind: 'text', width: 140 },
  { key: 'description', titleKey: 'sla.group.description', kind: 'text', grow: 2 },
  { key: 'rank', titleKey: 'sla.group.rank', kind: 'number', width: 90 },
  { key: 'slaCode', titleKey: 'sla.group.slaId', kind: 'ref', grow: 1, filterKey: 'slaId', lookup: slaLookup },
  { key: 'defaultPriority', titleKey: 'sla.group.defaultPriority', kind: 'enum', width: 150, options: OrderPriority.options, textKey: 'orders.priority' },
  { key: 'active', titleKey: 'sla.sla.active', kind: 'boolean', width: 90, hiddenIn: ['active'] },
] // prettier-ignore

/** The tiers of customers (06 §2.1). */
export function useSlaGroups() {
  return usePagedList({
    key: 'slaGroups', entities: ['slaGroup', 'sla'], source: slaGroupList, columns: groupColumns, views: activeViews,
    sort: [{ field: 'rank', direction: 'asc' }],
  }) // prettier-ignore
}

const watchColumns: readonly Column<WatchItem>[] = [
  { key: 'status', titleKey: 'sla.watch.state', kind: 'enum', width: 116, sortKey: null, options: SlaStatus.options, textKey: 'sla.status' },
  {
    key: 'latestCompletion', titleKey: 'sla.watch.latestCompletion', kind: 'instant', width: 160,
    zone: ({ siteZone }) => siteZone, zoneField: 'siteZone',
  },
  { key: 'minutesLeft', titleKey: 'sla.watch.minutesLeft', kind: 'number', width: 104, sortKey: null, filterKey: null },
  { key: 'number', titleKey: 'sla.watch.number', kind: 'text', width: 140 },
  { key: 'customerName', titleKey: 'sla.watch.customerId', kind: 'ref', grow: 1, filterKey: 'customerId', lookup: customerLookup },
  { key: 'description', titleKey: 'sla.watch.description', kind: 'text', grow: 1 },
  { key: 'slaCode', titleKey: 'sla.watch.slaId', kind: 'ref', width: 90, filterKey: 'slaId', lookup: slaLookup },
  { key: 'tierCode', titleKey: 'sla.watch.slaGroupId', kind: 'ref', width: 100, filterKey: 'slaGroupId', sortKey: 'tierRank', lookup: slaGroupLookup },
  { key: 'priority', titleKey: 'sla.watch.priority', kind: 'enum', width: 96, options: OrderPriority.options, textKey: 'orders.priority' },
  { key: 'responsibleName', titleKey: 'sla.watch.responsibleId', kind: 'ref', isHidden: true, filterKey: 'responsibleId', lookup: workerLookup },
  { key: 'officeId', titleKey: 'sla.watch.officeId', kind: 'ref', isHidden: true, lookup: officeLookup },
] // prettier-ignore

/** Open orders by their latest completion (06 §5). */
export function useWatch() {
  const place = usePlaceStore()
  return usePagedList({
    key: 'slaWatch', entities: ['order', 'slaEntry', 'slaStep', 'calendar', 'holidaySet'], source: watchList,
    columns: watchColumns,
    views: [
      { key: 'open', titleKey: 'sla.views.open' },
      { key: 'running', titleKey: 'sla.views.running', filter: { status: ['running'] } },
      { key: 'stopped', titleKey: 'sla.views.stopped', filter: { status: ['stopped'] } },
    ],
    sort: [{ field: 'latestCompletion', direction: 'asc' }],
    zone: () => place.zone,
  }) // prettier-ignore
}

const measuredColumns: readonly Column<MeasuredOrder>[] = [
  { key: 'outcome', titleKey: 'sla.measured.outcome', kind: 'enum', width: 120, options: SlaOutcome.options, textKey: 'sla.outcome', sortKey: null },
  { key: 'number', titleKey: 'sla.watch.number', kind: 'text', width: 140, sortKey: null },
  { key: 'customerName', titleKey: 'sla.watch.customerId', kind: 'ref', grow: 1, filterKey: 'customerId', lookup: customerLookup, sortKey: null },
  { key: 'slaCode', titleKey: 'sla.watch.slaId', kind: 'ref', width: 90, filterKey: 'slaId', lookup: slaLookup, sortKey: null },
  { key: 'measuredOn', titleKey: 'sla.measured.measuredOn', kind: 'date', width: 120 },
  { key: 'compliance', titleKey: 'sla.measured.compliance', kind: 'percent', width: 110 },
  {
    key: 'startTime', titleKey: 'sla.order.startTime', kind: 'instant', width: 160, sortKey: null, isHidden: true,
    zone: ({ siteZone }) => siteZone, zoneField: 'siteZone',
  },
  {
    key: 'latestCompletion', titleKey: 'sla.watch.latestCompletion', kind: 'instant', width: 160, sortKey: null,
    zone: ({ siteZone }) => siteZone, zoneField: 'siteZone',
  },
  {
    key: 'finalStop', titleKey: 'sla.order.finalStop', kind: 'instant', width: 160, sortKey: null,
    zone: ({ siteZone }) => siteZone, zoneField: 'siteZone',
  },
  { key: 'responsibleName', titleKey: 'sla.watch.responsibleId', kind: 'ref', isHidden: true, filterKey: 'responsibleId', lookup: workerLookup, sortKey: null },
  { key: 'slaGroupId', titleKey: 'sla.watch.slaGroupId', kind: 'ref', isHidden: true, lookup: slaGroupLookup },
  { key: 'officeId', titleKey: 'sla.watch.officeId', kind: 'ref', isHidden: true, lookup: officeLookup },
] // prettier-ignore

/** The orders behind a row of the report (R06-46). */
export function useMeasured(scope: () => Filter) {
  const place = usePlaceStore()
  return usePagedList({
    key: `slaMeasured ${JSON.stringify(scope())}`, entities: ['order', 'slaEntry'], source: measuredList,
    columns: measuredColumns, scope,
    views: [
      { key: 'all', titleKey: 'sla.views.all' },
      { key: 'breached', titleKey: 'sla.views.breached', filter: { outcome: ['breached'] }, sort: [{ field: 'compliance', direction: 'desc' }] },
      { key: 'met', titleKey: 'sla.views.met', filter: { outcome: ['met'] } },
      { key: 'canceled', titleKey: 'sla.views.canceled', filter: { outcome: ['notMeasured'] } },
    ],
    sort: [{ field: 'measuredOn', direction: 'desc' }],
    zone: () => place.zone,
  }) // prettier-ignore
}
