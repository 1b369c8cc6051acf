import type { z } from 'zod'
import type { Caller } from '../../db/act'
import { toBytes } from '../../db/ids'
import type { Condition } from '../../db/listQuery'
import { Description } from '../../shared/contract/description'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import { OrderId, type CalendarId } from '../../shared/contract/id'
import {
  complianceErrors,
  mostComplianceRows,
  type ComplianceFigures,
  type ComplianceRow,
  type slaReportContract,
} from '../../shared/contract/slaReport'
import { localText } from '../../shared/localText'
import type { OpenTime } from '../calendars/index'
import type { Condition as StoredCondition } from './clocks.repository'
import { complianceOf } from './outcome.rules'
import { briefOf, figuresOf } from './compliance.rules'
import { clockTime } from './deriveClock'
import type { ComplianceRepository, CountedClocks, OpenClock } from './compliance.repository'

export type ComplianceInput = z.output<
  NonNullable<(typeof slaReportContract)['getCompliance']['~orpc']['inputSchema']>
>

/** Reads the open time of clocks for the report and the watchlist. */
export function createClockTime(deps: Parameters<typeof clockTime>[0]): ComplianceDeps['clockTime'] {
  return (calendarId, conditions) => clockTime(deps, { calendarId }, conditions)
}

export interface ComplianceDeps {
  readonly compliance: ComplianceRepository
  /** Open time where the order's site is, by the calendar of its country (R06-25, R06-27). */
  readonly clockTime: (calendarId: CalendarId | undefined, conditions: readonly StoredCondition[]) => OpenTime
  readonly officeCount: () => number
  /** Today where the office is. */
  readonly officeDate: (officeId: string, at: number) => string
}

/** The clocks a caller may list: of the own offices and, with reach own, of orders where the caller works. */
export function clockScope(
  { officeCount }: Pick<ComplianceDeps, 'officeCount'>,
  caller: Caller,
  permission: 'sla.read' | 'reports.read',
): Condition[] {
  const scope: Condition[] = []
  if (caller.officeIds.length < officeCount())
    scope.push({
      sql: "+t.office_id IN (SELECT unhex(value, '-') FROM json_each(:scope_offices))",
      params: { scope_offices: JSON.stringify(caller.officeIds) },
    })
  if (caller.permissions.get(permission) === 'own') scope.push(ownClocks(caller))
  return scope
}

function ownClocks({ workerId }: Caller): Condition {
  if (workerId === undefined) return { sql: '+t.key < 0', params: {} }
  return {
    sql: `t.order_id IN (SELECT id FROM service_order WHERE preferred_technician_id = :scope_worker
      UNION SELECT order_id FROM service_order_line WHERE worker_id = :scope_worker
      UNION SELECT order_id FROM activity WHERE worker_id = :scope_worker
        AND closed_outcome IS NOT 'canceled')`,
    params: { scope_worker: toBytes(workerId) },
  }
}

/** Orders of a row while they are put together. */
interface Heap {
  met: number
  breached: number
  canceled: number
  openInTime: number
  pausedSeconds: number
  readonly lists: (Int32Array | number[])[]
  worst: { readonly clockKey: number; readonly compliance: number } | undefined
  readonly reasons: Map<string, { name: string; orders: number }>
}
const emptyHeap = (): Heap => ({
  ...{ met: 0, breached: 0, canceled: 0, openInTime: 0, pausedSeconds: 0 },
  ...{ lists: [], worst: undefined, reasons: new Map() },
})

/**
 * The report *SLA compliance* (R06-46): orders at their end, and the open ones that are past their latest completion,
 * which count as breached. Canceled ones and those open in time stand apart.
 *
 * @throws PERIOD_INVALID, FORBIDDEN for a wall board
 */
export function getCompliance(
  deps: ComplianceDeps,
  caller: Caller,
  at: number,
  input: ComplianceInput,
  mostRows = mostComplianceRows,
) {
  assertReads(caller)
  if (input.to < input.from) throw domainError(complianceErrors, 'PERIOD_INVALID', { field: 'to' })
  const asked: CountedClocks = { ...input, scope: clockScope(deps, caller, 'reports.read') }
  const heaps = heapsOf(deps, caller, at, asked)
  const rows = [...heaps]
    .map(([id, heap]) => ({ ...nameOf(deps, caller, input.groupBy, id), heap }))
    .sort(byCode)
  return {
    rows: rows
      .slice(0, mostRows)
      .map(({ heap, ...name }): ComplianceRow => ({ ...name, ...figures(deps, heap, input.isBrief) })),
    count: rows.length,
    total: figures(deps, inAll(rows.map(({ heap }) => heap)), input.isBrief),
    readAt: at,
  }
}

/** Whoever reads reports but no service levels, and a wall board, see none of it. */
export function assertReads(caller: Caller): void {
  const reach = caller.permissions.get('sla.read')
  if (reach === undefined || reach === 'board')
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'sla.read' })
}

function heapsOf(deps: ComplianceDeps, caller: Caller, at: number, asked: CountedClocks) {
  const heaps = new Map<string | undefined, Heap>()
  const heapOf = (group: string | undefined) => {
    const held = heaps.get(group) ?? emptyHeap()
    heaps.set(group, held)
    return held
  }
  for (const { breached, canceled, group, met, pausedSeconds, values, worst } of deps.compliance.ended(
    asked,
  )) {
    const heap = heapOf(group)
    heap.met += met
    heap.breached += breached
    heap.canceled += canceled
    heap.pausedSeconds += pausedSeconds
    heap.lists.push(values)
    heap.worst = worst
  }
  const today = deps.officeDate(caller.officeId, at)
  for (const clock of deps.compliance.open(asked, asked.from <= today && today <= asked.to))
    addOpen(deps, heapOf(clock.group), clock, at)
  if (asked.isBrief) return heaps
  for (const of of ['ended', 'open'] as const)
    for (const { code, description, group, orders } of deps.compliance.reasons(asked, of)) {
      const { reasons } = heapOf(group)
      const name = localText(Description.parse(JSON.parse(description)), caller.language)
      reasons.set(code, { name, orders: orders + (reasons.get(code)?.orders ?? 0) })
    }
  return heaps
}

/** Past its latest completion an open order is breached, with what was counted until now (R06-40). */
function addOpen(deps: ComplianceDeps, heap: Heap, clock: OpenClock, at: number): void {
  const { allowance, calendarId, clockKey, elapsed, latestCompletion, pausedSeconds, conditions, status } =
    clock
  if (latestCompletion === undefined || latestCompletion >= at) {
    heap.openInTime += 1
    return
  }
  const beyond = deps.clockTime(calendarId, conditions()).counted(latestCompletion, at) / 1000
  const counted = status === 'running' ? allowance + Math.floor(beyond) : elapsed
  const compliance = complianceOf(counted, allowance)
  heap.breached += 1
  heap.pausedSeconds += pausedSeconds
  heap.lists.push([compliance])
  if (compliance > (heap.worst?.compliance ?? -1)) heap.worst = { clockKey, compliance }
}

function inAll(heaps: readonly Heap[]): Heap {
  const all = emptyHeap()
  for (const heap of heaps) {
    all.met += heap.met
    all.breached += heap.breached
    all.canceled += heap.canceled
    all.openInTime += heap.openInTime
    all.pausedSeconds += heap.pausedSeconds
    all.lists.push(...heap.lists)
    if (heap.worst && heap.worst.compliance > (all.worst?.compliance ?? -1)) all.worst = heap.worst
    for (const [code, { name, orders }] of heap.reasons)
      all.reasons.set(code, { name, orders: orders + (all.reasons.get(code)?.orders ?? 0) })
  }
  return all
}

function figures({ compliance }: ComplianceDeps, heap: Heap, isBrief = false): ComplianceFigures {
  const { breached, canceled, lists, met, openInTime, pausedSeconds, reasons, worst } = heap
  const values = new Int32Array(lists.reduce((sum, { length }) => sum + length, 0))
  let filled = 0
  for (const list of lists) {
    values.set(list, filled)
    filled += list.length
  }
  const order = worst && compliance.orderOf(worst.clockKey)
  return {
    ...(isBrief ? briefOf(met, breached) : figuresOf({ met, breached, values })),
    ...(worst && order
      ? {
          worst: {
            ...{ orderId: OrderId.parse(order.orderId), number: order.number },
            compliance: worst.compliance,
          },
        }
      : {}),
    ...{ pausedSeconds, canceled, openInTime },
    reasons: [...reasons.values()].sort((a, b) => b.orders - a.orders || a.name.localeCompare(b.name)),
  }
}

function nameOf(
  { compliance }: ComplianceDeps,
  { language }: Caller,
  groupBy: ComplianceInput['groupBy'],
  id: string | undefined,
): Pick<ComplianceRow, 'id' | 'code' | 'name'> {
  if (id === undefined) return {}
  if (groupBy === 'month') return { code: id }
  const found = compliance.nameOf(groupBy, id)
  if (!found) return { id }
  const name = groupBy === 'sla' ? localText(Description.parse(JSON.parse(found.name)), language) : found.name
  return { id, code: found.code, name }
}

/** Rows without a name come last. */
function byCode(
  { code: a }: { code?: string | undefined },
  { code: b }: { code?: string | undefined },
): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  return a < b ? -1 : a > b ? 1 : 0
}
