import { everywhere, type SearchSource } from '../../db/searchIndex'
import { onOrdersOf } from './objects.repository'

/** How service objects are searched (R01-12). */
export const objectsSearch: SearchSource = {
  type: 'object',
  table: 'service_object',
  joins: 'LEFT JOIN customer c ON c.id = t.customer_id',
  number: 't.number',
  serial: 't.serial_number',
  title: ['t.description'],
  rest: ['t.serial_number', 't.brand', 't.model', 'c.number', 'c.name'],
  permission: 'objects.read',
  shown: { title: 't.description', state: 't.status' },
  scope({ permissions, workerId }) {
    if (permissions.get('objects.read') !== 'own') return everywhere
    return { conditions: [onOrdersOf(workerId)], isNarrow: true }
  },
}
