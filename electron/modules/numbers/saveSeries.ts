import type { Act } from '../../db/act'
import { outcome, unchanged, type Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { assertInOffices } from '../../db/inOffices'
import { notFound } from '../../db/version'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { SeriesId } from '../../shared/contract/id'
import { numbersErrors, type Series } from '../../shared/contract/numbers'
import { seriesFor } from './access'
import { standardMode } from './newSeries'
import type { NumbersDeps } from './numbers.deps'
import type { Input } from './numbers.inputs'
import type { NumbersRepository, StoredSeries } from './numbers.repository'
import { headOf } from './numbers.rules'

/** Creates a number series (01 §2.7). */
export function createSeries(
  deps: NumbersDeps,
  { caller }: Act,
  { reason: _reason, ...fields }: Input<'createSeries'>,
): Outcome<Series> {
  const { numbers } = deps
  const given = { ...fields, mode: fields.mode ?? standardMode(fields.type) }
  deps.offices.get(given.officeId)
  assertInOffices(caller, 'numbers.write', given.officeId)
  const replayed = numbers.series.replayed(fields.id, given)
  if (replayed) return unchanged(seriesOf(numbers, replayed.id))
  const series: StoredSeries = { ...given, version: 1, active: true }
  assertFormat(deps, series)
  const change = numbers.series.insert(series)
  return { result: seriesOf(numbers, series.id), changes: [change] }
}

/** Changes a series; what its numbers look like stays once there is one (R01-08). */
export function updateSeries(
  deps: NumbersDeps,
  { caller }: Act,
  { seriesId, expectedVersion, patch }: Input<'updateSeries'>,
): Outcome<Series> {
  const { numbers } = deps
  seriesFor(deps, caller, 'numbers.write', seriesId)
  const { before, after } = numbers.series.patched(seriesId, expectedVersion, patch)
  const next = { ...after, mode: patch.mode ?? before.mode }
  const fixed = formatFields.find((field) => next[field] !== before[field])
  if (fixed !== undefined && numbers.countNumbers(seriesId) > 0)
    throw domainError(numbersErrors, 'SERIES_FORMAT_FIXED', { field: fixed })
  assertFormat(deps, next)
  const { changes } = numbers.series.update(before, next)
  return outcome(seriesOf(numbers, seriesId), changes)
}
const formatFields = ['prefix', 'digits', 'nextValue', 'mode', 'yearlyReset'] as const

/** Deletes a series from which nothing was drawn (R01-05). */
export function deleteSeries(
  { numbers }: NumbersDeps,
  { caller }: Act,
  { seriesId, expectedVersion }: Input<'deleteSeries'>,
): Outcome<{ id: SeriesId }> {
  seriesFor({ numbers }, caller, 'numbers.write', seriesId)
  const series = numbers.series.expect(seriesId, expectedVersion)
  const count = numbers.countNumbers(seriesId)
  if (count > 0)
    throw domainError(commonErrors, 'IN_USE', {
      entity: 'series',
      id: seriesId,
      counts: { number: count },
      dependants: [],
    })
  numbers.series.assertUnused(seriesId)
  return { result: { id: seriesId }, changes: [numbers.series.remove(series)] }
}

/**
 * Puts a new series in the place of one whose format is fixed, from a date (R01-08). With the same text before the
 * digits it goes on counting, so that no number comes twice.
 *
 * @throws PERIOD_INVALID when the series is replaced already or began later
 */
export function replaceSeries(
  deps: NumbersDeps,
  { caller }: Act,
  { id, seriesId, validFrom, prefix, digits }: Input<'replaceSeries'>,
): Outcome<Series> {
  const { numbers } = deps
  const before = seriesFor(deps, caller, 'numbers.write', seriesId)
  if (before.replacedById !== undefined || (before.validFrom ?? '') >= validFrom)
    throw domainError(numbersErrors, 'PERIOD_INVALID', { field: 'validFrom', id: seriesId })
  const { currentYear, lastValue: _lastValue, replacedById: _replacedById, ...kept } = before
  const isSameHead = prefix === before.prefix
  const next: StoredSeries = {
    ...kept,
    id: id ?? SeriesId.parse(mintId()),
    version: 1,
    prefix,
    digits,
    validFrom,
    nextValue: isSameHead ? before.nextValue : 1,
    ...(isSameHead && currentYear !== undefined ? { currentYear } : {}),
  }
  if (!isSameHead) assertFormat(deps, next)
  const created = numbers.series.insert(next)
  const { changes } = numbers.series.update(before, { ...before, replacedById: next.id })
  return { result: seriesOf(numbers, next.id), changes: [created, ...changes] }
}

/** The series as answered, with its office's code; throws NOT_FOUND. */
export function seriesOf(numbers: NumbersRepository, id: SeriesId): Series {
  const view = numbers.seriesList.find(id)
  if (!view) throw notFound('series', id)
  return view
}

/** A series must give numbers that no other one of its type gives, with the year in them when they begin anew. */
function assertFormat({ numbers, offices }: NumbersDeps, series: StoredSeries): void {
  const { prefix, yearlyReset, mode, nextValue, lastValue, type } = series
  if (mode !== standardMode(type))
    throw domainError(commonErrors, 'INVALID_INPUT', {
      issues: [{ path: ['mode'], message: `is ${standardMode(type)}` }],
    })
  if (yearlyReset && !prefix.includes('{year}'))
    throw domainError(numbersErrors, 'YEAR_MISSING', { field: 'prefix' })
  if (lastValue !== undefined && lastValue < nextValue - 1)
    throw domainError(numbersErrors, 'SERIES_END', { field: 'lastValue', type, lastValue })
  const head = (one: StoredSeries) => headOf(one, offices.get(one.officeId).code)
  const twin = numbers.series
    .where('type', type)
    .find((other) => other.id !== series.id && head(other) === head(series))
  if (twin) throw domainError(numbersErrors, 'PREFIX_TAKEN', { field: 'prefix', ids: [twin.id] })
}
