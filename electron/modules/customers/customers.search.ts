import type { Caller } from '../../db/act'
import { everywhere, type SearchScope, type SearchSource } from '../../db/searchIndex'
import { ofOwnOrders } from './customers.repository'

const address = (alias: string) =>
  ['address_line1', 'address_line2', 'postal_code', 'city', 'region'].map((name) => `${alias}.${name}`)
const ofCustomer = {
  joins: 'JOIN customer c ON c.id = t.customer_id',
  permission: 'customers.read',
  scope: (caller: Caller) => scopeOf(caller, 't.customer_id'),
} as const

/** With reach own: what belongs to customers of the caller's own orders (conventions §8). */
function scopeOf({ permissions, workerId }: Caller, column: 't.id' | 't.customer_id'): SearchScope {
  if (permissions.get('customers.read') !== 'own') return everywhere
  return { conditions: [ofOwnOrders(column, workerId)], isNarrow: true }
}

/** How customers, their sites and contacts are searched (R01-12). */
export const customersSearch: readonly SearchSource[] = [
  {
    type: 'customer',
    table: 'customer',
    joins: "LEFT JOIN site m ON m.customer_id = t.id AND m.kind = 'main'",
    number: 't.number',
    title: ['t.name'],
    rest: ['t.tax_number', ...address('m')],
    permission: 'customers.read',
    shown: { title: 't.name', state: 't.status' },
    scope: (caller) => scopeOf(caller, 't.id'),
  },
  {
    ...ofCustomer,
    type: 'site',
    table: 'site',
    title: ['t.name'],
    rest: [...address('t'), 't.access_notes', 'c.number', 'c.name'],
    shown: { title: "t.name || coalesce(', ' || t.city, '')", number: 'c.number' },
  },
  {
    ...ofCustomer,
    type: 'contact',
    table: 'contact',
    title: ['t.name'],
    rest: ['t.role', 't.phone', 't.email', 'c.number', 'c.name'],
    shown: { title: "t.name || ', ' || c.name" },
  },
]
