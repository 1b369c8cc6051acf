export {
  createAgreementsRepository,
  type AgreementsRepository,
  type StoredAccount,
  type StoredCategory,
} from './agreements.repository'
export { createAgreementsRouter } from './agreements.router'
export {
  costAmount,
  deviation,
  fitsMoney,
  lineAmount,
  modelPrice,
  salesAmount,
  type AmountOf,
  type Deviation,
  type Shares,
} from './amounts.rules'
export {
  checkAccount,
  checkCategory,
  checkCombination,
  chooseLineProperty,
  type AccountFacts,
  type CategoryFacts,
  type CombinationSettings,
} from './line.rules'
export type { StoredPriceRule } from './priceRules.repository'
export { createMoveAccounts } from './moveAccounts'
export {
  createPriceSearch,
  type FindItemCost,
  type FindItemPrice,
  type PriceRequest,
  type SearchPrice,
} from './priceSearch'
export { createServiceTasks, type ServiceTasks } from './serviceTasks.repository'
export { seedAgreements } from './seedAgreements'
export { agreementsSearch } from './agreements.search'
