import { divideRounded } from '../../shared/contract/money'

/**
 * An exact fraction: a whole number over `1000 ^ scale`. It is a plain number as long as that is exact, because a structure
 * has one for each of ten thousand nodes.
 */
export interface Factor {
  readonly product: number | bigint
  readonly scale: number
}

export const one: Factor = { product: 1, scale: 0 }

const powers: bigint[] = [1n]

/** `1000 ^ n`. */
function thousandTo(n: number): bigint {
  for (let next = powers.length; next <= n; next += 1) powers.push((powers[next - 1] ?? 1n) * 1000n)
  return powers[n] ?? 1n
}

/** A fraction times a whole number. */
export function times({ product, scale }: Factor, factor: number): Factor {
  return { product: multiplied(product, factor), scale }
}

/** A fraction times a quantity in milli-units; a whole quantity takes no further place. */
export function timesMilli({ product, scale }: Factor, milli: number): Factor {
  return milli % 1000 === 0
    ? { product: multiplied(product, milli / 1000), scale }
    : { product: multiplied(product, milli), scale: scale + 1 }
}

function multiplied(product: number | bigint, factor: number): number | bigint {
  if (typeof product === 'number') {
    const plain = product * factor
    if (Number.isSafeInteger(plain)) return plain
  }
  return BigInt(product) * BigInt(factor)
}

function added(a: number | bigint, b: number | bigint): number | bigint {
  if (typeof a === 'number' && typeof b === 'number') {
    const plain = a + b
    if (Number.isSafeInteger(plain)) return plain
  }
  return BigInt(a) + BigInt(b)
}

/** A sum of exact fractions over powers of 1000, kept apart by their power until it is read (R09-15). */
export interface ExactSum {
  add(factor: Factor): void
  /** The sum as a fraction. */
  total(): Factor
}

export function createExactSum(): ExactSum {
  const products: (number | bigint)[] = []
  return {
    add({ product, scale }) {
      products[scale] = added(products[scale] ?? 0, product)
    },
    total() {
      const [whole = 0] = products
      if (products.length <= 1) return { product: whole, scale: 0 }
      const scale = products.length - 1
      let product = 0n
      products.forEach((part, at) => (product += BigInt(part) * thousandTo(scale - at)))
      return { product, scale }
    },
  }
}

/** A fraction in milli-units, rounded in this one step (R09-15). */
export function toMilli({ product, scale }: Factor): number {
  if (scale === 1) return Number(product)
  if (scale === 0) return Number(multiplied(product, 1000))
  return Number(divideRounded(BigInt(product) * 1000n, thousandTo(scale)))
}

/** An amount in ten-thousandths as minor units of a currency, rounded in this one step (R09-16). */
export function toMinor({ product, scale }: Factor, decimals: number): number {
  return Number(divideRounded(BigInt(product) * 10n ** BigInt(decimals), 10_000n * thousandTo(scale)))
}

/** A fraction in full, e.g. `18961906` or `12.5`: over a power of ten it always ends. */
export function inFull({ product, scale }: Factor): string {
  const digits = 3 * scale
  const sign = product < 0 ? '-' : ''
  const all = String(product < 0 ? -product : product).padStart(digits + 1, '0')
  const whole = all.slice(0, all.length - digits)
  const rest = all.slice(all.length - digits).replace(/0+$/, '')
  return sign + (rest === '' ? whole : `${whole}.${rest}`)
}
