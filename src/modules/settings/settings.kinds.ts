import type { SettingName } from '@contract/settings'

/** How a setting is edited: derived from what it may hold. */
export type SettingKind =
  | 'flag'
  | 'number'
  | 'percent'
  | 'minute'
  | 'closedDay'
  | 'validation'
  | 'language'
  | 'modules'
  | 'calendar'
  | 'month'
  | 'agreementGroup'
  | 'colors'
  | 'wall'

const kinds: Readonly<Record<SettingName, SettingKind>> = {
  modules: 'modules',
  allowInactiveWorkers: 'flag',
  allowInactiveCategories: 'flag',
  validateWorkerAccount: 'validation',
  validateAccountCategory: 'validation',
  validateWorkerCategory: 'validation',
  allowWithoutAgreement: 'flag',
  backOfficeMayPost: 'flag',
  techniciansChangeStage: 'flag',
  signOffRequired: 'flag',
  slaStartsAutomatically: 'flag',
  measureGeneratedOrders: 'flag',
  reasonOnSlaExceeded: 'flag',
  reasonOnSlaCancel: 'flag',
  customerAbsentAllowed: 'flag',
  negativeStockAllowed: 'flag',
  serviceCalendarId: 'calendar',
  serviceEveryDay: 'flag',
  closedDayPolicy: 'closedDay',
  defaultStartTime: 'minute',
  maxPeriodDays: 'number',
  maxOrdersPerRun: 'number',
  renewalDaysAhead: 'number',
  defaultAgreementGroupId: 'agreementGroup',
  repairWarrantyMonths: 'number',
  repeatWindowDays: 'number',
  estimateTolerance: 'percent',
  economicRepairShare: 'percent',
  sortLanguage: 'language',
  lockMinutes: 'number',
  fiscalYearStartMonth: 'month',
  boardGridMinutes: 'number',
  detourFactor: 'number',
  speedKmh: 'number',
  sameSiteKm: 'number',
  commuteCounts: 'flag',
  priorityColors: 'colors',
  boardDraftMode: 'flag',
  startWallId: 'wall',
}

export function kindOf(key: SettingName): SettingKind {
  return kinds[key]
}
