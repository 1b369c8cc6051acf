import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: 'retention',
    name: 'retention',
    component: () => import('./RetentionPage.vue'),
    meta: {
      permission: 'history.purge',
      settings: { group: 'company', order: 90, titleKey: 'retention.title', wordsKey: 'retention.words' },
    },
  },
]
