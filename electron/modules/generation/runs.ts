import type { Act, Caller } from '../../db/act'
import { outcome, type EntityChange, type Outcome } from '../../db/changeLog'
import { assertInOffices } from '../../db/inOffices'
import { notFound } from '../../db/version'
import { domainError } from '../../shared/contract/domainError'
import {
  generationRunErrors,
  type GenerationRun,
  type Occurrence,
} from '../../shared/contract/generationRuns'
import type { RunDeps } from './generation.deps'
import type { LedgerRepository } from './ledger.repository'

/** A run as answered. Throws NOT_FOUND. */
export function runOf({ ledger }: Pick<RunDeps, 'ledger'>, runId: string): GenerationRun {
  const run = ledger.runList.find(runId)
  if (!run) throw notFound('generationRun', runId)
  return run
}

/** A run of the caller's offices. */
export function getRun(deps: Pick<RunDeps, 'ledger'>, caller: Caller, runId: string): GenerationRun {
  const run = runOf(deps, runId)
  assertInOffices(caller, 'generation.preview', run.officeId)
  return run
}

/**
 * "Make date available again" (03 §4): a later run makes the date of a deleted occurrence once more.
 *
 * @throws OCCURRENCE_ACTIVE for one whose order line is there
 */
export function releaseDate(
  { ledger, selection }: Pick<RunDeps, 'ledger' | 'selection'>,
  { caller }: Act,
  { expectedVersion, occurrenceId }: { readonly occurrenceId: string; readonly expectedVersion: number },
): Outcome<Occurrence> {
  const { agreementLineId } = ledger.occurrences.get(occurrenceId)
  assertInOffices(caller, 'agreements.manage', selection.officeOfLine(agreementLineId))
  const before = ledger.occurrences.expect(occurrenceId, expectedVersion)
  if (before.state === 'active')
    throw domainError(generationRunErrors, 'OCCURRENCE_ACTIVE', { entity: 'occurrence', id: occurrenceId })
  const { changes } = ledger.occurrences.update(before, { ...before, state: 'released' })
  const view = ledger.occurrenceList.find(occurrenceId)
  if (!view) throw notFound('occurrence', occurrenceId)
  return outcome(view, changes)
}

/** What the deletion of an order leaves of the dates its lines were made of (03 §2.4); called before it is deleted. */
export interface OccurrenceKeeper {
  deleted(orderId: string): EntityChange[]
}

export function createOccurrenceKeeper({
  occurrences,
  ofOrder,
}: Pick<LedgerRepository, 'occurrences' | 'ofOrder'>): OccurrenceKeeper {
  return {
    deleted: (orderId) =>
      ofOrder(orderId)
        .filter(({ state }) => state === 'active')
        .flatMap((held) => {
          const { orderLineId: _gone, ...rest } = held
          return occurrences.update(held, { ...rest, state: 'deleted' }).changes
        }),
  }
}
