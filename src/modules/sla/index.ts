export { default as OrderSlaFacts } from './OrderSlaFacts.vue'
export { default as SlaReasonField } from './ReasonField.vue'
export { default as SlaChip } from './SlaChip.vue'
export { default as SlaHost } from './SlaHost.vue'
export { default as SlaMark } from './SlaMark.vue'
export { default as SlaTab } from './SlaTab.vue'
export { slaGroupLookup, slaLookup } from './sla.lookups'
export { useOrderClock } from './useOrderClock'

/** The forms of dialogs that stand in an order's tab *SLA*. */
export const slaDrafts = ['sla.start', 'sla.stop', 'sla.cancel', 'sla.set', 'sla.contact', 'sla.correct']
