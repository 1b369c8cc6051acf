import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: 'backups',
    name: 'backups',
    component: () => import('./BackupsPage.vue'),
    meta: {
      permission: 'backups.run',
      settings: { group: 'machine', order: 10, titleKey: 'backups.title', wordsKey: 'backups.words' },
    },
  },
]
