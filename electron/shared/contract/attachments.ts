import { z } from 'zod'
import { Reason, recordRef } from './crud'
import { refusals } from './domainError'
import { AttachmentId, FileId, NoteId, UserId, Version } from './id'
import { command, longCommand, query } from './procedure'
import { Instant } from './time'

/** Records that have notes and attachments, by their entity's name. */
export const NotedEntity = z.enum([
  'order',
  'case',
  'agreement',
  'customer',
  'site',
  'contact',
  'object',
  'item',
  'serial',
  'worker',
  'billingAccount',
  'repairLine',
])
export type NotedEntity = z.infer<typeof NotedEntity>

/** External may be printed for customers, internal never (R01-10). */
export const Visibility = z.enum(['internal', 'external'])
export type Visibility = z.infer<typeof Visibility>

/** Bytes of one attachment at most (01 §2.8). */
export const attachmentBytes = 25 * 1024 * 1024
/** Bytes that travel inline at most (conventions §7). */
export const inlineBytes = 8 * 1024 * 1024

const owner = { entity: NotedEntity, recordId: z.uuidv7() }
const noteText = z.string().trim().min(1).max(4000)

/** What a note said before it was edited: nothing that was written is lost. */
export const EarlierText = z.object({
  text: z.string(),
  at: Instant,
  authorId: UserId,
  authorName: z.string().optional(),
})
export type EarlierText = z.infer<typeof EarlierText>

export const Note = z.object({
  id: NoteId,
  version: Version,
  ...owner,
  text: z.string(),
  visibility: Visibility,
  authorId: UserId,
  authorName: z.string().optional(),
  at: Instant,
  editedById: UserId.optional(),
  editedByName: z.string().optional(),
  editedAt: Instant.optional(),
  /** Oldest first. */
  earlier: z.array(EarlierText),
})
export type Note = z.infer<typeof Note>

/**
 * What the content is, by its first bytes and its name: what can be shown safely, what runs when it is opened, and all
 * others; a link has no content here.
 */
export const AttachmentKind = z.enum(['image', 'pdf', 'text', 'program', 'other', 'link'])
export type AttachmentKind = z.infer<typeof AttachmentKind>

export const Attachment = z.object({
  id: AttachmentId,
  version: Version,
  ...owner,
  fileName: z.string(),
  kind: AttachmentKind,
  type: z.string().optional(),
  size: z.int().optional(),
  sha256: z.string().optional(),
  link: z.string().optional(),
  visibility: Visibility,
  authorId: UserId,
  authorName: z.string().optional(),
  at: Instant,
})
export type Attachment = z.infer<typeof Attachment>

/** The content of an attachment, read by `files.getChunk`. */
export const AttachmentFile = z.object({
  fileId: FileId,
  fileName: z.string(),
  kind: AttachmentKind,
  type: z.string(),
  size: z.int(),
  sha256: z.string(),
})
export type AttachmentFile = z.infer<typeof AttachmentFile>

/** A name that no screen shows otherwise than it is: neither control characters nor turns of the writing direction. */
const FileName = z
  .string()
  .trim()
  .min(1)
  .max(1000)
  .regex(/^[^\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]*$/u)

/** The fields of a form for a note. */
export const NoteFields = z.object({ text: noteText, visibility: Visibility })
/** The fields of a form for a web link. */
export const LinkFields = z.object({
  link: z.url({ protocol: /^https?$/ }).max(2000),
  fileName: FileName.max(255).optional(),
  visibility: Visibility,
})

const listOf = <Id extends z.ZodType>(after: Id) =>
  z.object({ ...owner, after: after.optional(), limit: z.int().min(1).max(200).default(100) })

export const attachmentsErrors = refusals('ATTACHMENT_TOO_LARGE')

export const attachmentsContract = {
  /** Newest first; and whether the caller may write on the record. */
  listNotes: query('attachments.read')
    .input(listOf(NoteId))
    .output(z.object({ items: z.array(Note), next: NoteId.optional(), isWritable: z.boolean() })),
  /** Newest first; likewise. */
  listAttachments: query('attachments.read')
    .input(listOf(AttachmentId))
    .output(z.object({ items: z.array(Attachment), next: AttachmentId.optional(), isWritable: z.boolean() })),
  getContent: query('attachments.read')
    .input(z.object({ attachmentId: AttachmentId }))
    .output(AttachmentFile),
  addNote: command('attachments.write')
    .input(z.object({ id: NoteId, ...owner, ...NoteFields.shape, reason: Reason }))
    .output(Note),
  updateNote: command('attachments.write')
    .input(recordRef('noteId', NoteId).extend({ text: noteText, reason: Reason }))
    .output(Note),
  /** Exactly one of content, file and link. Of a name with a path its last part counts. */
  addAttachment: longCommand('attachments.write')
    .input(
      z.object({
        id: AttachmentId,
        ...owner,
        fileName: FileName,
        /** Base64. */
        content: z
          .string()
          .max(Math.ceil(inlineBytes / 3) * 4)
          .optional(),
        fileId: FileId.optional(),
        link: LinkFields.shape.link.optional(),
        visibility: Visibility,
        reason: Reason,
      }),
    )
    .output(Attachment)
    .errors(attachmentsErrors),
  deleteAttachment: command('attachments.write')
    .input(recordRef('attachmentId', AttachmentId).extend({ reason: Reason }))
    .output(z.object({ id: AttachmentId })),
}
