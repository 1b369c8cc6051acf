import { entityTable, json, ref, text } from '../../db/entityTable'
import { createRecords, type Records, type Store } from '../../db/records'
import {
  settingDefinitions,
  type SettingName,
  type SettingScope,
  type SettingValue,
} from '../../shared/contract/settings'

export interface StoredSetting {
  readonly id: string
  readonly version: number
  readonly name: SettingName
  readonly scope: SettingScope
  readonly scopeId: string
  /** The value in a box, because a stored `null` would read as absent. */
  readonly value: { readonly value: unknown }
}

const settingTable = entityTable<StoredSetting>({
  entity: 'setting',
  table: 'setting',
  columns: { name: text(), scope: text(), scopeId: ref(), value: json() },
})

/** Where the caller stands, for settings that differ by office or user. */
export interface SettingPlace {
  readonly officeId?: string | undefined
  readonly userId?: string | undefined
}

export interface SettingsRepository {
  readonly records: Records<StoredSetting>
  /** What is stored for a setting, at every scope. */
  stored(name: SettingName): StoredSetting[]
  /** What is stored at the place's company, office and user, the narrowest first. */
  storedAt(name: SettingName, place: SettingPlace): StoredSetting[]
  /** The effective value: user, then office, then company, then standard (R01-24). */
  value<Name extends SettingName>(name: Name, place?: SettingPlace): SettingValue<Name>
}

export function createSettingsRepository(store: Store): SettingsRepository {
  const records = createRecords(store, settingTable)

  function stored(name: SettingName): StoredSetting[] {
    return records.where('name', name)
  }

  function storedAt(name: SettingName, place: SettingPlace): StoredSetting[] {
    const held = stored(name)
    return [
      held.find(({ scope, scopeId }) => scope === 'user' && scopeId === place.userId),
      held.find(({ scope, scopeId }) => scope === 'office' && scopeId === place.officeId),
      held.find(({ scope }) => scope === 'company'),
    ].filter((found) => found !== undefined)
  }

  function value<Name extends SettingName>(name: Name, place: SettingPlace = {}): SettingValue<Name> {
    const [found] = storedAt(name, place)
    const { schema, standard } = settingDefinitions[name]
    const parsed = found ? schema.safeParse(found.value.value) : undefined
    // Name picks schema and standard together; TypeScript sees a union of all of them.
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- correlated lookup
    return (parsed?.success ? parsed.data : standard) as SettingValue<Name>
  }

  return { records, stored, storedAt, value }
}
