import type { Caller } from '../../db/act'
import { notFound } from '../../db/version'
import type { Attachment, AttachmentFile, Note } from '../../shared/contract/attachments'
import { AttachmentId, FileId, NoteId } from '../../shared/contract/id'
import type { AttachmentsDeps, Input } from './attachments.deps'
import type { StoredAttachment, StoredNote } from './attachments.repository'

export function noteView({ userName }: AttachmentsDeps, note: StoredNote): Note {
  const { earlier, ...rest } = note
  return {
    ...rest,
    ...nameOf('authorName', userName(note.authorId)),
    ...nameOf('editedByName', note.editedById && userName(note.editedById)),
    earlier: earlier.map((former) => ({ ...former, ...nameOf('authorName', userName(former.authorId)) })),
  }
}

export function attachmentView({ userName }: AttachmentsDeps, attachment: StoredAttachment): Attachment {
  return { ...attachment, ...nameOf('authorName', userName(attachment.authorId)) }
}

function nameOf<Key extends string>(key: Key, name: string | undefined): { [K in Key]?: string } {
  const named: { [K in Key]?: string } = {}
  if (name !== undefined) named[key] = name
  return named
}

/** A page of a record's notes, newest first. Throws NOT_FOUND and FORBIDDEN as the record does. */
export function listNotes(
  deps: AttachmentsDeps,
  caller: Caller,
  { after, limit, ...owner }: Input<'listNotes'>,
): { items: Note[]; next?: NoteId; isWritable: boolean } {
  deps.owners.assertReadable(caller, owner)
  const found = deps.repository.notesOf(owner, after, limit + 1)
  const items = found.slice(0, limit).map((note) => noteView(deps, note))
  const last = items.at(-1)
  const isWritable = deps.owners.mayWrite(caller, owner)
  return { items, isWritable, ...(found.length > limit && last ? { next: last.id } : {}) }
}

/** A page of a record's attachments, newest first. Throws NOT_FOUND and FORBIDDEN as the record does. */
export function listAttachments(
  deps: AttachmentsDeps,
  caller: Caller,
  { after, limit, ...owner }: Input<'listAttachments'>,
): { items: Attachment[]; next?: AttachmentId; isWritable: boolean } {
  deps.owners.assertReadable(caller, owner)
  const found = deps.repository.attachmentsOf(owner, after, limit + 1)
  const items = found.slice(0, limit).map((attachment) => attachmentView(deps, attachment))
  const last = items.at(-1)
  const isWritable = deps.owners.mayWrite(caller, owner)
  return { items, isWritable, ...(found.length > limit && last ? { next: last.id } : {}) }
}

/** What `files.getChunk` reads the content by: the attachment's own id. Throws NOT_FOUND for a link, which has none. */
export function getContent(
  { owners, repository }: AttachmentsDeps,
  caller: Caller,
  { attachmentId }: Input<'getContent'>,
): AttachmentFile {
  const { fileName, kind, sha256, size, type, ...attachment } = repository.attachments.get(attachmentId)
  owners.assertReadable(caller, attachment)
  if (sha256 === undefined || size === undefined || type === undefined)
    throw notFound('attachment', attachmentId)
  return { fileId: FileId.parse(attachmentId), fileName, kind, type, size, sha256 }
}

/** The contents as files of `files.getChunk`: whoever may read the record reads them, nobody else. */
export function createAttachmentFiles({ owners, repository }: AttachmentsDeps) {
  return {
    /** The bytes from `offset`, at most one chunk; undefined when no attachment has this id. */
    read(id: string, caller: Caller, offset: number): { bytes: Buffer; size: number } | undefined {
      const attachment = repository.attachments.find(id)
      if (attachment?.sha256 === undefined || attachment.size === undefined) return undefined
      if (!caller.permissions.has('attachments.read')) return undefined
      owners.assertReadable(caller, attachment)
      return { bytes: repository.contents.read(attachment.sha256, offset), size: attachment.size }
    },
  }
}
