import type { OutcomeClass } from '@contract/repairCodes'
import type { AttemptOutcome, WarrantyVerdict } from '@contract/repairLines'
import type { StatusLook } from '@/components/StatusChip.vue'

/** Shape and colour of an outcome; its word stands beside it. */
export const outcomeLooks: Readonly<Record<OutcomeClass, StatusLook>> = {
  fixed: 'done',
  repairable: 'waiting',
  endOfLife: 'late',
  noFaultFound: 'planned',
  canceled: 'canceled',
  unknown: 'planned',
}

export const attemptLooks: Readonly<Record<AttemptOutcome, StatusLook>> = {
  fixed: 'done',
  notFixed: 'late',
  partsNeeded: 'waiting',
  noAccess: 'waiting',
  refused: 'canceled',
}

export const verdictLook = (verdict: WarrantyVerdict): StatusLook => (verdict === 'none' ? 'planned' : 'done')
