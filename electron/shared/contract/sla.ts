import { z } from 'zod'
import { SlaOutcome, SlaStatus } from './clockMark'
import { crud, patchOf, Reason, recordRef } from './crud'
import { Description } from './description'
import { refusals } from './domainError'
import {
  AgreementId,
  CalendarId,
  CountryCalendarId,
  OrderId,
  ReasonCodeId,
  SlaEntryId,
  SlaGroupId,
  SlaId,
  SlaStepId,
  UserId,
  Version,
  WorkerId,
} from './id'
import { BasisPoints } from './money'
import { OrderPriority } from './orders'
import { listInput, pageOf } from './page'
import { Role } from './permission'
import { command, query } from './procedure'
import { Instant, Zone } from './time'

export { SlaOutcome, SlaStatus }

/** A code of a set-up table: kept in capitals. */
const Code = z.string().trim().toUpperCase().min(1).max(20)
/** Minutes; whether they make an allowance is a business check (`ALLOWANCE_INVALID`). */
const Allowance = z.int().min(-1_000_000_000).max(1_000_000_000)
const Country = z.string().regex(/^[A-Z]{2}$/)

export const SlaStepKind = z.enum(['warning', 'breach'])
export type SlaStepKind = z.infer<typeof SlaStepKind>

/** When somebody is told of a clock, and who (06 §2.5); exactly one of the two thresholds. */
export const SlaStep = z
  .object({
    kind: SlaStepKind,
    /** Of the allowance. */
    threshold: BasisPoints.min(1).max(100_000).optional(),
    /** Counted minutes before the allowance is used up. */
    minutesBefore: z.int().min(0).max(525_600).optional(),
    /** Every user with the role who may read the order. */
    roles: z.array(Role).max(6).default([]),
    workerIds: z.array(WorkerId).max(50).default([]),
    /** The order's responsible. */
    toResponsible: z.boolean().default(true),
    /** Who leads the team of the order's activities. */
    toTeamOwner: z.boolean().default(false),
    /** Puts the order one priority higher. */
    raisesPriority: z.boolean().default(false),
  })
  .refine((step) => (step.threshold === undefined) !== (step.minutesBefore === undefined), {
    message: 'oneOf:threshold,minutesBefore',
  })
export type SlaStep = z.infer<typeof SlaStep>

const stepKey = ({ kind, minutesBefore, threshold }: z.infer<typeof SlaStep>) =>
  `${kind} ${String(threshold ?? '')} ${String(minutesBefore ?? '')}`
const Steps = z
  .array(SlaStep)
  .max(20)
  .refine((steps) => new Set(steps.map(stepKey)).size === steps.length, { message: 'twice:threshold' })

/** What a new service level tells: 75 % warn, 100 % breach (06 §2.2). */
export const standardSteps: SlaStep[] = [
  {
    kind: 'warning',
    threshold: 7500,
    roles: ['dispatcher'],
    workerIds: [],
    toResponsible: true,
    toTeamOwner: false,
    raisesPriority: false,
  },
  {
    kind: 'breach',
    threshold: 10_000,
    roles: ['serviceManager', 'dispatcher'],
    workerIds: [],
    toResponsible: true,
    toTeamOwner: false,
    raisesPriority: false,
  },
]

const slaFields = {
  code: Code,
  description: Description,
  /** Minutes to completion, 1 … 525,600. */
  allowance: Allowance,
  /** Empty: the allowance. */
  allowanceHigh: Allowance.optional(),
  allowanceLow: Allowance.optional(),
  /** Minutes to the first response; empty: none is promised. */
  responseAllowance: Allowance.optional(),
  /** Empty: every minute counts. */
  calendarId: CalendarId.optional(),
  steps: Steps.default(standardSteps),
}
/** A service level agreement: a promise of completion within a time (06 §2.2). */
export const Sla = z.object({
  id: SlaId,
  version: Version,
  ...slaFields,
  steps: z.array(SlaStep),
  active: z.boolean(),
  /** The description in the caller's language. */
  name: z.string(),
  calendarName: z.string().optional(),
})
export type Sla = z.infer<typeof Sla>

const groupFields = {
  code: Code,
  description: z.string().trim().min(1).max(80),
  slaId: SlaId.optional(),
  defaultPriority: OrderPriority.optional(),
  /** 1 = most important. */
  rank: z.int().min(1).max(9999).default(1),
}
/** A customer tier (06 §2.1). */
export const SlaGroup = z.object({
  id: SlaGroupId,
  version: Version,
  ...groupFields,
  rank: z.int(),
  active: z.boolean(),
  slaCode: z.string().optional(),
})
export type SlaGroup = z.infer<typeof SlaGroup>

/** Which calendar stands for another one at the sites of a country (R06-25). */
export const CountryCalendar = z.object({
  id: CountryCalendarId,
  version: Version,
  calendarId: CalendarId,
  country: Country,
  derivedCalendarId: CalendarId,
  calendarName: z.string(),
  derivedCalendarName: z.string(),
})
export type CountryCalendar = z.infer<typeof CountryCalendar>

/** Which rule gave the order its service level (R06-01). */
export const SlaSource = z.enum(['order', 'agreement', 'agreementGroup', 'customerGroup'])
export type SlaSource = z.infer<typeof SlaSource>
export const SlaEntryKind = z.enum(['start', 'stop'])
export type SlaEntryKind = z.infer<typeof SlaEntryKind>
export const SlaEntrySource = z.enum([
  'creation',
  'manual',
  'stage',
  'signOff',
  'posting',
  'orderCancel',
  'revoke',
  'split',
])
export type SlaEntrySource = z.infer<typeof SlaEntrySource>

/** The copy of a service level that an order's clock keeps (06 §2.4). */
export const FrozenSla = z.object({
  code: z.string(),
  allowance: z.int(),
  allowanceHigh: z.int().optional(),
  allowanceLow: z.int().optional(),
  responseAllowance: z.int().optional(),
  calendarId: CalendarId.optional(),
  steps: z.array(SlaStep),
})
export type FrozenSla = z.infer<typeof FrozenSla>

/** One Start or Stop of an order's clock (06 §2.4). */
export const SlaEntry = z.object({
  id: SlaEntryId,
  version: Version,
  orderId: OrderId,
  seq: z.int(),
  kind: SlaEntryKind,
  at: Instant,
  source: SlaEntrySource,
  reasonId: ReasonCodeId.optional(),
  reasonCode: z.string().optional(),
  /** The reason's description in the caller's language, of the time of the entry. */
  reasonName: z.string().optional(),
  comment: z.string().optional(),
  byId: UserId,
  byName: z.string(),
  recordedAt: Instant,
  /** Does not count: an earlier entry of the same kind comes before it (R06-18). */
  isSuperseded: z.boolean(),
  /** Its time was corrected (R06-17); it was this one first. */
  correctedFrom: Instant.optional(),
})
export type SlaEntry = z.infer<typeof SlaEntry>

/** A step that fired, with the instant at which it was crossed (R06-50). */
export const FiredStep = z.object({
  id: SlaStepId,
  kind: SlaStepKind,
  threshold: z.int().optional(),
  minutesBefore: z.int().optional(),
  crossedAt: Instant,
  detectedAt: Instant,
})
export type FiredStep = z.infer<typeof FiredStep>

/** The clock of an order (06 §2.4), with what a window needs to let it count on by itself. */
export const OrderSla = z.object({
  orderId: OrderId,
  /** The order's version, which commands on the clock expect. */
  version: Version,
  number: z.string(),
  siteZone: Zone,
  priority: OrderPriority,
  status: SlaStatus,
  outcome: SlaOutcome,
  /** Of an order that has none yet: the one that Start would take. */
  slaId: SlaId.optional(),
  slaCode: z.string().optional(),
  slaName: z.string().optional(),
  source: SlaSource.optional(),
  /** The agreement that gave it, itself or by its group. */
  agreementId: AgreementId.optional(),
  calendarId: CalendarId.optional(),
  calendarName: z.string().optional(),
  startTime: Instant.optional(),
  /** Seconds counted until `readAt`. */
  elapsed: z.int(),
  /** Seconds that the order's priority allows. */
  allowance: z.int().optional(),
  /** Empty without working time, while stopped in time, and when canceled. */
  latestCompletion: Instant.optional(),
  /** While stopped: the latest completion if it were started at `readAt`. */
  ifStartedNow: Instant.optional(),
  compliance: BasisPoints.optional(),
  /** More was counted than is allowed, in seconds (R06-14). */
  isExceeded: z.boolean(),
  /** Open and past its latest completion: lists show it as breached (R06-40). */
  isOverdue: z.boolean(),
  finalStop: Instant.optional(),
  firstResponse: Instant.optional(),
  responseDue: Instant.optional(),
  responseOutcome: SlaOutcome,
  isRecomputing: z.boolean(),
  warnings: z.array(z.literal('CALENDAR_EMPTY')),
  entries: z.array(SlaEntry),
  steps: z.array(SlaStep),
  fired: z.array(FiredStep),
  readAt: Instant,
  /** Open time from `readAt` on, in order; what comes after the last one is not told. */
  open: z.array(z.object({ start: Instant, end: Instant })),
})
export type OrderSla = z.infer<typeof OrderSla>

export const TraceKind = z.enum([
  'sla',
  'start',
  'work',
  'closed',
  'pause',
  'resume',
  'clockChange',
  'priority',
  'deadline',
  'stop',
  'result',
])
export type TraceKind = z.infer<typeof TraceKind>
/** Why time is closed; `break`: between two shifts of a date. */
export const ClosedKind = z.enum(['night', 'weekend', 'holiday', 'break', 'other'])
export type ClosedKind = z.infer<typeof ClosedKind>

/** A row of the explanation of a deadline (R06-60); all durations are seconds. */
export const TraceRow = z.object({
  n: z.int(),
  kind: TraceKind,
  from: Instant.optional(),
  to: Instant.optional(),
  /** Offsets from UTC in minutes, of `from` and `to`. */
  fromOffset: z.int().optional(),
  toOffset: z.int().optional(),
  counted: z.int(),
  total: z.int(),
  remaining: z.int(),
  /** What is still to come, as it stands now. */
  isAhead: z.boolean(),
  /** Of `closed`: why, and the name of a holiday. */
  closed: ClosedKind.optional(),
  name: z.string().optional(),
  /** Of `sla`: the code, the rule that gave it, and the calendar. */
  slaCode: z.string().optional(),
  slaSource: SlaSource.optional(),
  calendarName: z.string().optional(),
  /** Of `start`, `pause`, `resume`, `stop`: what wrote the entry, who and why. */
  entrySource: SlaEntrySource.optional(),
  byName: z.string().optional(),
  reasonName: z.string().optional(),
  comment: z.string().optional(),
  isCorrected: z.boolean().optional(),
  /** An entry that does not count (R06-18). */
  isSuperseded: z.boolean().optional(),
  /** Of `priority`. */
  priority: OrderPriority.optional(),
  /** Of `result`. */
  compliance: BasisPoints.optional(),
  outcome: SlaOutcome.optional(),
  /** Of `result`: seconds beyond the allowance (R06-41). */
  exceededBy: z.int().optional(),
})
export type TraceRow = z.infer<typeof TraceRow>

export const slaErrors = refusals('SLA_CODE_EXISTS', 'ALLOWANCE_INVALID')
export const slaGroupErrors = refusals('SLA_CODE_EXISTS')
/** In the order in which the first failure names a refusal. */
export const clockErrors = refusals(
  'NO_SLA',
  'SLA_STATUS_INVALID',
  'TIME_ORDER',
  'TIME_FUTURE',
  'TIME_TOO_EARLY',
  'REASON_NOT_ALLOWED',
  'SLA_INACTIVE',
)
export const traceErrors = refusals(
  'CALENDAR_EMPTY',
  'NO_SLA',
  'ZONE_UNKNOWN',
  'TIME_ORDER',
  'ALLOWANCE_INVALID',
)

const sla = crud({
  ...{ key: 'slaId', id: SlaId, fields: slaFields, record: Sla },
  ...{ read: 'sla.read', write: 'sla.setUp', errors: slaErrors },
})
const group = crud({
  ...{ key: 'slaGroupId', id: SlaGroupId, fields: groupFields, record: SlaGroup },
  ...{ read: 'sla.read', write: 'sla.setUp', errors: slaGroupErrors },
})
const orderRef = recordRef('orderId', OrderId).extend({ reason: Reason })
const recording = orderRef.extend({
  /** Empty: now. */
  at: Instant.optional(),
  reasonId: ReasonCodeId.optional(),
  comment: z.string().trim().max(500).optional(),
})
const asked = z.object({ orderId: OrderId })

export const slaContract = {
  listSlas: query('sla.read').input(listInput(Sla.shape)).output(pageOf(Sla)),
  getSla: sla.get,
  createSla: sla.create,
  updateSla: command('sla.setUp')
    .input(
      recordRef('slaId', SlaId).extend({ patch: patchOf({ ...slaFields, steps: Steps }), reason: Reason }),
    )
    .output(Sla)
    .errors(slaErrors),
  deleteSla: sla.delete,
  deactivateSla: sla.deactivate,
  activateSla: sla.activate,
  listSlaGroups: group.list,
  getSlaGroup: group.get,
  createSlaGroup: group.create,
  updateSlaGroup: group.update,
  deleteSlaGroup: group.delete,
  deactivateSlaGroup: group.deactivate,
  activateSlaGroup: group.activate,
  listCountryCalendars: query('sla.read')
    .input(z.object({ calendarId: CalendarId.optional() }))
    .output(z.object({ items: z.array(CountryCalendar) })),
  /** `null` takes the country's calendar away. */
  setCountryCalendar: command('sla.setUp')
    .input(
      z.object({
        calendarId: CalendarId,
        country: Country,
        derivedCalendarId: CalendarId.nullable(),
        reason: Reason,
      }),
    )
    .output(z.object({ items: z.array(CountryCalendar) })),

  getOrderSla: query('sla.read').input(asked).output(OrderSla),
  startClock: command('sla.record').input(recording).output(OrderSla).errors(clockErrors),
  stopClock: command('sla.record').input(recording).output(OrderSla).errors(clockErrors),
  cancelClock: command('sla.cancel')
    .input(orderRef.extend({ reasonId: ReasonCodeId.optional() }))
    .output(OrderSla)
    .errors(clockErrors),
  /** Gives an entry another time (R06-17). */
  correctEntry: command('sla.correct')
    .input(recordRef('entryId', SlaEntryId).extend({ at: Instant, reason: Reason }))
    .output(OrderSla)
    .errors(clockErrors),
  setOrderSla: command('sla.record')
    .input(orderRef.extend({ slaId: SlaId }))
    .output(OrderSla)
    .errors(clockErrors),
  /** The customer was contacted (R06-45). */
  recordContact: command('sla.record')
    .input(orderRef.extend({ at: Instant.optional() }))
    .output(OrderSla)
    .errors(clockErrors),
  explainDeadline: query('sla.read')
    .input(asked)
    .output(z.object({ rows: z.array(TraceRow), siteZone: Zone, readAt: Instant }))
    .errors(traceErrors),
  /** Of a service level, kept or as it is being typed: exactly one of `slaId` and `draft`. */
  previewDeadline: query('sla.read')
    .input(
      z
        .object({
          slaId: SlaId.optional(),
          draft: z
            .object({
              allowance: Allowance,
              allowanceHigh: Allowance.optional(),
              allowanceLow: Allowance.optional(),
              calendarId: CalendarId.optional(),
            })
            .optional(),
          zone: Zone,
          /** Of the site, for its calendar (R06-25). */
          country: Country.optional(),
          start: Instant,
          priority: OrderPriority.optional(),
          pauses: z
            .array(z.object({ from: Instant, to: Instant }))
            .max(50)
            .optional(),
        })
        .refine((asked) => (asked.slaId === undefined) !== (asked.draft === undefined), {
          message: 'oneOf:slaId,draft',
        }),
    )
    .output(z.object({ deadline: Instant, rows: z.array(TraceRow) }))
    .errors(traceErrors),
}
