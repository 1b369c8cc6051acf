import type { LineType } from '../../shared/contract/agreements'
import type { SkipCode } from '../../shared/contract/generationRuns'

export interface SkipFacts {
  readonly isTemplate: boolean
  readonly status: 'draft' | 'active' | 'suspended' | 'closed'
  readonly isStopped: boolean
  readonly type: LineType
}

/** Why an agreement, or a line of it, takes no part at all (R03-01, R03-02); the first reason in the order of 03 §3.5. */
export function lineSkip(
  { isStopped, isTemplate, status, type }: SkipFacts,
  types: readonly LineType[],
): SkipCode | undefined {
  if (isTemplate) return 'AGREEMENT_IS_TEMPLATE'
  if (status === 'draft') return 'AGREEMENT_DRAFT'
  if (status === 'suspended') return 'AGREEMENT_SUSPENDED'
  if (status === 'closed') return 'AGREEMENT_CLOSED'
  if (isStopped) return 'LINE_STOPPED'
  if (!types.includes(type)) return 'TYPE_NOT_INCLUDED'
  return undefined
}

/** Why dates that are due make no order all the same: another office's, or nobody may give the customer new work. */
export function workSkip(
  facts: {
    readonly officeId: string
    readonly customerStatus?: string | undefined
    readonly accountStatus?: string | undefined
  },
  officeIds: readonly string[],
): SkipCode | undefined {
  if (!officeIds.includes(facts.officeId)) return 'NO_PERMISSION_OFFICE'
  if (facts.customerStatus !== 'active') return 'CUSTOMER_BLOCKED'
  // R04-27: a blocked account takes no new orders.
  if (facts.accountStatus !== undefined && facts.accountStatus !== 'open') return 'BILLING_ACCOUNT_CLOSED'
  return undefined
}
