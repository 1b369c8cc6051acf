import type { Failure } from '../../shared/contract/domainError'
import type { AgreementPhase, AgreementStatus } from '../../shared/contract/serviceAgreements'

const dayMs = 86_400_000

/** A date moved by whole days. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10)
}

/** The days between two dates; negative when `to` lies before `from`. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs)
}

/** A date moved by whole months; the last day of a shorter month (R02-22). */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const index = year * 12 + (month - 1) + months
  const last = new Date(Date.UTC(Math.floor(index / 12), (index % 12) + 1, 0)).getUTCDate()
  return new Date(Date.UTC(Math.floor(index / 12), index % 12, Math.min(day, last)))
    .toISOString()
    .slice(0, 10)
}

/** The last day of term k, counted from the anchor (R02-22). */
export function termEnd(anchor: string, months: number, k: number): string {
  return addDays(addMonths(anchor, k * months), -1)
}

/** The first term end after a date (R02-23). */
export function nextTermEnd(anchor: string, months: number, after: string): string {
  let k = 1
  while (termEnd(anchor, months, k) <= after) k += 1
  return termEnd(anchor, months, k)
}

interface Term {
  readonly startDate: string
  readonly endDate?: string | undefined
  readonly terminationDate?: string | undefined
}

/** The end or, when earlier, the termination date; empty is open. */
export function endsOn({ endDate, terminationDate }: Omit<Term, 'startDate'>): string | undefined {
  if (endDate === undefined || terminationDate === undefined) return endDate ?? terminationDate
  return endDate < terminationDate ? endDate : terminationDate
}

/** Where the agreement stands today (02 §2.1). */
export function phaseOn(agreement: Term, today: string): AgreementPhase {
  if (today < agreement.startDate) return 'notStarted'
  const end = endsOn(agreement)
  return end !== undefined && today > end ? 'expired' : 'running'
}

/** The day by which notice is due (R02-26). */
export function noticeDeadline({
  endDate,
  noticeDays,
}: {
  readonly endDate?: string | undefined
  readonly noticeDays: number
}): string | undefined {
  return endDate === undefined ? undefined : addDays(endDate, -noticeDays)
}

/** PERIOD_INVALID for an end before the start; `auto` needs an end and a term (02 §2.1). */
export function checkTerm({
  endDate,
  renewal,
  startDate,
  termMonths,
}: {
  readonly startDate: string
  readonly endDate?: string | undefined
  readonly renewal: string
  readonly termMonths: number
}): Failure[] {
  const failures: Failure[] = []
  if (endDate !== undefined && endDate < startDate)
    failures.push({ code: 'PERIOD_INVALID', field: 'endDate' })
  const missing =
    renewal === 'auto'
      ? [...(endDate === undefined ? ['endDate'] : []), ...(termMonths < 1 ? ['termMonths'] : [])]
      : []
  failures.push(...missing.map((field) => ({ code: 'REQUIRED', field, fields: missing })))
  return failures
}

/** What a line's dates break on entry: an end before its start, days outside the agreement (02 §2.2). */
export function checkLinePeriod(
  line: { readonly startDate: string; readonly endDate?: string | undefined },
  agreement: Pick<Term, 'startDate' | 'endDate'>,
): Failure[] {
  const { endDate, startDate } = line
  const failures: Failure[] = []
  if (endDate !== undefined && endDate < startDate)
    failures.push({ code: 'PERIOD_INVALID', field: 'endDate' })
  const isOutside = (date: string) =>
    date < agreement.startDate || (agreement.endDate !== undefined && date > agreement.endDate)
  for (const field of ['startDate', 'endDate'] as const) {
    const date = line[field]
    if (date !== undefined && isOutside(date))
      failures.push({
        code: 'LINE_PERIOD_OUTSIDE_AGREEMENT',
        field,
        startDate: agreement.startDate,
        endDate: agreement.endDate,
      })
  }
  return failures
}

export type Transition = 'activate' | 'suspend' | 'resume' | 'close' | 'reopen'
const transitions: Readonly<
  Record<Transition, { readonly from: readonly AgreementStatus[]; readonly to: AgreementStatus }>
> = {
  activate: { from: ['draft'], to: 'active' },
  suspend: { from: ['active'], to: 'suspended' },
  resume: { from: ['suspended'], to: 'active' },
  close: { from: ['active', 'suspended'], to: 'closed' },
  reopen: { from: ['closed'], to: 'active' },
}

/** Where a step leads; undefined when the agreement does not stand where it begins (02 §3.1). */
export function statusAfter(step: Transition, status: AgreementStatus): AgreementStatus | undefined {
  const { from, to } = transitions[step]
  return from.includes(status) ? to : undefined
}
