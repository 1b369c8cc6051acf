import type { z } from 'zod'
import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { domainError } from '../../shared/contract/domainError'
import { customersErrors, type customersContract, type Customer } from '../../shared/contract/customers'
import type { CustomerId } from '../../shared/contract/id'
import type { DrawNumber } from '../numbers/index'
import type { CustomersRepository, StoredCustomer } from './customers.repository'

type Input<Name extends keyof typeof customersContract> = z.output<
  NonNullable<(typeof customersContract)[Name]['~orpc']['inputSchema']>
>

export interface CustomerDeps {
  readonly repository: CustomersRepository
  readonly drawNumber: DrawNumber
  readonly companyCurrency: () => string
}

/** Creates a customer; its number is typed or the next of the series CU (01 §2.4). */
export function createCustomer(
  { repository, drawNumber, companyCurrency }: CustomerDeps,
  { at, caller }: Act,
  { reason: _reason, ...fields }: Input<'createCustomer'>,
): Outcome<Customer> {
  const { customers } = repository
  const replayed = customers.replayed(fields.id, fields)
  if (replayed) return { result: viewOf(repository, replayed.id), unchanged: true }
  assertNumberFree(repository, fields.number)
  const number =
    fields.number ??
    drawNumber({
      ...{ type: 'CU', officeId: caller.officeId, entity: 'customer', recordId: fields.id, at },
      holderOf: (taken) => customers.where('number', taken)[0]?.id,
    })
  const customer: StoredCustomer = {
    ...fields,
    version: 1,
    number,
    currency: fields.currency ?? companyCurrency(),
    status: fields.status ?? 'active',
  }
  const change = customers.insert(customer)
  return { result: viewOf(repository, customer.id), changes: [change] }
}

/** Changes a customer's fields (R01-04). */
export function updateCustomer(
  { repository }: CustomerDeps,
  { customerId, expectedVersion, patch }: Input<'updateCustomer'>,
): Outcome<Customer> {
  const { before, after } = repository.customers.patched(customerId, expectedVersion, patch)
  if (after.number !== before.number) assertNumberFree(repository, after.number)
  const { changes } = repository.customers.update(before, after)
  return outcome(viewOf(repository, customerId), changes)
}

/** `inactive` takes a customer out of new work; `active` brings it back. */
export function setCustomerStatus(
  { repository }: CustomerDeps,
  { customerId, expectedVersion }: Input<'deactivateCustomer'>,
  status: 'active' | 'inactive',
): Outcome<Customer> {
  const before = repository.customers.expect(customerId, expectedVersion, { status })
  const { changes } = repository.customers.update(before, { ...before, status })
  return outcome(viewOf(repository, customerId), changes)
}

function assertNumberFree({ customers }: CustomersRepository, number: string | undefined): void {
  if (number !== undefined && customers.isTaken('number', number))
    throw domainError(customersErrors, 'NUMBER_TAKEN', { field: 'number', number })
}

/** The customer as answered, with the names its list shows; throws NOT_FOUND. */
export function viewOf(repository: CustomersRepository, id: CustomerId): Customer {
  const view = repository.customerList.find(id)
  if (!view) return repository.customers.get(id)
  return view
}
