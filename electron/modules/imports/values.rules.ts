/** A decimal number with `.` or `,` as sign and no thousands sign (R01-13), as an integer of `places` decimals. */
export function parseDecimal(text: string, places: number): number | undefined {
  const match = /^([+-]?)(\d*)(?:[.,](\d*))?$/.exec(text)
  if (!match) return undefined
  const [, sign = '', whole = '', fraction = ''] = match
  if (whole === '' && fraction === '') return undefined
  const kept = fraction.slice(0, places).padEnd(places, '0')
  const rest = fraction.slice(places)
  const value = Number(`${whole === '' ? '0' : whole}${kept}`) + (rest >= '5' ? 1 : 0)
  if (!Number.isSafeInteger(value)) return undefined
  return sign === '-' && value !== 0 ? -value : value
}

/** A date as `YYYY-MM-DD`, from that form, `DD.MM.YYYY` or a date with a time of day. */
export function parseDate(text: string): string | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(text)
  if (iso) return existing(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text)
  return dotted ? existing(Number(dotted[3]), Number(dotted[2]), Number(dotted[1])) : undefined
}

const timeForm = /^[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?$/

/**
 * An instant: a date, with a time of day and an offset where it has them. Without an offset it is the wall time of a
 * place (conventions §3), a date alone its first moment.
 *
 * @param instantOf - the instant of a wall time of the place
 */
export function parseInstant(text: string, instantOf: (wall: number) => number): number | undefined {
  const day = parseDate(/^\d{4}-\d{2}-\d{2}/.test(text) ? text.slice(0, 10) : text)
  if (day === undefined) return undefined
  const time = timeForm.exec(text.slice(10))
  if (!time && text.length > 10) return undefined
  const [, clock = '00:00', offset] = time ?? []
  const at = Date.parse(`${day}T${clock}${offset ?? 'Z'}`)
  if (Number.isNaN(at)) return undefined
  return offset === undefined ? instantOf(at) : at
}

function existing(year: number, month: number, day: number): string | undefined {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const at = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? undefined : text
}

const flags: Readonly<Record<string, boolean>> = {
  '1': true,
  true: true,
  yes: true,
  '0': false,
  false: false,
  no: false,
}

export function parseFlag(text: string): boolean | undefined {
  return flags[text.toLowerCase()]
}
