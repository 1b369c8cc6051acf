import type { z } from 'zod'
import { outcome, type Outcome } from '../../db/changeLog'
import { domainError, refuseAll, commonErrors, type Failure } from '../../shared/contract/domainError'
import type { StageId } from '../../shared/contract/id'
import type { Language } from '../../shared/contract/session'
import type { Stage, stagesContract } from '../../shared/contract/stages'
import type { OrdersForStages } from '../orders/index'
import {
  childrenOf,
  deactivateFailures,
  newStageFailures,
  nextSequence,
  parentChangeFailures,
  subtreeIds,
  textIn,
  type StageUse,
} from './stage.rules'
import type { StagesRepository, StoredStage } from './stages.repository'

type Input<Name extends keyof typeof stagesContract> = z.output<
  NonNullable<(typeof stagesContract)[Name]['~orpc']['inputSchema']>
>

export interface SetUpDeps {
  readonly repository: StagesRepository
  readonly orders: Pick<OrdersForStages, 'refreshReadiness'>
}

/**
 * Adds a stage to the tree (R05-10, R05-13).
 *
 * @throws STAGE_CODE_EXISTS, SECOND_ROOT, PARENT_NOT_FOUND, STAGE_LIMIT
 */
export function createStage(
  { repository }: SetUpDeps,
  language: Language,
  { reason: _reason, ...fields }: Input<'createStage'>,
): Outcome<Stage> {
  const { stages } = repository
  const replayed = stages.replayed(fields.id, fields)
  if (replayed) return { result: viewOf(replayed, language), unchanged: true }
  const all = repository.allStages()
  refuseAny([...codeFailures(repository, fields.code), ...newStageFailures(all, fields.parentId)])
  const stage: StoredStage = {
    ...fields,
    version: 1,
    allowPost: fields.allowPost ?? all.length === 0,
    sequence: fields.sequence ?? nextSequence(all, fields.parentId),
    active: true,
  }
  const change = stages.insert(stage)
  return { result: viewOf(stage, language), changes: [change] }
}

/**
 * Changes a stage; its parent only while neither it nor a descendant is used (R05-11, R05-12).
 *
 * @throws STAGE_CODE_EXISTS, SECOND_ROOT, PARENT_NOT_FOUND, PARENT_FROZEN, ROOT_REQUIRED, STAGE_CYCLE, STAGE_LIMIT
 */
export function updateStage(
  deps: SetUpDeps,
  language: Language,
  { stageId, expectedVersion, patch }: Input<'updateStage'>,
): Outcome<Stage> {
  const { stages } = deps.repository
  const { before, after } = stages.patched(stageId, expectedVersion, patch)
  const all = deps.repository.allStages()
  refuseAny([
    ...codeFailures(deps.repository, after.code, stageId),
    ...parentChangeFailures(all, before, after.parentId, useOf(deps.repository, subtreeIds(all, stageId))),
  ])
  const { record, changes } = stages.update(before, after)
  if (before.allowPost !== after.allowPost) deps.orders.refreshReadiness(stageId)
  return outcome(viewOf(record, language), changes)
}

/** Deletes a stage that is unused and has no children (R05-14). @throws IN_USE */
export function deleteStage(
  { repository }: SetUpDeps,
  { stageId, expectedVersion }: Input<'deleteStage'>,
): Outcome<{ id: StageId }> {
  const stage = repository.stages.expect(stageId, expectedVersion)
  const children = childrenOf(repository.allStages(), stageId)
  const { orders, history } = useOf(repository, [stageId])
  const reasons = repository.reasonsFor(stageId)
  const counts = { order: orders, stageHistory: history, stage: children.length, reasonCode: reasons.length }
  const used = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
  if (Object.keys(used).length > 0)
    throw domainError(commonErrors, 'IN_USE', {
      entity: 'stage',
      id: stageId,
      counts: used,
      dependants: [
        ...children.map(({ id }) => ({ entity: 'stage', id })),
        ...reasons.map((id) => ({ entity: 'reasonCode', id })),
      ].slice(0, 20),
    })
  return { result: { id: stageId }, changes: [repository.stages.remove(stage)] }
}

/** Takes a stage out of new moves (R05-14). @throws ROOT_REQUIRED, STAGE_HAS_CHILDREN */
export function deactivateStage(
  { repository }: SetUpDeps,
  language: Language,
  { stageId, expectedVersion }: Input<'deactivateStage'>,
): Outcome<Stage> {
  const before = repository.stages.expect(stageId, expectedVersion, { active: false })
  refuseAny(deactivateFailures(repository.allStages(), before))
  const { record, changes } = repository.stages.update(before, { ...before, active: false })
  return outcome(viewOf(record, language), changes)
}

export function activateStage(
  { repository }: SetUpDeps,
  language: Language,
  { stageId, expectedVersion }: Input<'activateStage'>,
): Outcome<Stage> {
  const before = repository.stages.expect(stageId, expectedVersion, { active: true })
  const { record, changes } = repository.stages.update(before, { ...before, active: true })
  return outcome(viewOf(record, language), changes)
}

/** The stage as answered. */
export function viewOf(stage: StoredStage, language: Language): Stage {
  return { ...stage, name: textIn(stage.description, language) }
}

function useOf(repository: StagesRepository, stageIds: readonly string[]): StageUse {
  return { orders: repository.countOrders(stageIds), history: repository.countHistory(stageIds) }
}

function codeFailures({ stages }: StagesRepository, code: string, exceptId?: string): Failure[] {
  return stages.isTaken('code', code, exceptId) ? [{ code: 'STAGE_CODE_EXISTS', field: 'code' }] : []
}

function refuseAny(failures: readonly Failure[]): void {
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])
}
