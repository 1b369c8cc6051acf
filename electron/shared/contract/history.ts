import { z } from 'zod'
import { DeviceId, EntryId, OfficeId, UserId } from './id'
import { JobStarted } from './jobs'
import { job, query } from './procedure'
import { Instant } from './time'

const entity = z.string().min(1).max(60)

/** A personal value that retention has taken away (R12-27). */
export const RemovedValue = z.object({ removed: z.literal('retention') })

/** Before and after of one field; secrets say `{ changed: true }`, removed personal values `{ removed: 'retention' }`. */
export const HistoryField = z.object({ before: z.unknown(), after: z.unknown() })

export const HistoryChange = z.object({
  entity: z.string(),
  id: z.uuidv7(),
  op: z.enum(['create', 'update', 'delete']),
  version: z.int(),
  fields: z.record(z.string(), HistoryField),
})
export type HistoryChange = z.infer<typeof HistoryChange>

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
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

/** A record as it stood at an instant. */
export const RecordAt = z.object({
  entity: z.string(),
  id: z.uuidv7(),
  version: z.int(),
  isDeleted: z.boolean(),
  fields: z.record(z.string(), z.unknown()),
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

export const historyContract = {
  /** Newest first. With a record: its own changes, and those of the other entities named, made in the same actions. */
  listEntries: query('history.read')
    .input(
      z.object({
        entity: z.union([entity, z.array(entity).min(1).max(20)]).optional(),
        recordId: z.uuidv7().optional(),
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
    .input(z.object({ entity, recordId: z.uuidv7(), at: Instant }))
    .output(RecordAt),
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
