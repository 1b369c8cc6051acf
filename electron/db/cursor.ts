/** The place of a row in a list: its sort values and its key, opaque to the caller. */
type Place = Record<string, unknown>

export function encodeCursor(shape: string, terms: number, row: Place): string {
  const values = Array.from({ length: terms }, (_, index) => {
    const value = row[`sort${String(index)}`] ?? null
    return value instanceof Uint8Array ? { hex: Buffer.from(value).toString('hex') } : value
  })
  return Buffer.from(JSON.stringify([shape, ...values, row['key']])).toString('base64url')
}

/** The place of a cursor made for the same sort; undefined for any other text. */
export function decodeCursor(cursor: string, shape: string, terms: number): Place | undefined {
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined // not one of ours: the caller is told so
  }
  if (!Array.isArray(parts) || parts.length !== terms + 2 || parts[0] !== shape) return undefined
  const key: unknown = parts.at(-1)
  if (typeof key !== 'number' || !Number.isSafeInteger(key)) return undefined
  const place: Place = { key }
  for (const [index, part] of (parts as unknown[]).slice(1, -1).entries()) {
    const value = bound(part)
    if (value === undefined) return undefined
    place[`sort${String(index)}`] = value
  }
  return place
}

function bound(value: unknown): unknown {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value
  if (typeof value !== 'object' || !('hex' in value) || typeof value.hex !== 'string') return undefined
  return Buffer.from(value.hex, 'hex')
}
