import { mintId } from '../../db/ids'
import { SeriesType } from '../../shared/contract/numbers'
import type { StoredSeries } from './numbers.repository'
import { standardPrefix } from './numbers.rules'

/** Series that draw strictly: their documents may have no gap (R01-07). */
const strictTypes: readonly SeriesType[] = ['INV', 'CRN', 'JRN']

/** The series a new office numbers its records with (01 §2.7). */
export function newSeries(officeId: string): StoredSeries[] {
  return SeriesType.options.map((type) => ({
    id: mintId(),
    version: 1,
    type,
    officeId,
    prefix: standardPrefix,
    digits: 6,
    nextValue: 1,
    mode: strictTypes.includes(type) ? 'strict' : 'block',
    blockSize: 100,
    hasYearlyReset: false,
    isActive: true,
  }))
}
