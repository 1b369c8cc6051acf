/** Half of a surrogate pair: text that UTF-8, and so the store, cannot hold. */
const lone = /\p{Surrogate}/u
/** Deeper than any input of the contract; what lies below is dropped. */
const maxDepth = 100

/** Walks without recursion: whoever sends may nest as deep as he likes. */
function isWellFormed(input: unknown): boolean {
  const pending: unknown[] = [input]
  while (pending.length > 0) {
    const value = pending.pop()
    if (typeof value === 'string' && lone.test(value)) return false
    if (typeof value === 'object' && value !== null)
      for (const part of Object.values(value) as readonly unknown[]) pending.push(part)
  }
  return true
}

function mended(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.replaceAll(/\p{Surrogate}/gu, '\uFFFD')
  if (typeof value !== 'object' || value === null) return value
  if (depth > maxDepth) return undefined
  if (Array.isArray(value)) return value.map((part) => mended(part, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, field]: [string, unknown]) => [name, mended(field, depth + 1)]),
  )
}

/**
 * The input as the store will hold it: halves of surrogate pairs become U+FFFD, as in every UTF-8. Otherwise what the
 * chain of the change log hashes would not be what it reads back (R12-25).
 */
export function wellFormed(input: unknown): unknown {
  return isWellFormed(input) ? input : mended(input, 0)
}
