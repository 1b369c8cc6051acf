import { mintId } from '../../db/ids'
import { SeriesId, type OfficeId } from '../../shared/contract/id'
import { SeriesType, type SeriesMode } from '../../shared/contract/numbers'
import type { StoredSeries } from './numbers.repository'
import { standardPrefix } from './numbers.rules'

/** Series that draw strictly: their documents may have no gap (R01-07). */
const strictTypes: readonly SeriesType[] = ['INV', 'CRN', 'JRN']

export function standardMode(type: SeriesType): SeriesMode {
  return strictTypes.includes(type) ? 'strict' : 'block'
}

/** The series a new office numbers its records with (01 §2.7). */
export function newSeries(officeId: OfficeId): StoredSeries[] {
  return SeriesType.options.map((type) => ({
    id: SeriesId.parse(mintId()),
    version: 1,
    type,
    officeId,
    prefix: standardPrefix,
    digits: 6,
    nextValue: 1,
    mode: standardMode(type),
    blockSize: 100,
    yearlyReset: false,
    active: true,
  }))
}
