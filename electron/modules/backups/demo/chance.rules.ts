/** Chance that is the same for the same seed. */
export interface Chance {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A whole number, both ends included. */
  whole(from: number, to: number): number
  happens(probability: number): boolean
  pick<T>(list: readonly T[]): T
}

/** mulberry32: small, quick, and the same on every machine. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    whole,
    happens: (probability) => next() < probability,
    pick(list) {
      const chosen = list[whole(0, list.length - 1)]
      if (chosen === undefined) throw new Error('nothing to pick from')
      return chosen
    },
  }
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')

/** A source of UUIDv7 that follows a clock of its own and is the same for the same seed. */
export function createIdSource(seed: number, now: () => number): () => string {
  const chance = createChance(seed ^ 0x5bd1e995)
  let time = 0
  let count = 0
  return () => {
    const at = now()
    count = at > time ? 0 : count + 1
    time = Math.max(at, time)
    if (count > 0xfff) {
      time += 1
      count = 0
    }
    const stamp = hex(time, 12)
    const variant = hex(0x8000 + chance.whole(0, 0x3fff), 4)
    const tail = hex(chance.whole(0, 0xffffff), 6) + hex(chance.whole(0, 0xffffff), 6)
    return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${hex(count, 3)}-${variant}-${tail}`
  }
}
