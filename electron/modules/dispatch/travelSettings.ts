import type { OfficeId } from '../../shared/contract/id'
import type { SettingsRepository } from '../settings/index'
import type { TravelParams } from './travel.rules'

/** The travel parameters of an office (07 §2.6). */
export function travelParamsOf(
  settings: Pick<SettingsRepository, 'value'>,
  officeId: OfficeId,
): TravelParams {
  const place = { officeId }
  return {
    detour: settings.value('detourFactor', place),
    speed: settings.value('speedKmh', place),
    sameSiteMetres: settings.value('sameSiteKm', place),
  }
}
