import type { Act, Caller } from '../../db/act'
import { mintId } from '../../db/ids'
import { outcome, type Outcome } from '../../db/changeLog'
import { assertVersion } from '../../db/version'
import { commonErrors, domainError, type Failure } from '../../shared/contract/domainError'
import { limitOf } from '../../shared/contract/estimateAmount'
import { EstimateOverrideId } from '../../shared/contract/id'
import { estimateErrors, type EstimateUse, type RepairUse } from '../../shared/contract/repairEstimates'
import type { OrderRepairs } from '../orders/index'
import type { SettingsRepository } from '../settings/index'
import type { EstimateDeps, EstimatesInput } from './estimates.deps'
import type { EstimatedRepair, EstimatesRepository } from './estimates.repository'
import { actualOf, type UsedLine } from './estimates.rules'

/** How far an order's repairs have used up what was approved (R08-19); throws NOT_FOUND and FORBIDDEN. */
export function getEstimateUse(deps: EstimateDeps, caller: Caller, orderId: string): EstimateUse {
  if (caller.permissions.get('repair.read') === 'board')
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'repair.read' })
  const { lines, order } = deps.orders.reached(caller, 'repair.read', orderId)
  return useView(deps, order, lines)
}

type EstimatedOrder = ReturnType<EstimateDeps['orders']['reached']>['order']

/** Posted or canceled: what belongs to it stays as it is (R08-06). */
function isLocked({ canceledAt, progress }: EstimatedOrder): boolean {
  return canceledAt !== undefined || progress === 'posted'
}

function useView(
  { repository, userName }: EstimateDeps,
  order: EstimatedOrder,
  lines: readonly UsedLine[],
): EstimateUse {
  const { currency, id: orderId } = order
  const repairs = repository.repairsOf(orderId).map((repair) => useOf(repository, repair, currency, lines))
  const [override] = repository.overrides.where('orderId', orderId)
  return {
    orderId,
    lines: repairs,
    isExceeded: repairs.some(({ isExceeded }) => isExceeded),
    isLocked: isLocked(order),
    ...(override
      ? {
          override: {
            reason: override.reason,
            byId: override.byId,
            byName: userName(override.byId) ?? '',
            at: override.at,
          },
        }
      : {}),
  }
}

function useOf(
  repository: EstimatesRepository,
  { id, number }: Pick<EstimatedRepair, 'id' | 'number'>,
  currency: string,
  lines: readonly UsedLine[],
): RepairUse {
  const money = (minor: number) => ({ minor, currency })
  const actual = actualOf(lines, id)
  const approved = repository.approvedOf(id)
  if (approved?.currency !== currency) return { lineId: id, number, actual: money(actual), isExceeded: false }
  const limit = limitOf(approved)
  return {
    ...{ lineId: id, number, actual: money(actual), approved: money(approved.total), limit: money(limit) },
    isExceeded: actual > limit,
  }
}

/**
 * A manager lets an order be posted above what was approved, until another version is (R08-19).
 *
 * @throws REASON_REQUIRED, ESTIMATE_STATE while nothing is approved, ORDER_LOCKED
 */
export function overrideEstimateLimit(
  deps: EstimateDeps,
  act: Act,
  { expectedVersion, orderId, reason }: EstimatesInput<'overrideEstimateLimit'>,
): Outcome<EstimateUse> {
  const { lines, order } = deps.orders.reached(act.caller, 'repair.manage', orderId)
  assertVersion('order', order, expectedVersion)
  if (reason === '')
    throw domainError(commonErrors, 'REASON_REQUIRED', { field: 'reason', fields: ['reason'] })
  if (isLocked(order)) throw domainError(estimateErrors, 'ORDER_LOCKED', { entity: 'order', id: orderId })
  const { lines: uses } = useView(deps, order, lines)
  if (uses.every(({ limit }) => limit === undefined))
    throw domainError(estimateErrors, 'ESTIMATE_STATE', { entity: 'order', id: orderId })
  const sum = (minors: readonly (number | undefined)[]) =>
    minors.reduce<number>((all, one = 0) => all + one, 0)
  const said = {
    ...{ byId: act.caller.userId, at: act.at, reason },
    limit: sum(uses.map(({ limit }) => limit?.minor)),
    actual: sum(uses.map(({ actual }) => actual.minor)),
  }
  const { overrides } = deps.repository
  const [held] = overrides.where('orderId', orderId)
  const changes = held
    ? overrides.update(held, { ...held, ...said }).changes
    : [overrides.insert({ id: EstimateOverrideId.parse(mintId()), version: 1, orderId: order.id, ...said })]
  return outcome(useView(deps, order, lines), changes)
}

/** What orders ask of repairs; of a module that is off nothing is known (R01-40). */
export function createOrderRepairs(
  repository: EstimatesRepository,
  settings: Pick<SettingsRepository, 'value'>,
): Pick<OrderRepairs, 'find' | 'estimateFailures'> {
  const isOn = () => settings.value('modules').includes('repair')
  return {
    find(id) {
      const repair = repository.repair(id)
      return repair && { orderId: repair.orderId, isCovered: repair.isCovered && isOn() }
    },
    estimateFailures(order, lines, postedIds) {
      const posted = lines.filter(({ id }) => postedIds.has(id))
      const repairIds = [...new Set(posted.flatMap(({ repairLineId }) => repairLineId ?? []))]
      if (repairIds.length === 0 || !isOn() || repository.overrides.where('orderId', order.id).length > 0)
        return []
      return repairIds.flatMap((id): Failure[] => {
        const repair = repository.repair(id)
        const use = repair && useOf(repository, repair, order.currency, lines)
        if (!use?.isExceeded || !use.limit) return []
        const { actual, limit, number } = use
        return [
          {
            ...{ code: 'ESTIMATE_EXCEEDED', field: 'repairLineId', number },
            ids: posted.flatMap((line) => (line.repairLineId === id ? line.id : [])),
            ...{ limit: limit.minor, actual: actual.minor, currency: order.currency },
          },
        ]
      })
    },
  }
}
