import {
  PlanNote,
  RunStatus,
  SkipCode,
  type GenerationRun,
  type PlanPart,
  type PlanRow,
} from '@contract/generationRuns'
import { useI18n } from 'vue-i18n'
import type { Column, Sort } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { usePlaceStore } from '@/stores/place.store'
import { planSource, runList } from './runs.sources'

const inOrder: readonly Sort[] = [{ field: 'position', direction: 'asc' }]

/** One part of a plan as a list: its orders, what is skipped, or the load of workers by week (03 §5). */
export function usePlanList(planId: string, part: Exclude<PlanPart, 'lines'>) {
  return usePagedList({
    key: `plan ${part} of ${planId}`, entities: ['planRow'], source: planSource(planId, part),
    columns: useColumns(part), sort: inOrder,
  }) // prettier-ignore
}

function useColumns(part: Exclude<PlanPart, 'lines'>): readonly Column<PlanRow>[] {
  const { t } = useI18n()
  const noteTexts = Object.fromEntries(PlanNote.options.map((note) => [note, t(`generation.note.${note}`)]))
  const notesOf = ({ notes }: PlanRow) => notes.map((note) => t(`generation.note.${note}`)).join('; ')
  switch (part) {
    case 'orders':
      return [
        { key: 'serviceDate', titleKey: 'generation.plan.serviceDate', kind: 'date', width: 130 },
        { key: 'customerName', titleKey: 'generation.plan.customer', kind: 'text', width: 160 },
        { key: 'groupName', titleKey: 'generation.plan.key', kind: 'text', width: 130 },
        { key: 'lineCount', titleKey: 'generation.plan.lines', kind: 'number', width: 68 },
        { key: 'minutes', titleKey: 'generation.plan.hours', kind: 'minutes', width: 74 },
        { key: 'notes', titleKey: 'generation.plan.notes', kind: 'text', grow: 1.5, value: notesOf, sortKey: null, filterKey: null, exported: () => ({ texts: noteTexts }) },
        { key: 'siteName', titleKey: 'generation.plan.site', kind: 'text', width: 150 },
        { key: 'agreementNumber', titleKey: 'generation.plan.agreement', kind: 'text', width: 140 },
        { key: 'orderNumber', titleKey: 'generation.plan.order', kind: 'text', width: 140 },
      ] // prettier-ignore
    case 'skips':
      return [
        { key: 'agreementNumber', titleKey: 'generation.plan.agreement', kind: 'text', width: 136 },
        { key: 'lineNo', titleKey: 'generation.plan.line', kind: 'number', width: 64 },
        { key: 'description', titleKey: 'generation.plan.description', kind: 'text', width: 170 },
        { key: 'calculatedDate', titleKey: 'generation.plan.calculatedDate', kind: 'date', width: 100 },
        { key: 'skipCode', titleKey: 'generation.plan.reason', kind: 'enum', grow: 1, options: SkipCode.options, textKey: 'generation.skip' },
        { key: 'orderNumber', titleKey: 'generation.plan.order', kind: 'text', width: 140 },
        { key: 'customerName', titleKey: 'generation.plan.customer', kind: 'text', width: 170 },
      ] // prettier-ignore
    case 'loads':
      return [
        { key: 'serviceDate', titleKey: 'generation.plan.week', kind: 'date', width: 150 },
        { key: 'workerName', titleKey: 'generation.plan.worker', kind: 'text', grow: 2, value: ({ workerName }) => workerName ?? t('generation.plan.noWorker') },
        { key: 'lineCount', titleKey: 'generation.plan.visits', kind: 'number', width: 100 },
        { key: 'minutes', titleKey: 'generation.plan.planned', kind: 'minutes', width: 150 },
        { key: 'capacityMinutes', titleKey: 'generation.plan.capacity', kind: 'minutes', width: 130 },
      ] // prettier-ignore
  }
}

const runColumns: readonly Column<GenerationRun>[] = [
  { key: 'number', titleKey: 'generation.run.number', kind: 'text', width: 160 },
  { key: 'createdAt', titleKey: 'generation.run.createdAt', kind: 'instant', width: 170 },
  { key: 'createdByName', titleKey: 'generation.run.createdBy', kind: 'text', grow: 1 },
  { key: 'fromDate', titleKey: 'generation.run.from', kind: 'date', width: 110 },
  { key: 'toDate', titleKey: 'generation.run.to', kind: 'date', width: 110 },
  { key: 'orderCount', titleKey: 'generation.run.orders', kind: 'number', width: 90 },
  { key: 'lineCount', titleKey: 'generation.run.lines', kind: 'number', width: 90 },
  { key: 'skipCount', titleKey: 'generation.run.skips', kind: 'number', width: 110 },
  { key: 'status', titleKey: 'generation.run.status', kind: 'enum', width: 170, options: RunStatus.options, textKey: 'generation.status' },
] // prettier-ignore

/** All generation runs, the latest first (03 §5). */
export function useRuns() {
  const place = usePlaceStore()
  return usePagedList({
    key: 'generationRuns', entities: ['generationRun'], source: runList, columns: runColumns,
    sort: [{ field: 'createdAt', direction: 'desc' }], zone: () => place.zone,
  }) // prettier-ignore
}
