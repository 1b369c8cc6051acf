import { z } from 'zod'
import { ClockMark } from './clockMark'
import { Reason, recordRef } from './crud'
import { SkillNeed } from './dispatchSetUp'
import { refusals } from './domainError'
import {
  ActivityId,
  ActivityTypeId,
  CrewId,
  CustomerId,
  OfficeId,
  OrderId,
  OrderLineId,
  TeamId,
  UserId,
  Version,
  WorkerId,
} from './id'
import { OrderPriority } from './orderLiterals'
import { listInput, pageOf } from './page'
import { command, query } from './procedure'
import { Instant, Zone } from './time'

export const ActivityStatus = z.enum(['undispatched', 'dispatched', 'closed'])
export type ActivityStatus = z.infer<typeof ActivityStatus>
export const ActivityOutcome = z.enum(['done', 'canceled'])
export type ActivityOutcome = z.infer<typeof ActivityOutcome>

/** Half-open: from `start`, up to `end`. */
export const Slot = z.object({ start: Instant, end: Instant })
export type Slot = z.infer<typeof Slot>

/** Real minutes; whether they make an activity is a business check (`DURATION_INVALID`: 5 … 1,440). */
export const Duration = z.int().min(-1_000_000).max(1_000_000)

/** Every conflict of a plan (07 §3.3), in the order in which they are shown. */
export const ConflictCode = z.enum([
  'LOCKED', 'ACTIVITY_CLOSED', 'ORDER_CANCELED', 'WORKER_INACTIVE', 'OVERLAP', 'ABSENT', 'HOLIDAY', 'OUTSIDE_HOURS',
  'SKILL_MISSING', 'SKILL_LEVEL', 'SKILL_EXPIRED', 'TRAVEL', 'WINDOW', 'SLA_LATE', 'MAX_MINUTES', 'PARTS_MISSING',
  'NOT_PREFERRED', 'OTHER_TEAM',
]) // prettier-ignore
export type ConflictCode = z.infer<typeof ConflictCode>
export const ConflictLevel = z.enum(['block', 'warn', 'info'])
export type ConflictLevel = z.infer<typeof ConflictLevel>

/** What is wrong with a place in the plan, with its numbers and the records concerned. */
export const Conflict = z.object({
  code: ConflictCode,
  level: ConflictLevel,
  /** Minutes: overlapped, available (TRAVEL: the gap), beyond the window, late, planned that day. */
  minutes: z.int().optional(),
  /** TRAVEL: needed; MAX_MINUTES: allowed. */
  neededMinutes: z.int().optional(),
  /** TRAVEL: the distance is not known. */
  isAssumed: z.boolean().optional(),
  /** OVERLAP, TRAVEL: the other activity. */
  activityId: ActivityId.optional(),
  orderNumber: z.string().optional(),
  /** OVERLAP: when the other ends; WINDOW, SLA_LATE: the limit. */
  until: Instant.optional(),
  /** ABSENT: the kind; HOLIDAY: its name; SKILL_*: the skill; PARTS_MISSING: the item; NOT_PREFERRED: the preferred. */
  text: z.string().optional(),
  /** SKILL_LEVEL: has and needs. */
  level1: z.int().optional(),
  level2: z.int().optional(),
  /** SKILL_EXPIRED: the last day. */
  date: z.string().optional(),
})
export type Conflict = z.infer<typeof Conflict>

export const Acknowledged = z.object({ code: ConflictCode, byId: UserId, byName: z.string(), at: Instant })
export type Acknowledged = z.infer<typeof Acknowledged>

/** Work of one person on one service order (07 §2.4). */
export const Activity = z.object({
  id: ActivityId,
  version: Version,
  number: z.string(),
  orderId: OrderId,
  orderNumber: z.string(),
  officeId: OfficeId,
  lineIds: z.array(OrderLineId),
  typeId: ActivityTypeId.optional(),
  typeCode: z.string().optional(),
  subject: z.string(),
  /** Real minutes. */
  duration: z.int(),
  status: ActivityStatus,
  workerId: WorkerId.optional(),
  workerName: z.string().optional(),
  teamId: TeamId.optional(),
  teamCode: z.string().optional(),
  start: Instant.optional(),
  end: Instant.optional(),
  priority: OrderPriority,
  /** The activity's own, else the order's preferred time. */
  earliest: Instant.optional(),
  /** Of the end. */
  latest: Instant.optional(),
  slaDeadline: Instant.optional(),
  clock: ClockMark.optional(),
  skills: z.array(SkillNeed),
  locked: z.boolean(),
  lockedById: UserId.optional(),
  lockedByName: z.string().optional(),
  lockReason: z.string().optional(),
  crewId: CrewId.optional(),
  crewSize: z.int().optional(),
  customerId: CustomerId,
  customerName: z.string(),
  siteName: z.string().optional(),
  siteCity: z.string().optional(),
  siteZone: Zone,
  /** Micro-degrees. */
  latitude: z.int().optional(),
  longitude: z.int().optional(),
  preferredTechnicianId: WorkerId.optional(),
  closedOutcome: ActivityOutcome.optional(),
  actualStart: Instant.optional(),
  actualEnd: Instant.optional(),
  acknowledged: z.array(Acknowledged),
  /** The line's minutes after it was dispatched, when they are others (R07-02). */
  changedEstimate: z.int().optional(),
})
export type Activity = z.infer<typeof Activity>

const activityFields = {
  typeId: ActivityTypeId.optional(),
  subject: z.string().trim().min(1).max(120),
  duration: Duration,
  workerId: WorkerId.optional(),
  teamId: TeamId.optional(),
  priority: OrderPriority,
  earliest: Instant.optional(),
  latest: Instant.optional(),
  skills: z.array(SkillNeed).max(20),
}

export const dispatchErrors = refusals(
  'ACTIVITY_STATUS_INVALID',
  'DURATION_INVALID',
  'PERIOD_INVALID',
  'SAME_WORKER',
  'LOCKED',
  'ACTIVITY_CLOSED',
  'ORDER_CANCELED',
  'WORKER_INACTIVE',
  'SKILL_UNKNOWN',
  'CHOICE_INACTIVE',
  'STAGE_FORBIDS_MODIFY',
  'NUMBERS_EXHAUSTED',
  'CONFIRM_REQUIRED',
)
const activityRef = recordRef('activityId', ActivityId)

/** Activities as records, read. */
export const activityQueries = {
  /** Those that lie in a range, of some workers or of everyone in reach. */
  listActivities: query('dispatch.read')
    .input(
      z.object({
        range: Slot.optional(),
        workerIds: z.array(WorkerId).max(500).optional(),
        orderId: OrderId.optional(),
        ...listInput(Activity.shape, ['number']).shape,
      }),
    )
    .output(pageOf(Activity)),
  getActivity: query('dispatch.read')
    .input(z.object({ activityId: ActivityId }))
    .output(Activity),
  /** Without a worker of a dispatch team, or without a start (R07-01). */
  listUndispatched: query('dispatch.read')
    .input(listInput(Activity.shape, ['number', 'priority', 'latest', 'slaDeadline', 'duration', 'subject']))
    .output(pageOf(Activity)),
}

/** Activities as records: lists, work on them, and their life. */
export const dispatchContract = {
  ...activityQueries,
  /** By hand; the id is that of the activity, of a crew that of its first (3.6). */
  createActivity: command('dispatch.createActivity')
    .input(
      z.object({
        id: ActivityId,
        orderId: OrderId,
        lineIds: z.array(OrderLineId).min(1).max(50),
        typeId: ActivityTypeId.optional(),
        subject: z.string().trim().max(120).optional(),
        duration: Duration.optional(),
        skills: z.array(SkillNeed).max(20).optional(),
        crewSize: z.int().min(2).max(10).optional(),
        reason: Reason,
      }),
    )
    .output(z.object({ activities: z.array(Activity) }))
    .errors(dispatchErrors),
  /** Fields; a change of worker, time or duration of a dispatched one is checked like a move (R07-30). */
  updateActivity: command('dispatch.plan')
    .input(
      activityRef.extend({
        patch: z.object({
          typeId: ActivityTypeId.nullable().optional(),
          subject: activityFields.subject.optional(),
          duration: Duration.optional(),
          workerId: WorkerId.nullable().optional(),
          teamId: TeamId.nullable().optional(),
          start: Instant.nullable().optional(),
          priority: OrderPriority.optional(),
          earliest: Instant.nullable().optional(),
          latest: Instant.nullable().optional(),
          skills: activityFields.skills.optional(),
        }),
        confirmed: z.array(ConflictCode).max(20).optional(),
        /** With a new priority: the order gets it as well (R07-03). */
        alsoOrder: z.boolean().optional(),
        reason: Reason,
      }),
    )
    .output(Activity)
    .errors(dispatchErrors),
  lockActivity: command('dispatch.plan')
    .input(activityRef.extend({ reason: Reason }))
    .output(Activity)
    .errors(dispatchErrors),
  unlockActivity: command('dispatch.plan')
    .input(activityRef.extend({ reason: Reason }))
    .output(Activity)
    .errors(dispatchErrors),
  /** The technician begins: the actual start; default: now. */
  startActivity: command('dispatch.work')
    .input(activityRef.extend({ actualStart: Instant.optional(), reason: Reason }))
    .output(Activity)
    .errors(dispatchErrors),
  closeActivity: command('dispatch.work')
    .input(
      activityRef.extend({
        outcome: ActivityOutcome,
        actualStart: Instant.optional(),
        actualEnd: Instant.optional(),
        reason: Reason,
      }),
    )
    .output(Activity)
    .errors(dispatchErrors),
  reopenActivity: command('dispatch.work')
    .input(activityRef.extend({ reason: Reason }))
    .output(Activity)
    .errors(dispatchErrors),
}
