import type { Stored } from '../../../db/entityTable'
import { isZone } from '../../../db/zones'
import { Site } from '../../../shared/contract/customers'
import { isPlaceValid, type CustomersRepository } from '../../customers/index'
import type { RowReader } from '../rowReader'
import { countryCode, zoneByRegion } from '../zone.rules'
import { mappedFields, settle, type CheckContext, type KindSpec } from './kind'
import { reportInvalid } from './valid'

const siteKinds = {
  'main office': 'main',
  main: 'main',
  shipping: 'shipping',
  service: 'service',
} as const
const StoredFields = Site.omit({ customerNumber: true, customerName: true })

/** Sites by customer and kind; 0,0 is no place (01 §3.2). */
export function sitesKind({ customers, sites }: CustomersRepository): KindSpec {
  const kindOf = (row: RowReader) => row.choice('kind', siteKinds, 'INVALID_INPUT')
  return {
    targets: [
      { name: 'customerNumber', isRequired: true },
      { name: 'kind', columns: ['site_type'], isRequired: true },
      { name: 'name' },
      { name: 'addressLine1' },
      { name: 'addressLine2' },
      { name: 'postalCode' },
      { name: 'city' },
      { name: 'region', columns: ['state_province'] },
      { name: 'country', columns: ['country_code'], isRequired: true },
      { name: 'latitude' },
      { name: 'longitude' },
      { name: 'zone' },
    ],
    keyTarget: 'customerNumber',
    reads: [],
    open(context) {
      return {
        key: (row) => `${row.text('customerNumber') ?? ''} ${row.text('kind')?.toLowerCase() ?? ''}`,
        check(row) {
          const [customer] = customers.where('number', row.text('customerNumber'))
          if (!customer) row.fail('UNKNOWN_REFERENCE', 'customerNumber')
          const kind = kindOf(row)
          if (!customer || !kind) return undefined
          const existing = sites.where('customerId', customer.id).find((site) => site.kind === kind)
          const place = placeOf(row)
          const given = mappedFields(row, {
            kind,
            name: row.text('name'),
            addressLine1: row.text('addressLine1'),
            addressLine2: row.text('addressLine2'),
            postalCode: row.text('postalCode'),
            city: row.text('city'),
            region: row.text('region'),
            country: countryOf(row),
            ...place,
            zone: row.text('zone'),
          })
          const zone = zoneOf(row, context, existing)
          const defaults = { customerId: customer.id, name: row.text('kind'), zone, active: true }
          const { emptyClears } = context
          const verdict = settle({ entity: 'site', existing, given, defaults, emptyClears })
          reportInvalid(row, StoredFields, verdict)
          return verdict
        },
      }
    },
  }
}

function countryOf(row: RowReader): string | undefined {
  const text = row.text('country')
  const code = text === undefined ? undefined : countryCode(text)
  if (text !== undefined && code === undefined) row.fail('UNKNOWN_COUNTRY', 'country')
  return code
}

function placeOf(row: RowReader): { latitude?: number | undefined; longitude?: number | undefined } {
  const latitude = row.decimal('latitude', 6)
  const longitude = row.decimal('longitude', 6)
  if (latitude === 0 && longitude === 0) {
    row.warn('NO_COORDINATES', 'latitude')
    return { latitude: undefined, longitude: undefined }
  }
  const isRead = !row.hasErrors
  if (isRead && !isPlaceValid({ latitude, longitude })) row.fail('COORDINATES_INVALID', 'latitude')
  return { latitude, longitude }
}

function zoneOf(row: RowReader, { officeZone }: CheckContext, existing: Stored | undefined): string {
  const given = row.text('zone')
  if (given !== undefined && !isZone(given)) row.fail('ZONE_UNKNOWN', 'zone')
  if (given !== undefined || existing) return given ?? officeZone
  const country = countryCode(row.text('country') ?? '')
  if (country === undefined) return officeZone
  const known = zoneByRegion(country, row.text('region'))
  if (known === undefined) row.warn('ZONE_ASSUMED', 'country')
  return known ?? officeZone
}
