// What planning speaks of. Dates are `YYYY-MM-DD`; a day is the number of days since 1970-01-01.

/** How often a line comes back (03 §2.1). */
export interface Rhythm {
  readonly range: 'day' | 'week' | 'month' | 'quarter' | 'year'
  readonly frequency: number
  readonly monthEndRule: 'clamp' | 'stick'
}

/** How far an occurrence may be moved (03 §2.2). */
export type WindowSpan =
  | { readonly method: 'week' | 'month' }
  | { readonly method: 'manual'; readonly daysBefore: number; readonly daysAfter: number }

/** Both ends included; without `to` it is open. */
export interface DatePeriod {
  readonly from: string
  readonly to?: string | undefined
}

/** One agreement line as planning sees it. */
export interface Series {
  /** The date of n = 0 (R03-04). */
  readonly anchor: string
  /** The only date of a line without rhythm (R03-06). */
  readonly startDate: string
  readonly rhythm?: Rhythm | undefined
  readonly window?: WindowSpan | undefined
  /** What `effectivePeriod` answered (R03-03). */
  readonly effective: DatePeriod
}

/** A date of a series with the dates before and after it that the line has too, in or out of the run (R03-12). */
export interface CalculatedDate {
  readonly date: string
  readonly previous?: string | undefined
  readonly next?: string | undefined
}

/** 03 §2.3 */
export type ClosedDayPolicy = 'keep' | 'nextOpen' | 'previousOpen' | 'nextOpenSameMonth' | 'skip'

export type IsOpenDay = (day: number) => boolean

/** What decides beside the line where an occurrence may lie. */
export interface DayRules {
  /** The run's period; with Continuous from the line's lower bound (R03-11). */
  readonly run: DatePeriod
  readonly isOpen: IsOpenDay
  readonly closedDayPolicy: ClosedDayPolicy
}

/** Where one occurrence may lie (R03-10…R03-14): at least one day, ascending. */
export type AllowedDays =
  | { readonly kind: 'skipped'; readonly reason: 'CLOSED_DAY_SKIPPED' }
  | {
      readonly kind: 'allowed'
      readonly days: readonly number[]
      readonly note?: 'MOVED_FROM_CLOSED_DAY' | 'CALENDAR_CONFLICT' | undefined
    }

/** An occurrence that waits for its date; callers add to it what they need again afterwards. */
export interface Occurrence {
  /** Occurrences meet in one order only with the same key (`groupKey`, R03-15). */
  readonly groupKey: string
  readonly lineNo: number
  readonly calculatedDate: string
  /** `days` of AllowedDays. */
  readonly allowed: readonly number[]
}

/** An open order that lines may be added to (R03-17). */
export interface JoinableOrder {
  readonly groupKey: string
  readonly date: string
  readonly orderId: string
}

/** The occurrences of one group on one date. */
export interface PlannedOrder<Held extends Occurrence> {
  readonly groupKey: string
  readonly date: string
  /** The order that is joined; absent: a new one. */
  readonly orderId?: string | undefined
  readonly occurrences: readonly Held[]
}

/** What R03-15 reads of a line and its agreement. */
export interface GroupFacts {
  readonly combine: 'agreement' | 'task' | 'employee' | 'object' | 'none' | 'customer'
  readonly agreementId: string
  readonly customerId: string
  readonly billingAccountId?: string | undefined
  readonly currency: string
  /** The object's site, else the agreement's. */
  readonly siteId?: string | undefined
  readonly lineId: string
  readonly taskId?: string | undefined
  readonly workerId?: string | undefined
  readonly objectId?: string | undefined
  readonly calculatedDate: string
}
