import { bool, entityTable, int, json, text } from '../../db/entityTable'
import { createListView } from '../../db/listQuery'
import { toBytes } from '../../db/ids'
import { createRecords, type Store } from '../../db/records'
import type { Interval, TimeWindow } from '../../shared/contract/generation'
import type { IntervalId } from '../../shared/contract/id'
import { Language } from '../../shared/contract/session'

export type StoredInterval = Omit<Interval, 'name'>
export type StoredWindow = Omit<TimeWindow, 'name'>

const intervalTable = entityTable<StoredInterval>({
  entity: 'interval',
  table: 'service_interval',
  columns: {
    code: text(),
    description: json(),
    range: text(),
    frequency: int(),
    monthEndRule: text(),
    active: bool({ column: 'is_active' }),
  },
})
const windowTable = entityTable<StoredWindow>({
  entity: 'timeWindow',
  table: 'time_window',
  columns: {
    code: text(),
    description: json(),
    method: text(),
    daysBefore: int(),
    daysAfter: int(),
    active: bool({ column: 'is_active' }),
  },
})

function nameSql(language: Language): string {
  const any = '(SELECT value FROM json_each(t.description) WHERE value IS NOT NULL LIMIT 1)'
  return `coalesce(t.description ->> '${language}', t.description ->> 'en', ${any}, t.code)`
}

/** What a list of one language sorts and searches by. */
function byName(language: Language) {
  const name = nameSql(language)
  return {
    joined: { name: { sql: name, kind: 'text', sortSql: `fold(${name})` } },
    searched: ['t.code', name],
    defaultSort: [{ field: 'code', direction: 'asc' }],
  } as const
}

function perLanguage<List>(of: (language: Language) => List): (language: Language) => List {
  const lists = new Map(Language.options.map((language) => [language, of(language)]))
  return (language) => lists.get(language) ?? of(language)
}

/** All SQL of service intervals and time windows. */
export function createRhythms(store: Store) {
  const selectUsed = store.db
    .prepare<[Buffer], number>(
      `SELECT EXISTS (
        SELECT 1 FROM agreement_line l
        JOIN occurrence o ON o.agreement_line_id = l.id AND o.state <> 'released'
        WHERE l.interval_id = ?
      )`,
    )
    .pluck()
  return {
    intervals: createRecords(store, intervalTable),
    windows: createRecords(store, windowTable),
    intervalList: perLanguage((language) =>
      createListView<StoredInterval, Interval>(store, { table: intervalTable, ...byName(language) }),
    ),
    windowList: perLanguage((language) =>
      createListView<StoredWindow, TimeWindow>(store, { table: windowTable, ...byName(language) }),
    ),
    /** Whether a line of this interval has an occurrence (03 §2.1). */
    hasOccurrences: (id: IntervalId) => selectUsed.get(toBytes(id)) === 1,
  }
}
export type Rhythms = ReturnType<typeof createRhythms>
