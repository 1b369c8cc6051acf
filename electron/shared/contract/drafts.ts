import { z } from 'zod'
import { refusals } from './domainError'
import { DraftId, Version } from './id'
import { command, query } from './procedure'
import { Instant } from './time'

/** Characters of one draft at most: longer than any form's fields together. */
export const draftLength = 1_000_000

/** What a user typed in a form and has not saved; only on this machine (conventions §5). */
export const DraftRecord = z.object({
  id: DraftId,
  /** Which form, such as `customer` or `orders.line`. */
  form: z.string().min(1).max(100),
  /** The record the form is about; absent for a new one. */
  recordId: z.uuidv7().optional(),
  /** The version of the record on which the typing began. */
  baseVersion: Version.optional(),
  /** How people call the record, for the list of drafts. */
  title: z.string().max(200).optional(),
  /** The fields as the form keeps them, as JSON. */
  content: z.string().max(draftLength),
  savedAt: Instant,
})
export type DraftRecord = z.infer<typeof DraftRecord>

/** A user keeps at most so many drafts. */
export const mostDrafts = 500
export const draftsErrors = refusals('TOO_MANY_DRAFTS')

export const draftsContract = {
  /** Keeps what is typed; the draft of the same form and record is replaced. */
  saveDraft: command('session.use')
    .input(DraftRecord.omit({ savedAt: true }))
    .output(DraftRecord.omit({ content: true }))
    .errors(draftsErrors),
  /** No draft of that id is no problem: what shall be gone is gone. */
  discardDraft: command('session.use')
    .input(z.object({ id: DraftId }))
    .output(z.object({ id: DraftId })),
  /** The caller's drafts, newest first. */
  listDrafts: query('session.use')
    .input(z.object({ form: z.string().max(100).optional() }).optional())
    .output(z.object({ items: z.array(DraftRecord) })),
}
