import type {
  BillingAccountStatus,
  BillingAccountType,
  LinePropertySearch,
  LineType,
} from '../../shared/contract/agreements'
import type { Failure } from '../../shared/contract/domainError'
import type { LinePropertyId } from '../../shared/contract/id'
import type { SettingValue } from '../../shared/contract/settings'

/** What the rules ask of a billing account. */
export interface AccountFacts {
  readonly id: string
  readonly customerId: string
  readonly type: BillingAccountType
  readonly status: BillingAccountStatus
  readonly linePropertyId?: LinePropertyId | undefined
  readonly linePropertySearch: LinePropertySearch
  readonly allowedWorkerIds: readonly string[]
  readonly allowedCategoryIds: readonly string[]
}

/** What the rules ask of a category. */
export interface CategoryFacts {
  readonly id: string
  readonly type: LineType
  readonly linePropertyId?: LinePropertyId | undefined
  readonly active: boolean
}

export interface PropertyChoice {
  readonly account?: Pick<AccountFacts, 'linePropertyId' | 'linePropertySearch'> | undefined
  readonly category?: Pick<CategoryFacts, 'linePropertyId'> | undefined
  /** The property CHARGEABLE. */
  readonly standardId: LinePropertyId
}

/** The line property of a new line (R02-33): the account's, else the category's, or the other way round. */
export function chooseLineProperty({ account, category, standardId }: PropertyChoice): LinePropertyId {
  const byCategory = account?.linePropertySearch === 'category'
  const [first, second] = byCategory ? [category, account] : [account, category]
  return first?.linePropertyId ?? second?.linePropertyId ?? standardId
}

export interface Combination {
  readonly account?: Pick<AccountFacts, 'allowedWorkerIds' | 'allowedCategoryIds'> | undefined
  readonly worker?: { readonly id: string; readonly allowedCategoryIds: readonly string[] } | undefined
  readonly categoryId?: string | undefined
}
/** Each pair: `mandatory` refuses, `lookup` and `none` do not (R02-31). */
export interface CombinationSettings {
  readonly validateWorkerAccount: SettingValue<'validateWorkerAccount'>
  readonly validateAccountCategory: SettingValue<'validateAccountCategory'>
  readonly validateWorkerCategory: SettingValue<'validateWorkerCategory'>
}

/** COMBINATION_NOT_ALLOWED for each mandatory pair of account, worker and category that is not allowed (R02-31). */
export function checkCombination(
  { account, worker, categoryId }: Combination,
  { validateWorkerAccount, validateAccountCategory, validateWorkerCategory }: CombinationSettings,
): Failure[] {
  const fields = new Set<string>()
  if (validateWorkerAccount === 'mandatory' && !allows(account?.allowedWorkerIds, worker?.id))
    fields.add('workerId')
  if (validateAccountCategory === 'mandatory' && !allows(account?.allowedCategoryIds, categoryId))
    fields.add('categoryId')
  if (validateWorkerCategory === 'mandatory' && !allows(worker?.allowedCategoryIds, categoryId))
    fields.add('categoryId')
  return [...fields].map((field) => ({ code: 'COMBINATION_NOT_ALLOWED', field }))
}

/** An empty list allows all, and so does a missing one. */
function allows(allowed: readonly string[] | undefined, id: string | undefined): boolean {
  return allowed === undefined || id === undefined || allowed.length === 0 || allowed.includes(id)
}

export interface CategoryUse {
  readonly lineType: LineType
  /** The setting allowInactiveCategories. */
  readonly allowInactive: boolean
  /** The category the line has already; it keeps it. */
  readonly heldId?: string | undefined
}

/** CATEGORY_TYPE for a category of another type, CATEGORY_INACTIVE for one out of use (R02-32). */
export function checkCategory(
  { id, type, active }: CategoryFacts,
  { lineType, allowInactive, heldId }: CategoryUse,
): Failure[] {
  if (type !== lineType) return [{ code: 'CATEGORY_TYPE', field: 'categoryId', ids: [id] }]
  if (active || allowInactive || id === heldId) return []
  return [{ code: 'CATEGORY_INACTIVE', field: 'categoryId', ids: [id] }]
}

export interface AccountUse {
  /** `new`: an agreement, order or subscription; `existing`: work on one, posting included (R04-27). */
  readonly work: 'new' | 'existing'
  readonly customerId: string
}

/** BILLING_ACCOUNT_CLOSED by status (R04-27), BILLING_ACCOUNT_TYPE and BILLING_ACCOUNT_OTHER_CUSTOMER (04 §2.1). */
export function checkAccount(account: AccountFacts, { work, customerId }: AccountUse): Failure[] {
  const { id, status, type } = account
  const failures: Failure[] = []
  if (type === 'time') failures.push({ code: 'BILLING_ACCOUNT_TYPE', field: 'billingAccountId', type })
  if (account.customerId !== customerId)
    failures.push({ code: 'BILLING_ACCOUNT_OTHER_CUSTOMER', field: 'billingAccountId', ids: [id] })
  if (status === 'closed' || (status === 'blocked' && work === 'new'))
    failures.push({ code: 'BILLING_ACCOUNT_CLOSED', field: 'billingAccountId', account: id, status })
  return failures
}
