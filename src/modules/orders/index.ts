export { default as OrderProgressChip } from './OrderProgressChip.vue'
export { default as PriorityMark } from './PriorityMark.vue'
export { newOrderPage } from './orders.agreements'
export { contactLookup } from './orders.lookups'
