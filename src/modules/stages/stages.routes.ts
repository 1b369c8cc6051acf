import type { RouteRecordRaw } from 'vue-router'

const stages = { group: 'company', order: 60, titleKey: 'stages.title', wordsKey: 'stages.words' } as const
const reasons = { group: 'company', order: 61, titleKey: 'stages.reasons.title' } as const

export const routes: RouteRecordRaw[] = [
  {
    path: 'stages',
    name: 'stages',
    component: () => import('./StagesPage.vue'),
    meta: { permission: 'stages.read', titleKey: 'stages.title', settings: stages },
  },
  {
    path: 'stages/:id',
    name: 'stage',
    component: () => import('./StagesPage.vue'),
    props: true,
    meta: { permission: 'stages.read', parent: 'stages', titleKey: 'stages.stage.new', settings: stages },
  },
  {
    path: 'reason-codes',
    name: 'reasonCodes',
    component: () => import('./ReasonsList.vue'),
    meta: { permission: 'stages.read', titleKey: 'stages.reasons.title', settings: reasons },
  },
  {
    path: 'reason-codes/:id',
    name: 'reasonCode',
    component: () => import('./ReasonDetail.vue'),
    props: true,
    meta: {
      permission: 'stages.read',
      parent: 'reasonCodes',
      titleKey: 'stages.reason.new',
      settings: reasons,
    },
  },
]
