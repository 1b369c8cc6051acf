import type { RouteRecordRaw } from 'vue-router'

const teams = {
  ...({ group: 'company', order: 70, titleKey: 'dispatch.teams.title' } as const),
  wordsKey: 'dispatch.teams.words',
}
const skills = {
  ...({ group: 'company', order: 71, titleKey: 'dispatch.skills.title' } as const),
  wordsKey: 'dispatch.skills.words',
}
const types = {
  ...({ group: 'company', order: 72, titleKey: 'dispatch.types.title' } as const),
  wordsKey: 'dispatch.types.words',
}

export const routes: RouteRecordRaw[] = [
  {
    path: 'dispatch-teams',
    name: 'teams',
    component: () => import('./TeamsList.vue'),
    meta: { permission: 'dispatch.setUp', titleKey: 'dispatch.teams.title', settings: teams },
  },
  {
    path: 'dispatch-teams/:id',
    name: 'team',
    component: () => import('./TeamDetail.vue'),
    props: true,
    meta: { permission: 'dispatch.setUp', parent: 'teams', titleKey: 'dispatch.team.new', settings: teams },
  },
  {
    path: 'skills',
    name: 'skills',
    component: () => import('./SkillsList.vue'),
    meta: { permission: 'dispatch.setUp', titleKey: 'dispatch.skills.title', settings: skills },
  },
  {
    path: 'skills/:id',
    name: 'skill',
    component: () => import('./SkillDetail.vue'),
    props: true,
    meta: {
      permission: 'dispatch.setUp',
      parent: 'skills',
      titleKey: 'dispatch.skill.new',
      settings: skills,
    },
  },
  {
    path: 'activity-types',
    name: 'activityTypes',
    component: () => import('./ActivityTypesList.vue'),
    meta: { permission: 'dispatch.setUp', titleKey: 'dispatch.types.title', settings: types },
  },
  {
    path: 'activity-types/:id',
    name: 'activityType',
    component: () => import('./ActivityTypeDetail.vue'),
    props: true,
    meta: {
      permission: 'dispatch.setUp',
      parent: 'activityTypes',
      titleKey: 'dispatch.type.new',
      settings: types,
    },
  },
  {
    path: '/dispatch/absences',
    name: 'absences',
    component: () => import('./AbsencesList.vue'),
    meta: { permission: 'dispatch.read', parent: 'dispatch', titleKey: 'dispatch.absences.title' },
  },
  {
    path: '/dispatch/undispatched',
    name: 'undispatched',
    component: () => import('./UndispatchedList.vue'),
    meta: { permission: 'dispatch.read', parent: 'dispatch', titleKey: 'dispatch.undispatched.title' },
  },
]
