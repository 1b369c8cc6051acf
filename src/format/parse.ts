/** What is wrong with a typed number, date or time; the text of `validation.<problem>`. */
export type ParseProblem =
  'number' | 'decimals' | 'thousands' | 'date' | 'time' | 'instant' | 'duration' | 'shifts'
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: ParseProblem }

const fail = (problem: ParseProblem): { ok: false; problem: ParseProblem } => ({ ok: false, problem })

interface DecimalOptions {
  /** Decimals of the integer that is wanted: 3 for milli-units. */
  readonly scale: number
  /** Decimals that may be typed; default: all of the scale. */
  readonly decimals?: number
  /** Quantity fields never take a thousands sign (R01-13). */
  readonly hasThousands?: boolean
}

/**
 * Reads a typed number as an integer of `scale` decimals. Takes `,` and `.` as decimal sign, both minus signs and,
 * where allowed, grouping that cannot be mistaken (R01-13).
 */
export function parseDecimal(
  text: string,
  { scale, decimals = scale, hasThousands = false }: DecimalOptions,
): Parsed<number> {
  const plain = text.trim().replace(/[\u2212\u2013]/g, '-')
  if (/\s/.test(plain) && !hasThousands) return fail('thousands')
  const parts = split(plain.replace(/(\d)[\s\u00a0\u202f'’](?=\d{3}(\D|$))/g, '$1'))
  if (!parts) return fail('number')
  if (parts.isGrouped && !hasThousands) return fail('thousands')
  if (parts.fraction.replace(/0+$/, '').length > decimals) return fail('decimals')
  const digits = `${parts.whole}${parts.fraction.slice(0, scale).padEnd(scale, '0')}`
  const value = Number(digits)
  if (!Number.isSafeInteger(value)) return fail('number')
  return { ok: true, value: parts.isNegative && value !== 0 ? -value : value }
}

interface NumberParts {
  readonly isNegative: boolean
  readonly whole: string
  readonly fraction: string
  readonly isGrouped: boolean
}

/** The last separator is the decimal sign; one that repeats, or stands before another, groups by three. */
function split(text: string): NumberParts | undefined {
  const match = /^(-?)([\d.,]*)$/.exec(text)
  const body = match?.[2] ?? ''
  if (!/\d/.test(body)) return undefined
  const isNegative = match?.[1] === '-'
  const last = Math.max(body.lastIndexOf(','), body.lastIndexOf('.'))
  if (last < 0) return { isNegative, whole: body, fraction: '', isGrouped: false }
  const sign = body.charAt(last)
  const isRepeated = body.indexOf(sign) !== last
  const head = isRepeated ? body : body.slice(0, last)
  const fraction = isRepeated ? '' : body.slice(last + 1)
  const isGrouped = /[.,]/.test(head)
  if (isGrouped && !/^\d{1,3}([.,])\d{3}(\1\d{3})*$/.test(head)) return undefined
  return { isNegative, whole: head.replace(/[.,]/g, '') || '0', fraction, isGrouped }
}

/** Hours as minutes: `1.5`, `1,5`, `1:30`, `1h30`, `90m`. */
export function parseHours(text: string): Parsed<number> {
  const plain = text.trim().toLowerCase()
  const clock = /^(-?)(\d+)\s*[:h]\s*(\d{1,2})?\s*(m|min)?$/.exec(plain)
  if (clock) {
    const minutes = Number(clock[2]) * 60 + Number(clock[3] ?? 0)
    if (Number(clock[3] ?? 0) > 59) return fail('duration')
    return { ok: true, value: clock[1] === '-' ? -minutes : minutes }
  }
  const onlyMinutes = /^(\d+)\s*(m|min)$/.exec(plain)
  if (onlyMinutes) return { ok: true, value: Number(onlyMinutes[1]) }
  const hours = parseDecimal(plain, { scale: 4 })
  if (!hours.ok) return fail(hours.problem === 'number' ? 'duration' : hours.problem)
  return { ok: true, value: Math.round((hours.value * 60) / 10_000) }
}
