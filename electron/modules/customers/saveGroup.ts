import type { z } from 'zod'
import { outcome, type Outcome } from '../../db/changeLog'
import { domainError } from '../../shared/contract/domainError'
import { customersErrors, type CustomerGroup, type customersContract } from '../../shared/contract/customers'
import type { CustomersRepository } from './customers.repository'

type Input<Name extends keyof typeof customersContract> = z.output<
  NonNullable<(typeof customersContract)[Name]['~orpc']['inputSchema']>
>

export function createGroup(
  { groups }: CustomersRepository,
  { reason: _reason, ...fields }: Input<'createCustomerGroup'>,
): Outcome<CustomerGroup> {
  const replayed = groups.replayed(fields.id, fields)
  if (replayed) return { result: replayed, unchanged: true }
  if (groups.isTaken('code', fields.code)) throw codeTaken(fields.code)
  const group: CustomerGroup = { ...fields, version: 1 }
  return { result: group, changes: [groups.insert(group)] }
}

export function updateGroup(
  { groups }: CustomersRepository,
  { customerGroupId, expectedVersion, patch }: Input<'updateCustomerGroup'>,
): Outcome<CustomerGroup> {
  const { before, after } = groups.patched(customerGroupId, expectedVersion, patch)
  if (groups.isTaken('code', after.code, before.id)) throw codeTaken(after.code)
  const { record, changes } = groups.update(before, after)
  return outcome(record, changes)
}

function codeTaken(code: string): Error {
  return domainError(customersErrors, 'CODE_TAKEN', { field: 'code', code })
}
