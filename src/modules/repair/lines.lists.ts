import { OutcomeClass } from '@contract/repairCodes'
import { WarrantyVerdict, type RepairLine } from '@contract/repairLines'
import type { Column, Filter, ListView } from '@/composables/list'
import { usePagedList, type PagedList } from '@/composables/usePagedList'
import { itemLookup, productCategoryLookup } from '@/modules/catalog'
import { customerLookup } from '@/modules/customers'
import { objectLookup } from '@/modules/objects'
import { officeLookup, workerLookup } from '@/modules/people'
import { usePlaceStore } from '@/stores/place.store'
import { useSessionStore } from '@/stores/session.store'
import { lineList } from './lines.sources'
import {
  barrierLookup,
  diagnosisAreaLookup,
  diagnosisCodeLookup,
  repairStageLookup,
  resolutionLookup,
  symptomAreaLookup,
  symptomCodeLookup,
} from './repair.lookups'

const day = 86_400_000

/** How many whole days a repair has taken: until it was finished, or until now (08 §5). */
export function ageInDays(
  { finishedAt, reportedAt }: Pick<RepairLine, 'finishedAt' | 'reportedAt'>,
  now: number,
): number {
  return Math.max(0, Math.floor(((finishedAt ?? now) - reportedAt) / day))
}

/** What the customer observes, in one text: the area and the code in it. */
export function symptomText({
  symptomAreaName,
  symptomCodeName,
}: Pick<RepairLine, 'symptomAreaName' | 'symptomCodeName'>): string {
  return [symptomAreaName, symptomCodeName].filter(Boolean).join(' › ')
}

/** What was found, in one text. */
export function diagnosisText({
  diagnosisAreaName,
  diagnosisCodeName,
}: Pick<RepairLine, 'diagnosisAreaName' | 'diagnosisCodeName'>): string {
  return [diagnosisAreaName, diagnosisCodeName].filter(Boolean).join(' › ')
}

const columns: readonly Column<RepairLine>[] = [
  { key: 'number', titleKey: 'repair.line.number', kind: 'text', width: 124 },
  {
    key: 'orderNumber', titleKey: 'repair.line.orderId', kind: 'text', width: 132,
  },
  {
    key: 'customerName', titleKey: 'repair.line.customerId', kind: 'ref', grow: 0.65,
    filterKey: 'customerId', lookup: customerLookup,
  },
  {
    key: 'objectDescription', titleKey: 'repair.lines.object', kind: 'ref', grow: 0.65,
    filterKey: 'objectId', lookup: objectLookup(() => undefined),
  },
  { key: 'serialNumber', titleKey: 'repair.lines.serial', kind: 'text', width: 104 },
  {
    key: 'symptomAreaName', titleKey: 'repair.line.symptom', kind: 'ref', grow: 1.5, value: symptomText,
    filterKey: 'symptomAreaId', lookup: symptomAreaLookup,
  },
  {
    key: 'stageName', titleKey: 'repair.line.repairStageId', kind: 'ref', width: 112,
    filterKey: 'repairStageId', lookup: repairStageLookup,
  },
  {
    key: 'technicianName', titleKey: 'repair.line.technicianId', kind: 'ref', width: 96,
    filterKey: 'technicianId', lookup: workerLookup,
  },
  {
    key: 'age', titleKey: 'repair.line.age', kind: 'number', width: 68, sortKey: 'reportedAt', filterKey: null,
    value: (line) => ageInDays(line, Date.now()),
  },
  {
    key: 'warrantyVerdict', titleKey: 'repair.line.warrantyVerdict', kind: 'enum', width: 84,
    options: WarrantyVerdict.options, textKey: 'repair.promise',
  },
  { key: 'isRepeat', titleKey: 'repair.line.isRepeat', kind: 'boolean', width: 88 },
  { key: 'isFinished', titleKey: 'repair.line.isFinished', kind: 'boolean', isHidden: true },
  {
    key: 'reportedAt', titleKey: 'repair.line.reportedAt', kind: 'instant', width: 160, isHidden: true,
  },
  {
    key: 'finishedAt', titleKey: 'repair.line.finishedAt', kind: 'instant', width: 160, isHidden: true,
  },
  { key: 'title', titleKey: 'repair.line.title', kind: 'text', isHidden: true },
  {
    key: 'symptomCodeName', titleKey: 'repair.line.symptomCodeId', kind: 'ref', isHidden: true,
    filterKey: 'symptomCodeId', lookup: symptomCodeLookup,
  },
  {
    key: 'diagnosisAreaName', titleKey: 'repair.line.diagnosisAreaId', kind: 'ref', isHidden: true,
    filterKey: 'diagnosisAreaId', lookup: diagnosisAreaLookup,
  },
  {
    key: 'diagnosisCodeName', titleKey: 'repair.line.diagnosisCodeId', kind: 'ref', isHidden: true,
    filterKey: 'diagnosisCodeId', lookup: diagnosisCodeLookup,
  },
  {
    key: 'resolutionName', titleKey: 'repair.line.resolutionId', kind: 'ref', isHidden: true,
    filterKey: 'resolutionId', lookup: resolutionLookup,
  },
  {
    key: 'outcome', titleKey: 'repair.line.outcome', kind: 'enum', isHidden: true,
    options: OutcomeClass.options, textKey: 'repair.outcome',
  },
  {
    key: 'barrierName', titleKey: 'repair.line.barrierId', kind: 'ref', isHidden: true,
    filterKey: 'barrierId', lookup: barrierLookup,
  },
  {
    key: 'itemNumber', titleKey: 'repair.line.itemId', kind: 'ref', isHidden: true,
    filterKey: 'itemId', lookup: itemLookup,
  },
  {
    key: 'productCategoryName', titleKey: 'repair.line.productCategoryId', kind: 'ref', isHidden: true,
    filterKey: 'productCategoryId', lookup: productCategoryLookup,
  },
  { key: 'brand', titleKey: 'repair.line.brand', kind: 'text', isHidden: true },
  { key: 'externalKey', titleKey: 'repair.line.externalKey', kind: 'text', isHidden: true },
  {
    key: 'office', titleKey: 'repair.line.officeId', kind: 'ref', isHidden: true,
    filterKey: 'officeId', lookup: officeLookup,
  },
] // prettier-ignore

function viewsFor(workerId: string | undefined): readonly ListView[] {
  const mine: ListView = {
    key: 'mine',
    titleKey: 'repair.lines.views.mine',
    filter: { isFinished: false, technicianId: [workerId] },
  }
  return [
    { key: 'open', titleKey: 'repair.lines.views.open', filter: { isFinished: false } },
    ...(workerId === undefined ? [] : [mine]),
    {
      key: 'finished',
      titleKey: 'repair.lines.views.finished',
      filter: { isFinished: true },
      sort: [{ field: 'finishedAt', direction: 'desc' }],
    },
    { key: 'all', titleKey: 'repair.lines.views.all' },
  ]
}

/** All repair lines the user may see; with `ids` these alone. */
export function useRepairLines(ids: readonly string[] = []) {
  const place = usePlaceStore()
  return usePagedList({
    key: ids.length > 0 ? 'repairLines of ids' : 'repairLines',
    entities: ['repairLine'], source: lineList, columns,
    ...(ids.length > 0 ? { scope: () => ({ id: [...ids] }) } : {}),
    views: viewsFor(useSessionStore().user?.workerId),
    sort: [{ field: 'reportedAt', direction: 'desc' }],
    zone: () => place.zone,
  }) // prettier-ignore
}
export type RepairLineListing = PagedList<RepairLine>

/** The list's filters that an address may set, such as a bar of the statistics does. */
const filterable = new Set(columns.map(({ filterKey, key }) => filterKey ?? key))
const ranged = new Set(['reportedAt', 'finishedAt'])
const flags = new Set(['isFinished', 'isRepeat'])
const texts = new Set(['brand', 'externalKey', 'number', 'serialNumber'])

/** The filter that an address names: `?symptomAreaId=…&reportedFrom=2026-01-01`. */
export function filterOfQuery(query: Readonly<Record<string, unknown>>): Filter {
  const filter: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(query)) {
    if (typeof value !== 'string' || value === '') continue
    const range = /^(\w+At)\.(from|to)$/.exec(name)
    const [, field = '', end = ''] = range ?? []
    if (ranged.has(field)) filter[field] = { ...Object(filter[field]), [end]: value }
    else if (flags.has(name)) filter[name] = value === 'true'
    else if (texts.has(name)) filter[name] = value
    else if (filterable.has(name)) filter[name] = value.split(',')
  }
  return filter
}
