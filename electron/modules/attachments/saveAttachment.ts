import { createHash } from 'node:crypto'
import type { Act } from '../../db/act'
import type { Outcome } from '../../db/changeLog'
import { notFound } from '../../db/version'
import { attachmentBytes, attachmentsErrors, type Attachment } from '../../shared/contract/attachments'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { AttachmentId } from '../../shared/contract/id'
import { bytesOfBase64 } from '../files/index'
import type { AttachmentsDeps, Input } from './attachments.deps'
import type { StoredAttachment } from './attachments.repository'
import { headBytes, kindOf, lastPart } from './content.rules'
import { assertOwnWriting } from './owners'
import { attachmentView } from './readAttachments'

interface Content {
  readonly bytes: Buffer
  readonly sha256: string
}

function invalid(field: string, message: string): Error {
  return domainError(commonErrors, 'INVALID_INPUT', { issues: [{ path: [field], message }] })
}

/**
 * Attaches a file or a web link to a record (01 §2.8). The content is kept once by its hash, however often it is
 * attached; nothing in it is ever run or opened.
 *
 * @throws ATTACHMENT_TOO_LARGE; INVALID_INPUT for a name of which nothing is left, or without exactly one content;
 *   NOT_FOUND and FORBIDDEN as the record does
 */
export function addAttachment(
  deps: AttachmentsDeps,
  { at, caller }: Act,
  input: Input<'addAttachment'>,
): Outcome<Attachment> {
  const { attachments, contents } = deps.repository
  const { entity, fileId, id, link, recordId, visibility } = input
  deps.owners.assertWritable(caller, input)
  // A file's name came from a file system, a link's from a person.
  const fileName = link === undefined ? lastPart(input.fileName) : input.fileName
  if (fileName === undefined || fileName.length > 255) throw invalid('fileName', 'name')
  const given = [input.content, fileId, link].filter((source) => source !== undefined)
  if (given.length !== 1) throw invalid('content', 'one of content, fileId, link')

  const fields = { id, entity, recordId, fileName, visibility, ...(link === undefined ? {} : { link }) }
  const isRepeatedFile = fileId !== undefined && !deps.files.find(fileId, caller.userId)
  // A file that was used is gone: whoever repeats the create is answered by what it became.
  const content =
    link === undefined && !(isRepeatedFile && attachments.find(id))
      ? contentOf(deps, caller.userId, input)
      : undefined
  const replayed = attachments.replayed(id, { ...fields, ...(content ? { sha256: content.sha256 } : {}) })
  if (replayed) return { result: attachmentView(deps, replayed), unchanged: true }

  if (content) contents.keep(content.sha256, content.bytes)
  if (fileId !== undefined) deps.files.remove(fileId)
  const attachment: StoredAttachment = {
    ...fields,
    ...(content
      ? {
          ...kindOf(fileName, content.bytes.subarray(0, headBytes)),
          ...{ size: content.bytes.length, sha256: content.sha256 },
        }
      : { kind: 'link' as const }),
    ...{ version: 1, authorId: caller.userId, at },
  }
  return { result: attachmentView(deps, attachment), changes: [attachments.insert(attachment)] }
}

function contentOf(
  { files }: AttachmentsDeps,
  userId: string,
  { content, fileId }: Input<'addAttachment'>,
): Content {
  if (content !== undefined) {
    const bytes = bytesOfBase64(content)
    return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
  }
  const file = fileId === undefined ? undefined : files.find(fileId, userId)
  if (!file || fileId === undefined) throw notFound('file', fileId ?? '')
  if (file.size > attachmentBytes)
    throw domainError(attachmentsErrors, 'ATTACHMENT_TOO_LARGE', { field: 'content', limit: attachmentBytes })
  // Whoever takes a file says that it is whole, also where no chunk was named the last.
  const sha256 = file.sha256 ?? files.complete(file.key)
  return { bytes: Buffer.concat([...files.parts(fileId, userId)]), sha256 }
}

/** Takes an attachment away; its content stays as long as the delete can be undone. */
export function deleteAttachment(
  { owners, repository }: AttachmentsDeps,
  { caller }: Act,
  { attachmentId, expectedVersion }: Input<'deleteAttachment'>,
): Outcome<{ id: AttachmentId }> {
  const attachment = repository.attachments.expect(attachmentId, expectedVersion)
  owners.assertWritable(caller, attachment)
  assertOwnWriting(caller, attachment.authorId)
  return { result: { id: attachmentId }, changes: [repository.attachments.remove(attachment)] }
}
