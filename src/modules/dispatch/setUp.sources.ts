import { contract } from '@contract/index'
import { ActivityTypeId, MembershipId, SkillId, TeamId } from '@contract/id'
import type { Membership } from '@contract/dispatchSetUp'
import { fieldsOf } from '@/composables/contract'
import { listSource } from '@/composables/list'
import { mintId } from '@/composables/mintId'
import { recordSource, type RecordOf } from '@/composables/useRecord'
import { officeLookup, workerLookup } from '@/modules/people'
import { client } from '@/rpc/client'

const { dispatch } = contract
const ask = client.dispatch

export const teamList = listSource(dispatch.listTeams, (input) => ask.listTeams(input))
export const membershipList = listSource(dispatch.listMemberships, (input) => ask.listMemberships(input))
export const skillList = listSource(dispatch.listSkills, (input) => ask.listSkills(input))
export const activityTypeList = listSource(dispatch.listActivityTypes, (input) =>
  ask.listActivityTypes(input),
)

export const teamRecord = recordSource({
  entity: 'team',
  id: TeamId,
  schema: fieldsOf(dispatch.createTeam),
  labels: 'dispatch.team',
  texts: { officeId: officeLookup, ownerId: workerLookup },
  get: (teamId) => ask.getTeam({ teamId }),
  create: (id, values) => ask.createTeam({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateTeam({ teamId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) => ask.deleteTeam({ teamId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateTeam({ teamId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) => ask.activateTeam({ teamId: id, expectedVersion: version, reason }),
})
export type TeamPage = RecordOf<typeof teamRecord>

export const skillRecord = recordSource({
  entity: 'skill',
  id: SkillId,
  schema: fieldsOf(dispatch.createSkill),
  labels: 'dispatch.skill',
  get: (skillId) => ask.getSkill({ skillId }),
  create: (id, values) => ask.createSkill({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateSkill({ skillId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) => ask.deleteSkill({ skillId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateSkill({ skillId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) => ask.activateSkill({ skillId: id, expectedVersion: version, reason }),
})

export const activityTypeRecord = recordSource({
  entity: 'activityType',
  id: ActivityTypeId,
  schema: fieldsOf(dispatch.createActivityType),
  labels: 'dispatch.type',
  texts: { pattern: 'dispatch.pattern' },
  get: (activityTypeId) => ask.getActivityType({ activityTypeId }),
  create: (id, values) => ask.createActivityType({ id, ...values }),
  update: ({ id, version }, patch, reason) =>
    ask.updateActivityType({ activityTypeId: id, expectedVersion: version, patch, reason }),
  remove: ({ id, version }, reason) =>
    ask.deleteActivityType({ activityTypeId: id, expectedVersion: version, reason }),
  deactivate: ({ id, version }, reason) =>
    ask.deactivateActivityType({ activityTypeId: id, expectedVersion: version, reason }),
  activate: ({ id, version }, reason) =>
    ask.activateActivityType({ activityTypeId: id, expectedVersion: version, reason }),
})

/** What the dialog of a member asks for. */
export const MembershipForm = fieldsOf(dispatch.createMembership).pick({
  workerId: true,
  from: true,
  to: true,
})
type MembershipFields = Pick<Membership, 'workerId' | 'from' | 'to'>

export const addMember = (teamId: string, fields: MembershipFields) =>
  ask.createMembership({ id: mintId(MembershipId), teamId: TeamId.parse(teamId), ...fields })
export const changeMember = ({ id, version }: Membership, { to, ...fields }: MembershipFields) =>
  ask.updateMembership({ membershipId: id, expectedVersion: version, patch: { ...fields, to: to ?? null } })
export const removeMember = ({ id, version }: Membership) =>
  ask.deleteMembership({ membershipId: id, expectedVersion: version })
