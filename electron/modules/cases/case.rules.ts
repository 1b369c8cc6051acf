import type { Failure } from '../../shared/contract/domainError'
import type { CaseStatus } from '../../shared/contract/cases'

const next: Readonly<Record<CaseStatus, readonly CaseStatus[]>> = {
  open: ['inProcess'],
  inProcess: ['closed'],
  closed: ['inProcess', 'open'],
}

/** What keeps a case from changing its status: how it was settled, why it is reopened, or the order of things (R04-80). */
export function statusFailures(
  from: CaseStatus,
  to: CaseStatus,
  {
    reason = '',
    resolution = '',
  }: { readonly reason?: string | undefined; readonly resolution?: string | undefined },
): Failure[] {
  const failures: Failure[] = []
  if (to === 'closed' && from !== 'closed' && resolution.trim() === '')
    failures.push({ code: 'RESOLUTION_REQUIRED', field: 'resolution' })
  if (!next[from].includes(to)) failures.push({ code: 'CASE_STATUS_INVALID', field: 'status', from, to })
  else if (from === 'closed' && reason.trim() === '')
    failures.push({ code: 'REASON_REQUIRED', field: 'reason' })
  return failures
}

/** Whether going from parent to parent leads back to the record itself. */
export function leadsBack(
  id: string,
  parentId: string | undefined,
  parentOf: (id: string) => string | undefined,
): boolean {
  const seen = new Set<string>()
  for (let at = parentId; at !== undefined && !seen.has(at); at = parentOf(at)) {
    if (at === id) return true
    seen.add(at)
  }
  return false
}
