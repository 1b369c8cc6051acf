export { createSettingsRepository, type SettingPlace, type SettingsRepository } from './settings.repository'
