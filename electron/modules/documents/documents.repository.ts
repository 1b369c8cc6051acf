import { entityTable, int, json, ref, text } from '../../db/entityTable'
import { createListView } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { DocumentKind, Footers, PrintDestination, PrintSetting } from '../../shared/contract/documents'
import type { CustomerId } from '../../shared/contract/id'

export interface StoredPrintSetting {
  readonly id: string
  readonly version: number
  readonly kind: DocumentKind
  /** Empty: the company's. */
  readonly customerId?: CustomerId | undefined
  readonly copies?: number | undefined
  readonly footers?: Footers | undefined
  readonly destination?: PrintDestination | undefined
}

const printSettingTable = entityTable<StoredPrintSetting>({
  entity: 'printSetting',
  table: 'print_setting',
  columns: { kind: text(), customerId: ref(), copies: int(), footers: json(), destination: text() },
})

/** All SQL of print settings. */
export function createDocumentsRepository(store: Store) {
  const settings = createRecords(store, printSettingTable)
  return {
    settings,
    settingList: createListView<StoredPrintSetting, PrintSetting>(store, {
      table: printSettingTable,
      joins: 'LEFT JOIN customer c ON c.id = t.customer_id',
      joined: {
        customerName: { sql: 'c.name', kind: 'text', sortSql: 'c.name_sort' },
        customerNumber: { sql: 'c.number', kind: 'text' },
      },
      searched: ['c.name', 'c.number'],
      defaultSort: [
        { field: 'customerName', direction: 'asc' },
        { field: 'kind', direction: 'asc' },
      ],
    }),
    /** What is set for a kind at exactly this place: the company, or the customer. */
    settingOf(kind: DocumentKind, customerId: string | undefined): StoredPrintSetting | undefined {
      return settings.where('customerId', customerId).find((setting) => setting.kind === kind)
    },
  }
}
export type DocumentsRepository = ReturnType<typeof createDocumentsRepository>
