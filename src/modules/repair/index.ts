export { default as RepairTab } from './RepairTab.vue'
export { useOrderRepairTab } from './useOrderRepairTab'
