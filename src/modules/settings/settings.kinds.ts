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
  slaStartAutomatically: 'flag',
  slaMeasureGenerated: 'flag',
  slaReasonOnExceeding: 'flag',
  slaReasonOnCanceling: 'flag',
  customerAbsentAllowed: 'flag',
  negativeStockAllowed: 'flag',
  serviceCalendarId: 'calendar',
  serviceEveryDay: 'flag',
  closedDayPolicy: 'closedDay',
  defaultStartTime: 'minute',
  maxPeriodDays: 'number',
  maxOrdersPerRun: 'number',
  agreementGroupId: 'agreementGroup',
  repairWarrantyMonths: 'number',
  repeatWindowDays: 'number',
  estimateTolerance: 'percent',
  economicRepairShare: 'percent',
  sortLanguage: 'language',
  lockMinutes: 'number',
  fiscalYearStartMonth: 'month',
  dispatchGridMinutes: 'number',
  dispatchDetour: 'number',
  dispatchSpeed: 'number',
  dispatchSameSiteMetres: 'number',
  dispatchCommuteCounts: 'flag',
  dispatchColors: 'colors',
  dispatchDraftMode: 'flag',
  startWallId: 'wall',
}

export function kindOf(key: SettingName): SettingKind {
  return kinds[key]
}
