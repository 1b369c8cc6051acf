import { z } from 'zod'
import { BulkResult, crud, patchOf, Reason, recordRef } from './crud'
import { Description } from './description'
import { refusals } from './domainError'
import { CalendarId, DeviceId, OrderId, ReasonCodeId, StageHistoryId, StageId, UserId, Version } from './id'
import { OrderFilter } from './orders'
import { listInput, pageOf } from './page'
import { Role } from './permission'
import { command, query } from './procedure'
import { Instant } from './time'

export { Description }

/** A code of a set-up table: kept in capitals. */
const Code = z.string().trim().toUpperCase().min(1).max(20)
const sequence = z.int().min(0).max(1_000_000)

const stageFields = {
  code: Code,
  description: Description,
  /** Only the root has none. */
  parentId: StageId.optional(),
  allowModify: z.boolean().default(true),
  allowDelete: z.boolean().default(true),
  allowCancel: z.boolean().default(true),
  reasonRequired: z.boolean().default(false),
  stopsSla: z.boolean().default(false),
  color: z
    .string()
    .regex(/^#[0-9A-Fa-f]{6}$/)
    .optional(),
  iconLetter: z.string().trim().min(1).max(2).optional(),
  /** Who may move an order into the stage; empty: every role that may change stages. */
  allowedRoles: z.array(Role).max(6).default([]),
  /** An order that stays longer is marked. */
  targetMinutes: z.int().min(1).max(5_256_000).optional(),
  calendarId: CalendarId.optional(),
}

/** A step of the organisation's process, with what may be done to an order that stands in it (05 §2.1). */
export const Stage = z.object({
  id: StageId,
  version: Version,
  ...stageFields,
  allowModify: z.boolean(),
  allowDelete: z.boolean(),
  allowCancel: z.boolean(),
  allowPost: z.boolean(),
  reasonRequired: z.boolean(),
  stopsSla: z.boolean(),
  allowedRoles: z.array(Role),
  sequence,
  active: z.boolean(),
  /** The description in the caller's language. */
  name: z.string(),
})
export type Stage = z.infer<typeof Stage>

/** A stage in the tree: stages come parents first, siblings by sequence, then code. */
export const StageNode = Stage.extend({
  depth: z.int(),
  /** Orders that stand in it. */
  orderCount: z.int(),
  /** The stage or one of its descendants is used: its parent stays (R05-11). */
  isParentFrozen: z.boolean(),
})
export type StageNode = z.infer<typeof StageNode>
export const StageTree = z.object({ stages: z.array(StageNode) })
export type StageTree = z.infer<typeof StageTree>

/** What an import reads of a tree that getTree gave; the rest of each stage is left aside. */
export const ImportedStage = z.object({
  id: StageId,
  ...stageFields,
  allowPost: z.boolean().default(false),
  sequence,
  active: z.boolean().default(true),
})
export type ImportedStage = z.infer<typeof ImportedStage>

/** How a stage of an imported tree differs from the stage of the same code here. */
export const StageDifference = z.object({
  code: z.string(),
  kind: z.enum(['added', 'removed', 'changed']),
  fields: z.array(z.string()),
})
export type StageDifference = z.infer<typeof StageDifference>

/** What a reason may be given for. */
export const ReasonUse = z.enum([
  'stageChange',
  'slaExceeded',
  'slaCanceled',
  'orderCancel',
  'signOffRevoked',
  'bomChange',
])
export type ReasonUse = z.infer<typeof ReasonUse>

const reasonFields = {
  code: Code,
  description: Description,
  uses: z.array(ReasonUse).min(1).max(6),
  /** The stages it may be chosen for; empty: all. */
  stageIds: z.array(StageId).max(200).default([]),
}
const reasonCode = {
  id: ReasonCodeId,
  version: Version,
  ...reasonFields,
  stageIds: z.array(StageId),
  active: z.boolean(),
}
/** Why something was done (05 §2.2). */
export const ReasonCode = z.object({
  ...reasonCode,
  /** The description in the caller's language. */
  name: z.string(),
})
export type ReasonCode = z.infer<typeof ReasonCode>

export const StageDirection = z.enum(['create', 'next', 'previous', 'set'])
export type StageDirection = z.infer<typeof StageDirection>

/** One move of an order; codes and descriptions are those of the time of the move (05 §2.3). */
export const StageHistoryEntry = z.object({
  id: StageHistoryId,
  version: Version,
  orderId: OrderId,
  seq: z.int(),
  direction: StageDirection,
  fromStageId: StageId.optional(),
  fromCode: z.string().optional(),
  fromName: z.string().optional(),
  toStageId: StageId,
  toCode: z.string(),
  toName: z.string(),
  reasonId: ReasonCodeId.optional(),
  reasonCode: z.string().optional(),
  reasonName: z.string().optional(),
  comment: z.string().optional(),
  byId: UserId,
  byName: z.string(),
  role: Role,
  at: Instant,
  deviceId: DeviceId,
  /** Elapsed and working time in the stage before, whole minutes, rounded down. */
  minutesInPrevious: z.int().optional(),
  workingMinutesInPrevious: z.int().optional(),
})
export type StageHistoryEntry = z.infer<typeof StageHistoryEntry>

/** A stage as a place to move to. */
export const StageTarget = z.object({
  stageId: StageId,
  code: z.string(),
  name: z.string(),
  color: z.string().optional(),
  iconLetter: z.string().optional(),
  reasonRequired: z.boolean(),
  stopsSla: z.boolean(),
})
export type StageTarget = z.infer<typeof StageTarget>
export const RefusedTarget = StageTarget.extend({ codes: z.array(z.string()).min(1) })
export type RefusedTarget = z.infer<typeof RefusedTarget>

/** Where an order may go from where it stands. */
export const NextStages = z.object({
  orderId: OrderId,
  version: Version,
  stage: StageTarget.optional(),
  /** What Next offers, by sequence, then code (R05-21). */
  permitted: z.array(StageTarget),
  /** Every other stage but the present and the previous one, with why Next refuses it. */
  refused: z.array(RefusedTarget),
  /** The parent (R05-22); `codes` when it is refused. */
  previous: StageTarget.extend({ codes: z.array(z.string()) }).optional(),
  /** What `set` reaches; empty for those who may not set (R05-23). */
  settable: z.array(StageTarget),
  /** Why Next is not possible at all: NO_NEXT_STAGE, FORBIDDEN. */
  codes: z.array(z.string()),
})
export type NextStages = z.infer<typeof NextStages>

/** An order after its move. */
export const StageMove = z.object({
  orderId: OrderId,
  version: Version,
  stageId: StageId,
  stageCode: z.string(),
  stageName: z.string(),
  entry: StageHistoryEntry,
})
export type StageMove = z.infer<typeof StageMove>

/** The result of one order of a bulk change, with what the preview shows. */
export const StageMoveResult = BulkResult.extend({
  number: z.string().optional(),
  fromStageId: StageId.optional(),
  fromName: z.string().optional(),
  toStageId: StageId.optional(),
  toName: z.string().optional(),
})
export type StageMoveResult = z.infer<typeof StageMoveResult>

export const stagesErrors = refusals(
  'STAGE_CODE_EXISTS',
  'SECOND_ROOT',
  'PARENT_NOT_FOUND',
  'PARENT_FROZEN',
  'ROOT_REQUIRED',
  'STAGE_CYCLE',
  'STAGE_LIMIT',
  'STAGE_HAS_CHILDREN',
)
export const reasonErrors = refusals('REASON_CODE_EXISTS')
/** In the order of R05-21 … R05-26, by which the first failure names a refusal. */
export const moveErrors = refusals(
  'SAME_STAGE',
  'NO_NEXT_STAGE',
  'NOT_A_NEXT_STAGE',
  'NO_PREVIOUS_STAGE',
  'REASON_NOT_ALLOWED',
  'STAGE_ROLE_FORBIDDEN',
)
export const bulkErrors = refusals('NO_SELECTION', 'TOO_MANY')
export const importErrors = refusals('IMPORT_INVALID')
export const addReasonErrors = refusals('REASON_ALREADY_SET', 'REASON_NOT_ALLOWED')

const stageRef = recordRef('stageId', StageId).extend({ reason: Reason })
const orderRef = recordRef('orderId', OrderId)
const move = {
  direction: z.enum(['next', 'previous', 'set']),
  /** Empty with `next`: the only next stage; with `previous`: the parent. */
  stageId: StageId.optional(),
  reasonId: ReasonCodeId.optional(),
  comment: z.string().trim().max(500).optional(),
}
const reasons = crud({
  key: 'reasonCodeId',
  id: ReasonCodeId,
  fields: reasonFields,
  record: ReasonCode,
  read: 'stages.read',
  write: 'stages.setUp',
  errors: reasonErrors,
})

export const stagesContract = {
  getTree: query('stages.read').output(StageTree),
  createStage: command('stages.setUp')
    .input(
      z.object({
        id: StageId,
        ...stageFields,
        /** Empty: no, but yes on the only stage. */
        allowPost: z.boolean().optional(),
        /** Empty: ten after the last sibling. */
        sequence: sequence.optional(),
        reason: Reason,
      }),
    )
    .output(Stage)
    .errors(stagesErrors),
  updateStage: command('stages.setUp')
    .input(stageRef.extend({ patch: patchOf({ ...stageFields, allowPost: z.boolean(), sequence }) }))
    .output(Stage)
    .errors(stagesErrors),
  deleteStage: command('stages.setUp')
    .input(stageRef)
    .output(z.object({ id: StageId }))
    .errors(stagesErrors),
  deactivateStage: command('stages.setUp').input(stageRef).output(Stage).errors(stagesErrors),
  activateStage: command('stages.setUp').input(stageRef).output(Stage).errors(stagesErrors),
  /** Only into an empty tree; with `preview` it writes nothing and says what differs. */
  importTree: command('stages.setUp')
    .input(
      z.object({
        tree: z.object({ stages: z.array(ImportedStage).max(1000) }),
        preview: z.boolean().optional(),
        reason: Reason,
      }),
    )
    .output(z.object({ differences: z.array(StageDifference), imported: z.int() }))
    .errors(importErrors),

  listReasonCodes: query('stages.read').input(listInput(ReasonCode.shape)).output(pageOf(ReasonCode)),
  getReasonCode: reasons.get,
  createReasonCode: reasons.create,
  updateReasonCode: reasons.update,
  deleteReasonCode: reasons.delete,
  deactivateReasonCode: reasons.deactivate,
  activateReasonCode: reasons.activate,

  listNextStages: query('orders.read')
    .input(z.object({ orderId: OrderId }))
    .output(NextStages),
  changeStage: command('stages.change')
    .input(orderRef.extend({ ...move, reason: Reason }))
    .output(StageMove)
    .errors(moveErrors),
  changeStages: command('stages.change')
    .input(
      z.object({
        orderIds: z.array(OrderId).max(100_000).optional(),
        filter: OrderFilter,
        ...move,
        dryRun: z.boolean().optional(),
        reason: Reason,
      }),
    )
    .output(z.object({ results: z.array(StageMoveResult) }))
    .errors(bulkErrors),
  listStageHistory: query('orders.read')
    .input(z.object({ orderId: OrderId }))
    .output(z.object({ items: z.array(StageHistoryEntry) })),
  addReason: command('stages.change')
    .input(
      orderRef.extend({
        reasonId: ReasonCodeId,
        comment: z.string().trim().max(500).optional(),
        reason: Reason,
      }),
    )
    .output(StageHistoryEntry)
    .errors(addReasonErrors),
}
