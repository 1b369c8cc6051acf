import { decimalsOf, type Money } from '../../shared/contract/money'
import type { Language } from '../../shared/contract/session'

/** English is British, with its dates and 24 hours, as on the screens. */
const localeOf = (language: Language) => (language === 'en' ? 'en-GB' : language)

/** An integer of `scale` decimals as a decimal string, exactly: (336442, 4) is "33.6442". */
function toDecimalText(value: number, scale: number): `${number}` {
  const digits = String(Math.abs(value)).padStart(scale + 1, '0')
  const split = digits.length - scale
  const sign = value < 0 ? '-' : ''
  const text = `${sign}${digits.slice(0, split)}${scale > 0 ? '.' : ''}${digits.slice(split)}`
  return isNumeric(text) ? text : '0'
}

function isNumeric(text: string): text is `${number}` {
  return /^-?\d+(\.\d+)?$/.test(text)
}

/** How a document writes numbers, dates and money: by its language, at the site's zone (R12-11, conventions §3). */
export function createFormat(language: Language, zone: string) {
  const locale = localeOf(language)
  const day = { day: '2-digit', month: '2-digit', year: 'numeric' } as const
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const dates = new Intl.DateTimeFormat(locale, { ...day, timeZone: 'UTC' })
  const instants = new Intl.DateTimeFormat(locale, { ...day, ...time, timeZone: zone })
  const days = new Intl.DateTimeFormat(locale, { ...day, timeZone: zone })
  const times = new Intl.DateTimeFormat(locale, { ...time, timeZone: zone })
  const longDates = new Intl.DateTimeFormat(locale, { ...day, weekday: 'long', timeZone: 'UTC' })
  const zones = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' })
  const quantities = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 })
  const hours = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })

  return {
    /** A date without time of day never shifts with a zone. */
    date: (date: string) => dates.format(Date.parse(date)),
    instant: (instant: number) => instants.format(instant),
    /** With the name of its weekday. */
    longDate: (date: string) => longDates.format(Date.parse(date)),
    /** The time of day alone. */
    time: (instant: number) => times.format(instant),
    /** What the zone is called at an instant. */
    zone: (instant: number) =>
      zones.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? zone,
    /** Two instants; the day stands once where both are on it. */
    range(from: number, until: number | undefined): string {
      if (until === undefined) return instants.format(from)
      const isSameDay = days.format(from) === days.format(until)
      return `${instants.format(from)} – ${(isSameDay ? times : instants).format(until)}`
    },
    /** Milli-units with as many decimals as they have. */
    quantity: (milli: number) => quantities.format(toDecimalText(milli, 3)),
    /** Basis points as a percentage with two decimals. */
    percent: (basisPoints: number) => `${hours.format(basisPoints / 100)}\u00a0%`,
    /** Minutes as hours with two decimals. */
    hours: (minutes: number) => hours.format(minutes / 60),
    /** A price per unit, with the currency's decimals or as many more as it has. */
    unitPrice(tenThousandths: number, currency: string): string {
      const minimumFractionDigits = decimalsOf(currency)
      const maximumFractionDigits = Math.max(4, minimumFractionDigits)
      return new Intl.NumberFormat(locale, { minimumFractionDigits, maximumFractionDigits }).format(
        toDecimalText(tenThousandths, 4),
      )
    },
    /** The ISO code always stands behind the amount (R12-11). */
    money({ minor, currency }: Money): string {
      const decimals = decimalsOf(currency)
      const amount = new Intl.NumberFormat(locale, {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      }).format(toDecimalText(minor, decimals))
      return `${amount}\u00a0${currency}`
    },
  }
}
export type DocumentFormat = ReturnType<typeof createFormat>

/** The name of a document's file: what no file system takes becomes a hyphen. */
export function fileNameOf(number: string, title: string, extension: 'pdf' | 'eml'): string {
  const name = [...`${number} ${title}`]
    .map((letter) => (letter < ' ' || '\\/:*?"<>|'.includes(letter) ? '-' : letter))
    .join('')
    .trim()
    .slice(0, 150)
  return `${name}.${extension}`
}
