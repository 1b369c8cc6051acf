import type { MoveCustomer } from '../customers/index'
import type { AttachmentsRepository } from './attachments.repository'

/** The part of merging customers that notes and attachments have (01 §4); those of their sites stay with the sites. */
export function createMoveNotes({ attachments, notes }: AttachmentsRepository): MoveCustomer {
  return (sourceId, targetId) => [
    ...notes
      .where('recordId', sourceId)
      .flatMap((note) => notes.update(note, { ...note, recordId: targetId }).changes),
    ...attachments
      .where('recordId', sourceId)
      .flatMap((attachment) => attachments.update(attachment, { ...attachment, recordId: targetId }).changes),
  ]
}
