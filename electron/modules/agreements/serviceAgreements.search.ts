import { everywhere, type SearchSource } from '../../db/searchIndex'
import { agreementScope } from './agreementAccess'
import type { ServiceAgreements } from './serviceAgreements.repository'

const texts = (table: string, columns: string) =>
  `(SELECT group_concat(x, char(10)) FROM (SELECT DISTINCT ${columns} AS x FROM ${table} WHERE agreement_id = t.id))`

/** How agreements are searched (R01-12): with their customer, site, lines and what is said of their objects. */
export function serviceAgreementsSearch(agreements: ServiceAgreements): SearchSource {
  return {
    type: 'agreement',
    table: 'agreement',
    joins: 'LEFT JOIN customer c ON c.id = t.customer_id LEFT JOIN site s ON s.id = t.site_id',
    number: 't.number',
    title: ['t.description'],
    rest: [
      ...['c.number', 'c.name', 's.name', 's.city', 't.suspend_reason', 't.termination_reason'],
      texts('agreement_line', "nullif(description, '')"),
      texts('agreement_object_relation', 'concat_ws(char(10), reference_code, note)'),
    ],
    permission: 'agreements.read',
    shown: { title: 't.description', state: 't.status' },
    scope(caller) {
      const conditions = agreementScope({ agreements }, caller)
      if (conditions.length === 0) return everywhere
      return { conditions, isNarrow: caller.permissions.get('agreements.read') === 'own' }
    },
  }
}
