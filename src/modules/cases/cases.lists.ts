import { CaseStatus, type CaseCategory, type CaseListItem } from '@contract/cases'
import { OrderPriority } from '@contract/orders'
import type { Column, ListView } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { customerLookup } from '@/modules/customers'
import { workerLookup } from '@/modules/people'
import { slaLookup } from '@/modules/sla'
import { usePlaceStore } from '@/stores/place.store'
import { useSessionStore } from '@/stores/session.store'
import { caseCategoryLookup } from './cases.lookups'
import { caseCategoryList, caseList } from './cases.sources'

const columns: readonly Column<CaseListItem>[] = [
  { key: 'number', titleKey: 'cases.case.number', kind: 'text', width: 140 },
  { key: 'customerName', titleKey: 'cases.case.customerId', kind: 'ref', grow: 1, filterKey: 'customerId', lookup: customerLookup },
  { key: 'title', titleKey: 'cases.case.title', kind: 'text', grow: 1 },
  { key: 'categoryName', titleKey: 'cases.case.categoryId', kind: 'ref', width: 130, filterKey: 'categoryId', lookup: caseCategoryLookup },
  { key: 'status', titleKey: 'cases.case.status', kind: 'enum', width: 112, options: CaseStatus.options, textKey: 'cases.status' },
  { key: 'priority', titleKey: 'cases.case.priority', kind: 'enum', width: 88, options: OrderPriority.options, textKey: 'orders.priority' },
  { key: 'ownerName', titleKey: 'cases.case.ownerId', kind: 'ref', width: 116, filterKey: 'ownerId', lookup: workerLookup },
  { key: 'dueAt', titleKey: 'cases.case.dueAt', kind: 'instant', width: 146 },
  { key: 'createdAt', titleKey: 'cases.case.createdAt', kind: 'instant', isHidden: true },
  { key: 'closedAt', titleKey: 'cases.case.closedAt', kind: 'instant', isHidden: true },
  { key: 'resolution', titleKey: 'cases.case.resolution', kind: 'text', isHidden: true },
  { key: 'customerNumber', titleKey: 'cases.case.customerNumber', kind: 'text', isHidden: true },
  { key: 'slaCode', titleKey: 'cases.case.slaId', kind: 'ref', isHidden: true, filterKey: 'slaId', lookup: slaLookup },
  { key: 'helpedCount', titleKey: 'cases.case.helpedCount', kind: 'number', isHidden: true },
] // prettier-ignore

const open = ['open', 'inProcess']

function viewsFor(workerId: string | undefined): readonly ListView[] {
  const mine: ListView = {
    key: 'mine',
    titleKey: 'cases.views.mine',
    filter: { status: open, ownerId: [workerId] },
  }
  return [
    { key: 'open', titleKey: 'cases.views.open', filter: { status: open } },
    ...(workerId === undefined ? [] : [mine]),
    { key: 'closed', titleKey: 'cases.views.closed', filter: { status: ['closed'] } },
    { key: 'all', titleKey: 'cases.views.all' },
  ]
}

/** The cases the user may see (04 §5). */
export function useCases() {
  const place = usePlaceStore()
  return usePagedList({
    key: 'cases', entities: ['case', 'customer', 'caseCategory'], source: caseList, columns,
    views: viewsFor(useSessionStore().user?.workerId),
    sort: [{ field: 'createdAt', direction: 'desc' }],
    zone: () => place.zone,
  }) // prettier-ignore
}

const categoryColumns: readonly Column<CaseCategory>[] = [
  { key: 'code', titleKey: 'cases.category.code', kind: 'text', width: 180 },
  { key: 'name', titleKey: 'cases.category.name', kind: 'text', grow: 2 },
  { key: 'parentName', titleKey: 'cases.category.parentId', kind: 'ref', grow: 1, filterKey: 'parentId', lookup: caseCategoryLookup },
] // prettier-ignore

/** The tree of case categories. */
export function useCaseCategories() {
  return usePagedList({
    key: 'caseCategories', entities: ['caseCategory'], source: caseCategoryList, columns: categoryColumns,
    sort: [{ field: 'code', direction: 'asc' }],
  }) // prettier-ignore
}
