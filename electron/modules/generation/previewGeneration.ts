import type { Caller, JobControl } from '../../db/act'
import { notFound } from '../../db/version'
import { inOffices } from '../../db/inOffices'
import { refuseAll } from '../../shared/contract/domainError'
import {
  shownPlanRows,
  type GenerationInput,
  type GenerationPreview,
  type PlanPart,
  type PlanRow,
} from '../../shared/contract/generationRuns'
import type { ListRequest, Page } from '../../shared/contract/page'
import { dayOf } from '../calendars/index'
import type { RunDeps } from './generation.deps'
import { makePlan } from './makePlan'
import type { StoredPlan } from './plans.repository'

/** So long the rows of a preview can be read and committed (03 §3.6). */
const planKeptMs = 3_600_000

/**
 * What speaks against a run before it is planned.
 *
 * @throws PERIOD_INVALID, PERIOD_TOO_LONG, NO_TRANSACTION_TYPE, all at once
 */
export function assertPlannable(
  { settings }: Pick<RunDeps, 'settings'>,
  caller: Caller,
  input: GenerationInput,
): void {
  const { from, to, types } = input
  const limit = settings.value('maxPeriodDays', { officeId: caller.officeId })
  const [first, ...rest] = [
    ...(to < from ? [{ code: 'PERIOD_INVALID', field: 'to' }] : []),
    ...(dayOf(to) - dayOf(from) + 1 > limit ? [{ code: 'PERIOD_TOO_LONG', field: 'to', limit }] : []),
    ...(types.length === 0 ? [{ code: 'NO_TRANSACTION_TYPE', field: 'types' }] : []),
  ]
  if (first) throw refuseAll([first, ...rest])
}

/** Plans a run without writing records: the session's earlier plan goes, the new one is kept for an hour (03 §4). */
export function* previewGeneration(
  deps: RunDeps,
  control: JobControl,
  input: GenerationInput,
): Generator<void, GenerationPreview> {
  yield* dropStale(deps, control)
  return previewOf(deps, yield* makePlanInSteps(deps, control, input))
}

/** Plans in short steps of their own; others go on working. */
export function makePlanInSteps(
  deps: RunDeps,
  { caller, local, progress, startedAt }: JobControl,
  input: GenerationInput,
): Generator<void, StoredPlan> {
  return makePlan(deps, { caller, at: startedAt, step: (write) => local(write), progress }, input)
}

/** Takes away the plans that the session's next one replaces, and those that are too old. */
export function* dropStale({ plans }: RunDeps, { caller, local, startedAt }: JobControl): Generator<void> {
  for (const planId of plans.stale(caller.tokenHash, startedAt - planKeptMs))
    while (local(() => plans.deleteNext(planId))) yield
}

/** The plan that the session previewed and may commit. */
export function planOfSession(
  { plans }: RunDeps,
  { caller, startedAt }: Pick<JobControl, 'caller' | 'startedAt'>,
): StoredPlan | undefined {
  return plans.ofSession(caller.tokenHash, startedAt - planKeptMs)
}

/** A plan as the screens first see it. */
export function previewOf({ plans }: RunDeps, plan: StoredPlan): GenerationPreview {
  const { counts, days, fingerprint, id } = plan
  if (!counts || fingerprint === undefined) throw new Error(`plan ${id} is not finished`)
  const first = (part: PlanPart): PlanRow[] =>
    plans.rowList.page({ limit: shownPlanRows }, ofPart(id, part)).items
  return {
    ...{ planId: id, fingerprint, counts, days: [...(days ?? [])] },
    ...{ orders: first('orders'), lines: first('lines'), skips: first('skips') },
  }
}

function ofPart(planId: string, part: PlanPart) {
  return {
    sql: "t.plan_id = unhex(:plan, '-') AND t.part = :part",
    params: { plan: planId, part },
  }
}

/** Rows of the session's preview, or of a run of the caller's offices. Throws NOT_FOUND. */
export function listPlan(
  { ledger, plans }: RunDeps,
  { caller, at }: { readonly caller: Caller; readonly at: number },
  { part, planId, ...request }: ListRequest & { readonly planId: string; readonly part: PlanPart },
): Page<PlanRow> {
  const plan = plans.plans.find(planId)
  const run = plan?.runId === undefined ? undefined : ledger.runs.find(plan.runId)
  const isReadable = run
    ? caller.officeIds.includes(run.officeId)
    : plan?.session === caller.tokenHash && plan.at >= at - planKeptMs && plan.fingerprint !== undefined
  if (!isReadable) throw notFound('plan', planId)
  return plans.rowList.page(request, ofPart(planId, part), inOffices('t.office_id', caller))
}
