import { Worker } from '../../../shared/contract/people'
import type { PeopleRepository } from '../../people/index'
import { mappedFields, settle, type KindSpec } from './kind'
import { reportInvalid } from './valid'

/** Employees by number; no user is made, and birth dates are not kept (01 §3.2). */
export function workersKind({ workers }: PeopleRepository): KindSpec {
  return {
    targets: [
      { name: 'number', columns: ['employee_number'], isRequired: true },
      { name: 'displayName', columns: ['login', 'name'], isRequired: true },
      { name: 'jobTitle' },
      { name: 'hireDate' },
      { name: 'endDate' },
      { name: 'active', columns: ['current', 'active'] },
    ],
    keyTarget: 'number',
    reads: [],
    open({ officeId, emptyClears }) {
      return {
        key: (row) => row.text('number'),
        check(row) {
          const [existing] = workers.where('number', row.text('number'))
          const hireDate = row.date('hireDate')
          const endDate = row.date('endDate')
          if (hireDate !== undefined && endDate !== undefined && endDate < hireDate)
            row.fail('PERIOD_INVALID', 'endDate')
          const given = mappedFields(row, {
            number: row.text('number'),
            displayName: row.text('displayName'),
            jobTitle: row.text('jobTitle'),
            hireDate,
            endDate,
            active: row.flag('active') ?? true,
          })
          const defaults = { officeId, skills: [], allowedCategoryIds: [], iCalendar: false, active: true }
          const verdict = settle({ entity: 'worker', existing, given, defaults, emptyClears })
          reportInvalid(row, Worker, verdict)
          return verdict
        },
      }
    },
  }
}
