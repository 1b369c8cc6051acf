import { foldText } from '../../db/textKeys'
import type { BoardFilter } from '../../shared/contract/dispatchBoard'
import type { PlanRow } from './planRow.repository'

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
