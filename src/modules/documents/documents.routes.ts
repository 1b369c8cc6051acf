import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: 'printing',
    name: 'printSettings',
    component: () => import('./PrintSettingsList.vue'),
    meta: {
      permission: 'billing.setUp',
      settings: {
        group: 'company',
        order: 70,
        titleKey: 'documents.settings.title',
        wordsKey: 'documents.settings.words',
      },
    },
  },
]
