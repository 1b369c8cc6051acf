import type { Caller } from '../../db/act'
import { assertInOffices } from '../../db/inOffices'
import type { Permission } from '../../shared/contract/permission'
import type { NumbersDeps } from './numbers.deps'
import type { StoredSeries } from './numbers.repository'

/** A series of the caller's offices; throws NOT_FOUND and FORBIDDEN (conventions §8). */
export function seriesFor(
  { numbers }: Pick<NumbersDeps, 'numbers'>,
  caller: Caller,
  permission: Permission,
  seriesId: string,
): StoredSeries {
  const series = numbers.series.get(seriesId)
  assertInOffices(caller, permission, series.officeId)
  return series
}
