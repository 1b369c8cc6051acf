import type { Act } from '../../db/act'
import { outcome, type Outcome } from '../../db/changeLog'
import type { Note } from '../../shared/contract/attachments'
import type { AttachmentsDeps, Input } from './attachments.deps'
import type { StoredNote } from './attachments.repository'
import { assertOwnWriting } from './owners'
import { noteView } from './readAttachments'

/** Adds a note to a record (01 §2.8). Throws NOT_FOUND and FORBIDDEN as the record does. */
export function addNote(
  deps: AttachmentsDeps,
  { at, caller }: Act,
  { reason: _reason, ...fields }: Input<'addNote'>,
): Outcome<Note> {
  const { notes } = deps.repository
  deps.owners.assertWritable(caller, fields)
  const replayed = notes.replayed(fields.id, fields)
  if (replayed) return { result: noteView(deps, replayed), unchanged: true }
  const note: StoredNote = { ...fields, version: 1, authorId: caller.userId, at, earlier: [] }
  return { result: noteView(deps, note), changes: [notes.insert(note)] }
}

/** Changes a note's text; the old one stays with it (01 §2.8). Throws FORBIDDEN for another's, with own reach. */
export function updateNote(
  deps: AttachmentsDeps,
  { at, caller }: Act,
  { expectedVersion, noteId, text }: Input<'updateNote'>,
): Outcome<Note> {
  const { notes } = deps.repository
  const before = notes.expect(noteId, expectedVersion, { text })
  deps.owners.assertWritable(caller, before)
  assertOwnWriting(caller, before.authorId)
  if (text === before.text) return { result: noteView(deps, before), unchanged: true }
  const former = {
    text: before.text,
    at: before.editedAt ?? before.at,
    authorId: before.editedById ?? before.authorId,
  }
  const { changes, record } = notes.update(before, {
    ...before,
    text,
    editedById: caller.userId,
    editedAt: at,
    earlier: [...before.earlier, former],
  })
  return outcome(noteView(deps, record), changes)
}
