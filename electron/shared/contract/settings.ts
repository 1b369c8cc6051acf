import { z } from 'zod'
import { Reason } from './crud'
import { refusals } from './domainError'
import { AgreementGroupId, CalendarId, WallId } from './id'
import { command, query } from './procedure'
import { Language } from './session'

const validation = z.enum(['none', 'lookup', 'mandatory'])
const whole = (min: number, max: number) => z.int().min(min).max(max)

export const SettingScope = z.enum(['company', 'office', 'user'])
export type SettingScope = z.infer<typeof SettingScope>

/** Rights and rules differ by office at most: what a user may set for themselves must not widen what they may do. */
const define = <T extends z.ZodType>(
  schema: T,
  standard: z.output<T> | undefined,
  scopes: readonly SettingScope[] = ['company', 'office'],
) => ({ schema, standard, scopes })

export const Module = z.enum(['repair', 'bom', 'returns', 'subscriptionIndex'])
export type Module = z.infer<typeof Module>

const color = z.string().regex(/^#[0-9A-Fa-f]{6}$/)
export const PriorityColors = z.object({ high: color, normal: color, low: color })
export type PriorityColors = z.infer<typeof PriorityColors>

/** Every setting with what it may hold and its standard value (R01-24). Later areas add theirs. */
export const settingDefinitions = {
  modules: define(z.array(Module), ['repair', 'bom', 'returns', 'subscriptionIndex'], ['company']),
  allowInactiveWorkers: define(z.boolean(), false),
  allowInactiveCategories: define(z.boolean(), false),
  validateWorkerAccount: define(validation, 'none'),
  validateAccountCategory: define(validation, 'none'),
  validateWorkerCategory: define(validation, 'none'),
  allowWithoutAgreement: define(z.boolean(), true),
  backOfficeMayPost: define(z.boolean(), true),
  techniciansChangeStage: define(z.boolean(), true),
  signOffRequired: define(z.boolean(), false),
  slaStartsAutomatically: define(z.boolean(), true),
  measureGeneratedOrders: define(z.boolean(), false),
  reasonOnSlaExceeded: define(z.boolean(), false),
  reasonOnSlaCancel: define(z.boolean(), false),
  customerAbsentAllowed: define(z.boolean(), false),
  negativeStockAllowed: define(z.boolean(), false),
  serviceCalendarId: define(CalendarId.nullable(), null),
  /** Every day is open, whatever calendars there are (03 §2.3). */
  serviceEveryDay: define(z.boolean(), false),
  closedDayPolicy: define(z.enum(['keep', 'nextOpen', 'previousOpen', 'nextOpenSameMonth', 'skip']), 'keep'),
  /** Minutes after midnight at the site (03 §2.3). */
  defaultStartTime: define(whole(0, 1439), 480),
  maxPeriodDays: define(whole(1, 36_525), 1827),
  maxOrdersPerRun: define(whole(1, 100_000), 5000),
  /** Before its end an `auto` agreement is renewed (R02-25). */
  renewalDaysAhead: define(whole(0, 365), 30),
  defaultAgreementGroupId: define(AgreementGroupId.nullable(), null),
  repairWarrantyMonths: define(whole(0, 120), 3),
  repeatWindowDays: define(whole(0, 3650), 30),
  /** Basis points by which work may cost more than its estimate, where that says nothing else (08 §2.4). */
  estimateTolerance: define(whole(0, 100_000), 1000),
  /** Basis points of the item's price: an estimate from here on is not worth it (R08-20). */
  economicRepairShare: define(whole(1, 100_000), 6000),
  sortLanguage: define(Language, 'en', ['company']),
  lockMinutes: define(whole(1, 240), 15, ['company', 'office', 'user']),
  fiscalYearStartMonth: define(whole(1, 12), 1, ['company']),
  /** To which the board and suggestions snap (07 §2.6). */
  boardGridMinutes: define(whole(1, 60), 15),
  /** How much longer than the straight line the way by road is, in hundredths (07 §2.6). */
  detourFactor: define(whole(100, 500), 130),
  /** Kilometres an hour. */
  speedKmh: define(whole(1, 200), 50),
  /** Closer than this is the same site; thousandths of a kilometre (07 §2.6). */
  sameSiteKm: define(whole(0, 10_000), 100),
  /** The way from and to the base needs free time too (R07-12). */
  commuteCounts: define(z.boolean(), false),
  /** Of the priorities; bars tint them, and their letters carry them (07 §2.6). */
  priorityColors: define(PriorityColors, { high: '#D32F2F', normal: '#F2C037', low: '#2E7D32' }),
  /** The board collects edits until they are saved (R07-35). */
  boardDraftMode: define(z.boolean(), false, ['user']),
  /** The screen on the wall that the program opens with (R07-60). */
  startWallId: define(WallId.nullable(), null, ['user']),
} as const

export type SettingName = keyof typeof settingDefinitions
export type SettingValue<Name extends SettingName> = z.output<(typeof settingDefinitions)[Name]['schema']>
export const SettingName = z.enum(Object.keys(settingDefinitions) as [SettingName, ...SettingName[]]) // Object.keys forgets the names

/** A setting with its effective value and where it comes from. */
export const Setting = z.object({
  key: SettingName,
  value: z.unknown(),
  source: z.enum(['standard', 'company', 'office', 'user']),
  default: z.unknown(),
  /** Where the setting may differ. */
  allowedScopes: z.array(SettingScope),
  /** What is stored for the company, the caller's office and the caller. */
  scopes: z.array(z.object({ scope: SettingScope, value: z.unknown() })),
})
export type Setting = z.infer<typeof Setting>

export const settingsErrors = refusals('SETTING_INVALID')

/** Where this installation keeps its store, and the log of the desktop program. */
export const Folders = z.object({ dataFolder: z.string(), logFolder: z.string() })
export type Folders = z.infer<typeof Folders>

export const settingsContract = {
  listSettings: query('settings.read').output(z.array(Setting)),
  /** `null` takes the value of this scope away. A user's own needs no more than a session. */
  setSetting: command('session.use')
    .input(z.object({ key: SettingName, scope: SettingScope, value: z.unknown(), reason: Reason }))
    .output(z.array(Setting))
    .errors(settingsErrors),
  getFolders: query('settings.read').output(Folders),
}
