import { z } from 'zod'
import { patchOf, Reason, recordRef } from './crud'
import { ConflictCode } from './dispatch'
import { AbsenceKind } from './dispatchSetUp'
import { refusals } from './domainError'
import { AbsenceId, ActivityId, OfficeId, Version, WorkerId } from './id'
import { listInput, pageOf } from './page'
import { command, query } from './procedure'
import { Instant } from './time'

/** What becomes of an activity that an absence hits (07 §3.9). */
export const AbsenceDecision = z.object({
  activityId: ActivityId,
  expectedVersion: Version,
  act: z.enum(['keep', 'unassign', 'reassign']),
  /** Of `reassign`. */
  workerId: WorkerId.optional(),
  start: Instant.optional(),
  /** Warnings of the new place that the dispatcher has seen and accepts. */
  confirmed: z.array(ConflictCode).max(20).optional(),
})
export type AbsenceDecision = z.infer<typeof AbsenceDecision>

/** A dispatched activity that an absence meets. */
export const AbsenceHit = z.object({
  activityId: ActivityId,
  version: Version,
  number: z.string(),
  orderNumber: z.string(),
  subject: z.string(),
  customerName: z.string(),
  start: Instant,
  end: Instant,
  locked: z.boolean(),
})
export type AbsenceHit = z.infer<typeof AbsenceHit>

const absenceFields = {
  workerId: WorkerId,
  from: Instant,
  to: Instant,
  kind: AbsenceKind,
  /** Whole days in the zone of the worker's office. */
  allDay: z.boolean().default(false),
  note: z.string().trim().max(500).optional(),
}
export const Absence = z.object({
  id: AbsenceId,
  version: Version,
  ...absenceFields,
  allDay: z.boolean(),
  workerNumber: z.string(),
  workerName: z.string(),
  officeId: OfficeId.optional(),
})
export type Absence = z.infer<typeof Absence>

/** `DECISION_REQUIRED`: `activities` lists what the absence hits; CONFIRM_REQUIRED as for edits of the board. */
export const absenceErrors = {
  ...refusals(
    'ABSENCE_INVALID',
    'LOCKED',
    'CONFIRM_REQUIRED',
    'SAME_WORKER',
    'ACTIVITY_CLOSED',
    'ORDER_CANCELED',
    'WORKER_INACTIVE',
    'ACTIVITY_STATUS_INVALID',
  ),
  DECISION_REQUIRED: { status: 409, data: z.looseObject({ activities: z.array(AbsenceHit) }) },
} as const

const absenceRef = recordRef('absenceId', AbsenceId)
const decisions = z.array(AbsenceDecision).max(500).optional()

/** Absences; technicians keep their own (`dispatch.work`, reach own), those of others need `dispatch.plan`. */
export const dispatchAbsencesContract = {
  /** Neither found nor sorted by the note, which not everybody reads who sees the absence. */
  listAbsences: query('dispatch.read')
    .input(listInput(Absence.omit({ note: true }).shape))
    .output(pageOf(Absence)),
  getAbsence: query('dispatch.read')
    .input(z.object({ absenceId: AbsenceId }))
    .output(Absence),
  createAbsence: command('dispatch.work')
    .input(z.object({ ...absenceFields, id: AbsenceId, decisions, reason: Reason }))
    .output(Absence)
    .errors(absenceErrors),
  updateAbsence: command('dispatch.work')
    .input(absenceRef.extend({ patch: patchOf(absenceFields), decisions, reason: Reason }))
    .output(Absence)
    .errors(absenceErrors),
  deleteAbsence: command('dispatch.work')
    .input(absenceRef.extend({ reason: Reason }))
    .output(z.object({ id: AbsenceId }))
    .errors(absenceErrors),
}
