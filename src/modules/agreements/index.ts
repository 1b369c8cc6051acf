export { default as BillingAccountsTab } from './BillingAccountsTab.vue'
export { serviceTaskLookup } from './serviceTasks'
export { billingAccountLookup, categoryLookup, linePropertyLookup } from './agreements.lookups'
