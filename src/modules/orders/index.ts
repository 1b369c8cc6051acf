export { default as OrderProgressChip } from './OrderProgressChip.vue'
