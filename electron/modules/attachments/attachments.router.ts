import { implementer } from '../../rpc/implementer'
import type { AttachmentsDeps } from './attachments.deps'
import { getContent, listAttachments, listNotes } from './readAttachments'
import { addAttachment, deleteAttachment } from './saveAttachment'
import { addNote, updateNote } from './saveNote'

const { attachments } = implementer

export function createAttachmentsRouter(deps: AttachmentsDeps) {
  return attachments.router({
    listNotes: attachments.listNotes.handler(({ context, input }) => listNotes(deps, context.caller, input)),
    listAttachments: attachments.listAttachments.handler(({ context, input }) =>
      listAttachments(deps, context.caller, input),
    ),
    getContent: attachments.getContent.handler(({ context, input }) =>
      getContent(deps, context.caller, input),
    ),
    addNote: attachments.addNote.handler(({ context, input }) =>
      context.write('attachments.addNote', input, (act) => addNote(deps, act, input)),
    ),
    updateNote: attachments.updateNote.handler(({ context, input }) =>
      context.write('attachments.updateNote', input, (act) => updateNote(deps, act, input)),
    ),
    addAttachment: attachments.addAttachment.handler(({ context, input }) =>
      context.write('attachments.addAttachment', input, (act) => addAttachment(deps, act, input)),
    ),
    deleteAttachment: attachments.deleteAttachment.handler(({ context, input }) =>
      context.write('attachments.deleteAttachment', input, (act) => deleteAttachment(deps, act, input)),
    ),
  })
}
