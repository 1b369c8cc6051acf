import type { RouteRecordRaw } from 'vue-router'

const rules = {
  ...({ group: 'mine', order: 30 } as const),
  titleKey: 'alerts.rules.title',
  wordsKey: 'alerts.rules.words',
}
const events = {
  ...({ group: 'company', order: 75 } as const),
  titleKey: 'alerts.events.title',
  wordsKey: 'alerts.events.words',
}

export const routes: RouteRecordRaw[] = [
  {
    path: 'alert-rules',
    name: 'alertRules',
    component: () => import('./RulesList.vue'),
    meta: { permission: 'alerts.own', settings: rules },
  },
  {
    path: 'alert-rules/:id',
    name: 'alertRule',
    component: () => import('./RuleDetail.vue'),
    props: true,
    meta: { permission: 'alerts.own', parent: 'alertRules', titleKey: 'alerts.rule.new', settings: rules },
  },
  {
    path: 'order-events',
    name: 'orderEvents',
    component: () => import('./OrderEventsPage.vue'),
    meta: { permission: 'alerts.own', settings: events },
  },
]
