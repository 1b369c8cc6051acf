import { foldText } from '../../db/textKeys'
import type { BoardFilter } from '../../shared/contract/dispatchBoard'
import { mergedAbsences, sharedTime, type AbsenceSpan, type Span } from './conflicts.rules'
import type { PlanRow } from './planRow.repository'

const minuteMs = 60_000

/** Planned minutes of each day; what lies on a day counts for that day. */
export function plannedOn(days: readonly Span[], work: readonly Span[]): number[] {
  const sums = days.map(() => 0)
  for (const one of work) {
    for (let at = lastStarted(days, one.start); at >= 0 && at < days.length; at += 1) {
      const day = days[at]
      if (!day || day.start >= one.end) break
      sums[at] = (sums[at] ?? 0) + sharedTime(one, day)
    }
  }
  return sums.map((sum) => Math.round(sum / minuteMs))
}

/** The last day that has begun at an instant, the first one for what began before all. */
function lastStarted(days: readonly Span[], instant: number): number {
  let low = 0
  let high = days.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((days[middle]?.start ?? 0) <= instant) low = middle
    else high = middle - 1
  }
  return low
}

/** Minutes of working time less absences (R07-40, 3.10). */
export function capacityOf(working: readonly Span[], absences: readonly AbsenceSpan[]): number {
  const away = mergedAbsences(absences)
  const time = working.reduce(
    (sum, open) =>
      sum + open.end - open.start - away.reduce((gone, absence) => gone + sharedTime(open, absence), 0),
    0,
  )
  return Math.round(time / minuteMs)
}

/** What a filter asks of activities by themselves; teams are asked of their workers too. */
export function createActivityFilter(filter: BoardFilter): (row: PlanRow) => boolean {
  const showsClosed = filter.showClosed === true || filter.statuses?.includes('closed') === true
  const tests: ((row: PlanRow) => boolean)[] = [
    // A canceled one leaves the board (3.1).
    ({ closedOutcome, status }) => status !== 'closed' || (showsClosed && closedOutcome === 'done'),
  ]
  const { customerIds, priorities, skill, statuses, text, typeIds, workerIds } = filter
  const types = typeIds && new Set(typeIds)
  const customers = customerIds && new Set(customerIds)
  const workers = workerIds && new Set(workerIds)
  const needed = skill?.trim().toUpperCase()
  const words = wordsOf(text ?? '')
  if (statuses) tests.push(({ status }) => statuses.includes(status))
  if (priorities) tests.push(({ priority }) => priorities.includes(priority))
  if (types) tests.push(({ typeId }) => typeId !== undefined && types.has(typeId))
  if (customers) tests.push(({ customerId }) => customers.has(customerId))
  if (workers) tests.push(({ workerId }) => workerId !== undefined && workers.has(workerId))
  if (needed) tests.push(({ skills }) => skills.some((need) => need.skill === needed))
  if (words.length > 0) tests.push((row) => hasWords(row, words))
  return (row) => tests.every((test) => test(row))
}

/** Each word begins a word of what a bar says. */
function hasWords(
  { customerName, number, orderNumber, siteCity, subject }: PlanRow,
  words: readonly string[],
): boolean {
  const said = wordsOf([number, orderNumber, subject, customerName, siteCity ?? ''].join(' '))
  return words.every((word) => said.some((one) => one.startsWith(word)))
}

function wordsOf(text: string): string[] {
  return foldText(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}
