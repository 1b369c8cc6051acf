import type { Failure } from '../../shared/contract/domainError'
import type { Role } from '../../shared/contract/permission'
import type { ReasonUse, StageDirection } from '../../shared/contract/stages'
import { childrenOf, rootOf, type TreeStage } from './stage.rules'

export interface MovableStage extends TreeStage {
  readonly allowedRoles: readonly Role[]
  readonly reasonRequired: boolean
  readonly stopsSla: boolean
}

/** What may be done to an order while it stands in a stage; the flags are independent (R05-28). */
export interface StageRights {
  readonly allowModify: boolean
  readonly allowDelete: boolean
  readonly allowCancel: boolean
  readonly allowPost: boolean
}

export interface ReasonFacts {
  readonly active: boolean
  readonly uses: readonly ReasonUse[]
  readonly stageIds: readonly string[]
}

/** Whether a reason may be given for this use at this stage (R05-24). */
export function isReasonAllowed({ active, uses, stageIds }: ReasonFacts, use: ReasonUse, stageId: string) {
  return active && uses.includes(use) && (stageIds.length === 0 || stageIds.includes(stageId))
}

/** The active direct children by sequence, then code; of an order without stage, the root (R05-20, R05-21). */
export function nextStages<S extends TreeStage>(stages: readonly S[], currentId: string | undefined): S[] {
  if (currentId !== undefined) return childrenOf(stages, currentId).filter(({ active }) => active)
  const root = rootOf(stages)
  return root ? [root] : []
}

/** The parent, active or not: the way back stays open (R05-22). */
export function previousStage<S extends TreeStage>(
  stages: readonly S[],
  currentId: string | undefined,
): S | undefined {
  const parentId = stages.find(({ id }) => id === currentId)?.parentId
  return stages.find(({ id }) => id === parentId)
}

export interface MoveRequest {
  readonly direction: Exclude<StageDirection, 'create'>
  readonly stageId?: string | undefined
  readonly reason?: ReasonFacts | undefined
}
/** Where the order stands and who moves it. */
export interface MoveFacts<S extends MovableStage> {
  readonly stages: readonly S[]
  readonly currentId: string | undefined
  readonly roles: readonly Role[]
  /** The order's clock runs beyond its allowance, which asks for a reason where it is stopped (R05-40). */
  readonly isLate?: boolean
}
export type MoveDecision<S> =
  | { readonly kind: 'allowed'; readonly target: S }
  | {
      readonly kind: 'refused'
      readonly target?: S | undefined
      readonly failures: readonly [Failure, ...Failure[]]
    }

/**
 * Whether an order may make this move (R05-21 … R05-28). Every rule that fails is named, in the order of the rules;
 * only the move to the stage where the order stands already is named alone.
 */
export function decideMove<S extends MovableStage>(
  facts: MoveFacts<S>,
  request: MoveRequest,
): MoveDecision<S> {
  const target = targetOf(facts, request)
  if (target && target.id === facts.currentId)
    return { kind: 'refused', target, failures: [{ code: 'SAME_STAGE', field: 'stageId' }] }
  const [first, ...rest] = [
    ...directionFailures(facts, request, target),
    ...(target ? entryFailures(facts, request, target) : []),
  ]
  if (first) return { kind: 'refused', target, failures: [first, ...rest] }
  if (!target) throw new Error('a permitted move has a target')
  return { kind: 'allowed', target }
}

function targetOf<S extends MovableStage>(
  { stages, currentId }: MoveFacts<S>,
  { direction, stageId }: MoveRequest,
): S | undefined {
  if (stageId !== undefined) return stages.find(({ id }) => id === stageId)
  if (direction === 'previous') return previousStage(stages, currentId)
  const next = direction === 'next' ? nextStages(stages, currentId) : []
  return next.length === 1 ? next[0] : undefined
}

function directionFailures<S extends MovableStage>(
  { stages, currentId }: MoveFacts<S>,
  { direction }: MoveRequest,
  target: S | undefined,
): Failure[] {
  const field = 'stageId'
  const missing: Failure = { code: 'REQUIRED', field, fields: [field] }
  switch (direction) {
    case 'next': {
      const next = nextStages(stages, currentId)
      if (next.length === 0) return [{ code: 'NO_NEXT_STAGE', field }]
      if (!target) return [missing]
      return next.includes(target) ? [] : [{ code: 'NOT_A_NEXT_STAGE', field }]
    }
    case 'previous': {
      const previous = previousStage(stages, currentId)
      if (!previous) return [{ code: 'NO_PREVIOUS_STAGE', field }]
      return target === previous ? [] : [{ code: 'NOT_A_NEXT_STAGE', field }]
    }
    case 'set':
      if (!target) return [missing]
      return target.active ? [] : [{ code: 'NOT_A_NEXT_STAGE', field }]
  }
}

/** What the stage that is entered asks of the mover: a reason (R05-23, R05-24) and a role (R05-25). */
function entryFailures<S extends MovableStage>(
  { isLate = false, roles }: MoveFacts<S>,
  { direction, reason }: MoveRequest,
  target: S,
): Failure[] {
  const failures: Failure[] = []
  const stopsLate = isLate && target.stopsSla
  if (!reason && (target.reasonRequired || direction === 'set' || stopsLate))
    failures.push({ code: 'REASON_REQUIRED', field: 'reasonId', fields: ['reasonId'] })
  const uses: readonly ReasonUse[] = stopsLate ? ['stageChange', 'slaExceeded'] : ['stageChange']
  if (reason && !uses.some((use) => isReasonAllowed(reason, use, target.id)))
    failures.push({ code: 'REASON_NOT_ALLOWED', field: 'reasonId' })
  if (!mayEnter(target, roles))
    failures.push({ code: 'STAGE_ROLE_FORBIDDEN', field: 'stageId', roles: target.allowedRoles })
  return failures
}

/** An empty set of roles lets in everyone who may change stages (R05-25). */
export function mayEnter({ allowedRoles }: MovableStage, roles: readonly Role[]): boolean {
  return allowedRoles.length === 0 || roles.some((role) => allowedRoles.includes(role))
}

/** The role in which a move is made, for the history: one that the stage asks for, else the first that may move. */
export function actingRole(roles: readonly Role[], target: Pick<MovableStage, 'allowedRoles'>): Role {
  const movers: readonly Role[] = ['serviceManager', 'dispatcher', 'backOffice', 'technician']
  const asked = movers.find((role) => roles.includes(role) && target.allowedRoles.includes(role))
  const first = asked ?? movers.find((role) => roles.includes(role)) ?? roles[0]
  if (!first) throw new Error('a mover has a role')
  return first
}

/** Elapsed whole minutes, rounded down; never negative when a clock was set back. */
export function minutesBetween(from: number, to: number): number {
  return Math.max(0, Math.floor((to - from) / 60_000))
}
