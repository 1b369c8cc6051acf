import type { z } from 'zod'
import { outcome, type Outcome } from '../../db/changeLog'
import type { Records } from '../../db/records'
import { domainError } from '../../shared/contract/domainError'
import {
  repairErrors,
  type Barrier,
  type repairContract,
  type Resolution,
} from '../../shared/contract/repair'
import type { RepairRepository } from './repair.repository'

type Input<Name extends keyof typeof repairContract> = z.output<
  NonNullable<(typeof repairContract)[Name]['~orpc']['inputSchema']>
>

/** Codes are unique in their table (08 §2.1). */
function assertFree(
  { isTaken }: Pick<Records<Resolution | Barrier>, 'isTaken'>,
  id: string,
  code: string,
): void {
  if (isTaken('code', code, id)) throw domainError(repairErrors, 'CODE_TAKEN', { field: 'code', code })
}

export function createResolution(
  { resolutions }: RepairRepository,
  { reason: _reason, ...fields }: Input<'createResolution'>,
): Outcome<Resolution> {
  const replayed = resolutions.replayed(fields.id, fields)
  if (replayed) return { result: replayed, unchanged: true }
  const resolution: Resolution = { ...fields, version: 1, active: true }
  assertFree(resolutions, resolution.id, resolution.code)
  return { result: resolution, changes: [resolutions.insert(resolution)] }
}

export function updateResolution(
  { resolutions }: RepairRepository,
  { resolutionId, expectedVersion, patch }: Input<'updateResolution'>,
): Outcome<Resolution> {
  const { before, after } = resolutions.patched(resolutionId, expectedVersion, patch)
  assertFree(resolutions, after.id, after.code)
  const { record, changes } = resolutions.update(before, after)
  return outcome(record, changes)
}

export function createBarrier(
  { barriers }: RepairRepository,
  { reason: _reason, ...fields }: Input<'createBarrier'>,
): Outcome<Barrier> {
  const replayed = barriers.replayed(fields.id, fields)
  if (replayed) return { result: replayed, unchanged: true }
  const barrier: Barrier = { ...fields, version: 1, active: true }
  assertFree(barriers, barrier.id, barrier.code)
  return { result: barrier, changes: [barriers.insert(barrier)] }
}

export function updateBarrier(
  { barriers }: RepairRepository,
  { barrierId, expectedVersion, patch }: Input<'updateBarrier'>,
): Outcome<Barrier> {
  const { before, after } = barriers.patched(barrierId, expectedVersion, patch)
  assertFree(barriers, after.id, after.code)
  const { record, changes } = barriers.update(before, after)
  return outcome(record, changes)
}
