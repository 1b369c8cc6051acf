import { isDeepStrictEqual } from 'node:util'
import type { Act, JobControl } from '../../db/act'
import type { Outcome } from '../../db/changeLog'
import { mintId } from '../../db/ids'
import { domainError } from '../../shared/contract/domainError'
import {
  generationRunErrors,
  type GenerationInput,
  type GenerationRun,
} from '../../shared/contract/generationRuns'
import { GenerationRunId } from '../../shared/contract/id'
import type { RunDeps } from './generation.deps'
import type { StoredRun } from './ledger.repository'
import { dropPlan, makePlan } from './makePlan'
import type { StoredPlan } from './plans.repository'
import { dropStale, makePlanInSteps, planOfSession, previewOf } from './previewGeneration'
import { runOf } from './runs'
import { writeRun } from './writeRun'

export interface CommitInput extends GenerationInput {
  readonly fingerprint: string
  readonly reason?: string | undefined
}

/**
 * Writes a run in one transaction with one log entry (03 §4): everything or nothing. The plan is the session's preview as
 * long as the log says that nothing it was made of has changed, else it is made anew and must be the same.
 *
 * @throws PREVIEW_STALE with the new plan, RUN_TOO_LARGE, NUMBER_SERIES_MISSING, NUMBERS_EXHAUSTED, NOTHING_TO_CREATE
 */
export function* commitGeneration(
  deps: RunDeps,
  control: JobControl,
  { fingerprint, reason, ...input }: CommitInput,
): Generator<void, GenerationRun> {
  const held = planOfSession(deps, control)
  let plan = held && isDeepStrictEqual(held.input, input) && isFresh(deps, held) ? held : undefined
  if (!plan) {
    yield* dropStale(deps, control)
    plan = yield* makePlanInSteps(deps, control, input)
  }
  assertCommittable(deps, control, plan, fingerprint)
  yield
  const written = deps.writes.withManyPages(() =>
    control.commit('generation.commitGeneration', reason, (act) =>
      commitPlan(deps, act, { plan, fingerprint }),
    ),
  )
  if ('stale' in written) throw stale(deps, written.stale, fingerprint)
  return runOf(deps, written.runId)
}

interface Committing {
  readonly plan: StoredPlan
  readonly fingerprint: string
}

function isFresh({ writes }: RunDeps, { checkedSeq, input }: StoredPlan): boolean {
  return !writes.isChangedSince(checkedSeq, input.joinExisting)
}

/** A plan that is a run already has left nothing to do; any other change has to be looked at. */
function stale(deps: RunDeps, plan: StoredPlan, fingerprint: string): Error {
  const { orders = 0, skipped } = plan.counts ?? {}
  if (orders === 0 && deps.ledger.runs.where('fingerprint', fingerprint).length > 0)
    return domainError(generationRunErrors, 'NOTHING_TO_CREATE', { skipped })
  return domainError(generationRunErrors, 'PREVIEW_STALE', {
    field: 'fingerprint',
    preview: previewOf(deps, plan),
  })
}

function assertCommittable(
  deps: RunDeps,
  { caller }: JobControl,
  plan: StoredPlan,
  fingerprint: string,
): void {
  if (plan.fingerprint !== fingerprint) throw stale(deps, plan, fingerprint)
  const { orders = 0, skipped } = plan.counts ?? {}
  if (orders === 0) throw domainError(generationRunErrors, 'NOTHING_TO_CREATE', { skipped })
  const limit = deps.settings.value('maxOrdersPerRun', { officeId: caller.officeId })
  if (orders > limit) throw domainError(generationRunErrors, 'RUN_TOO_LARGE', { orders, limit })
}

type Written = { readonly runId: GenerationRunId } | { readonly stale: StoredPlan }

/** What changed between the last look and the transaction makes the plan be made once more, now that nobody else writes. */
function commitPlan(deps: RunDeps, act: Act, { fingerprint, plan: looked }: Committing): Outcome<Written> {
  const held = deps.plans.plans.find(looked.id)
  // Meanwhile another job of the session may have replaced the plan, or made it a run.
  const isWhole = held?.fingerprint === looked.fingerprint && held?.runId === undefined
  const isCurrent = isWhole && isFresh(deps, looked)
  if (isWhole && !isCurrent) dropPlan(deps, looked.id)
  const plan = isCurrent ? looked : planAgain(deps, act, looked)
  if (plan.fingerprint !== fingerprint) return { result: { stale: plan }, unchanged: true }
  const run = newRun(deps, act, plan)
  deps.plans.plans.update(plan, { ...plan, runId: run.id })
  return { result: { runId: run.id }, changes: writeRun(deps, act, plan.id, run), count: run.lineCount }
}

function planAgain(deps: RunDeps, { at, caller }: Act, looked: StoredPlan): StoredPlan {
  const steps = makePlan(
    deps,
    { caller, at, step: (write) => write(), progress: () => undefined },
    looked.input,
  )
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

function newRun({ numbers }: RunDeps, { at, caller }: Act, plan: StoredPlan): StoredRun {
  const { counts, fingerprint, id: planId, input } = plan
  if (!counts || fingerprint === undefined) throw new Error(`plan ${planId} is not finished`)
  const { officeId, userId } = caller
  const id = GenerationRunId.parse(mintId())
  if (numbers.modeOf('GEN', officeId, at) === undefined)
    throw domainError(generationRunErrors, 'NUMBER_SERIES_MISSING', { type: 'GEN', ids: [officeId] })
  const number = numbers.drawNumber({ type: 'GEN', officeId, entity: 'generationRun', recordId: id, at })
  return {
    ...{ id, version: 1, number, officeId, fromDate: input.from, toDate: input.to, filters: input.filter },
    ...{ types: input.types, continuous: input.continuous, joinExisting: input.joinExisting },
    ...{ status: 'committed', fingerprint, counts, planId },
    ...{ orderCount: counts.orders, lineCount: counts.lines, skipCount: counts.skips },
    ...{ createdById: userId, createdAt: at },
  }
}
