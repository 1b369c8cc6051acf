import type { AgreementGroup, TemplateGroup } from '@contract/agreementGroups'
import {
  AgreementPhase,
  AgreementStatus,
  Combine,
  Renewal,
  type AgreementListItem,
} from '@contract/serviceAgreements'
import type { Column, ListView, Sort } from '@/composables/list'
import { usePagedList, type PagedList } from '@/composables/usePagedList'
import { customerLookup } from '@/modules/customers'
import { workerLookup } from '@/modules/people'
import { accountLookup, agreementGroupLookup, templateGroupLookup, slaLookup } from './agreements.lookups'
import { agreementGroupList, agreementList, templateGroupList } from './agreements.sources'

const expiring = ['expiring30', 'expiring60', 'expiring90']
const byNumber: readonly Sort[] = [{ field: 'number', direction: 'asc' }]
const byCode: readonly Sort[] = [{ field: 'code', direction: 'asc' }]
const byEnd: readonly Sort[] = [{ field: 'endsOn', direction: 'asc' }]

const columns: readonly Column<AgreementListItem>[] = [
  { key: 'number', titleKey: 'serviceAgreements.agreement.number', kind: 'text', width: 136 },
  { key: 'description', titleKey: 'serviceAgreements.agreement.description', kind: 'text', grow: 3 },
  {
    key: 'customerName', titleKey: 'serviceAgreements.agreement.customerId', kind: 'ref', grow: 3,
    filterKey: 'customerId', lookup: customerLookup, hiddenIn: ['templates'],
  },
  {
    key: 'groupCode', titleKey: 'serviceAgreements.agreement.groupId', kind: 'ref', width: 76,
    filterKey: 'groupId', lookup: agreementGroupLookup, hiddenIn: [...expiring, 'noticeThisMonth'],
  },
  {
    key: 'templateGroupCode', titleKey: 'serviceAgreements.agreement.templateGroupId', kind: 'ref', width: 150,
    sortKey: null, filterKey: 'templateGroupId', lookup: templateGroupLookup,
    hiddenIn: ['active', ...expiring, 'noticeThisMonth', 'expiredWithOpenOrders', 'suspended', 'all'],
  },
  {
    key: 'phase', titleKey: 'serviceAgreements.agreement.phase', kind: 'enum', width: 112, sortKey: null,
    hiddenIn: ['templates', ...expiring, 'noticeThisMonth', 'expiredWithOpenOrders'],
    options: AgreementPhase.options, textKey: 'serviceAgreements.phase',
  },
  {
    key: 'status', titleKey: 'serviceAgreements.agreement.status', kind: 'enum', width: 112,
    hiddenIn: ['templates', 'active', 'suspended'],
    options: AgreementStatus.options, textKey: 'serviceAgreements.status',
  },
  { key: 'startDate', titleKey: 'serviceAgreements.agreement.startDate', kind: 'date', width: 96, hiddenIn: ['templates', 'active', ...expiring, 'noticeThisMonth', 'all'] },
  { key: 'endsOn', titleKey: 'serviceAgreements.agreement.endsOn', kind: 'date', width: 96, hiddenIn: ['templates'] },
  {
    key: 'noticeDeadline', titleKey: 'serviceAgreements.agreement.noticeDeadline', kind: 'date', width: 110,
    hiddenIn: ['templates', 'active', 'expiredWithOpenOrders', 'suspended', 'all'],
  },
  { key: 'nextServiceDate', titleKey: 'serviceAgreements.agreement.nextServiceDate', kind: 'date', width: 96, sortKey: null, filterKey: null, hiddenIn: ['templates', 'expiredWithOpenOrders', 'suspended'] },
  { key: 'lineCount', titleKey: 'serviceAgreements.agreement.lineCount', kind: 'number', width: 64, sortKey: null, filterKey: null, hiddenIn: ['active', ...expiring, 'noticeThisMonth', 'all'] },
  { key: 'slaCode', titleKey: 'serviceAgreements.agreement.slaId', kind: 'ref', width: 72, filterKey: 'slaId', lookup: slaLookup, hiddenIn: ['templates', ...expiring, 'noticeThisMonth'] },
  {
    key: 'preferredTechnicianName', titleKey: 'serviceAgreements.agreement.preferredTechnicianId', kind: 'ref',
    width: 108, filterKey: 'preferredTechnicianId', lookup: workerLookup, hiddenIn: ['templates', ...expiring, 'noticeThisMonth', 'all'],
  },
  {
    key: 'responsibleName', titleKey: 'serviceAgreements.agreement.responsibleId', kind: 'ref', width: 108,
    filterKey: 'responsibleId', lookup: workerLookup, hiddenIn: ['templates', 'active', 'suspended', 'all', 'expiredWithOpenOrders'],
  },
  {
    key: 'billingAccountName', titleKey: 'serviceAgreements.agreement.billingAccountId', kind: 'ref', isHidden: true,
    sortKey: null, filterKey: 'billingAccountId', lookup: accountLookup(() => undefined),
  },
  { key: 'siteName', titleKey: 'serviceAgreements.agreement.siteId', kind: 'text', isHidden: true, sortKey: null },
  { key: 'combine', titleKey: 'serviceAgreements.agreement.combine', kind: 'enum', isHidden: true, sortKey: null, options: Combine.options, textKey: 'serviceAgreements.combine' },
  { key: 'renewal', titleKey: 'serviceAgreements.agreement.renewal', kind: 'enum', isHidden: true, sortKey: null, options: Renewal.options, textKey: 'serviceAgreements.renewal' },
  { key: 'terminationDate', titleKey: 'serviceAgreements.agreement.terminationDate', kind: 'date', isHidden: true, sortKey: null },
  { key: 'officeCode', titleKey: 'serviceAgreements.agreement.officeId', kind: 'text', isHidden: true },
] // prettier-ignore

const real = { isTemplate: false }
const view = (key: string, filter: Record<string, unknown>, sort: readonly Sort[] = byNumber): ListView => ({
  key,
  titleKey: `serviceAgreements.views.${key}`,
  filter,
  sort,
})
/** The lists that follow the calendar come by their set (R02-29). */
const views: readonly ListView[] = [
  view('active', { ...real, status: ['active'] }),
  ...expiring.map((set) => view(set, { set: [set] }, byEnd)),
  view('noticeThisMonth', { set: ['noticeThisMonth'] }, [{ field: 'noticeDeadline', direction: 'asc' }]),
  view('expiredWithOpenOrders', { set: ['expiredWithOpenOrders'] }, byEnd),
  view('suspended', { ...real, status: ['suspended'] }),
  view('templates', { isTemplate: true }),
  view('all', real),
]

/** All service agreements the user may see (02 §5). */
export function useAgreements() {
  return usePagedList({
    key: 'agreements', entities: ['agreement', 'agreementLine'], source: agreementList, columns, views, sort: byNumber,
  }) // prettier-ignore
}
export type AgreementListing = PagedList<AgreementListItem>

const embedded = new Set([
  'number', 'description', 'groupCode', 'phase', 'status', 'startDate', 'endsOn', 'nextServiceDate', 'lineCount',
]) // prettier-ignore

/** The agreements of one customer or billing account (R02-34). */
export function useAgreementsOf(of: () => Readonly<Record<string, readonly string[]>>) {
  return usePagedList({
    key: `agreements of ${Object.values(of()).join()}`, entities: ['agreement', 'agreementLine'], source: agreementList,
    columns: columns.filter(({ key }) => embedded.has(key)).map(({ hiddenIn: _hiddenIn, ...column }) => column),
    sort: byNumber, scope: () => ({ ...real, ...of() }),
  }) // prettier-ignore
}

const groupColumns: readonly Column<AgreementGroup>[] = [
  { key: 'code', titleKey: 'serviceAgreements.group.code', kind: 'text', width: 160 },
  { key: 'description', titleKey: 'serviceAgreements.group.description', kind: 'text', grow: 1 },
  {
    key: 'slaCode',
    titleKey: 'serviceAgreements.group.slaId',
    kind: 'text',
    width: 120,
    sortKey: null,
    filterKey: null,
  },
  { key: 'active', titleKey: 'common.active', kind: 'boolean', width: 90 },
]

/** All groups of agreements (02 §2.3). */
export function useAgreementGroups() {
  return usePagedList({
    key: 'agreementGroups', entities: ['agreementGroup'], source: agreementGroupList, columns: groupColumns,
    sort: byCode,
  }) // prettier-ignore
}

const templateGroupColumns: readonly Column<TemplateGroup>[] = [
  { key: 'code', titleKey: 'serviceAgreements.templateGroup.code', kind: 'text', width: 160 },
  { key: 'description', titleKey: 'serviceAgreements.templateGroup.description', kind: 'text', grow: 1 },
  {
    key: 'parentCode',
    titleKey: 'serviceAgreements.templateGroup.parentId',
    kind: 'ref',
    width: 160,
    sortKey: null,
    filterKey: 'parentId',
    lookup: templateGroupLookup,
  },
  { key: 'active', titleKey: 'common.active', kind: 'boolean', width: 90 },
]

/** All branches of the tree of templates (02 §2.3). */
export function useTemplateGroups() {
  return usePagedList({
    key: 'templateGroups', entities: ['templateGroup'], source: templateGroupList, columns: templateGroupColumns,
    sort: byCode,
  }) // prettier-ignore
}
