import { everywhere, type SearchSource } from '../../db/searchIndex'
import { reachOf, scopeOf } from './access'
import type { OrderDeps } from './orderDeps'

const texts = (table: string, columns: string) =>
  `(SELECT group_concat(x, char(10)) FROM (SELECT DISTINCT ${columns} AS x FROM ${table} WHERE order_id = t.id))`
const ownTexts = [
  'customer_reference', 'site_name', 'address_line1', 'address_line2', 'postal_code', 'site_city', 'access_notes',
  'contact_name', 'contact_phone', 'contact_email', 'internal_note', 'external_note', 'cancel_reason',
] // prettier-ignore

/** How orders are searched (R01-12): with the texts of their lines and repairs, and their activities' numbers. */
export function ordersSearch(deps: Pick<OrderDeps, 'orders'>): SearchSource {
  return {
    type: 'order',
    table: 'service_order',
    joins: 'JOIN customer c ON c.id = t.customer_id',
    number: 't.number',
    title: ['t.description'],
    rest: [
      'c.number',
      'c.name',
      ...ownTexts.map((name) => `t.${name}`),
      texts('service_order_line', "concat_ws(char(10), nullif(description, ''), serial_number)"),
      texts('order_object_relation', 'note'),
    ],
    own: [
      texts('activity', 'number'),
      texts('repair_line', 'concat_ws(char(10), number, serial_number, note)'),
    ],
    permission: 'orders.read',
    shown: { title: 't.description', state: 't.progress' },
    scope(caller) {
      const conditions = scopeOf(deps, caller)
      if (conditions.length === 0) return everywhere
      return { conditions, isNarrow: reachOf(caller, 'orders.read') === 'own' }
    },
  }
}
