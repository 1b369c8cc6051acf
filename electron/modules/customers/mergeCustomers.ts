import type { z } from 'zod'
import type { EntityChange, Outcome } from '../../db/changeLog'
import { domainError } from '../../shared/contract/domainError'
import { customersErrors, type Customer, type customersContract } from '../../shared/contract/customers'
import type { CustomersRepository } from './customers.repository'
import { viewOf } from './saveCustomer'

type Input = z.output<NonNullable<(typeof customersContract)['mergeCustomers']['~orpc']['inputSchema']>>

/** Moves what other areas keep for a customer to another one; each area gives the lines of its own records. */
export type MoveCustomer = (sourceId: string, targetId: string) => readonly EntityChange[]

/**
 * Merges a customer into another: all references move, the source becomes inactive with a link (01 §4). The source's
 * main site becomes a service site where the target has a main site.
 *
 * @throws SAME_RECORD, DIFFERENT_CURRENCY
 */
export function mergeCustomers(
  repository: CustomersRepository,
  movers: readonly MoveCustomer[],
  { sourceId, targetId, expectedVersion }: Input,
): Outcome<Customer> {
  const { contacts, customers, sites } = repository
  const target = customers.expect(targetId, expectedVersion)
  const source = customers.get(sourceId)
  if (sourceId === targetId) throw domainError(customersErrors, 'SAME_RECORD', { field: 'sourceId' })
  if (source.currency !== target.currency)
    throw domainError(customersErrors, 'DIFFERENT_CURRENCY', { field: 'sourceId', ids: [sourceId, targetId] })

  const hasMain = sites.where('customerId', targetId).some(({ kind }) => kind === 'main')
  const moved = [
    ...sites.where('customerId', sourceId).flatMap((site) => {
      const kind = site.kind === 'main' && hasMain ? 'service' : site.kind
      return sites.update(site, { ...site, customerId: targetId, kind }).changes
    }),
    ...contacts
      .where('customerId', sourceId)
      .flatMap((contact) => contacts.update(contact, { ...contact, customerId: targetId }).changes),
    ...customers.where('billToId', sourceId).flatMap((customer) => {
      const billToId = customer.id === targetId ? undefined : targetId
      return customers.update(customer, { ...customer, billToId }).changes
    }),
    ...movers.flatMap((move) => move(sourceId, targetId)),
  ]
  const closed = customers.update(source, { ...source, status: 'inactive', mergedIntoId: targetId })
  const [first, ...rest] = [...closed.changes, ...moved]
  const result = viewOf(repository, targetId)
  return first ? { result, changes: [first, ...rest] } : { result, unchanged: true }
}
