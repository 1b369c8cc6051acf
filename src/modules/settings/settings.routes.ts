import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  {
    path: 'mine',
    name: 'mySettings',
    component: () => import('./MySettingsPage.vue'),
    meta: {
      permission: 'settings.read',
      settings: {
        group: 'mine',
        order: 10,
        titleKey: 'settings.mine.title',
        wordsKey: 'settings.mine.words',
      },
    },
  },
  {
    path: 'rules',
    name: 'rules',
    component: () => import('./RulesPage.vue'),
    meta: {
      permission: 'settings.write',
      settings: {
        group: 'company',
        order: 30,
        titleKey: 'settings.values.title',
        wordsKey: 'settings.values.words',
      },
    },
  },
]
