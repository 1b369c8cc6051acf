import { Customer } from '../../../shared/contract/customers'
import { decimalsOf } from '../../../shared/contract/money'
import type { CustomersRepository } from '../../customers/index'
import { currencyOfColumns } from '../mapping.rules'
import { mappedFields, settle, type KindSpec } from './kind'
import { reportInvalid } from './valid'

const statuses = { active: 'active', blocked: 'blocked', inactive: 'inactive' }

/** Customers by number; a name that occurs twice is a warning only (01 §3.2). */
export function customersKind({ customers }: CustomersRepository): KindSpec {
  return {
    targets: [
      { name: 'number', columns: ['customer_number'], isRequired: true },
      { name: 'name', isRequired: true },
      { name: 'businessType' },
      { name: 'annualSales', columns: ['annual_sales_usd'] },
      { name: 'employeeCount', columns: ['number_of_employees'] },
      { name: 'currency', constant: currencyOfColumns },
      { name: 'language' },
      { name: 'paymentTerms' },
      { name: 'taxNumber' },
      { name: 'status' },
    ],
    keyTarget: 'number',
    reads: [],
    open({ companyCurrency, emptyClears }) {
      const names = new Set<string>()
      return {
        key: (row) => row.text('number'),
        check(row) {
          const [existing] = customers.where('number', row.text('number'))
          const currency = row.text('currency')?.toUpperCase() ?? existing?.currency ?? companyCurrency
          const minor = row.decimal('annualSales', decimalsOf(currency))
          const given = mappedFields(row, {
            number: row.text('number'),
            name: row.text('name'),
            businessType: row.text('businessType'),
            annualSales: minor === undefined ? undefined : { minor, currency },
            employeeCount: row.decimal('employeeCount', 0),
            currency,
            language: row.text('language')?.toLowerCase(),
            paymentTerms: row.text('paymentTerms'),
            taxNumber: row.text('taxNumber'),
            status: row.choice('status', statuses, 'INVALID_INPUT'),
          })
          const defaults = { currency, status: 'active' }
          const verdict = settle({ entity: 'customer', existing, given, defaults, emptyClears })
          const name = row.text('name') ?? ''
          if (verdict.action === 'new' && names.has(name)) row.warn('NAME_REPEATED', 'name')
          names.add(name)
          reportInvalid(row, Customer, verdict)
          return verdict
        },
      }
    },
  }
}
