import type { CalendarId } from '../../shared/contract/id'
import type { SettingPlace, SettingsRepository } from './settings.repository'

/**
 * The calendar that service goes by where an agreement has none of its own: the setting's, else the company's; undefined:
 * every day is open (03 §2.3, R-03.14).
 */
export function serviceCalendarOf(
  settings: Pick<SettingsRepository, 'value'>,
  company: CalendarId | undefined,
  place?: SettingPlace,
): CalendarId | undefined {
  if (settings.value('serviceEveryDay', place)) return undefined
  return settings.value('serviceCalendarId', place) ?? company
}
