import type { Caller } from '../../db/act'
import type { Condition } from '../../db/listQuery'
import { deleteRecord, setActive } from '../../db/recordActs'
import { notFound } from '../../db/version'
import { implementer } from '../../rpc/implementer'
import type {
  BillingAccount,
  FoundPrice,
  PreviewPriceInput,
  PriceRule,
} from '../../shared/contract/agreements'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { BillingAccountId, PriceRuleId } from '../../shared/contract/id'
import { ofOwnOrders } from '../customers/index'
import type { AgreementWorkDeps } from './agreementDeps'
import { agreementGroupProcedures } from './agreementGroups.router'
import { agreementTermProcedures } from './agreementTerms.router'
import type { AgreementsRepository } from './agreements.repository'
import { agreementScope, assertReachesAgreement } from './agreementAccess'
import type { PriceRequest, SearchPrice } from './priceSearch'
import { accountOf, createBillingAccount, updateBillingAccount, type AccountDeps } from './saveBillingAccount'
import { categoryOf, createCategory, updateCategory } from './saveCategory'
import {
  createLineProperty,
  deactivateLineProperty,
  deleteLineProperty,
  updateLineProperty,
} from './saveLineProperty'
import { assertReachesScope, createPriceRule, updatePriceRule, type PriceRuleDeps } from './savePriceRule'
import type { ServiceTasks } from './serviceTasks.repository'
import { serviceAgreementProcedures } from './serviceAgreements.router'
import { serviceTaskProcedures } from './serviceTasks.router'

const { agreements } = implementer

export interface AgreementsDeps extends AccountDeps, PriceRuleDeps {
  readonly work: AgreementWorkDeps
  readonly searchPrice: SearchPrice
  readonly serviceTasks: ServiceTasks
}

export function createAgreementsRouter(deps: AgreementsDeps) {
  const { repository } = deps
  const { accounts, categories, properties, rules } = repository
  return agreements.router({
    ...serviceTaskProcedures(deps.serviceTasks),
    ...serviceAgreementProcedures(deps.work),
    ...agreementGroupProcedures(deps.work),
    ...agreementTermProcedures(deps.work),

    listLineProperties: agreements.listLineProperties.handler(({ input }) =>
      repository.propertyList.page(input),
    ),
    getLineProperty: agreements.getLineProperty.handler(({ input }) => properties.get(input.linePropertyId)),
    createLineProperty: agreements.createLineProperty.handler(({ context, input }) =>
      context.write('agreements.createLineProperty', input, () => createLineProperty(repository, input)),
    ),
    updateLineProperty: agreements.updateLineProperty.handler(({ context, input }) =>
      context.write('agreements.updateLineProperty', input, () => updateLineProperty(repository, input)),
    ),
    deleteLineProperty: agreements.deleteLineProperty.handler(({ context, input }) =>
      context.write('agreements.deleteLineProperty', input, () => deleteLineProperty(repository, input)),
    ),
    deactivateLineProperty: agreements.deactivateLineProperty.handler(({ context, input }) =>
      context.write('agreements.deactivateLineProperty', input, () =>
        deactivateLineProperty(repository, input),
      ),
    ),
    activateLineProperty: agreements.activateLineProperty.handler(({ context, input }) =>
      context.write('agreements.activateLineProperty', input, () =>
        setActive(properties, input.linePropertyId, input.expectedVersion, true, () =>
          properties.get(input.linePropertyId),
        ),
      ),
    ),

    listCategories: agreements.listCategories.handler(({ input }) => repository.categoryList.page(input)),
    getCategory: agreements.getCategory.handler(({ input }) => categoryOf(repository, input.categoryId)),
    createCategory: agreements.createCategory.handler(({ context, input }) =>
      context.write('agreements.createCategory', input, () => createCategory(repository, input)),
    ),
    updateCategory: agreements.updateCategory.handler(({ context, input }) =>
      context.write('agreements.updateCategory', input, () => updateCategory(repository, input)),
    ),
    deleteCategory: agreements.deleteCategory.handler(({ context, input }) =>
      context.write('agreements.deleteCategory', input, () =>
        deleteRecord(categories, input.categoryId, input.expectedVersion),
      ),
    ),
    deactivateCategory: agreements.deactivateCategory.handler(({ context, input }) =>
      context.write('agreements.deactivateCategory', input, () =>
        setActive(categories, input.categoryId, input.expectedVersion, false, () =>
          categoryOf(repository, input.categoryId),
        ),
      ),
    ),
    activateCategory: agreements.activateCategory.handler(({ context, input }) =>
      context.write('agreements.activateCategory', input, () =>
        setActive(categories, input.categoryId, input.expectedVersion, true, () =>
          categoryOf(repository, input.categoryId),
        ),
      ),
    ),

    listBillingAccounts: agreements.listBillingAccounts.handler(({ context, input }) =>
      repository.accountList.page(input, ...readableAccounts(context.caller)),
    ),
    getBillingAccount: agreements.getBillingAccount.handler(({ context, input }) =>
      readableAccount(repository, context.caller, input.billingAccountId),
    ),
    createBillingAccount: agreements.createBillingAccount.handler(({ context, input }) =>
      context.write('agreements.createBillingAccount', input, (act) =>
        createBillingAccount(deps, act, input),
      ),
    ),
    updateBillingAccount: agreements.updateBillingAccount.handler(({ context, input }) =>
      context.write('agreements.updateBillingAccount', input, () => updateBillingAccount(deps, input)),
    ),
    deleteBillingAccount: agreements.deleteBillingAccount.handler(({ context, input }) =>
      context.write('agreements.deleteBillingAccount', input, () =>
        deleteRecord(accounts, input.billingAccountId, input.expectedVersion),
      ),
    ),

    listPriceRules: agreements.listPriceRules.handler(({ context, input }) =>
      repository.ruleList.page(input, ...readableRules(deps, context.caller)),
    ),
    getPriceRule: agreements.getPriceRule.handler(({ context, input }) =>
      readableRule(deps, context.caller, input.priceRuleId),
    ),
    createPriceRule: agreements.createPriceRule.handler(({ context, input }) =>
      context.write('agreements.createPriceRule', input, (act) => createPriceRule(deps, act, input)),
    ),
    updatePriceRule: agreements.updatePriceRule.handler(({ context, input }) =>
      context.write('agreements.updatePriceRule', input, (act) => updatePriceRule(deps, act, input)),
    ),
    deletePriceRule: agreements.deletePriceRule.handler(({ context, input }) =>
      context.write('agreements.deletePriceRule', input, ({ caller }) => {
        assertReachesScope(deps, caller, rules.get(input.priceRuleId))
        return deleteRecord(rules, input.priceRuleId, input.expectedVersion)
      }),
    ),

    previewPrice: agreements.previewPrice.handler(({ context, input }) =>
      previewPrice(deps, context.caller, input),
    ),
  })
}

const mayReadCost = ({ permissions }: Caller) => permissions.has('catalog.readCost')

const seesOwnOnly = ({ permissions }: Caller) => permissions.get('agreements.read') === 'own'

/** With reach own: the accounts of the customers of the caller's own orders (conventions §8). */
function readableAccounts(caller: Caller): Condition[] {
  return seesOwnOnly(caller) ? [ofOwnOrders('t.customer_id', caller.workerId)] : []
}

function readableAccount(
  repository: AgreementsRepository,
  caller: Caller,
  id: BillingAccountId,
): BillingAccount {
  const account = accountOf(repository, id)
  if (!repository.accountList.find(id, ...readableAccounts(caller)))
    throw domainError(commonErrors, 'FORBIDDEN', { permission: 'agreements.read' })
  return account
}

/**
 * Cost rules and models that show a margin are for those who may read costs; rules of an account for those who see the
 * account (conventions §8).
 */
function readableRules(
  { agreements: heads }: Pick<AgreementsDeps, 'agreements'>,
  caller: Caller,
): Condition[] {
  const scope: Condition[] = []
  if (!mayReadCost(caller)) scope.push({ sql: "t.kind = 'sales' AND t.model = 'fixed'", params: {} })
  if (seesOwnOnly(caller)) {
    const { params, sql } = ofOwnOrders('b.customer_id', caller.workerId)
    scope.push({ sql: `t.billing_account_id IS NULL OR ${sql}`, params })
  }
  const reachable = agreementScope({ agreements: heads }, caller, 'agreements.read', 'a')
  for (const { params, sql } of reachable) scope.push({ sql: `t.agreement_id IS NULL OR ${sql}`, params })
  return scope
}

function readableRule(deps: AgreementsDeps, caller: Caller, id: PriceRuleId): PriceRule {
  const rule = deps.repository.ruleList.find(id, ...readableRules(deps, caller))
  if (!rule) throw notFound('priceRule', id)
  return rule
}

/** The price with its explanation; without the cost for those who may not read costs. */
function previewPrice(deps: AgreementsDeps, caller: Caller, input: PreviewPriceInput): FoundPrice {
  const found = deps.searchPrice(requestOf(deps, caller, input))
  if (mayReadCost(caller)) return found
  const { unitCost: _unitCost, costStep: _costStep, costRuleId: _costRuleId, ...price } = found
  return price
}

/** What is asked for an agreement or one of its lines is asked as they would ask (R04-30). */
function requestOf(
  { agreements: heads, work }: AgreementsDeps,
  caller: Caller,
  { agreementLineId, ...asked }: PreviewPriceInput,
): PriceRequest {
  const line = agreementLineId === undefined ? undefined : work.parts.lines.find(agreementLineId)
  if (agreementLineId !== undefined && !line) throw notFound('agreementLine', agreementLineId)
  const agreementId = line?.agreementId ?? asked.agreementId
  if (agreementId === undefined) return asked
  const agreement = heads.records.get(agreementId)
  assertReachesAgreement(work, caller, 'agreements.read', agreement)
  return {
    ...asked,
    // What a line carries itself is in its agreement's currency.
    ...{ agreementId, agreementLine: asked.currency === agreement.currency ? line : undefined },
    billingAccountId: asked.billingAccountId ?? agreement.billingAccountId,
    customerId: asked.customerId ?? agreement.customerId,
    workerId: asked.workerId ?? line?.workerId,
    categoryId: asked.categoryId ?? line?.categoryId,
    itemId: asked.itemId ?? line?.itemId,
  }
}
