const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

function decodeEntities(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z]+));/g,
    (whole, decimal, hex, name) => {
      if (typeof name === 'string') return entities[name.toLowerCase()] ?? whole
      const point = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16)
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole
    },
  )
}

/** Tags and comments of HTML; `<` before anything but a letter, `/` or `!` is text. */
const tag = /<!--[\s\S]*?-->|<\/?[a-zA-Z][^<>]*>/g

/**
 * A repair's problem as plain text: tags removed, entities decoded, and nothing when only dots and spaces are left
 * (01 §3.2).
 */
export function plainProblem(text: string): string | undefined {
  const plain = (text.includes('<') ? text.replaceAll(tag, ' ') : text).trim()
  const decoded = plain.includes('&') ? decodeEntities(plain).trim() : plain
  return /^[.\s]*$/.test(decoded) ? undefined : decoded
}

const unknownBrands: ReadonlySet<string> = new Set(['unknown', 'ukendt'])

/** Files write an unknown brand as a word (08 §4.1). */
export function knownBrand(text: string | undefined): string | undefined {
  return text === undefined || unknownBrands.has(text.toLowerCase()) ? undefined : text
}

/** The outcome class of each status of the repair files. */
export const outcomes = {
  fixed: 'fixed',
  repairable: 'repairable',
  'end of life': 'endOfLife',
  unknown: 'unknown',
} as const

/** The barrier code of each spelling in the repair files. */
export const barrierCodes = {
  'spare parts not available': 'NO_PARTS',
  'spare parts too expensive': 'PARTS_PRICE',
  'no way to open product': 'CANNOT_OPEN',
  'no way to open the product': 'CANNOT_OPEN',
  'repair information not available': 'NO_INFORMATION',
  'lack of equipment': 'NO_EQUIPMENT',
  'too worn out': 'WORN_OUT',
  'item too worn out': 'WORN_OUT',
} as const
