import { intlLocale } from './locale'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
/** Codes that Intl names although they are no countries (any more). */
const noCountries = new Set(['EU', 'EZ', 'UN', 'XA', 'XB', 'ZZ', 'QO', 'AN', 'BU', 'CS', 'DD', 'FX', 'NT', 'SU', 'TP', 'YD', 'YU', 'ZR', 'UK', 'AC', 'CP', 'CQ', 'DG', 'EA', 'IC', 'TA', 'CT', 'DY', 'FQ', 'HV', 'JT', 'MI', 'NH', 'NQ', 'PC', 'PU', 'PZ', 'RH', 'VD', 'WK']) // prettier-ignore

export interface Country {
  readonly code: string
  readonly name: string
}

/** All countries by name in the language. */
export function countries(language: string): Country[] {
  const locale = intlLocale(language)
  const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' })
  const found: Country[] = []
  for (const first of letters)
    for (const second of letters) {
      const code = `${first}${second}`
      const name = noCountries.has(code) ? undefined : names.of(code)
      if (name !== undefined) found.push({ code, name })
    }
  const collator = new Intl.Collator(locale)
  return found.sort((left, right) => collator.compare(left.name, right.name))
}

/** The name of a country in the language. */
export function countryName(code: string, language: string): string {
  return new Intl.DisplayNames(intlLocale(language), { type: 'region' }).of(code) ?? code
}

const currencies: Readonly<Record<string, string>> = {
  NO: 'NOK', SE: 'SEK', DK: 'DKK', IS: 'ISK', GB: 'GBP', US: 'USD', CA: 'CAD', AU: 'AUD', NZ: 'NZD', CH: 'CHF',
  LI: 'CHF', PL: 'PLN', CZ: 'CZK', HU: 'HUF', RO: 'RON', JP: 'JPY', CN: 'CNY', IN: 'INR', BR: 'BRL', MX: 'MXN',
  ZA: 'ZAR', TR: 'TRY', UA: 'UAH', KR: 'KRW', SG: 'SGD', HK: 'HKD', KW: 'KWD', AE: 'AED', IL: 'ILS',
} // prettier-ignore
const euro = new Set(['AT', 'BE', 'BG', 'CY', 'DE', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'IE', 'IT', 'LT', 'LU', 'LV', 'MT', 'NL', 'PT', 'SI', 'SK', 'MC', 'SM', 'VA', 'AD', 'ME', 'XK']) // prettier-ignore

/** The currency that a country proposes (R01-31); none where we do not know it. */
export function currencyOf(country: string): string | undefined {
  return euro.has(country) ? 'EUR' : currencies[country]
}
