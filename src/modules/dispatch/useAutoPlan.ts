import { DayPlan } from '@contract/dispatchPlans'
import { TeamId, type ActivityId } from '@contract/id'
import type { Job } from '@contract/jobs'
import { computed, proxyRefs, reactive, shallowRef } from 'vue'
import { z } from 'zod'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { refusalOfJob, useJob } from '@/composables/useJob'
import { client } from '@/rpc/client'
import { warningsOf, type BoardEdit } from './boardEdits'

export type PlannedEdit = DayPlan['edits'][number]
/** The edits to save, and per activity the warnings that the draft has shown. */
export interface PlanAcceptance {
  readonly edits: readonly BoardEdit[]
  readonly confirmed: ReadonlyMap<ActivityId, ReturnType<typeof warningsOf>>
}

/** Parameters, the job, and the draft that it leaves; nothing of it is stored before it is accepted (R07-45). */
export function useAutoPlan(first: { readonly date: string; readonly teamIds: readonly string[] }) {
  const values = reactive<{ date: string | null | undefined; teamIds: readonly string[]; improve: boolean }>({
    ...first,
    improve: true,
  })
  const plan = shallowRef<DayPlan>()
  const refusal = shallowRef<Refusal>()
  const work = useJob(() => 'dispatch plan', ended)

  function ended(job: Job): void {
    const { data } = DayPlan.safeParse(job.result)
    if (data) plan.value = data
    else refusal.value = refusalOfJob(job)
  }
  async function start(): Promise<void> {
    if (!values.date) return
    plan.value = undefined
    refusal.value = undefined
    const teamIds = z.array(TeamId).parse(values.teamIds)
    try {
      await work.start(client.dispatch.previewPlan({ date: values.date, teamIds, improve: values.improve }))
    } catch (error) {
      refusal.value = refusalOf(error)
    }
  }

  /** What was accepted leaves the draft; the rest stays. */
  function remove(ids: ReadonlySet<ActivityId>): void {
    if (!plan.value) return
    const edits = plan.value.edits.filter(({ activityId }) => !ids.has(activityId))
    plan.value = { ...plan.value, edits }
  }
  function discard(): void {
    plan.value = undefined
    refusal.value = undefined
  }

  return proxyRefs({
    ...{ values, plan, refusal, start, remove, discard },
    ...{ job: work.job, isRunning: work.isRunning, isCanceling: work.isCanceling, cancel: work.cancel },
    edits: computed(() => (plan.value ? acceptanceOf(plan.value.edits).edits : [])),
  })
}
export type AutoPlan = ReturnType<typeof useAutoPlan>

/** What accepting some of the plan saves: with one of a crew all of it. */
export function acceptanceOf(edits: readonly PlannedEdit[]): PlanAcceptance {
  return {
    edits: edits.map(({ activityId, slot, workerId }) => ({ activityId, change: { workerId, slot } })),
    confirmed: new Map(
      edits.map(({ activityId, suggestion }) => [activityId, warningsOf(suggestion.conflicts)]),
    ),
  }
}

/** One row of the plan, and the rest of its crew. */
export function withFellows(edit: PlannedEdit, all: readonly PlannedEdit[]): PlannedEdit[] {
  const fellows = new Set((edit.suggestion.crew ?? []).map(({ activityId }) => activityId))
  return [edit, ...all.filter(({ activityId }) => fellows.has(activityId))]
}
