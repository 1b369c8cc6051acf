import type { Caller } from '../../db/act'
import { DomainError } from '../../shared/contract/domainError'
import type { OrderId } from '../../shared/contract/id'
import type { Language } from '../../shared/contract/session'
import type { NextStages, StageTarget } from '../../shared/contract/stages'
import { assertMayChange, assertMayRead, type StageOrder } from './access'
import type { MoveDeps } from './changeStage'
import { decideMove, mayEnter, nextStages, previousStage } from './move.rules'
import { inTreeOrder, textIn } from './stage.rules'
import type { StoredStage } from './stages.repository'

/** What Next offers from where the order stands, what it refuses and why, and the way back (R05-21, R05-22, R05-25). */
export function listNextStages(deps: MoveDeps, caller: Caller, orderId: OrderId): NextStages {
  const order = deps.orders.get(orderId)
  assertMayRead(deps.orders, caller, order)
  const { stageId: currentId } = order
  const stages = inTreeOrder(deps.repository.allStages()).map(({ stage }) => stage)
  const current = stages.find(({ id }) => id === currentId)
  const previous = previousStage(stages, currentId)
  const barred = barredCodes(deps, caller, order)
  const codesOf = (direction: 'next' | 'previous', stage: StoredStage): string[] =>
    barred.length > 0 ? barred : refusedCodes(stages, caller, currentId, direction, stage)

  const next = nextStages(stages, currentId)
  const others = stages.filter((stage) => stage !== current && stage !== previous)
  const isLate = deps.clocks.needsReason(order, deps.now())
  const targetOf = (stage: StoredStage) => toTarget(stage, caller.language, isLate && stage.stopsSla)
  const isPermitted = (stage: StoredStage) => codesOf('next', stage).length === 0
  return {
    orderId,
    version: order.version,
    ...(current && { stage: targetOf(current) }),
    permitted: next.filter(isPermitted).map(targetOf),
    refused: others
      .filter((stage) => !isPermitted(stage))
      .map((stage) => ({ ...targetOf(stage), codes: codesOf('next', stage) })),
    ...(previous && { previous: { ...targetOf(previous), codes: codesOf('previous', previous) } }),
    settable:
      barred.length === 0 && caller.permissions.has('stages.set')
        ? stages
            .filter((stage) => stage.active && stage !== current && mayEnter(stage, caller.roles))
            .map(targetOf)
        : [],
    codes: barred.length > 0 ? barred : next.length === 0 && stages.length > 0 ? ['NO_NEXT_STAGE'] : [],
  }
}

/** Why the caller may not move this order at all. */
function barredCodes(deps: MoveDeps, caller: Caller, order: StageOrder): string[] {
  try {
    assertMayChange(deps.orders, deps.techniciansMayChange, caller, order)
    return []
  } catch (error) {
    if (error instanceof DomainError) return [error.code]
    throw error
  }
}

/** A reason is asked for in place and does not count against a target here. */
function refusedCodes(
  stages: readonly StoredStage[],
  { roles }: Caller,
  currentId: string | undefined,
  direction: 'next' | 'previous',
  stage: StoredStage,
): string[] {
  const decision = decideMove({ stages, currentId, roles }, { direction, stageId: stage.id })
  if (decision.kind === 'allowed') return []
  return decision.failures.map(({ code }) => code).filter((code) => code !== 'REASON_REQUIRED')
}

function toTarget(
  { id, code, description, color, iconLetter, reasonRequired, stopsSla }: StoredStage,
  language: Language,
  stopsLate: boolean,
): StageTarget {
  return {
    stageId: id,
    code,
    name: textIn(description, language),
    color,
    iconLetter,
    reasonRequired: reasonRequired || stopsLate,
    stopsSla,
  }
}
