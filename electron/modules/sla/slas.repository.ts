import { bool, entityTable, int, json, ref, text } from '../../db/entityTable'
import { toBytes, toId } from '../../db/ids'
import { createListView } from '../../db/listQuery'
import { createRecords, type Store } from '../../db/records'
import type { CalendarId, CountryCalendarId } from '../../shared/contract/id'
import { Language } from '../../shared/contract/session'
import type { CountryCalendar, Sla, SlaGroup } from '../../shared/contract/sla'

/** What the store keeps; the answers add names. */
export type StoredSla = Omit<Sla, 'name' | 'calendarName'>
export type StoredGroup = Omit<SlaGroup, 'slaCode'>
export interface StoredCountryCalendar {
  readonly id: CountryCalendarId
  readonly version: number
  readonly calendarId: CalendarId
  readonly country: string
  readonly derivedCalendarId: CalendarId
}

const slaTable = entityTable<StoredSla>({
  entity: 'sla',
  table: 'service_level',
  columns: {
    code: text(),
    description: json(),
    allowance: int(),
    allowanceHigh: int(),
    allowanceLow: int(),
    responseAllowance: int(),
    calendarId: ref(),
    steps: json(),
    active: bool({ column: 'is_active' }),
  },
})

const groupTable = entityTable<StoredGroup>({
  entity: 'slaGroup',
  table: 'sla_group',
  columns: {
    code: text(),
    description: text(),
    slaId: ref(),
    defaultPriority: text(),
    rank: int(),
    active: bool({ column: 'is_active' }),
  },
})

const countryTable = entityTable<StoredCountryCalendar>({
  entity: 'countryCalendar',
  table: 'country_calendar',
  columns: { calendarId: ref(), country: text(), derivedCalendarId: ref() },
})

/** All SQL of service levels, customer tiers and the calendars of countries. */
export function createSlasRepository(store: Store) {
  const { db } = store
  const countries = createRecords(store, countryTable)
  const selectCountry = db
    .prepare<[Buffer, string], Buffer>(
      'SELECT id FROM country_calendar WHERE calendar_id = ? AND country = ?',
    )
    .pluck()
  const selectCountries = db.prepare<{ calendar: Buffer | null }, Record<string, unknown>>(
    `SELECT t.id, t.version, t.calendar_id, t.country, t.derived_calendar_id, c.name AS calendar_name,
       d.name AS derived_name
     FROM country_calendar t JOIN calendar c ON c.id = t.calendar_id JOIN calendar d ON d.id = t.derived_calendar_id
     WHERE :calendar IS NULL OR t.calendar_id = :calendar ORDER BY c.code, t.country`,
  )
  /** One list a language, because it sorts and searches by the name in that language. */
  const lists = new Map(Language.options.map((language) => [language, createSlaList(store, language)]))

  return {
    slas: createRecords(store, slaTable),
    groups: createRecords(store, groupTable),
    countries,
    slaList(language: Language) {
      const list = lists.get(language)
      if (!list) throw new Error(`no list of service levels in ${language}`)
      return list
    },
    groupList: createListView<StoredGroup, SlaGroup>(store, {
      table: groupTable,
      joins: 'LEFT JOIN service_level s ON s.id = t.sla_id',
      joined: { slaCode: { sql: 's.code', kind: 'text' } },
      searched: ['t.code', 't.description'],
      defaultSort: [
        { field: 'rank', direction: 'asc' },
        { field: 'code', direction: 'asc' },
      ],
    }),
    countryOf(calendarId: string, country: string): StoredCountryCalendar | undefined {
      const id = selectCountry.get(toBytes(calendarId), country)
      return id && countries.find(toId(id))
    },
    /** With the calendars' names, of one calendar or of all. */
    countryList(calendarId: string | undefined): CountryCalendar[] {
      const rows = selectCountries.all({ calendar: calendarId === undefined ? null : toBytes(calendarId) })
      return rows.map((row) => ({
        ...countries.get(toId(bytesOf(row['id']))),
        calendarName: String(row['calendar_name']),
        derivedCalendarName: String(row['derived_name']),
      }))
    },
  }
}
export type SlasRepository = ReturnType<typeof createSlasRepository>

function bytesOf(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Error('an id is bytes')
  return value
}

function createSlaList(store: Store, language: Language) {
  const any = '(SELECT value FROM json_each(t.description) WHERE value IS NOT NULL LIMIT 1)'
  const name = `coalesce(t.description ->> '${language}', t.description ->> 'en', ${any})`
  return createListView<StoredSla, Sla>(store, {
    table: slaTable,
    joins: 'LEFT JOIN calendar c ON c.id = t.calendar_id',
    joined: {
      name: { sql: name, kind: 'text', sortSql: `fold(${name})` },
      calendarName: { sql: 'c.name', kind: 'text', sortSql: 'c.name_sort' },
    },
    searched: ['t.code', name],
    defaultSort: [{ field: 'code', direction: 'asc' }],
  })
}
