import type { Caller } from '../../db/act'
import { SettingName, settingDefinitions, type Setting } from '../../shared/contract/settings'
import type { SettingsRepository } from './settings.repository'

/** Every setting with its effective value for the caller and where that comes from (R01-24). */
export function listSettings(settings: SettingsRepository, { officeId, userId }: Caller): Setting[] {
  return SettingName.options.map((key) => {
    const held = settings.storedAt(key, { officeId, userId })
    const { standard, scopes } = settingDefinitions[key]
    return {
      key,
      value: settings.value(key, { officeId, userId }),
      source: held[0]?.scope ?? 'standard',
      default: standard,
      allowedScopes: [...scopes],
      scopes: held.map(({ scope, value }) => ({ scope, value: value.value })),
    }
  })
}
