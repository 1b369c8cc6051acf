export { default as AlertBell } from './AlertBell.vue'
export { default as HomeAlerts } from './HomeAlerts.vue'
export { default as UserRulesNote } from './UserRulesNote.vue'
