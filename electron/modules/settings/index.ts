export { assertModule } from './assertModule'
export { createSettingsRepository, type SettingPlace, type SettingsRepository } from './settings.repository'
export { serviceCalendarOf } from './serviceCalendar'
export { createSettingsRouter } from './settings.router'
