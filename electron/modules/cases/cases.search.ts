import type { SearchSource } from '../../db/searchIndex'
import { reachOf } from '../orders/index'
import { caseScope } from './access'

const log = '(SELECT group_concat(text, char(10)) FROM case_log WHERE case_id = t.id)'

/** How cases are searched (R01-12): by number and title, by customer, by what was said and how it was settled. */
export const casesSearch: SearchSource = {
  type: 'case',
  table: 'service_case',
  joins: 'JOIN customer c ON c.id = t.customer_id LEFT JOIN contact n ON n.id = t.contact_id',
  number: 't.number',
  title: ['t.title'],
  rest: ['c.number', 'c.name', 'n.name', 't.resolution', log],
  permission: 'orders.read',
  shown: { title: 't.title', state: 't.status' },
  scope(caller) {
    const isNarrow = reachOf(caller, 'orders.read') === 'own'
    return { conditions: caseScope(caller), isNarrow }
  },
}
