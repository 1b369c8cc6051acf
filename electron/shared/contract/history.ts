import { z } from 'zod'
import { groupErrors } from './agreementGroups'
import { agreementsErrors } from './agreements'
import { billingErrors } from './billing'
import { bomErrors } from './bom'
import { calendarsErrors } from './calendars'
import { catalogErrors } from './catalog'
import { Reason } from './crud'
import { customersErrors } from './customers'
import { absenceErrors } from './dispatchAbsences'
import { dispatchSetUpErrors } from './dispatchSetUp'
import { refusals } from './domainError'
import { ContactId, DeviceId, EntryId, OfficeId, UserId } from './id'
import { JobStarted } from './jobs'
import { numbersErrors } from './numbers'
import { objectsErrors } from './objects'
import { ordersErrors } from './orders'
import { peopleErrors } from './people'
import { command, job, longQuery, query } from './procedure'
import { attemptErrors, estimateErrors, repairCodeErrors, repairLineErrors } from './repair'
import { agreementStateErrors } from './serviceAgreements'
import { settingsErrors } from './settings'
import { reasonErrors, stagesErrors } from './stages'
import { stockErrors } from './stock'
import { Instant, LocalDate } from './time'

const entity = z.string().min(1).max(60)

/** A personal value that retention has taken away (R12-27). */
export const RemovedValue = z.object({ removed: z.literal('retention') })

/** Before and after of one field; secrets say `{ changed: true }`, removed personal values `{ removed: 'retention' }`. */
export const HistoryField = z.object({ before: z.unknown(), after: z.unknown() })

/** Whether an entry can be taken back; else what takes the place of it: `reversal` names a text of the screens. */
export const UndoState = z.object({
  state: z.enum(['possible', 'undone', 'never', 'forbidden']),
  reversal: z.string().optional(),
})
export type UndoState = z.infer<typeof UndoState>

export const HistoryChange = z.object({
  entity: z.string(),
  id: z.uuidv7(),
  op: z.enum(['create', 'update', 'delete']),
  version: z.int(),
  fields: z.record(z.string(), HistoryField),
})
export type HistoryChange = z.infer<typeof HistoryChange>

/** What the workers that values refer to are called: also of an office that the reader does not have. */
const names = z.record(z.string(), z.string()).optional()

/** One business action: who, where, when, why, and what it changed (R01-11). */
export const HistoryEntry = z.object({
  seq: z.int(),
  id: EntryId,
  at: Instant,
  actorId: z.union([UserId, z.uuidv7()]),
  actorName: z.string().optional(),
  deviceId: z.union([DeviceId, z.uuidv7()]),
  deviceName: z.string().optional(),
  officeId: z.union([OfficeId, z.uuidv7()]),
  command: z.string(),
  reason: z.string().optional(),
  /** Of an action with very many changes the first hundred. */
  changes: z.array(HistoryChange),
  changeCount: z.int(),
  names,
  undo: UndoState,
  /** Of an undo the command it took back. */
  undoneCommand: z.string().optional(),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

/** A part of a record, such as a line, as it stood with it. */
export const PartAt = z.object({
  entity: z.string(),
  id: z.uuidv7(),
  version: z.int(),
  fields: z.record(z.string(), z.unknown()),
})
export type PartAt = z.infer<typeof PartAt>

/** A record as it stood at an instant. */
export const RecordAt = z.object({
  entity: z.string(),
  id: z.uuidv7(),
  version: z.int(),
  isDeleted: z.boolean(),
  fields: z.record(z.string(), z.unknown()),
  names,
  /** The parts that were asked for; of very many the first five hundred. */
  parts: z.array(PartAt).optional(),
})
export type RecordAt = z.infer<typeof RecordAt>

/** What `verifyChain` finds (R12-26). */
export const ChainReport = z.object({
  ok: z.boolean(),
  count: z.int(),
  lastHash: z.string(),
  badSeq: z.int().optional(),
  kind: z.enum(['HASH_MISMATCH', 'SEQ_GAP']).optional(),
})
export type ChainReport = z.infer<typeof ChainReport>

/** One entry of an act of the caller's window, to be undone. */
export const ActEntry = z.object({
  id: EntryId,
  command: z.string(),
  at: Instant,
  undo: UndoState,
  undoneCommand: z.string().optional(),
  /** The record it is about, where names are asked for. */
  entity: z.string().optional(),
  recordName: z.string().optional(),
})
export type ActEntry = z.infer<typeof ActEntry>

/** A window gives each of its acts an id; the entries of the act have this id and those that follow. */
export const entriesPerAct = 65_536

export const undoErrors = refusals('NOT_UNDOABLE', 'UNDO_CONFLICT')

/** What retention may take away (R12-27). */
export const PurgeClass = z.enum(['serviceData', 'drafts', 'contact'])
export type PurgeClass = z.infer<typeof PurgeClass>

/** What a purge would take away; `fingerprint` says of which state. */
export const PurgePreview = z.object({
  class: PurgeClass,
  before: LocalDate,
  /** The last day that retention gives free. */
  allowedBefore: LocalDate.optional(),
  values: z.int(),
  records: z.int(),
  drafts: z.int(),
  oldest: Instant.optional(),
  newest: Instant.optional(),
  fingerprint: z.string(),
})
export type PurgePreview = z.infer<typeof PurgePreview>
const purgeInput = z.object({
  class: PurgeClass,
  /** Values of entries before this date; a contact's, whatever their date. */
  before: LocalDate,
  /** The contact whose data are asked to be removed. */
  contactId: ContactId.optional(),
})
export const purgeErrors = {
  ...refusals('RETENTION'),
  PREVIEW_STALE: { status: 409, data: z.looseObject({}) },
} as const

export const historyContract = {
  /** Newest first. With a record: its own changes, and those of the other entities named, made in the same actions. */
  listEntries: query('history.read')
    .input(
      z.object({
        entity: z.union([entity, z.array(entity).min(1).max(20)]).optional(),
        recordId: z.uuidv7().optional(),
        /** Of a record: actions that wrote this field of it. */
        field: z
          .string()
          .regex(/^\w{1,60}$/)
          .optional(),
        actorId: UserId.optional(),
        command: z.string().max(100).optional(),
        from: Instant.optional(),
        to: Instant.optional(),
        after: z.string().max(40).optional(),
        limit: z.int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ items: z.array(HistoryEntry), next: z.string().optional() })),
  getRecordAt: query('history.read')
    .input(z.object({ entity, recordId: z.uuidv7(), at: Instant, parts: z.array(entity).max(10).optional() }))
    .output(RecordAt),
  /** Asks for the right of the undone command (conventions §6). */
  undoEntry: command('session.use')
    .input(z.object({ entryId: EntryId, reason: Reason }))
    .output(z.object({ entryId: EntryId }))
    .errors({
      ...{ ...agreementsErrors, ...billingErrors, ...bomErrors, ...calendarsErrors, ...catalogErrors },
      ...{ ...customersErrors, ...numbersErrors, ...objectsErrors, ...ordersErrors, ...peopleErrors },
      ...{
        ...agreementStateErrors,
        ...groupErrors,
        ...estimateErrors,
        ...repairCodeErrors,
        ...repairLineErrors,
        ...attemptErrors,
        ...settingsErrors,
        ...stagesErrors,
        ...reasonErrors,
        ...stockErrors,
        ...dispatchSetUpErrors,
        ...absenceErrors,
        ...undoErrors,
      },
    }),
  /** The entries of one act of the caller, oldest first; none where it changed nothing. */
  getAct: query('session.use')
    .input(z.object({ actId: EntryId, withNames: z.boolean().optional() }))
    .output(z.object({ items: z.array(ActEntry) })),
  previewPurge: longQuery('history.purge').input(purgeInput).output(PurgePreview).errors(purgeErrors),
  /** Its result is the `PurgePreview` of what it took away. */
  purge: job('history.purge')
    .input(purgeInput.extend({ fingerprint: z.string().max(100), reason: Reason }))
    .output(JobStarted)
    .errors(purgeErrors),
  /** Its result is a `ChainReport`. */
  verifyChain: job('history.verify')
    .input(
      z.object({
        officeId: OfficeId.optional(),
        /** As printed on a report: an entry with this hash must be there. */
        lastHash: z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .optional(),
      }),
    )
    .output(JobStarted),
}
