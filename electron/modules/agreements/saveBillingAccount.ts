import type { z } from 'zod'
import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { notFound } from '../../db/version'
import {
  agreementsErrors,
  type agreementsContract,
  type BillingAccount,
} from '../../shared/contract/agreements'
import { domainError } from '../../shared/contract/domainError'
import type { BillingAccountId } from '../../shared/contract/id'
import type { DrawNumber } from '../numbers/index'
import type { AgreementsRepository, StoredAccount } from './agreements.repository'

type Input<Name extends keyof typeof agreementsContract> = z.output<
  NonNullable<(typeof agreementsContract)[Name]['~orpc']['inputSchema']>
>

export interface AccountDeps {
  readonly repository: AgreementsRepository
  readonly drawNumber: DrawNumber
  /** Throws NOT_FOUND. */
  readonly customers: { get(id: string): { readonly currency: string } }
}

/** Opens a billing account; its number is typed or the next of the series BA, its currency the customer's. */
export function createBillingAccount(
  { repository, drawNumber, customers }: AccountDeps,
  { at, caller }: Act,
  { reason: _reason, ...fields }: Input<'createBillingAccount'>,
): Outcome<BillingAccount> {
  const { accounts } = repository
  const replayed = accounts.replayed(fields.id, fields)
  if (replayed) return { result: accountOf(repository, replayed.id), unchanged: true }
  const customer = customers.get(fields.customerId)
  assertAccount(repository, fields)
  const number =
    fields.number ??
    drawNumber({
      ...{ type: 'BA', officeId: caller.officeId, entity: 'billingAccount', recordId: fields.id, at },
      holderOf: (taken) => accounts.where('number', taken)[0]?.id,
    })
  const account: StoredAccount = {
    ...fields,
    version: 1,
    number,
    currency: fields.currency ?? customer.currency,
  }
  const change = accounts.insert(account)
  return { result: accountOf(repository, account.id), changes: [change] }
}

/** Changes a billing account; customer and currency are fixed once something uses it. */
export function updateBillingAccount(
  { repository, customers }: AccountDeps,
  { billingAccountId, expectedVersion, patch }: Input<'updateBillingAccount'>,
): Outcome<BillingAccount> {
  const { accounts } = repository
  const { before, after } = accounts.patched(billingAccountId, expectedVersion, patch)
  const frozen = (['customerId', 'currency'] as const).find((field) => after[field] !== before[field])
  if (frozen && accounts.isUsed(billingAccountId))
    throw domainError(agreementsErrors, 'FIELD_FROZEN', { field: frozen })
  customers.get(after.customerId)
  assertAccount(repository, after)
  const { changes } = accounts.update(before, after)
  return outcome(accountOf(repository, billingAccountId), changes)
}

function assertAccount(
  { accounts, categories, properties }: AgreementsRepository,
  { allowedCategoryIds, id, linePropertyId, number }: Omit<Input<'createBillingAccount'>, 'reason'>,
): void {
  if (linePropertyId !== undefined) properties.get(linePropertyId)
  for (const categoryId of allowedCategoryIds) categories.get(categoryId)
  if (number !== undefined && accounts.isTaken('number', number, id))
    throw domainError(agreementsErrors, 'NUMBER_TAKEN', { field: 'number', number })
}

/** The account as answered; throws NOT_FOUND. */
export function accountOf(repository: AgreementsRepository, id: BillingAccountId): BillingAccount {
  const account = repository.accountList.find(id)
  if (!account) throw notFound('billingAccount', id)
  return account
}
