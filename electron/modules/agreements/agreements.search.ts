import { everywhere, type SearchSource } from '../../db/searchIndex'
import { ofOwnOrders } from '../customers/index'

/** How billing accounts are searched (R01-12). */
export const agreementsSearch: SearchSource = {
  type: 'billingAccount',
  table: 'billing_account',
  joins: 'JOIN customer c ON c.id = t.customer_id',
  number: 't.number',
  title: ['t.name'],
  rest: ['c.number', 'c.name'],
  permission: 'agreements.read',
  shown: { title: 't.name', state: 't.status' },
  scope({ permissions, workerId }) {
    if (permissions.get('agreements.read') !== 'own') return everywhere
    return { conditions: [ofOwnOrders('t.customer_id', workerId)], isNarrow: true }
  },
}
