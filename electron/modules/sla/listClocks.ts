import type { z } from 'zod'
import type { Caller } from '../../db/act'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { Page } from '../../shared/contract/page'
import type { MeasuredOrder, slaReportContract, WatchItem } from '../../shared/contract/slaReport'
import type { createClockLists, WatchRow } from './clockList.repository'
import { endedSql } from './compliance.repository'
import { assertReads, clockScope, type ComplianceDeps } from './getCompliance'

type ListInput<Name extends 'listWatch' | 'listMeasured'> = z.output<
  NonNullable<(typeof slaReportContract)[Name]['~orpc']['inputSchema']>
>
export type ClockListDeps = Pick<ComplianceDeps, 'officeCount' | 'clockTime'> & {
  readonly lists: ReturnType<typeof createClockLists>
}

/** What a wall board may filter and sort by: what it is shown. */
const boardFields: ReadonlySet<string> = new Set([
  ...['number', 'officeId', 'customerId', 'customerName', 'priority', 'slaId', 'slaCode', 'status'],
  ...['latestCompletion', 'tierRank'],
])

/** Open orders by their latest completion, with the minutes that are left (06 §5). */
export function listWatch(
  deps: ClockListDeps,
  caller: Caller,
  at: number,
  request: ListInput<'listWatch'>,
): Page<WatchItem> {
  const isBoard = caller.permissions.get('sla.read') === 'board'
  if (isBoard) assertBoardRequest(request)
  const page = deps.lists.watchList.page(
    request,
    { sql: "t.outcome = 'open'", params: {} },
    ...clockScope(deps, caller, 'sla.read'),
  )
  return { ...page, items: page.items.map((row) => itemOf(deps, row, at, isBoard)) }
}

function assertBoardRequest({ filter = {}, sort = [], text }: ListInput<'listWatch'>): void {
  const asked = [...Object.keys(filter), ...sort.map(({ field }) => field)]
  if (text !== undefined || asked.some((field) => !boardFields.has(field)))
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'sla.read' })
}

function itemOf(deps: ClockListDeps, row: WatchRow, at: number, isBoard: boolean): WatchItem {
  const { customerId, customerName, id, latestCompletion, number, officeId, outcome } = row
  const { priority, siteZone, slaCode, slaId, status, tierRank, warnsAt } = row
  const { agreementId, description, responsibleId, responsibleName, slaGroupId, tierCode } = row
  const hidden = { agreementId, description, responsibleId, responsibleName, slaGroupId, tierCode }
  return {
    ...{ id, number, officeId, customerId, customerName, siteZone, priority, slaId, slaCode },
    ...{ status, outcome, latestCompletion, warnsAt, tierRank },
    minutesLeft: Math.floor(leftOf(deps, row, at) / 60_000),
    ...(isBoard ? {} : hidden),
  }
}

/** Milliseconds of the allowance that are left, below zero when more was counted. */
function leftOf({ clockTime }: ClockListDeps, row: WatchRow, at: number): number {
  const { allowance, calendarId, conditions, elapsed, latestCompletion, status } = row
  if (status !== 'running' || latestCompletion === undefined) return (allowance - elapsed) * 1000
  const time = clockTime(calendarId, conditions)
  return latestCompletion >= at ? time.counted(at, latestCompletion) : -time.counted(latestCompletion, at)
}

/** The orders at their end that the report counts (R06-46). */
export function listMeasured(
  deps: ClockListDeps,
  caller: Caller,
  request: ListInput<'listMeasured'>,
): Page<MeasuredOrder> {
  assertReads(caller)
  return deps.lists.measuredList.page(
    request,
    { sql: endedSql, params: {} },
    ...clockScope(deps, caller, 'sla.read'),
  )
}
