import type { z } from 'zod'
import { outcome, type Outcome } from '../../db/changeLog'
import { domainError } from '../../shared/contract/domainError'
import { generationErrors, type generationContract, type Interval } from '../../shared/contract/generation'
import type { Language } from '../../shared/contract/session'
import { localText } from '../../shared/localText'
import type { Rhythms, StoredInterval } from './rhythms.repository'

type Input<Name extends keyof typeof generationContract> = z.output<
  NonNullable<(typeof generationContract)[Name]['~orpc']['inputSchema']>
>
type Deps = Pick<Rhythms, 'intervals' | 'hasOccurrences'>

/** Adds a service interval (03 §2.1). @throws CODE_TAKEN */
export function createInterval(
  deps: Deps,
  language: Language,
  { reason: _reason, ...given }: Input<'createInterval'>,
): Outcome<Interval> {
  const fields = withMonthEnd(given)
  const replayed = deps.intervals.replayed(fields.id, fields)
  if (replayed) return { result: intervalView(replayed, language), unchanged: true }
  assertCodeFree(deps, fields.code)
  const interval: StoredInterval = { ...fields, version: 1, active: true }
  return { result: intervalView(interval, language), changes: [deps.intervals.insert(interval)] }
}

/** Changes a service interval; its rhythm only before lines were made into orders by it. @throws INTERVAL_IN_USE, CODE_TAKEN */
export function updateInterval(
  deps: Deps,
  language: Language,
  { intervalId, expectedVersion, patch }: Input<'updateInterval'>,
): Outcome<Interval> {
  const { before, after } = deps.intervals.patched(intervalId, expectedVersion, patch)
  const next = withMonthEnd(after)
  const changed = (['range', 'frequency', 'monthEndRule'] as const).find(
    (field) => before[field] !== next[field],
  )
  if (changed && deps.hasOccurrences(intervalId))
    throw domainError(generationErrors, 'INTERVAL_IN_USE', { field: changed })
  assertCodeFree(deps, next.code, before.id)
  const { record, changes } = deps.intervals.update(before, next)
  return outcome(intervalView(record, language), changes)
}

/** The interval as answered. */
export function intervalView(interval: StoredInterval, language: Language): Interval {
  return { ...interval, name: localText(interval.description, language) || interval.code }
}

function withMonthEnd<Fields extends Pick<Interval, 'range' | 'monthEndRule'>>(fields: Fields): Fields {
  const hasMonthEnds = fields.range !== 'day' && fields.range !== 'week'
  return hasMonthEnds ? fields : { ...fields, monthEndRule: 'clamp' }
}

function assertCodeFree({ intervals }: Deps, code: string, exceptId?: string): void {
  if (intervals.isTaken('code', code, exceptId))
    throw domainError(generationErrors, 'CODE_TAKEN', { field: 'code', code })
}
