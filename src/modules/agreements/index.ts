export { default as BillingAccountsTab } from './BillingAccountsTab.vue'
export { billingAccountLookup, categoryLookup, linePropertyLookup } from './agreements.lookups'
