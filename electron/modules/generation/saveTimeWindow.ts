import type { z } from 'zod'
import { outcome, type Outcome } from '../../db/changeLog'
import { domainError } from '../../shared/contract/domainError'
import { generationErrors, type generationContract, type TimeWindow } from '../../shared/contract/generation'
import type { Language } from '../../shared/contract/session'
import { localText } from '../../shared/localText'
import type { WindowSpan } from './planning.rules'
import type { Rhythms, StoredWindow } from './rhythms.repository'

type Input<Name extends keyof typeof generationContract> = z.output<
  NonNullable<(typeof generationContract)[Name]['~orpc']['inputSchema']>
>
type Deps = Pick<Rhythms, 'windows'>
type Span = Pick<TimeWindow, 'method' | 'daysBefore' | 'daysAfter'>

/** Adds a time window (03 §2.2). @throws WINDOW_DAYS_NOT_ALLOWED, CODE_TAKEN */
export function createTimeWindow(
  { windows }: Deps,
  language: Language,
  { reason: _reason, ...given }: Input<'createTimeWindow'>,
): Outcome<TimeWindow> {
  const fields = withDays(given)
  const replayed = windows.replayed(fields.id, fields)
  if (replayed) return { result: windowView(replayed, language), unchanged: true }
  assertCodeFree({ windows }, fields.code)
  const window: StoredWindow = { ...fields, version: 1, active: true }
  return { result: windowView(window, language), changes: [windows.insert(window)] }
}

/** Changes a time window; what is planned from now on reads it so. @throws WINDOW_DAYS_NOT_ALLOWED, CODE_TAKEN */
export function updateTimeWindow(
  { windows }: Deps,
  language: Language,
  { timeWindowId, expectedVersion, patch }: Input<'updateTimeWindow'>,
): Outcome<TimeWindow> {
  const { before, after } = windows.patched(timeWindowId, expectedVersion, patch)
  const next = withDays(after)
  assertCodeFree({ windows }, next.code, before.id)
  const { record, changes } = windows.update(before, next)
  return outcome(windowView(record, language), changes)
}

/** The time window as answered. */
export function windowView(window: StoredWindow, language: Language): TimeWindow {
  return { ...window, name: localText(window.description, language) || window.code }
}

/** The window as planning reads it. */
export function spanOf({ daysAfter, daysBefore, method }: Span): WindowSpan {
  return method === 'manual' ? { method, daysBefore: daysBefore ?? 0, daysAfter: daysAfter ?? 0 } : { method }
}

/** A window of days has both numbers, a week or a month none. @throws WINDOW_DAYS_NOT_ALLOWED */
export function withDays<Fields extends Span>(fields: Fields): Fields {
  const { daysAfter, daysBefore, method } = fields
  if (method === 'manual') return { ...fields, daysBefore: daysBefore ?? 0, daysAfter: daysAfter ?? 0 }
  if (daysBefore === undefined && daysAfter === undefined) return fields
  const field = daysBefore === undefined ? 'daysAfter' : 'daysBefore'
  throw domainError(generationErrors, 'WINDOW_DAYS_NOT_ALLOWED', { field })
}

function assertCodeFree({ windows }: Deps, code: string, exceptId?: string): void {
  if (windows.isTaken('code', code, exceptId))
    throw domainError(generationErrors, 'CODE_TAKEN', { field: 'code', code })
}
