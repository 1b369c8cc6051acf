/** Zone by country and region for addresses (01 §3.2); other regions have none. */
const regionZones: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  AU: {
    NSW: 'Australia/Sydney',
    VIC: 'Australia/Melbourne',
    QLD: 'Australia/Brisbane',
    SA: 'Australia/Adelaide',
  },
  CA: {
    ON: 'America/Toronto',
    QC: 'America/Toronto',
    NB: 'America/Moncton',
    MB: 'America/Winnipeg',
    AB: 'America/Edmonton',
    BC: 'America/Vancouver',
  },
  US: {
    ...zoneOf('America/Los_Angeles', 'CA', 'WA', 'OR', 'NV'),
    AZ: 'America/Phoenix',
    ...zoneOf('America/Denver', 'CO', 'WY', 'MT', 'UT', 'NM'),
    ID: 'America/Boise',
    ...zoneOf('America/Chicago', 'TX', 'TN', 'IL', 'MO', 'MN', 'AL', 'WI', 'MS', 'SD'),
    MI: 'America/Detroit',
    IN: 'America/Indiana/Indianapolis',
  },
}

const countryZones: Readonly<Record<string, string>> = {
  DE: 'Europe/Berlin',
  FR: 'Europe/Paris',
  GB: 'Europe/London',
}

function zoneOf(zone: string, ...regions: readonly string[]): Record<string, string> {
  return Object.fromEntries(regions.map((region) => [region, zone]))
}

/** The zone of an address by its country and region; undefined when the table has none (ZONE_ASSUMED). */
export function zoneByRegion(country: string, region: string | undefined): string | undefined {
  const known = countryZones[country]
  if (known !== undefined) return known
  const code = region?.toUpperCase() ?? ''
  if (code === '') return undefined
  return regionZones[country]?.[code] ?? (country === 'US' ? 'America/New_York' : undefined)
}

/** Zone of the country's largest city, for places known by their country alone (01 §3.2). */
const largestCityZones: Readonly<Record<string, string>> = {
  AR: 'America/Argentina/Buenos_Aires', AT: 'Europe/Vienna', AU: 'Australia/Sydney', BE: 'Europe/Brussels',
  BG: 'Europe/Sofia', BJ: 'Africa/Porto-Novo', BR: 'America/Sao_Paulo', CA: 'America/Toronto', CH: 'Europe/Zurich',
  CL: 'America/Santiago', CN: 'Asia/Shanghai', CO: 'America/Bogota', CZ: 'Europe/Prague', DE: 'Europe/Berlin',
  DK: 'Europe/Copenhagen', EE: 'Europe/Tallinn', ES: 'Europe/Madrid', FI: 'Europe/Helsinki', FR: 'Europe/Paris',
  GB: 'Europe/London', GR: 'Europe/Athens', HK: 'Asia/Hong_Kong', HR: 'Europe/Zagreb', HU: 'Europe/Budapest',
  IE: 'Europe/Dublin', IL: 'Asia/Jerusalem', IN: 'Asia/Kolkata', IS: 'Atlantic/Reykjavik', IT: 'Europe/Rome',
  JE: 'Europe/Jersey', JP: 'Asia/Tokyo', KR: 'Asia/Seoul', LT: 'Europe/Vilnius', LU: 'Europe/Luxembourg',
  LV: 'Europe/Riga', MX: 'America/Mexico_City', NL: 'Europe/Amsterdam', NO: 'Europe/Oslo', NZ: 'Pacific/Auckland',
  PL: 'Europe/Warsaw', PT: 'Europe/Lisbon', RO: 'Europe/Bucharest', SE: 'Europe/Stockholm', SG: 'Asia/Singapore',
  SI: 'Europe/Ljubljana', SK: 'Europe/Bratislava', TN: 'Africa/Tunis', TR: 'Europe/Istanbul', TW: 'Asia/Taipei',
  UA: 'Europe/Kyiv', US: 'America/New_York', ZA: 'Africa/Johannesburg',
} // prettier-ignore

export function zoneOfLargestCity(country: string): string | undefined {
  return largestCityZones[country]
}

/** ISO 3166-1 alpha-3 → alpha-2, for the countries whose zone is known. */
const alpha2: Readonly<Record<string, string>> = {
  ARG: 'AR', AUT: 'AT', AUS: 'AU', BEL: 'BE', BGR: 'BG', BEN: 'BJ', BRA: 'BR', CAN: 'CA', CHE: 'CH', CHL: 'CL',
  CHN: 'CN', COL: 'CO', CZE: 'CZ', DEU: 'DE', DNK: 'DK', EST: 'EE', ESP: 'ES', FIN: 'FI', FRA: 'FR', GBR: 'GB',
  GRC: 'GR', HKG: 'HK', HRV: 'HR', HUN: 'HU', IRL: 'IE', ISR: 'IL', IND: 'IN', ISL: 'IS', ITA: 'IT', JEY: 'JE',
  JPN: 'JP', KOR: 'KR', LTU: 'LT', LUX: 'LU', LVA: 'LV', MEX: 'MX', NLD: 'NL', NOR: 'NO', NZL: 'NZ', POL: 'PL',
  PRT: 'PT', ROU: 'RO', SWE: 'SE', SGP: 'SG', SVN: 'SI', SVK: 'SK', TUN: 'TN', TUR: 'TR', TWN: 'TW', UKR: 'UA',
  USA: 'US', ZAF: 'ZA',
} // prettier-ignore

/** The alpha-2 code of an alpha-3 or alpha-2 one; undefined for an unknown country. */
export function countryCode(text: string): string | undefined {
  const code = text.toUpperCase()
  return /^[A-Z]{2}$/.test(code) ? code : alpha2[code]
}
