import { z } from 'zod'
import { LineType, SalesPriceSource } from './agreements'
import { recordRef } from './crud'
import { refusals } from './domainError'
import {
  AgreementGroupId,
  AgreementId,
  AgreementLineId,
  CustomerId,
  GenerationRunId,
  ObjectId,
  OccurrenceId,
  OfficeId,
  OrderId,
  OrderLineId,
  SiteId,
  UserId,
  Version,
  WorkerId,
} from './id'
import { JobStarted } from './jobs'
import { Currency, UnitPrice } from './money'
import { listInput, pageOf } from './page'
import { command, job, longCommand, query } from './procedure'
import { Quantity } from './quantity'
import { Instant, LocalDate } from './time'

/** Why a line, or a date of it, makes no order, in the order in which the reasons are looked at (03 §3.5). */
export const SkipCode = z.enum([
  'AGREEMENT_IS_TEMPLATE', 'AGREEMENT_DRAFT', 'AGREEMENT_SUSPENDED', 'AGREEMENT_CLOSED', 'LINE_STOPPED',
  'TYPE_NOT_INCLUDED', 'PERIOD_BEFORE_LINE', 'PERIOD_AFTER_LINE', 'NO_DATE_IN_PERIOD', 'ALREADY_GENERATED',
  'DELETED_EARLIER', 'CLOSED_DAY_SKIPPED', 'NO_PERMISSION_OFFICE', 'CUSTOMER_BLOCKED', 'BILLING_ACCOUNT_CLOSED',
]) // prettier-ignore
export type SkipCode = z.infer<typeof SkipCode>

/** What is to be said of a line that is created. */
export const PlanNote = z.enum([
  'MOVED_BY_WINDOW',
  'MOVED_FROM_CLOSED_DAY',
  'CALENDAR_CONFLICT',
  'PRICE_MISSING',
  'WORKER_INACTIVE',
  'JOINED_EXISTING',
])
export type PlanNote = z.infer<typeof PlanNote>

/** One step of the explanation of an order, a line or a skip; which of the values it has goes with its code. */
export const PlanStep = z.object({
  code: z.enum([
    /** `number`-th date of the rhythm (from 0) that began on `from`: `date`. */
    'SERIES_DATE',
    /** No interval: the one date is the line's start. */
    'ONE_TIME',
    /** The line lives from `from` to `to` (empty: open). */
    'EFFECTIVE_PERIOD',
    /** Continuous: the line is looked at from `date` on. */
    'CONTINUOUS_FROM',
    /** The allowed days lie from `from` to `to`; `number` of them. */
    'WINDOW',
    /** The window was cut half-way to the neighbouring dates: at most from `from` to `to`. */
    'HALF_WAY',
    /** The window has no open day. */
    'NO_OPEN_DAY',
    /** No window: the calculated date only. */
    'EXACT_DATE',
    /** The day `from` is closed; by the policy `text` it became `date` (empty: no date). */
    'CLOSED_DAY',
    /** The occurrence has one allowed date, which makes an order. */
    'FORCED_DATE',
    /** It joined the date `date` that others make necessary, `number` days away. */
    'JOINED_DATE',
    /** Its cluster of `number` occurrences meets on `date`, which all allow with the fewest days moved. */
    'CLUSTER',
    /** Lines of one order share agreement (or customer), site and the key by `text` (the combine value). */
    'GROUP_KEY',
    /** The order holds `number` lines. */
    'LINES_TOGETHER',
    /** It is appended to the open order `text`. */
    'EXISTING_ORDER',
    /** The date was created before, in the order `text` on `date`. */
    'EARLIER_ORDER',
    /** It was created before and deleted. */
    'EARLIER_DELETED',
  ]),
  date: LocalDate.optional(),
  from: LocalDate.optional(),
  to: LocalDate.optional(),
  number: z.int().optional(),
  text: z.string().optional(),
})
export type PlanStep = z.infer<typeof PlanStep>

/** `loads`: hours per worker and week against the working calendar. */
export const PlanPart = z.enum(['orders', 'lines', 'skips', 'loads'])
export type PlanPart = z.infer<typeof PlanPart>

/** A row of a plan; each part fills its own fields. */
export const PlanRow = z.object({
  id: z.uuid(),
  part: PlanPart,
  /** Place in the plan: orders by service date, agreement number, smallest line number; lines in their orders. */
  position: z.int(),
  /** orders, lines: the date chosen; loads: the Monday of the week. */
  serviceDate: LocalDate.optional(),
  /** lines, skips of a date: the date that the rhythm gives. */
  calculatedDate: LocalDate.optional(),
  agreementId: AgreementId.optional(),
  /** With combine `customer` the agreements' numbers, at most three. */
  agreementNumber: z.string().optional(),
  officeId: OfficeId.optional(),
  customerId: CustomerId.optional(),
  customerName: z.string().optional(),
  siteId: SiteId.optional(),
  siteName: z.string().optional(),
  /** orders: what its lines have in common beside site and date: task, employee or object; empty: nothing more. */
  groupName: z.string().optional(),
  /** orders: how many lines; loads: how many visits. */
  lineCount: z.int().optional(),
  /** orders: planned minutes; lines: of an hour line; loads: planned for the worker in the week. */
  minutes: z.int().optional(),
  /** lines: the row of its order. */
  orderRowId: z.uuid().optional(),
  agreementLineId: AgreementLineId.optional(),
  /** Number of the agreement line. */
  lineNo: z.int().optional(),
  lineType: LineType.optional(),
  description: z.string().optional(),
  objectId: ObjectId.optional(),
  objectName: z.string().optional(),
  taskName: z.string().optional(),
  workerId: WorkerId.optional(),
  workerName: z.string().optional(),
  quantity: Quantity.optional(),
  unit: z.string().optional(),
  salesPrice: UnitPrice.optional(),
  salesPriceSource: SalesPriceSource.optional(),
  currency: Currency.optional(),
  /** orders, lines: sales amount in the minor unit of the currency. */
  salesAmount: z.int().optional(),
  /** skips. */
  skipCode: SkipCode.optional(),
  /** Has a note; a plan's warnings are its rows with notes. */
  hasNotes: z.boolean().optional(),
  notes: z.array(PlanNote),
  trace: z.array(PlanStep),
  /** The order it is appended to or, once the run is committed, became; skips: the earlier order. */
  orderId: OrderId.optional(),
  orderNumber: z.string().optional(),
  /** loads: working minutes of the worker's calendar in the week. */
  capacityMinutes: z.int().optional(),
})
export type PlanRow = z.infer<typeof PlanRow>

const ids = <Id extends z.ZodType>(id: Id) => z.array(id).min(1).max(500).optional()
/** Which lines a run looks at; empty: all of the caller's offices. */
export const GenerationFilter = z.object({
  officeIds: ids(OfficeId),
  agreementIds: ids(AgreementId),
  groupIds: ids(AgreementGroupId),
  customerIds: ids(CustomerId),
  siteIds: ids(SiteId),
  objectIds: ids(ObjectId),
})
export type GenerationFilter = z.infer<typeof GenerationFilter>

const generationFields = {
  from: LocalDate,
  to: LocalDate,
  filter: GenerationFilter.default({}),
  /** The kinds of lines that take part (R03-02). */
  types: z.array(LineType).max(4),
  /** Fills gaps and creates again what was deleted (R03-09). */
  continuous: z.boolean().default(false),
  /** Appends to open orders of the same agreement and key (R03-17). */
  joinExisting: z.boolean().default(false),
}
export const GenerationInput = z.object(generationFields)
export type GenerationInput = z.infer<typeof GenerationInput>

export const GenerationCounts = z.object({
  agreements: z.int(),
  /** Agreement lines read. */
  linesRead: z.int(),
  orders: z.int(),
  /** Order lines, each of one occurrence. */
  lines: z.int(),
  skips: z.int(),
  /** Skips by code. */
  skipped: z.partialRecord(SkipCode, z.int()),
  /** Lines by note. */
  notes: z.partialRecord(PlanNote, z.int()),
  minutes: z.int(),
})
export type GenerationCounts = z.infer<typeof GenerationCounts>

/** Orders and lines of one date, for the calendar. */
export const PlanDay = z.object({ date: LocalDate, orders: z.int(), lines: z.int() })
export type PlanDay = z.infer<typeof PlanDay>

/** The result of a preview, and `preview` in the data of PREVIEW_STALE. */
export const GenerationPreview = z.object({
  planId: z.uuid(),
  fingerprint: z.string(),
  counts: GenerationCounts,
  days: z.array(PlanDay),
  /** The first 1,000 of each part; the others by `listPlan`. */
  orders: z.array(PlanRow),
  lines: z.array(PlanRow),
  skips: z.array(PlanRow),
})
export type GenerationPreview = z.infer<typeof GenerationPreview>
export const shownPlanRows = 1000

export const RunStatus = z.enum(['committed', 'undone', 'partlyUndone'])
export type RunStatus = z.infer<typeof RunStatus>

export const GenerationRun = z.object({
  id: GenerationRunId,
  version: Version,
  number: z.string(),
  officeId: OfficeId,
  fromDate: LocalDate,
  toDate: LocalDate,
  filters: GenerationFilter,
  types: z.array(LineType),
  continuous: z.boolean(),
  joinExisting: z.boolean(),
  status: RunStatus,
  fingerprint: z.string(),
  counts: GenerationCounts,
  /** As counted, for lists. */
  orderCount: z.int(),
  lineCount: z.int(),
  skipCount: z.int(),
  /** Its rows in `listPlan`. */
  planId: z.uuid(),
  createdById: UserId,
  createdByName: z.string().optional(),
  createdAt: Instant,
  undoneById: UserId.optional(),
  undoneByName: z.string().optional(),
  undoneAt: Instant.optional(),
  undoReason: z.string().optional(),
})
export type GenerationRun = z.infer<typeof GenerationRun>

export const OccurrenceState = z.enum(['active', 'deleted', 'released'])
export type OccurrenceState = z.infer<typeof OccurrenceState>
/** That a date of a line was made into an order line: what makes runs repeatable (03 §2.4). */
export const Occurrence = z.object({
  id: OccurrenceId,
  version: Version,
  agreementLineId: AgreementLineId,
  calculatedDate: LocalDate,
  serviceDate: LocalDate,
  state: OccurrenceState,
  orderLineId: OrderLineId.optional(),
  orderId: OrderId.optional(),
  orderNumber: z.string().optional(),
  runId: GenerationRunId.optional(),
  runNumber: z.string().optional(),
})
export type Occurrence = z.infer<typeof Occurrence>

export const generationRunErrors = refusals(
  'PERIOD_INVALID',
  'PERIOD_TOO_LONG',
  'NO_TRANSACTION_TYPE',
  'PREVIEW_STALE',
  'RUN_TOO_LARGE',
  'NUMBER_SERIES_MISSING',
  'NUMBERS_EXHAUSTED',
  'NOT_NUMBERING_DEVICE',
  'SERIES_END',
  'NOTHING_TO_CREATE',
  'RUN_HAS_TOUCHED_ORDERS',
  'RUN_ALREADY_UNDONE',
  'OCCURRENCE_ACTIVE',
)

/** Why an order of a run is not taken back with it (R03-23). */
export const TouchedBy = z.enum([
  'changed', 'time', 'posting', 'requirement', 'activity', 'signOff', 'attachment', 'repairLine', 'cancellation', 'case',
]) // prettier-ignore
export type TouchedBy = z.infer<typeof TouchedBy>
/** `orders` in the data of RUN_HAS_TOUCHED_ORDERS, at most 200. */
export const TouchedOrder = z.object({ orderId: OrderId, number: z.string(), why: z.array(TouchedBy) })
export type TouchedOrder = z.infer<typeof TouchedOrder>

export const UndoRunMode = z.enum(['all', 'untouchedOnly'])
export type UndoRunMode = z.infer<typeof UndoRunMode>

export const generationRunsContract = {
  /** Result: `GenerationPreview`. */
  previewGeneration: job('generation.preview')
    .input(GenerationInput)
    .output(JobStarted)
    .errors(generationRunErrors),
  /** Rows of the last preview of the session, for an hour, or of a run. */
  listPlan: query('generation.preview')
    .input(
      listInput(PlanRow.shape, [
        'position',
        'serviceDate',
        'agreementNumber',
        'customerName',
        'skipCode',
        'workerName',
      ]).safeExtend({ planId: z.uuid(), part: PlanPart }),
    )
    .output(pageOf(PlanRow)),
  /** Result: `GenerationRun`. */
  commitGeneration: job('generation.commit')
    .input(
      z.object({
        ...generationFields,
        fingerprint: z.string().max(100),
        reason: z.string().max(500).optional(),
      }),
    )
    .output(JobStarted)
    .errors(generationRunErrors),
  undoRun: longCommand('generation.undo')
    .input(
      recordRef('runId', GenerationRunId).extend({
        mode: UndoRunMode,
        /** Left out it is empty, which is REASON_REQUIRED. */
        reason: z.string().trim().max(500).default(''),
      }),
    )
    .output(GenerationRun)
    .errors(generationRunErrors),
  listRuns: query('generation.preview')
    .input(
      listInput(GenerationRun.shape, [
        'number',
        'createdAt',
        'fromDate',
        'toDate',
        'orderCount',
        'lineCount',
        'status',
      ]),
    )
    .output(pageOf(GenerationRun)),
  getRun: query('generation.preview')
    .input(z.object({ runId: GenerationRunId }))
    .output(GenerationRun),
  listOccurrences: query('generation.preview')
    .input(
      listInput(Occurrence.shape, ['calculatedDate', 'serviceDate', 'state']).safeExtend({
        agreementLineId: AgreementLineId,
      }),
    )
    .output(pageOf(Occurrence)),
  /** "Make date available again": a later run makes it once more. */
  releaseDate: command('agreements.manage')
    .input(recordRef('occurrenceId', OccurrenceId).extend({ reason: z.string().max(500).optional() }))
    .output(Occurrence)
    .errors(generationRunErrors),
}
