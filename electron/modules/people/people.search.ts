import { inOffices } from '../../db/inOffices'
import type { SearchSource } from '../../db/searchIndex'

/** How employees are searched (R01-12). */
export const peopleSearch: SearchSource = {
  type: 'worker',
  table: 'worker',
  number: 't.number',
  title: ['t.display_name'],
  rest: ['t.job_title'],
  permission: 'people.read',
  shown: { title: 't.display_name' },
  scope: (caller) => ({ conditions: [inOffices('t.office_id', caller)], isNarrow: false }),
}
