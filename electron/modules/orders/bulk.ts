import { DomainError, domainError, type Failure } from '../../shared/contract/domainError'
import type { BulkResult } from '../../shared/contract/crud'
import { ordersErrors } from '../../shared/contract/orders'

/** Every code of a refusal, the first reason first (conventions §4). */
function codesOf(refusal: DomainError): string[] {
  const failures = failuresIn(refusal.data)
  return failures.length > 0 ? failures.map(({ code }) => code) : [refusal.code]
}

function failuresIn(data: unknown): readonly Failure[] {
  if (typeof data !== 'object' || data === null || !('failures' in data) || !Array.isArray(data.failures))
    return []
  return data.failures.filter(isFailure)
}

function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string'
}

/** Does one record of a bulk command; a refusal of the rules is its result, anything else is a bug and passes on. */
export function attempt(id: string, work: () => void): BulkResult {
  try {
    work()
    return { id, ok: true }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { id, ok: false, codes: codesOf(error) }
  }
}

/** Throws NO_SELECTION: an empty selection never means everything (R04-56). */
export function assertSelection(ids: readonly string[]): void {
  if (ids.length === 0) throw domainError(ordersErrors, 'NO_SELECTION', { field: 'orderIds' })
}
