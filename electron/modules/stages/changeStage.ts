import type { z } from 'zod'
import { assertMay, type Act, type Caller } from '../../db/act'
import type { EntityChange, Outcome } from '../../db/changeLog'
import { assertVersion } from '../../db/version'
import { refuseAll } from '../../shared/contract/domainError'
import type { OrderId } from '../../shared/contract/id'
import type { StageMove, stagesContract } from '../../shared/contract/stages'
import type { OrdersForStages } from '../orders/index'
import { addHistory, entryView, type HistoryDeps } from './history'
import { decideMove, type MoveDecision } from './move.rules'
import { textIn } from './stage.rules'
import { assertMayChange, type StageOrder, type TechniciansMayChange } from './access'
import type { StoredReason, StoredStage } from './stages.repository'

type Input = z.output<NonNullable<(typeof stagesContract)['changeStage']['~orpc']['inputSchema']>>
export type MoveInput = Pick<Input, 'direction' | 'stageId' | 'reasonId' | 'comment'>

/** What stages need of the clocks of service levels (R05-40…R05-42). */
export interface StageClocks {
  /** Whether a Stop at this instant needs a reason. */
  needsReason(order: StageOrder, at: number): boolean
  /** The order has entered a stage. */
  moved(
    order: StageOrder,
    act: Act,
    stage: {
      readonly stopsSla: boolean
      readonly reasonId?: string | undefined
      readonly comment?: string | undefined
    },
  ): readonly EntityChange[]
}

export interface MoveDeps extends HistoryDeps {
  readonly orders: OrdersForStages
  readonly clocks: StageClocks
  readonly now: () => number
  readonly userName: (userId: string) => string
  readonly techniciansMayChange: TechniciansMayChange
}

/**
 * Moves an order to another stage: its stage, a row of history, one transaction. A move that fails any rule changes
 * nothing and names every rule that failed (R05-20 … R05-28).
 *
 * @throws FORBIDDEN, CONFLICT, SAME_STAGE, NO_NEXT_STAGE, NOT_A_NEXT_STAGE, NO_PREVIOUS_STAGE, REASON_REQUIRED,
 *   REASON_NOT_ALLOWED, STAGE_ROLE_FORBIDDEN
 */
export function changeStage(
  deps: MoveDeps,
  act: Act,
  { orderId, expectedVersion, ...move }: { orderId: OrderId; expectedVersion?: number } & MoveInput,
): Outcome<StageMove> {
  const { orders, repository } = deps
  const order = orders.get(orderId)
  assertMayMove(deps, act.caller, order, move.direction)
  if (expectedVersion !== undefined)
    assertVersion('order', order, expectedVersion, move.stageId ? { stageId: move.stageId } : {})
  const { decision, reason } = decide(deps, act, order, move)
  if (decision.kind === 'refused') throw refuseAll(decision.failures)
  const { target } = decision

  const { changes, order: moved } = orders.setStage(order, target.id)
  const { entry, change } = addHistory(deps, act, {
    order,
    direction: move.direction,
    from: order.stageId && repository.stages.get(order.stageId),
    to: target,
    reason,
    comment: move.comment,
  })
  const clock = deps.clocks.moved(moved, act, { ...target, reasonId: reason?.id, comment: move.comment })
  const { language } = act.caller
  const result: StageMove = {
    orderId,
    version: moved.version,
    stageId: target.id,
    stageCode: target.code,
    stageName: textIn(target.description, language),
    entry: entryView(entry, language, deps.userName),
  }
  return { result, changes: [change, ...changes, ...clock] }
}

/** What the rules say of a move of this order. @throws NOT_FOUND when there is no such stage or reason */
export function decide(
  { clocks, repository }: MoveDeps,
  { at, caller: { roles } }: Act,
  order: StageOrder,
  { direction, stageId, reasonId }: MoveInput,
): { decision: MoveDecision<StoredStage>; reason: StoredReason | undefined } {
  if (stageId) repository.stages.get(stageId)
  const reason = reasonId && repository.reasons.get(reasonId)
  const isLate = clocks.needsReason(order, at)
  const facts = { stages: repository.allStages(), currentId: order.stageId, roles, isLate }
  return { decision: decideMove(facts, { direction, stageId, reason }), reason }
}

/** Throws FORBIDDEN: only those who may set stages leave the tree's order (R05-23, R05-25). */
export function assertMayMove(
  { orders, techniciansMayChange }: MoveDeps,
  caller: Caller,
  order: StageOrder,
  direction: MoveInput['direction'],
): void {
  assertMayChange(orders, techniciansMayChange, caller, order)
  if (direction === 'set') assertMay(caller, 'stages.set')
}
