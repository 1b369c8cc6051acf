import { z } from 'zod'
import { Activity, ActivityStatus, Conflict, ConflictCode, dispatchErrors, Duration, Slot } from './dispatch'
import { AbsenceKind, BarPattern } from './dispatchSetUp'
import { Reason, recordRef } from './crud'
import { refusals } from './domainError'
import {
  AbsenceId,
  ActivityId,
  ActivityTypeId,
  ChangeSetId,
  CrewId,
  CustomerId,
  OfficeId,
  OrderId,
  TeamId,
  UserId,
  Version,
  WorkerId,
} from './id'
import { OrderPriority } from './orderLiterals'
import { listInput, pageOf } from './page'
import { command, query } from './procedure'
import { Instant, LocalDate, Zone } from './time'

/** A bar of the board: what it draws, and no more. */
export const BoardActivity = z.object({
  id: ActivityId,
  version: Version,
  number: z.string(),
  orderId: OrderId,
  orderNumber: z.string(),
  subject: z.string(),
  status: ActivityStatus,
  workerId: WorkerId.optional(),
  teamId: TeamId.optional(),
  start: Instant.optional(),
  end: Instant.optional(),
  duration: z.int(),
  priority: OrderPriority,
  typeId: ActivityTypeId.optional(),
  pattern: BarPattern,
  locked: z.boolean(),
  crewId: CrewId.optional(),
  customerId: CustomerId,
  customerName: z.string(),
  siteCity: z.string().optional(),
  siteZone: Zone,
  latitude: z.int().optional(),
  longitude: z.int().optional(),
  earliest: Instant.optional(),
  latest: Instant.optional(),
  slaDeadline: Instant.optional(),
  /** When the first step of the clock was passed, or will be. */
  warnsAt: Instant.optional(),
  /** Of an open one: the way there from what ends last before it that day, else from the base (R07-11, R07-12). */
  travelMinutes: z.int().optional(),
  /** `true`: a position is not known (R07-11). */
  isTravelAssumed: z.boolean().optional(),
  /** Stored conflicts of the plan as it is (R07-21): codes only. */
  conflicts: z.array(ConflictCode),
  isChangedEstimate: z.boolean(),
})
export type BoardActivity = z.infer<typeof BoardActivity>

/** A stretch of a row's background. */
export const BoardAbsence = z.object({
  id: AbsenceId,
  workerId: WorkerId,
  from: Instant,
  to: Instant,
  kind: AbsenceKind,
})
export type BoardAbsence = z.infer<typeof BoardAbsence>

export const BoardWorker = z.object({
  id: WorkerId,
  number: z.string(),
  displayName: z.string(),
  officeId: OfficeId.optional(),
  /** By date, one stretch a membership that touches the range; none: without a team. */
  memberships: z.array(z.object({ teamId: TeamId, from: LocalDate, to: LocalDate.optional() })),
  skills: z.array(z.object({ skill: z.string(), level: z.int(), validTo: LocalDate.optional() })),
  active: z.boolean(),
  endDate: LocalDate.optional(),
  maxMinutesPerDay: z.int().optional(),
  latitude: z.int().optional(),
  longitude: z.int().optional(),
  /** Which of `calendars` is the worker's. */
  calendar: z.int().optional(),
})
export type BoardWorker = z.infer<typeof BoardWorker>

/** Working time as the workers with one calendar and zone share it. */
export const BoardCalendar = z.object({
  working: z.array(Slot),
  /** Dates closed by a named exception. */
  holidays: z.array(z.object({ date: LocalDate, from: Instant, to: Instant, name: z.string() })),
})
export type BoardCalendar = z.infer<typeof BoardCalendar>

export const BoardTeam = z.object({
  id: TeamId,
  code: z.string(),
  description: z.string(),
  officeId: OfficeId,
  color: z.string().optional(),
})
export type BoardTeam = z.infer<typeof BoardTeam>

/** Planned minutes against capacity of a worker on a date of the board's zone (3.10). */
export const BoardLoad = z.object({
  workerId: WorkerId,
  date: LocalDate,
  planned: z.int(),
  capacity: z.int(),
})
export type BoardLoad = z.infer<typeof BoardLoad>

export const BoardFilter = z.object({
  teamIds: z.array(TeamId).max(200).optional(),
  /** Teams the caller belongs to or owns. */
  ownTeams: z.boolean().optional(),
  workerIds: z.array(WorkerId).max(1000).optional(),
  showClosed: z.boolean().optional(),
  typeIds: z.array(ActivityTypeId).max(100).optional(),
  priorities: z.array(OrderPriority).max(3).optional(),
  statuses: z.array(ActivityStatus).max(3).optional(),
  customerIds: z.array(CustomerId).max(100).optional(),
  skill: z.string().max(60).optional(),
  text: z.string().max(200).optional(),
})
export type BoardFilter = z.infer<typeof BoardFilter>

export const Board = z.object({
  from: Instant,
  to: Instant,
  zone: Zone,
  readAt: Instant,
  teams: z.array(BoardTeam),
  workers: z.array(BoardWorker),
  calendars: z.array(BoardCalendar),
  absences: z.array(BoardAbsence),
  activities: z.array(BoardActivity),
  loads: z.array(BoardLoad),
  /** Undispatched ones in reach of the filter, and those among all whose deadline is near or passed. */
  counts: z.object({ open: z.int(), risk: z.int(), late: z.int() }),
})
export type Board = z.infer<typeof Board>

/** One edit of the board; what is absent stays (07 §4). */
export const Edit = recordRef('activityId', ActivityId).extend({
  workerId: WorkerId.optional(),
  /** `null`: none. A drop on a team's row sets the team only. */
  teamId: TeamId.nullable().optional(),
  /** The duration follows from it. */
  slot: Slot.optional(),
  duration: Duration.optional(),
  priority: OrderPriority.optional(),
  /** Takes worker and start away. */
  unassign: z.boolean().optional(),
  /** Warnings the dispatcher has seen and accepts for this edit. */
  confirmed: z.array(ConflictCode).max(20).default([]),
})
export type Edit = z.infer<typeof Edit>
const edits = z.array(Edit).min(1).max(500)

/** How a worker comes to a place, and what the minutes are counted from (R07-11). */
export const WayTo = z.object({
  minutes: z.int(),
  isAssumed: z.boolean(),
  /** Of the straight line. */
  kilometres: z.number().optional(),
  isFromBase: z.boolean(),
  /** What ends last before it that day; absent for one that the caller does not see. */
  from: z
    .object({ activityId: ActivityId, orderNumber: z.string(), place: z.string().optional() })
    .optional(),
  /** Between its end and the start. */
  freeMinutes: z.int().optional(),
})
export type WayTo = z.infer<typeof WayTo>

/** The conflicts of one edit, with everything before it in the list done, and the way to the new place. */
export const EditCheck = z.object({
  activityId: ActivityId,
  conflicts: z.array(Conflict),
  travel: WayTo.optional(),
})
export type EditCheck = z.infer<typeof EditCheck>

/** What a saved act changed of an activity. */
export const SetEdit = z.object({
  activityId: ActivityId,
  number: z.string(),
  orderNumber: z.string(),
  subject: z.string(),
  before: z.record(z.string(), z.unknown()),
  after: z.record(z.string(), z.unknown()),
})
export type SetEdit = z.infer<typeof SetEdit>
export const ChangeSet = z.object({
  id: ChangeSetId,
  version: Version,
  userId: UserId,
  userName: z.string(),
  savedAt: Instant,
  kind: z.enum(['edit', 'undo', 'redo']),
  edits: z.array(SetEdit),
  /** Whoever took it back. */
  undoneById: UserId.optional(),
})
export type ChangeSet = z.infer<typeof ChangeSet>

/** What keeps an undo from an activity: who changed which fields when; `isClosed` when that is the reason. */
export const UndoClash = z.object({
  activityId: ActivityId,
  number: z.string(),
  orderNumber: z.string(),
  subject: z.string(),
  userName: z.string(),
  at: Instant,
  fields: z.array(z.string()),
  isClosed: z.boolean(),
})
export type UndoClash = z.infer<typeof UndoClash>

/** CONFIRM_REQUIRED: `checks` holds every conflict of every edit (`EditCheck`); UNDO_CONFLICT: `activities` (`UndoClash`). */
export const boardErrors = {
  ...dispatchErrors,
  ...refusals('UNDO_CONFLICT', 'NOTHING_TO_UNDO', 'RANGE_INVALID'),
}
/** Without a change set when nothing differs from what stands. */
const saved = z.object({ changeSetId: ChangeSetId.optional(), activities: z.array(Activity) })

/** The board: what it shows, checked edits, and undo of what was saved. */
export const dispatchBoardContract = {
  /** At most 92 days (`RANGE_INVALID`). */
  getBoard: query('dispatch.read')
    .input(z.object({ from: Instant, to: Instant, filter: BoardFilter.optional() }))
    .output(Board)
    .errors(boardErrors),
  /** How the worker comes to an activity as planned, and by what it is counted (2.6); no way where there is none. */
  getTravel: query('dispatch.read')
    .input(z.object({ activityId: ActivityId }))
    .output(
      z.object({
        travel: WayTo.optional(),
        /** Hundredths. */
        detour: z.int(),
        /** Kilometres an hour. */
        speed: z.int(),
      }),
    ),
  checkEdits: query('dispatch.plan')
    .input(z.object({ edits }))
    .output(
      z.object({
        checks: z.array(EditCheck),
        /** The same in one list, each with the activity whose place it is about (conventions §4). */
        conflicts: z.array(Conflict.extend({ ids: z.array(ActivityId) })),
      }),
    )
    .errors(boardErrors),
  /** All or nothing, one change set. */
  saveEdits: command('dispatch.plan')
    .input(z.object({ edits, reason: Reason }))
    .output(saved)
    .errors(boardErrors),
  rescheduleActivity: command('dispatch.plan')
    .input(
      recordRef('activityId', ActivityId).extend({
        workerId: WorkerId,
        slot: Slot,
        confirmed: z.array(ConflictCode).max(20).default([]),
        reason: Reason,
      }),
    )
    .output(saved)
    .errors(boardErrors),
  undoSaved: command('dispatch.plan')
    .input(z.object({ skipConflicting: z.boolean().optional(), reason: Reason }))
    .output(saved)
    .errors(boardErrors),
  redoSaved: command('dispatch.plan')
    .input(z.object({ skipConflicting: z.boolean().optional(), reason: Reason }))
    .output(saved)
    .errors(boardErrors),
  listChangeSets: query('dispatch.plan')
    .input(listInput(ChangeSet.shape, ['savedAt']))
    .output(pageOf(ChangeSet)),
  /** Stored activities from now on that are in conflict as things stand (R07-21). */
  listPlanConflicts: query('dispatch.read')
    .input(z.object({ from: Instant, to: Instant, filter: BoardFilter.optional() }))
    .output(z.object({ items: z.array(z.object({ activity: Activity, conflicts: z.array(Conflict) })) }))
    .errors(boardErrors),
}
