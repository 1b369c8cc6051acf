export { default as OrderProgressChip } from './OrderProgressChip.vue'
export { default as PriorityMark } from './PriorityMark.vue'
export { contactLookup } from './orders.lookups'
