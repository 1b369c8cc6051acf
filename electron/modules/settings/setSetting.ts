import type { z } from 'zod'
import { assertMay, type Act, type Caller } from '../../db/act'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import {
  settingDefinitions,
  settingsErrors,
  type SettingScope,
  type settingsContract,
} from '../../shared/contract/settings'
import type { SettingsRepository } from './settings.repository'

type Input = z.output<NonNullable<(typeof settingsContract)['setSetting']['~orpc']['inputSchema']>>

export interface SettingsDeps {
  readonly settings: SettingsRepository
  readonly companyId: () => string
  readonly calendars: { get(id: string): unknown }
  /** Writes every stored sort key in another language (conventions §7). */
  readonly rebuildSortKeys: (language: string) => void
}

/**
 * Sets a setting at one scope, or takes its value there away (R01-24). Company and office need `settings.write`; what is
 * the caller's own needs a session only.
 *
 * @throws FORBIDDEN, SETTING_INVALID for a scope the setting does not have, INVALID_INPUT for a value it cannot hold
 */
export function setSetting(deps: SettingsDeps, { caller }: Act, input: Input): Outcome<void> {
  const { settings } = deps
  const { key, scope } = input
  if (scope !== 'user') assertMay(caller, 'settings.write')
  if (!settingDefinitions[key].scopes.includes(scope))
    throw domainError(settingsErrors, 'SETTING_INVALID', { field: 'scope', key })
  const scopeId = scopeIdOf(deps, caller, scope)
  const held = settings.stored(key).find((one) => one.scope === scope && one.scopeId === scopeId)
  const before = settings.value('sortLanguage')
  const changes = write(deps, input, scopeId, held)
  const after = settings.value('sortLanguage')
  if (after !== before) deps.rebuildSortKeys(after)
  return changes.length > 0 ? outcome(undefined, changes) : unchanged(undefined)
}

function write(
  deps: SettingsDeps,
  { key, scope, value }: Input,
  scopeId: string,
  held: ReturnType<SettingsRepository['stored']>[number] | undefined,
) {
  const { records } = deps.settings
  if (value === null || value === undefined) return held ? [records.remove(held)] : []
  const box = { value: checked(deps, key, value) }
  if (held) return records.update(held, { ...held, value: box }).changes
  return [records.insert({ id: mintId(), version: 1, name: key, scope, scopeId, value: box })]
}

function checked({ calendars }: SettingsDeps, key: Input['key'], value: unknown): unknown {
  const parsed = settingDefinitions[key].schema.safeParse(value)
  if (!parsed.success)
    throw domainError(commonErrors, 'INVALID_INPUT', {
      issues: parsed.error.issues.map(({ path, message }) => ({
        path: ['value', ...path.map(String)],
        message,
      })),
    })
  if (key === 'serviceCalendarId' && typeof parsed.data === 'string') calendars.get(parsed.data)
  return parsed.data
}

function scopeIdOf({ companyId }: SettingsDeps, caller: Caller, scope: SettingScope): string {
  switch (scope) {
    case 'company':
      return companyId()
    case 'office':
      return caller.officeId
    case 'user':
      return caller.userId
  }
}
