import type { Act } from '../../db/act'
import type { EntityChange, Outcome } from '../../db/changeLog'
import { notFound } from '../../db/version'
import { domainError } from '../../shared/contract/domainError'
import { numbersErrors, type NumberRecord } from '../../shared/contract/numbers'
import { seriesFor } from './access'
import { nextOf } from './drawNumber'
import type { NumbersDeps } from './numbers.deps'
import type { Input } from './numbers.inputs'
import { formatNumber, yearOf } from './numbers.rules'

/**
 * Makes a reserved value, or the next one, void with a reason (R01-06): it is never drawn.
 *
 * @throws NUMBER_USED, FORBIDDEN, NOT_FOUND for a value that the series has not come to
 */
export function voidNumber(
  deps: NumbersDeps,
  { at, caller }: Act,
  { seriesId, value, reason, year: givenYear }: Input<'voidNumber'>,
): Outcome<NumberRecord> {
  const { numbers, offices } = deps
  const series = seriesFor(deps, caller, 'numbers.write', seriesId)
  const office = offices.get(series.officeId)
  const year = series.yearlyReset ? (givenYear ?? yearOf(at, office.zone).year) : 0
  const number = formatNumber(series, office.code, value, year)
  if (numbers.use(seriesId, year, value))
    throw domainError(numbersErrors, 'NUMBER_USED', { field: 'value', number })
  const isPast = year !== 0 && year < (series.currentYear ?? 0)
  const next = nextOf(series, year)
  if (!isPast && value > next) throw notFound('number', number)
  if (!isPast && value === next) numbers.advanceSeries(seriesId, next + 1, year)
  numbers.markVoid({ seriesId, year, value, reason, actorId: caller.userId, at })
  const record: NumberRecord = {
    value,
    ...(year === 0 ? {} : { year }),
    number,
    state: 'void',
    reason,
    actorId: caller.userId,
    at,
  }
  return { result: record, changes: [lineOf(seriesId, series.version, record)] }
}

/** Values have no id of their own: the line stands under their series. */
function lineOf(seriesId: string, version: number, { number, state, reason }: NumberRecord): EntityChange {
  const set = (after: unknown) => ({ before: null, after })
  return {
    entity: 'number',
    id: seriesId,
    op: 'update',
    version,
    fields: { number: set(number), state: set(state), reason: set(reason) },
  }
}
