export { createAgreementCover, type FindAgreementCover } from './agreementCover.repository'
export {
  createAgreementReader,
  type AgreementLineTerms,
  type AgreementReader,
  type AgreementTask,
  type AgreementTerms,
} from './agreementReader.repository'
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
  type PriceSearchDeps,
  type SearchPrice,
} from './priceSearch'
export { createServiceTasks, type ServiceTasks } from './serviceTasks.repository'
export { seedAgreements } from './seedAgreements'
export { agreementsSearch } from './agreements.search'
export type { AgreementDates, AgreementWorkDeps } from './agreementDeps'
export { createAgreementGroups, type AgreementGroups } from './agreementGroups.repository'
export { createAgreementOrders, type AgreementOrders } from './agreementOrders.repository'
export {
  createAgreementParts,
  type AgreementParts,
  type StoredAgreementLine,
  type StoredAgreementObject,
  type StoredAgreementTask,
} from './agreementParts.repository'
export { createAgreementReferences } from './agreementReferences.repository'
export {
  createServiceAgreements,
  type ServiceAgreements,
  type StoredAgreement,
} from './serviceAgreements.repository'
export { createMoveAgreements } from './moveAgreements'
export { createRestoreAgreements } from './restoreAgreement'
export { serviceAgreementsSearch } from './serviceAgreements.search'
export { startAgreementWatch } from './watchAgreements'
export type { LoadedAgreement } from './agreementAccess'
export {
  createAgreementExchange,
  type AgreementExchange,
  type AgreementLinesToWrite,
  type AgreementToWrite,
} from './exchange'
