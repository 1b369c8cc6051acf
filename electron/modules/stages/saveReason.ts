import type { z } from 'zod'
import { outcome, type Outcome } from '../../db/changeLog'
import { notFound } from '../../db/version'
import { domainError } from '../../shared/contract/domainError'
import type { Language } from '../../shared/contract/session'
import { reasonErrors, type ReasonCode, type stagesContract } from '../../shared/contract/stages'
import { textIn } from './stage.rules'
import type { StagesRepository, StoredReason } from './stages.repository'

type Input<Name extends keyof typeof stagesContract> = z.output<
  NonNullable<(typeof stagesContract)[Name]['~orpc']['inputSchema']>
>

/** @throws REASON_CODE_EXISTS */
export function createReason(
  repository: StagesRepository,
  language: Language,
  { reason: _reason, ...fields }: Input<'createReasonCode'>,
): Outcome<ReasonCode> {
  const { reasons } = repository
  const replayed = reasons.replayed(fields.id, fields)
  if (replayed) return { result: reasonView(replayed, language), unchanged: true }
  assertCodeFree(repository, fields.code)
  assertStages(repository, fields.stageIds)
  const reason: StoredReason = { ...fields, version: 1, active: true }
  const change = reasons.insert(reason)
  return { result: reasonView(reason, language), changes: [change] }
}

/** The code stays once the reason is used; the description may change (R05-50). @throws REASON_CODE_EXISTS, IN_USE */
export function updateReason(
  repository: StagesRepository,
  language: Language,
  { reasonCodeId, expectedVersion, patch }: Input<'updateReasonCode'>,
): Outcome<ReasonCode> {
  const { reasons } = repository
  const { before, after } = reasons.patched(reasonCodeId, expectedVersion, patch)
  if (after.code !== before.code) {
    assertCodeFree(repository, after.code)
    reasons.assertUnused(reasonCodeId)
  }
  assertStages(repository, patch.stageIds ?? [])
  const { record, changes } = reasons.update(before, after)
  return outcome(reasonView(record, language), changes)
}

/** The reason code as answered. */
export function reasonView(reason: StoredReason, language: Language): ReasonCode {
  return { ...reason, name: textIn(reason.description, language) }
}

function assertCodeFree({ reasons }: StagesRepository, code: string): void {
  if (reasons.isTaken('code', code)) throw domainError(reasonErrors, 'REASON_CODE_EXISTS', { field: 'code' })
}

function assertStages({ stages }: StagesRepository, stageIds: readonly string[]): void {
  const missing = stageIds.find((id) => !stages.find(id))
  if (missing !== undefined) throw notFound('stage', missing)
}
