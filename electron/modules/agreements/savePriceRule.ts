import type { z } from 'zod'
import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import { notFound } from '../../db/version'
import type { agreementsContract, PriceRule } from '../../shared/contract/agreements'
import { commonErrors, domainError, refuseAll, type Failure } from '../../shared/contract/domainError'
import type { PriceRuleId } from '../../shared/contract/id'
import type { AgreementsRepository } from './agreements.repository'
import { checkPriceRule, missingFields, senselessField } from './priceRule.rules'
import { assertReachesAgreement } from './agreementAccess'
import type { StoredPriceRule } from './priceRules.repository'
import type { ServiceAgreements } from './serviceAgreements.repository'

type Input<Name extends keyof typeof agreementsContract> = z.output<
  NonNullable<(typeof agreementsContract)[Name]['~orpc']['inputSchema']>
>

export interface PriceRuleDeps {
  readonly repository: AgreementsRepository
  /** Each throws NOT_FOUND. */
  readonly workers: { get(id: string): unknown }
  readonly items: { get(id: string): unknown }
  readonly agreements: ServiceAgreements
}

/** Adds a price rule (R02-15, R02-16). */
export function createPriceRule(
  deps: PriceRuleDeps,
  { caller }: Pick<Act, 'caller'>,
  { reason: _reason, ...fields }: Input<'createPriceRule'>,
): Outcome<PriceRule> {
  const { repository } = deps
  const replayed = repository.rules.replayed(fields.id, fields)
  if (replayed) return { result: ruleOf(repository, replayed.id), unchanged: true }
  const rule: StoredPriceRule = { ...fields, version: 1 }
  assertReachesScope(deps, caller, rule)
  assertRule(deps, rule)
  const change = repository.rules.insert(rule)
  return { result: ruleOf(repository, rule.id), changes: [change] }
}

export function updatePriceRule(
  deps: PriceRuleDeps,
  { caller }: Pick<Act, 'caller'>,
  { priceRuleId, expectedVersion, patch }: Input<'updatePriceRule'>,
): Outcome<PriceRule> {
  const { repository } = deps
  const { before, after } = repository.rules.patched(priceRuleId, expectedVersion, patch)
  assertReachesScope(deps, caller, before)
  assertReachesScope(deps, caller, after)
  assertRule(deps, after)
  const { changes } = repository.rules.update(before, after)
  return outcome(ruleOf(repository, priceRuleId), changes)
}

/** Throws FORBIDDEN for prices of an agreement out of the caller's reach. */
export function assertReachesScope(
  { agreements }: Pick<PriceRuleDeps, 'agreements'>,
  caller: Act['caller'],
  { agreementId }: Pick<StoredPriceRule, 'agreementId'>,
): void {
  if (agreementId !== undefined)
    assertReachesAgreement({ agreements }, caller, 'agreements.setPrice', agreements.records.get(agreementId))
}

function assertRule({ repository, workers, items }: PriceRuleDeps, rule: StoredPriceRule): void {
  const senseless = senselessField(rule)
  if (senseless) {
    const { field, message } = senseless
    throw domainError(commonErrors, 'INVALID_INPUT', { issues: [{ path: [field], message }] })
  }
  const fields = missingFields(rule)
  if (fields.length > 0) throw domainError(commonErrors, 'REQUIRED', { fields })
  if (rule.billingAccountId !== undefined) repository.accounts.get(rule.billingAccountId)
  if (rule.workerId !== undefined) workers.get(rule.workerId)
  if (rule.itemId !== undefined) items.get(rule.itemId)

  const failures: Failure[] = checkPriceRule(rule)
  const category = rule.categoryId === undefined ? undefined : repository.categories.get(rule.categoryId)
  if (category && category.type !== rule.type) failures.push({ code: 'CATEGORY_TYPE', field: 'categoryId' })
  const overlaps = repository.ruleQueries.overlaps(rule)
  if (overlaps.length > 0)
    failures.push({ code: 'PRICE_OVERLAP', field: 'validFrom', ids: overlaps.map(({ id }) => id) })
  const [first, ...rest] = failures
  if (first) throw refuseAll([first, ...rest])
}

/** The rule as answered; throws NOT_FOUND. */
export function ruleOf(repository: AgreementsRepository, id: PriceRuleId): PriceRule {
  const rule = repository.ruleList.find(id)
  if (!rule) throw notFound('priceRule', id)
  return rule
}
