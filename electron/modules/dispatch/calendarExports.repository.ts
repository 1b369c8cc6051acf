import { entityTable, instant, json, ref } from '../../db/entityTable'
import { createRecords, type Store } from '../../db/records'
import type { WorkerId } from '../../shared/contract/id'
import type { SaidEvent } from './calendarFile.rules'

/** What a worker's calendar files have said, so that what is taken away is said once (07 §3.13). */
export interface CalendarExport {
  readonly id: string
  readonly version: number
  readonly workerId: WorkerId
  readonly exportedAt: number
  readonly events: readonly SaidEvent[]
}

const exportTable = entityTable<CalendarExport>({
  entity: 'calendarExport',
  table: 'calendar_export',
  columns: { workerId: ref(), exportedAt: instant(), events: json() },
})

/** All SQL of what calendar files have said. */
export function createCalendarExports(store: Store) {
  const records = createRecords(store, exportTable)
  return {
    records,
    ofWorker: (workerId: string): CalendarExport | undefined => records.where('workerId', workerId).at(0),
  }
}
export type CalendarExports = ReturnType<typeof createCalendarExports>
