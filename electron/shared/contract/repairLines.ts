import { z } from 'zod'
import { patchOf, Reason, recordRef } from './crud'
import { refusals } from './domainError'
import {
  AttemptId,
  BarrierId,
  ConditionId,
  CustomerId,
  DiagnosisAreaId,
  DiagnosisCodeId,
  ItemId,
  ObjectId,
  ObjectRelationId,
  OfficeId,
  OrderId,
  ProductCategoryId,
  RepairLineId,
  RepairStageId,
  ResolutionId,
  SiteId,
  SymptomAreaId,
  SymptomCodeId,
  Version,
  WorkerId,
} from './id'
import { newOrderFields, ordersErrors } from './orders'
import { listInput, pageOf } from './page'
import { command, query } from './procedure'
import { OutcomeClass } from './repairCodes'
import { Instant, LocalDate } from './time'

/** Which promise covers a repair, the first of R08-10 that holds. */
export const WarrantyVerdict = z.enum(['product', 'part', 'repair', 'agreement', 'none'])
export type WarrantyVerdict = z.infer<typeof WarrantyVerdict>

const text = (max: number) => z.string().trim().max(max)

/** What a person says of a repair line (08 §2.2). */
const lineFields = {
  /** Empty: the only object of the order. */
  objectRelationId: ObjectRelationId.optional(),
  /** Empty: the order's preferred technician. */
  technicianId: WorkerId.nullable().optional(),
  conditionId: ConditionId.optional(),
  symptomAreaId: SymptomAreaId.optional(),
  /** Needs its area. */
  symptomCodeId: SymptomCodeId.optional(),
  diagnosisAreaId: DiagnosisAreaId.optional(),
  /** Needs its area. */
  diagnosisCodeId: DiagnosisCodeId.optional(),
  resolutionId: ResolutionId.optional(),
  /** Only with an `endOfLife` resolution. */
  barrierId: BarrierId.optional(),
  title: text(120).optional(),
  /** Internal. */
  note: text(20_000).optional(),
  /** May be printed. */
  customerText: text(2000).optional(),
  /** Empty: now; never in the future. */
  reportedAt: Instant.optional(),
}

/** Why a caller cannot change a line: its order is closed (R08-06), or it is not one of his own (conventions §8). */
export const RepairReadOnly = z.enum(['posted', 'canceled', 'notOwn'])
export type RepairReadOnly = z.infer<typeof RepairReadOnly>

/** One repair of one object on one order (08 §2.2). */
export const RepairLine = z.object({
  id: RepairLineId,
  version: Version,
  number: z.string(),
  orderId: OrderId,
  lineNo: z.int(),
  objectRelationId: ObjectRelationId,
  objectId: ObjectId,
  serialNumber: z.string().optional(),
  repairStageId: RepairStageId,
  technicianId: WorkerId.optional(),
  conditionId: ConditionId.optional(),
  symptomAreaId: SymptomAreaId.optional(),
  symptomCodeId: SymptomCodeId.optional(),
  diagnosisAreaId: DiagnosisAreaId.optional(),
  diagnosisCodeId: DiagnosisCodeId.optional(),
  resolutionId: ResolutionId.optional(),
  barrierId: BarrierId.optional(),
  title: z.string().optional(),
  note: z.string().optional(),
  customerText: z.string().optional(),
  reportedAt: Instant,
  createdAt: Instant,
  finishedAt: Instant.optional(),
  warrantyVerdict: WarrantyVerdict,
  /** Why a manager gave another verdict; then it is not computed any more. */
  verdictReason: z.string().optional(),
  /** The earlier repair that this one repeats (R08-12). */
  previousLineId: RepairLineId.optional(),
  /** Provider and id of the row it was imported from (01 §3.2). */
  externalKey: z.string().optional(),
  orderNumber: z.string(),
  officeId: OfficeId,
  customerId: CustomerId,
  customerName: z.string(),
  siteId: SiteId.optional(),
  objectNumber: z.string(),
  objectDescription: z.string(),
  itemId: ItemId.optional(),
  itemNumber: z.string().optional(),
  productCategoryId: ProductCategoryId.optional(),
  productCategoryName: z.string().optional(),
  brand: z.string().optional(),
  /** Names are in the caller's language. */
  stageName: z.string(),
  stageColor: z.string().optional(),
  isFinished: z.boolean(),
  technicianName: z.string().optional(),
  conditionName: z.string().optional(),
  symptomAreaName: z.string().optional(),
  symptomCodeName: z.string().optional(),
  diagnosisAreaName: z.string().optional(),
  diagnosisCodeName: z.string().optional(),
  resolutionCode: z.string().optional(),
  resolutionName: z.string().optional(),
  outcome: OutcomeClass.optional(),
  barrierCode: z.string().optional(),
  barrierName: z.string().optional(),
  previousNumber: z.string().optional(),
  isRepeat: z.boolean(),
  attemptCount: z.int(),
  /** Empty: the caller may change it as far as his rights go. */
  readOnly: RepairReadOnly.optional(),
})
export type RepairLine = z.infer<typeof RepairLine>

export const AttemptOutcome = z.enum(['fixed', 'notFixed', 'partsNeeded', 'noAccess', 'refused'])
export type AttemptOutcome = z.infer<typeof AttemptOutcome>
/** One go at a repair; attempts of one technician never overlap (08 §2.3). */
export const Attempt = z.object({
  id: AttemptId,
  version: Version,
  lineId: RepairLineId,
  attemptNo: z.int(),
  technicianId: WorkerId,
  technicianName: z.string().optional(),
  startedAt: Instant,
  /** Empty while it runs. */
  endedAt: Instant.optional(),
  outcome: AttemptOutcome.optional(),
  remark: z.string().optional(),
})
export type Attempt = z.infer<typeof Attempt>

/** Why a verdict is what it is: every promise that was asked, in the order of R08-10. */
export const WarrantyStep = z.object({
  verdict: WarrantyVerdict,
  covers: z.boolean(),
  from: LocalDate.optional(),
  /** The last covered day. */
  until: LocalDate.optional(),
  /** Names what the promise comes from: the object, the part, the earlier repair, the agreement. */
  source: z.string().optional(),
  sourceId: z.string().optional(),
})
export type WarrantyStep = z.infer<typeof WarrantyStep>
export const WarrantyCheck = z.object({
  verdict: WarrantyVerdict,
  until: LocalDate.optional(),
  /** The local date of the report at the site. */
  on: LocalDate,
  zone: z.string(),
  steps: z.array(WarrantyStep),
})
export type WarrantyCheck = z.infer<typeof WarrantyCheck>

export const repairLineErrors = refusals(
  'OBJECT_NOT_ON_ORDER',
  'ORDER_LOCKED',
  'CODE_INACTIVE',
  'CODE_AREA_MISMATCH',
  'DATE_IN_FUTURE',
  'BARRIER_NOT_ALLOWED',
  'WORKER_INACTIVE',
  'PERIOD_INVALID',
  /** A line that is signed off keeps a resolution (R08-03). */
  'RESOLUTION_REQUIRED',
  'NUMBERS_EXHAUSTED',
  'NOT_NUMBERING_DEVICE',
  'SERIES_END',
)
export const repairStageErrors = refusals(
  'STAGE_NOT_ALLOWED',
  'RESOLUTION_REQUIRED',
  'ATTEMPT_RUNNING',
  'BARRIER_NOT_ALLOWED',
  'ORDER_LOCKED',
  'CODE_INACTIVE',
)
export const attemptErrors = refusals(
  'ATTEMPT_RUNNING',
  'ATTEMPT_OVERLAP',
  'ATTEMPT_ENDED',
  'ORDER_LOCKED',
  'PERIOD_INVALID',
  'DATE_IN_FUTURE',
  'WORKER_INACTIVE',
  /** A line that is signed off is reopened first. */
  'STAGE_NOT_ALLOWED',
)

const lineRef = recordRef('lineId', RepairLineId).extend({ reason: Reason })
/** Whether a line may be changed depends on who asks, so it is no filter. */
const { readOnly: _readOnly, ...listed } = RepairLine.shape
/** A line of an intake names its object; the order gets the relation. */
const { objectRelationId: _relation, ...intakeFields } = lineFields

export const repairLinesContract = {
  listLines: query('repair.read').input(listInput(listed)).output(pageOf(RepairLine)),
  getLine: query('repair.read')
    .input(z.object({ lineId: RepairLineId }))
    .output(RepairLine),
  createLine: command('repair.write')
    .input(z.object({ id: RepairLineId, orderId: OrderId, ...lineFields, reason: Reason }))
    .output(RepairLine)
    .errors(repairLineErrors),
  updateLine: command('repair.write')
    .input(lineRef.extend({ patch: patchOf(lineFields) }))
    .output(RepairLine)
    .errors(repairLineErrors),
  /** Leaving a finished stage for one that is not needs `repair.manage` and a reason (R08-02). */
  changeStage: command('repair.write')
    .input(
      lineRef.extend({
        repairStageId: RepairStageId,
        resolutionId: ResolutionId.optional(),
        barrierId: BarrierId.optional(),
      }),
    )
    .output(RepairLine)
    .errors(repairStageErrors),
}

/** Intake, warranty, attempts and the end of a line. */
export const repairWorkContract = {
  /** An order and its repair lines in one transaction: all or nothing. */
  createIntake: command('repair.write')
    .input(
      z
        .object({
          /** A new order: without a customer that of the first object. */
          order: z.object(newOrderFields).optional(),
          /** In place of a new order one that takes the lines. */
          orderId: OrderId.optional(),
          lines: z
            .array(z.object({ id: RepairLineId.optional(), objectId: ObjectId, ...intakeFields }))
            .min(1)
            .max(100),
          reason: Reason,
        })
        .refine(({ order, orderId }) => (order === undefined) !== (orderId === undefined), {
          message: 'oneOf:order,orderId',
        }),
    )
    .output(z.object({ orderId: OrderId, orderNumber: z.string(), lines: z.array(RepairLine) }))
    .errors({ ...ordersErrors, ...repairLineErrors, ...refusals('OBJECT_SCRAPPED') }),
  /** Only without attempts, sent estimates, BOM changes and order lines. */
  deleteLine: command('repair.delete')
    .input(lineRef)
    .output(z.object({ id: RepairLineId }))
    .errors(refusals('ORDER_LOCKED')),
  overrideVerdict: command('repair.manage')
    .input(
      lineRef.extend({
        verdict: WarrantyVerdict,
        /** Left out it is empty, which is REASON_REQUIRED. */
        reason: z.string().trim().max(500).default(''),
      }),
    )
    .output(RepairLine)
    .errors(refusals('ORDER_LOCKED')),
  /** The verdict for an object as if it were reported then, and why; `itemId` is a part to be replaced. */
  checkWarranty: query('repair.read')
    .input(
      z.object({
        objectId: ObjectId,
        itemId: ItemId.optional(),
        reportedAt: Instant.optional(),
        diagnosisAreaId: DiagnosisAreaId.optional(),
        /** The line that asks: it is no earlier repair of its own, and its parts count. */
        lineId: RepairLineId.optional(),
      }),
    )
    .output(WarrantyCheck),
  listAttempts: query('repair.read')
    .input(z.object({ lineId: RepairLineId }))
    .output(z.object({ items: z.array(Attempt) })),
  startAttempt: command('repair.write')
    .input(
      lineRef.extend({
        id: AttemptId.optional(),
        /** Empty: the caller's own worker, else the line's technician. */
        technicianId: WorkerId.optional(),
        /** Empty: now. */
        startedAt: Instant.optional(),
      }),
    )
    .output(Attempt)
    .errors(attemptErrors),
  endAttempt: command('repair.write')
    .input(
      recordRef('attemptId', AttemptId).extend({
        /** Empty: now. */
        endedAt: Instant.optional(),
        outcome: AttemptOutcome,
        remark: text(2000).optional(),
        reason: Reason,
      }),
    )
    .output(Attempt)
    .errors(attemptErrors),
}
