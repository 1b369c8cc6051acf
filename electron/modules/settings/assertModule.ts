import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { Module } from '../../shared/contract/settings'
import type { SettingsRepository } from './settings.repository'

/** Throws MODULE_OFF in a command of a module that is switched off (R01-25). */
export function assertModule(settings: Pick<SettingsRepository, 'value'>, module: Module): void {
  if (!settings.value('modules').includes(module)) throw domainError(commonErrors, 'MODULE_OFF', { module })
}
