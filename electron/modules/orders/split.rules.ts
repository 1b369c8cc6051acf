import type { LineStatus } from '../../shared/contract/orders'

interface Quantities {
  readonly actualQty?: number | undefined
  readonly estimatedQty?: number | undefined
}

/**
 * What a line keeps and what goes to a new one. The registered quantity is divided, else the estimate; beside a
 * registered quantity the estimate is divided as far as it reaches, so that its sum stays.
 *
 * @returns undefined unless 0 < q < Q
 */
export function splitQuantities(
  { actualQty, estimatedQty }: Quantities,
  quantity: number,
): { kept: Quantities; split: Quantities } | undefined {
  const whole = actualQty ?? estimatedQty ?? 0
  if (quantity <= 0 || quantity >= whole) return undefined
  if (actualQty === undefined)
    return { kept: { estimatedQty: whole - quantity }, split: { estimatedQty: quantity } }
  const estimate = estimatedQty === undefined ? undefined : Math.min(estimatedQty, quantity)
  return {
    kept: {
      actualQty: actualQty - quantity,
      estimatedQty: estimatedQty === undefined ? undefined : estimatedQty - (estimate ?? 0),
    },
    split: { actualQty: quantity, estimatedQty: estimate },
  }
}

/** A Created line that is not signed and stands against no other one (R04-71). */
export function isMovable(line: {
  readonly status: LineStatus
  readonly reversalOfId?: string | undefined
  readonly signOffId?: string | undefined
}): boolean {
  return line.status === 'created' && line.reversalOfId === undefined && line.signOffId === undefined
}
