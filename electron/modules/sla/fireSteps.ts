import type { EntityChange, Outcome } from '../../db/changeLog'
import { outcome } from '../../db/changeLog'
import { SlaStepId } from '../../shared/contract/id'
import type { SlaStep } from '../../shared/contract/sla'
import type { StoredOrder } from '../orders/index'
import type { StoredClock, StoredStep } from './clocks.repository'
import { runningClock } from './deriveClock'
import { conditionOf, saveClock } from './saveClock'
import type { SlaDeps } from './sla.deps'
import { firedStepId } from './firedStepId'
import { crossingsOf, stepKey, type Crossing } from './steps.rules'

/** Tells those whom a step names that it was passed, once, in the transaction that keeps it. */
export type TellStep = (told: {
  readonly clock: StoredClock
  readonly order: StoredOrder
  readonly step: SlaStep
  /** Who leads the team that does the order's work, where there is one. */
  readonly teamOwnerId: string | undefined
  readonly mark: string
  readonly crossedAt: number
  readonly at: number
}) => void

/**
 * Fires the steps of one clock that were passed by now, in ascending order, each with its true instant (R06-50). A step
 * may raise the order's priority, which may let further ones be passed: those fire next.
 */
export function fireSteps(deps: SlaDeps, tell: TellStep, clockId: string, at: number): Outcome<number> {
  const { clocks } = deps
  const clock = clocks.clocks.get(clockId)
  const order = deps.orders.records.get(clock.orderId)
  const due = dueSteps(deps, clock, at)
  const teamOwnerId = due.some(({ step }) => step.toTeamOwner) ? clocks.teamOwnerOf(order.id) : undefined
  const changes: EntityChange[] = []
  for (const { at: crossedAt, step } of due) {
    const { kind, minutesBefore, threshold } = step
    const fired: StoredStep = {
      ...{ id: SlaStepId.parse(firedStepId(order.id, step)), version: 1, orderId: order.id },
      ...{ kind, minutesBefore, threshold, crossedAt, detectedAt: at },
    }
    changes.push(clocks.steps.insert(fired))
    tell({ clock, order, step, teamOwnerId, mark: `sla ${stepKey(step)}`, crossedAt, at })
  }
  const raises = due.filter(({ step }) => step.raisesPriority).length
  const raised = raisedOrder(order, raises)
  const isOpen = clock.outcome === 'open' && order.progress === 'inProcess'
  const isRaised = isOpen && raised.priority !== order.priority
  const after: StoredClock = isRaised
    ? { ...clock, conditions: [...clock.conditions, conditionOf(raised, at)], changedAt: at }
    : clock
  const saved = saveClock(deps, { before: clock, after })
  if (isRaised) changes.push(deps.orders.overwrite(order, raised).change)
  return outcome(due.length, [...changes, ...saved.changes])
}

function dueSteps(deps: SlaDeps, clock: StoredClock, at: number): Crossing[] {
  const { clocks } = deps
  const running = runningClock(deps, clock, clocks.entriesOf(clock.orderId))
  if (!running || clock.status === 'canceled') return []
  const done = new Set(clocks.stepsOf(clock.orderId).map(stepKey))
  const { allowanceMs, frozen, open, stretches } = running
  const steps = frozen.steps.filter((step) => !done.has(stepKey(step)))
  const { changedAt } = clock
  return crossingsOf(open, { stretches, allowanceMs, changedAt, steps }).filter((step) => step.at <= at)
}

const levels = ['low', 'normal', 'high'] as const

function raisedOrder(order: StoredOrder, by: number): StoredOrder {
  const level = Math.min(levels.indexOf(order.priority) + by, levels.length - 1)
  return { ...order, priority: levels[level] ?? order.priority }
}
