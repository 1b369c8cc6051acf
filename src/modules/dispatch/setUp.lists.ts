import {
  BarPattern,
  type ActivityType,
  type Membership,
  type Skill,
  type Team,
} from '@contract/dispatchSetUp'
import type { Column, ListView } from '@/composables/list'
import { usePagedList } from '@/composables/usePagedList'
import { officeLookup, workerLookup } from '@/modules/people'
import { activityTypeList, membershipList, skillList, teamList } from './setUp.sources'

const activeViews: readonly ListView[] = [
  { key: 'active', titleKey: 'dispatch.views.active', filter: { active: true } },
  { key: 'all', titleKey: 'dispatch.views.all' },
]
const byCode = [{ field: 'code', direction: 'asc' }] as const

const teamColumns: readonly Column<Team>[] = [
  { key: 'code', titleKey: 'dispatch.team.code', kind: 'text', width: 140 },
  { key: 'description', titleKey: 'dispatch.team.description', kind: 'text', grow: 2 },
  { key: 'ownerName', titleKey: 'dispatch.team.ownerId', kind: 'ref', grow: 1, filterKey: 'ownerId', lookup: workerLookup },
  { key: 'memberCount', titleKey: 'dispatch.team.memberCount', kind: 'number', width: 130 },
  { key: 'officeName', titleKey: 'dispatch.team.officeId', kind: 'ref', width: 160, filterKey: 'officeId', lookup: officeLookup },
  { key: 'active', titleKey: 'common.active', kind: 'boolean', width: 90, hiddenIn: ['active'] },
] // prettier-ignore

/** All dispatch teams (07 §2.1). */
export function useTeams() {
  return usePagedList({
    key: 'teams', entities: ['team', 'membership', 'worker'], source: teamList, columns: teamColumns,
    views: activeViews, sort: byCode,
  }) // prettier-ignore
}

const memberColumns: readonly Column<Membership>[] = [
  { key: 'workerName', titleKey: 'dispatch.membership.workerId', kind: 'ref', grow: 2, filterKey: 'workerId', lookup: workerLookup },
  { key: 'workerNumber', titleKey: 'people.worker.number', kind: 'text', width: 150 },
  { key: 'from', titleKey: 'dispatch.membership.from', kind: 'date', width: 140 },
  { key: 'to', titleKey: 'dispatch.membership.to', kind: 'date', width: 140 },
] // prettier-ignore

/** Who is or was in a team, the latest first. */
export function useMembers(teamId: () => string) {
  return usePagedList({
    key: `members ${teamId()}`, entities: ['membership', 'worker'], source: membershipList,
    columns: memberColumns, scope: () => ({ teamId: [teamId()] }), sort: [{ field: 'from', direction: 'desc' }],
  }) // prettier-ignore
}

const skillColumns: readonly Column<Skill>[] = [
  { key: 'code', titleKey: 'dispatch.skill.code', kind: 'text', width: 220 },
  { key: 'description', titleKey: 'dispatch.skill.description', kind: 'text', grow: 2 },
  { key: 'active', titleKey: 'common.active', kind: 'boolean', width: 90, hiddenIn: ['active'] },
]

/** What people can do and work needs (07 §2.2). */
export function useSkills() {
  return usePagedList({
    key: 'skills', entities: ['skill'], source: skillList, columns: skillColumns, views: activeViews, sort: byCode,
  }) // prettier-ignore
}

const typeColumns: readonly Column<ActivityType>[] = [
  { key: 'code', titleKey: 'dispatch.type.code', kind: 'text', width: 180 },
  { key: 'description', titleKey: 'dispatch.type.description', kind: 'text', grow: 2 },
  { key: 'defaultDuration', titleKey: 'dispatch.type.defaultDuration', kind: 'minutes', width: 130 },
  { key: 'splittable', titleKey: 'dispatch.type.splittable', kind: 'boolean', width: 130 },
  { key: 'pattern', titleKey: 'dispatch.type.pattern', kind: 'enum', width: 130, options: BarPattern.options, textKey: 'dispatch.pattern' },
  { key: 'active', titleKey: 'common.active', kind: 'boolean', width: 90, hiddenIn: ['active'] },
] // prettier-ignore

/** The kinds of activities (07 §2.3). */
export function useActivityTypes() {
  return usePagedList({
    key: 'activityTypes', entities: ['activityType'], source: activityTypeList, columns: typeColumns,
    views: activeViews, sort: byCode,
  }) // prettier-ignore
}
