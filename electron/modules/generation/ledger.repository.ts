import { bool, date, entityTable, instant, int, json, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createListView } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { GenerationRun, Occurrence } from '../../shared/contract/generationRuns'

/** A run as stored; the answer adds names. */
export type StoredRun = Omit<GenerationRun, 'createdByName' | 'undoneByName'>
/** An occurrence as stored, with the version that its run wrote of the order. */
export interface StoredOccurrence extends Omit<Occurrence, 'orderId' | 'orderNumber' | 'runNumber'> {
  readonly orderVersion: number
}

const runTable = entityTable<StoredRun>({
  entity: 'generationRun',
  table: 'generation_run',
  columns: {
    number: text(),
    officeId: ref(),
    fromDate: date(),
    toDate: date(),
    filters: json(),
    types: json(),
    continuous: bool({ column: 'is_continuous' }),
    joinExisting: bool({ column: 'joins_existing' }),
    status: text(),
    fingerprint: text(),
    counts: json(),
    orderCount: int(),
    lineCount: int(),
    skipCount: int(),
    planId: ref(),
    createdById: ref(),
    createdAt: instant(),
    undoneById: ref(),
    undoneAt: instant(),
    undoReason: text(),
  },
})

const occurrenceTable = entityTable<StoredOccurrence>({
  entity: 'occurrence',
  table: 'occurrence',
  columns: {
    agreementLineId: ref(),
    calculatedDate: date(),
    serviceDate: date(),
    orderLineId: ref(),
    orderVersion: int(),
    runId: ref(),
    state: text(),
  },
})

/** All SQL of runs and of the ledger of what they made (03 §2.4, §2.5). */
export function createLedgerRepository(store: Store) {
  const { db } = store
  const runs = createRecords(store, runTable)
  const occurrences = createRecords(store, occurrenceTable)
  const selectOfOrder = db
    .prepare<[Buffer], Buffer>(
      `SELECT u.id FROM service_order_line l JOIN occurrence u ON u.order_line_id = l.id
       WHERE l.order_id = ? ORDER BY u.id`,
    )
    .pluck()

  return {
    runs,
    occurrences,
    runList: createListView<StoredRun, GenerationRun>(store, {
      table: runTable,
      joins: 'LEFT JOIN user u ON u.id = t.created_by_id LEFT JOIN user v ON v.id = t.undone_by_id',
      joined: {
        createdByName: { sql: 'u.display_name', kind: 'text', sortSql: 'u.display_name_sort' },
        undoneByName: { sql: 'v.display_name', kind: 'text', sortSql: 'v.display_name_sort' },
      },
      searched: ['t.number', 'u.display_name'],
      defaultSort: [{ field: 'createdAt', direction: 'desc' }],
    }),
    occurrenceList: createListView<StoredOccurrence, Occurrence>(store, {
      table: occurrenceTable,
      joins: `LEFT JOIN service_order_line l ON l.id = t.order_line_id LEFT JOIN service_order o ON o.id = l.order_id
        LEFT JOIN generation_run r ON r.id = t.run_id`,
      joined: {
        orderId: { sql: 'o.id', kind: 'ref' },
        orderNumber: { sql: 'o.number', kind: 'text' },
        runNumber: { sql: 'r.number', kind: 'text' },
      },
      searched: ['o.number', 'r.number'],
      defaultSort: [{ field: 'calculatedDate', direction: 'asc' }],
      isLarge: true,
      selective: ['agreementLineId'],
      finish: (row) => {
        delete row['orderVersion']
      },
    }),
    /** The occurrences of an order's lines. */
    ofOrder(orderId: string): StoredOccurrence[] {
      return selectOfOrder.all(toBytes(orderId)).map((id) => occurrences.get(toId(id)))
    },
  }
}
export type LedgerRepository = ReturnType<typeof createLedgerRepository>
