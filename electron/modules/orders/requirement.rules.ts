import type { RequirementStatus } from '../../shared/contract/orderRequirements'

/** Milli-units of a requirement: 0 ≤ delivered + reserved ≤ required (04 §2.4). */
export interface RequirementQuantities {
  readonly requiredQty: number
  readonly reservedQty: number
  readonly deliveredQty: number
}

/** What its quantities say of a requirement that is not canceled (X6). */
export function statusOf({
  deliveredQty,
  requiredQty,
  reservedQty,
}: RequirementQuantities): RequirementStatus {
  if (deliveredQty >= requiredQty) return 'delivered'
  if (deliveredQty > 0) return 'partlyDelivered'
  return reservedQty === requiredQty ? 'reserved' : 'open'
}

/** What is neither delivered nor reserved yet. */
export function unreserved({ deliveredQty, requiredQty, reservedQty }: RequirementQuantities): number {
  return requiredQty - deliveredQty - reservedQty
}

/** What is not delivered yet. */
export function undelivered({ deliveredQty, requiredQty }: RequirementQuantities): number {
  return requiredQty - deliveredQty
}

/** Takes as much of what is wanted as is available and missing; nothing when nothing is (04 §4). */
export function reserved<Held extends RequirementQuantities>(
  held: Held,
  wanted: number,
  available: number,
): Held {
  const taken = Math.max(0, Math.min(wanted, available, unreserved(held)))
  return { ...held, reservedQty: held.reservedQty + taken }
}

/** Delivers a part: reserved goods go first. */
export function delivered<Held extends RequirementQuantities>(held: Held, quantity: number): Held {
  return {
    ...held,
    reservedQty: Math.max(0, held.reservedQty - quantity),
    deliveredQty: held.deliveredQty + quantity,
  }
}

/** Requires another quantity: what is reserved beyond it is free again. */
export function requiring<Held extends RequirementQuantities>(held: Held, requiredQty: number): Held {
  return {
    ...held,
    requiredQty,
    reservedQty: Math.min(held.reservedQty, requiredQty - held.deliveredQty),
  }
}

/** After its line is posted a requirement is what was used, no more (R04-28). */
export function settled<Held extends RequirementQuantities>(held: Held, actualQty: number): Held {
  return { ...held, requiredQty: actualQty, reservedQty: 0, deliveredQty: actualQty }
}
