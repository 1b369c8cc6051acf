import { decimalsOf, type Money } from '@contract/money'
import { intlLocale } from './locale'

const formats = new Map<string, Intl.NumberFormat>()

function numberFormat(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`
  const format = formats.get(key) ?? new Intl.NumberFormat(intlLocale(language), options)
  formats.set(key, format)
  return format
}

/** An integer of `scale` decimals as a decimal string, exactly: (336442, 4) is "33.6442". */
export function toDecimalText(value: number, scale: number): `${number}` {
  const digits = String(Math.abs(value)).padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const text = scale === 0 ? whole : `${whole}.${digits.slice(digits.length - scale)}`
  const signed = value < 0 ? `-${text}` : text
  return isNumeric(signed) ? signed : '0'
}

function isNumeric(text: string): text is `${number}` {
  return /^-?\d+(\.\d+)?$/.test(text)
}

/** An integer of `scale` decimals in the language. */
export function formatScaled(
  value: number,
  scale: number,
  language: string,
  options: Intl.NumberFormatOptions,
): string {
  return numberFormat(language, options).format(toDecimalText(value, scale))
}

/** The amount with the decimals of its currency; the code stands behind it unless the column says it. */
export function formatMoney({ minor, currency }: Money, language: string, isCodeShown = true): string {
  const decimals = decimalsOf(currency)
  const amount = formatScaled(minor, decimals, language, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
  return isCodeShown ? `${amount}\u00a0${currency}` : amount
}

/** Ten-thousandths as a price with two to four decimals. */
export function formatUnitPrice(value: number, language: string, currency?: string): string {
  const amount = formatScaled(value, 4, language, { minimumFractionDigits: 2, maximumFractionDigits: 4 })
  return currency === undefined ? amount : `${amount}\u00a0${currency}`
}

/** Milli-units with as many decimals as they have, at least `decimals`. */
export function formatQuantity(milli: number, language: string, decimals = 0): string {
  return formatScaled(milli, 3, language, { minimumFractionDigits: decimals, maximumFractionDigits: 3 })
}

/** Minutes as hours with two decimals: 90 is "1.50". */
export function formatHours(minutes: number, language: string): string {
  return numberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(minutes / 60)
}

/** Basis points as percent with two decimals. */
export function formatPercent(basisPoints: number, language: string): string {
  const amount = formatScaled(basisPoints, 2, language, { minimumFractionDigits: 2 })
  return `${amount}\u00a0%`
}

export function formatNumber(value: number, language: string): string {
  return numberFormat(language, { maximumFractionDigits: 3 }).format(value)
}
