import { z } from 'zod'
import { crud, Reason, recordRef } from './crud'
import { refusals } from './domainError'
import { ActivityTypeId, CalendarId, MembershipId, OfficeId, SkillId, TeamId, WorkerId, Version } from './id'
import { WorkerSkill } from './people'
import { command } from './procedure'
import { eachSkillOnce, SkillCode } from './skillCode'
import { LocalDate } from './time'

/** A code of a set-up table: kept in capitals. */
const Code = z.string().trim().toUpperCase().min(1).max(20)

/** Micro-degrees; the bounds are a business check (`COORDINATES_INVALID`). */
const coordinate = z.int().min(-1_000_000_000).max(1_000_000_000)

/** What an activity needs: a skill at this level or above. */
export const SkillNeed = z.object({ skill: SkillCode, level: z.int().min(1).max(5) })
export type SkillNeed = z.infer<typeof SkillNeed>

export const SkillNeeds = eachSkillOnce(z.array(SkillNeed).max(20))

const teamFields = {
  code: Code,
  description: z.string().trim().min(1).max(80),
  /** Empty: the caller's working office. */
  officeId: OfficeId.optional(),
  /** Who leads it: a worker, never a vendor (`OWNER_NOT_EMPLOYEE`). */
  ownerId: z.uuid().optional(),
  /** Where the team starts when its worker has no base. */
  latitude: coordinate.optional(),
  longitude: coordinate.optional(),
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
  officeName: z.string(),
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

const skillFields = { code: SkillCode, description: z.string().trim().min(1).max(80) }
export const Skill = z.object({ id: SkillId, version: Version, ...skillFields, active: z.boolean() })
export type Skill = z.infer<typeof Skill>

/** How the bars of a type differ without colour. */
export const BarPattern = z.enum(['plain', 'stripes', 'dots', 'cross'])
export type BarPattern = z.infer<typeof BarPattern>

const typeFields = {
  code: Code,
  description: z.string().trim().min(1).max(80),
  defaultSkills: SkillNeeds.default([]),
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

export const dispatchSetUpErrors = refusals(
  'TEAM_OVERLAP',
  'OWNER_NOT_EMPLOYEE',
  'CODE_TAKEN',
  'PERIOD_INVALID',
  'COORDINATES_INVALID',
  'SKILL_UNKNOWN',
  'WORKER_INACTIVE',
  'CHOICE_INACTIVE',
)

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
/** Teams, memberships, skills, activity types and what dispatchers keep of workers (07 §2.1-2.3). */
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
    .input(
      recordRef('workerId', WorkerId).extend({
        skills: eachSkillOnce(z.array(WorkerSkill).max(50)),
        reason: Reason,
      }),
    )
    .output(DispatchProfile)
    .errors(dispatchSetUpErrors),
  /** Absent stays, null clears. */
  setDispatchProfile: command('dispatch.setUp')
    .input(
      recordRef('workerId', WorkerId).extend({
        maxMinutesPerDay: z.int().min(5).max(1440).nullable().optional(),
        calendarId: CalendarId.nullable().optional(),
        latitude: coordinate.nullable().optional(),
        longitude: coordinate.nullable().optional(),
        iCalendar: z.boolean().optional(),
        reason: Reason,
      }),
    )
    .output(DispatchProfile)
    .errors(dispatchSetUpErrors),
}
