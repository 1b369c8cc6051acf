import { z } from 'zod'
import { Conflict, dispatchErrors, Slot } from './dispatch'
import { recordRef } from './crud'
import { Edit } from './dispatchBoard'
import { refusals } from './domainError'
import { ActivityId, TeamId, WorkerId } from './id'
import { JobStarted } from './jobs'
import { job, query } from './procedure'
import { LocalDate } from './time'

/** The five parts of a score (R07-40), whole points, with what they were counted from. */
export const ScoreParts = z.object({
  preferred: z.int(),
  team: z.int(),
  travel: z.int(),
  load: z.int(),
  punctuality: z.int(),
})
export type ScoreParts = z.infer<typeof ScoreParts>
export const ScoreInputs = z.object({
  /** Minutes from the previous place, and its name; empty: the base. */
  travelMinutes: z.int(),
  travelFrom: z.string().optional(),
  isAssumed: z.boolean(),
  plannedMinutes: z.int(),
  capacityMinutes: z.int(),
  /** After `earliest`. */
  lateMinutes: z.int(),
  isSlaLate: z.boolean(),
})
export type ScoreInputs = z.infer<typeof ScoreInputs>
export const Suggestion = z.object({
  workerId: WorkerId,
  workerNumber: z.string(),
  workerName: z.string(),
  slot: Slot,
  score: z.int(),
  parts: ScoreParts,
  inputs: ScoreInputs,
  conflicts: z.array(Conflict),
  /** Of a crew: the others at the same start. */
  crew: z
    .array(
      recordRef('activityId', ActivityId).extend({
        workerId: WorkerId,
        workerName: z.string(),
        score: z.int(),
      }),
    )
    .optional(),
})
export type Suggestion = z.infer<typeof Suggestion>

export const ExclusionCode = z.enum([
  'TERMINATED',
  'SKILL_MISSING',
  'SKILL_LEVEL',
  'SKILL_EXPIRED',
  'NO_WORKING_TIME',
  'ABSENT',
  'NO_SLOT',
])
export type ExclusionCode = z.infer<typeof ExclusionCode>
export const Excluded = z.object({
  workerId: WorkerId,
  workerNumber: z.string(),
  workerName: z.string(),
  code: ExclusionCode,
  skill: z.string().optional(),
  /** Has, and needs. */
  level: z.int().optional(),
  neededLevel: z.int().optional(),
  date: LocalDate.optional(),
})
export type Excluded = z.infer<typeof Excluded>

/** How many were planned, in the order in which plans are compared (R07-45). */
export const PlanMeasure = z.object({
  high: z.int(),
  normal: z.int(),
  low: z.int(),
  slaLate: z.int(),
  travelMinutes: z.int(),
})
export type PlanMeasure = z.infer<typeof PlanMeasure>

/** So many activities are planned at once: what one change set of the board holds. */
export const mostPlanned = 500

/** The result of `previewPlan`. */
export const DayPlan = z.object({
  date: LocalDate,
  edits: z.array(
    Edit.extend({
      suggestion: Suggestion,
      number: z.string(),
      orderNumber: z.string(),
      customerName: z.string(),
      siteCity: z.string().optional(),
      priority: z.enum(['high', 'normal', 'low']),
    }),
  ),
  unplanned: z.array(
    z.object({
      activityId: ActivityId,
      number: z.string(),
      orderNumber: z.string(),
      customerName: z.string(),
      reasons: z.array(Excluded),
    }),
  ),
  /** Beyond `mostPlanned` the least urgent are not looked at. */
  leftCount: z.int(),
  baseline: PlanMeasure,
  measure: PlanMeasure,
  isImproved: z.boolean(),
  /** A person stopped the improvement; this is the best until then. */
  isStopped: z.boolean(),
})
export type DayPlan = z.infer<typeof DayPlan>

export const planErrors = { ...dispatchErrors, ...refusals('NO_CANDIDATE', 'RANGE_INVALID') }

/** Suggestions and the plan of a day. */
export const dispatchPlansContract = {
  /** `from` and `to`: the first and last day searched, default the activity's earliest day, else today; ≤ 92 days. */
  listSuggestions: query('dispatch.plan')
    .input(
      z.object({
        activityId: ActivityId,
        from: LocalDate.optional(),
        to: LocalDate.optional(),
        workerIds: z.array(WorkerId).max(1000).optional(),
      }),
    )
    .output(z.object({ suggestions: z.array(Suggestion), excluded: z.array(Excluded) }))
    .errors(planErrors),
  /** A job whose result is a `DayPlan`; nothing is stored. */
  previewPlan: job('dispatch.plan')
    .input(
      z.object({
        date: LocalDate,
        teamIds: z.array(TeamId).max(200),
        /** Default: the undispatched ones. */
        activityIds: z.array(ActivityId).max(5000).optional(),
        improve: z.boolean().default(false),
      }),
    )
    .output(JobStarted)
    .errors(planErrors),
}
