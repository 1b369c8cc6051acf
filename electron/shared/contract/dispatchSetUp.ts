import { z } from 'zod'
import { crud, Reason, recordRef } from './crud'
import { refusals } from './domainError'
import {
  AbsenceId,
  ActivityId,
  ActivityTypeId,
  CalendarId,
  MembershipId,
  OfficeId,
  SkillId,
  TeamId,
  WorkerId,
  Version,
} from './id'
import { WorkerSkill } from './people'
import { command } from './procedure'
import { Instant, LocalDate } from './time'

/** A code of a set-up table: kept in capitals. */
const Code = z.string().trim().toUpperCase().min(1).max(20)

/** What an activity needs: a skill at this level or above. */
export const SkillNeed = z.object({ skill: Code, level: z.int().min(1).max(5) })
export type SkillNeed = z.infer<typeof SkillNeed>

const teamFields = {
  code: Code,
  description: z.string().trim().min(1).max(80),
  /** Empty: the caller's working office. */
  officeId: OfficeId.optional(),
  /** A worker, never a vendor (`OWNER_NOT_EMPLOYEE`). */
  ownerId: z.uuid().optional(),
  /** Micro-degrees; where the team starts when its worker has no base. */
  latitude: z.int().optional(),
  longitude: z.int().optional(),
  color: z
    .string()
    .regex(/^#[0-9A-Fa-f]{6}$/)
    .optional(),
}
/** A dispatch team (07 §2.1). */
export const Team = z.object({
  id: TeamId,
  version: Version,
  ...teamFields,
  officeId: OfficeId,
  ownerId: WorkerId.optional(),
  active: z.boolean(),
  ownerName: z.string().optional(),
  /** Members today. */
  memberCount: z.int(),
})
export type Team = z.infer<typeof Team>

const membershipFields = {
  teamId: TeamId,
  workerId: WorkerId,
  from: LocalDate,
  /** The last day; empty: open. */
  to: LocalDate.optional(),
}
export const Membership = z.object({
  id: MembershipId,
  version: Version,
  ...membershipFields,
  teamCode: z.string(),
  workerNumber: z.string(),
  workerName: z.string(),
})
export type Membership = z.infer<typeof Membership>

const skillFields = { code: Code, description: z.string().trim().min(1).max(80) }
export const Skill = z.object({ id: SkillId, version: Version, ...skillFields, active: z.boolean() })
export type Skill = z.infer<typeof Skill>

/** How the bars of a type differ without colour. */
export const BarPattern = z.enum(['plain', 'stripes', 'dots', 'cross'])
export type BarPattern = z.infer<typeof BarPattern>

const typeFields = {
  code: Code,
  description: z.string().trim().min(1).max(80),
  defaultSkills: z.array(SkillNeed).max(20).default([]),
  /** Minutes. */
  defaultDuration: z.int().min(5).max(1440).default(60),
  /** Only start and end must lie in working time. */
  splittable: z.boolean().default(false),
  pattern: BarPattern.default('plain'),
}
export const ActivityType = z.object({
  id: ActivityTypeId,
  version: Version,
  ...typeFields,
  defaultSkills: z.array(SkillNeed),
  defaultDuration: z.int(),
  splittable: z.boolean(),
  pattern: BarPattern,
  active: z.boolean(),
})
export type ActivityType = z.infer<typeof ActivityType>

/** A worker as dispatchers see one (07 §2.2). */
export const DispatchProfile = z.object({
  id: WorkerId,
  version: Version,
  number: z.string(),
  displayName: z.string(),
  skills: z.array(WorkerSkill),
  calendarId: CalendarId.optional(),
  latitude: z.int().optional(),
  longitude: z.int().optional(),
  maxMinutesPerDay: z.int().min(5).max(1440).optional(),
  iCalendar: z.boolean(),
})
export type DispatchProfile = z.infer<typeof DispatchProfile>

export const AbsenceKind = z.enum(['holiday', 'sick', 'training', 'other'])
export type AbsenceKind = z.infer<typeof AbsenceKind>

/** What becomes of an activity that an absence hits (R07, 3.9). */
export const AbsenceDecision = z.object({
  activityId: ActivityId,
  expectedVersion: Version,
  act: z.enum(['keep', 'unassign', 'reassign']),
  /** Of `reassign`. */
  workerId: WorkerId.optional(),
  start: Instant.optional(),
})
export type AbsenceDecision = z.infer<typeof AbsenceDecision>

const absenceFields = {
  workerId: WorkerId,
  from: Instant,
  to: Instant,
  kind: AbsenceKind,
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
})
export type Absence = z.infer<typeof Absence>

export const dispatchSetUpErrors = refusals(
  'TEAM_OVERLAP',
  'OWNER_NOT_EMPLOYEE',
  'CODE_TAKEN',
  'PERIOD_INVALID',
  'COORDINATES_INVALID',
  'SKILL_UNKNOWN',
  'WORKER_INACTIVE',
)
/** `DECISION_REQUIRED`: `activities` lists what the absence hits, with number, subject and slot. */
export const absenceErrors = refusals('ABSENCE_INVALID', 'DECISION_REQUIRED', 'LOCKED', 'CONFIRM_REQUIRED')

const team = crud({
  key: 'teamId', id: TeamId, fields: teamFields, record: Team,
  read: 'dispatch.read', write: 'dispatch.setUp', errors: dispatchSetUpErrors,
}) // prettier-ignore
const membership = crud({
  key: 'membershipId', id: MembershipId, fields: membershipFields, record: Membership,
  read: 'dispatch.read', write: 'dispatch.setUp', errors: dispatchSetUpErrors,
}) // prettier-ignore
const skill = crud({
  key: 'skillId', id: SkillId, fields: skillFields, record: Skill,
  read: 'dispatch.read', write: 'dispatch.setUp', errors: dispatchSetUpErrors,
}) // prettier-ignore
const type = crud({
  key: 'activityTypeId', id: ActivityTypeId, fields: typeFields, record: ActivityType,
  read: 'dispatch.read', write: 'dispatch.setUp', errors: dispatchSetUpErrors,
}) // prettier-ignore
const decisions = z.array(AbsenceDecision).max(500).optional()
/** Technicians keep their own absences (`dispatch.work`, reach own); others need `dispatch.plan`. */
const absence = crud({
  key: 'absenceId', id: AbsenceId, fields: { ...absenceFields, decisions }, record: Absence,
  read: 'dispatch.read', write: 'dispatch.work', errors: absenceErrors,
}) // prettier-ignore

/** Teams, memberships, skills, activity types, profiles and absences. */
export const dispatchSetUpContract = {
  listTeams: team.list,
  getTeam: team.get,
  createTeam: team.create,
  updateTeam: team.update,
  deleteTeam: team.delete,
  deactivateTeam: team.deactivate,
  activateTeam: team.activate,
  listMemberships: membership.list,
  getMembership: membership.get,
  createMembership: membership.create,
  updateMembership: membership.update,
  deleteMembership: membership.delete,
  listSkills: skill.list,
  getSkill: skill.get,
  createSkill: skill.create,
  updateSkill: skill.update,
  deleteSkill: skill.delete,
  deactivateSkill: skill.deactivate,
  activateSkill: skill.activate,
  listActivityTypes: type.list,
  getActivityType: type.get,
  createActivityType: type.create,
  updateActivityType: type.update,
  deleteActivityType: type.delete,
  deactivateActivityType: type.deactivate,
  activateActivityType: type.activate,
  setWorkerSkills: command('dispatch.setUp')
    .input(recordRef('workerId', WorkerId).extend({ skills: z.array(WorkerSkill).max(50), reason: Reason }))
    .output(DispatchProfile)
    .errors(dispatchSetUpErrors),
  /** Absent stays, null clears. */
  setDispatchProfile: command('dispatch.setUp')
    .input(
      recordRef('workerId', WorkerId).extend({
        maxMinutesPerDay: z.int().min(5).max(1440).nullable().optional(),
        calendarId: CalendarId.nullable().optional(),
        latitude: z.int().nullable().optional(),
        longitude: z.int().nullable().optional(),
        iCalendar: z.boolean().optional(),
        reason: Reason,
      }),
    )
    .output(DispatchProfile)
    .errors(dispatchSetUpErrors),
  listAbsences: absence.list,
  getAbsence: absence.get,
  createAbsence: absence.create,
  updateAbsence: absence.update,
  deleteAbsence: absence.delete,
}
