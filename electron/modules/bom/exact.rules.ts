import { divideRounded } from '../../shared/contract/money'
import { thousandTo, type Factor } from './tree.rules'

/** A sum of exact fractions over powers of 1000, kept apart by their power until it is read (R09-15). */
export interface ExactSum {
  add(factor: Factor): void
  /** The sum as a fraction. */
  total(): Factor
}

export function createExactSum(): ExactSum {
  const products: bigint[] = []
  return {
    add({ depth, product }) {
      products[depth] = (products[depth] ?? 0n) + product
    },
    total() {
      const depth = Math.max(0, products.length - 1)
      let product = 0n
      products.forEach((part, at) => (product += part * thousandTo(depth - at)))
      return { product, depth }
    },
  }
}

/** A fraction times a whole number. */
export function times({ depth, product }: Factor, factor: number): Factor {
  return { depth, product: product * BigInt(factor) }
}

/** An amount in ten-thousandths as minor units of a currency, rounded in this one step (R09-16). */
export function toMinor({ depth, product }: Factor, decimals: number): number {
  return Number(divideRounded(product * 10n ** BigInt(decimals), 10_000n * thousandTo(depth)))
}

/** A fraction in full, e.g. `18961906` or `12.5`: over a power of ten it always ends. */
export function inFull({ depth, product }: Factor): string {
  const digits = 3 * depth
  const sign = product < 0n ? '-' : ''
  const all = String(product < 0n ? -product : product).padStart(digits + 1, '0')
  const whole = all.slice(0, all.length - digits)
  const rest = all.slice(all.length - digits).replace(/0+$/, '')
  return sign + (rest === '' ? whole : `${whole}.${rest}`)
}
