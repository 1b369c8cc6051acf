import type { Absence } from '@contract/dispatchAbsences'
import { AbsenceKind } from '@contract/dispatchSetUp'
import type { Column, Filter } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { officeLookup, workerLookup } from '@/modules/people'
import { usePlaceStore } from '@/stores/place.store'
import { absenceList } from './absences.sources'

const columns: readonly Column<Absence>[] = [
  { key: 'workerName', titleKey: 'dispatch.absences.workerId', kind: 'ref', grow: 2, filterKey: 'workerId', lookup: workerLookup },
  { key: 'from', titleKey: 'dispatch.absences.from', kind: 'instant', width: 160 },
  { key: 'to', titleKey: 'dispatch.absences.to', kind: 'instant', width: 160 },
  { key: 'kind', titleKey: 'dispatch.absences.kind', kind: 'enum', width: 130, options: AbsenceKind.options, textKey: 'dispatch.absences.kinds' },
  { key: 'allDay', titleKey: 'dispatch.absences.allDay', kind: 'boolean', width: 110, isHidden: true },
  { key: 'note', titleKey: 'dispatch.absences.note', kind: 'text', grow: 2 },
  { key: 'officeId', titleKey: 'people.worker.officeId', kind: 'ref', isHidden: true, lookup: officeLookup },
] // prettier-ignore

/** Absences: those that are not over first, all by a tab; of one worker in his record. */
export function useAbsences(workerId?: string) {
  const place = usePlaceStore()
  const now = Date.now()
  const scope = (): Filter => (workerId === undefined ? {} : { workerId: [workerId] })
  return usePagedList({
    key: workerId === undefined ? 'absences' : `absences ${workerId}`,
    ...{ entities: ['absence', 'worker'], source: absenceList, scope },
    columns: workerId === undefined ? columns : columns.filter(({ key }) => key !== 'workerName'),
    views: [
      { key: 'coming', titleKey: 'dispatch.absences.views.coming', filter: { to: { from: now } }, sort: [{ field: 'from', direction: 'asc' }] },
      { key: 'past', titleKey: 'dispatch.absences.views.past', filter: { to: { to: now } } },
      { key: 'all', titleKey: 'dispatch.views.all' },
    ],
    sort: [{ field: 'from', direction: 'desc' }],
    zone: () => place.zone,
  }) // prettier-ignore
}
