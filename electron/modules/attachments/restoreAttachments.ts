import type { Act } from '../../db/act'
import { NotedEntity } from '../../shared/contract/attachments'
import { domainError } from '../../shared/contract/domainError'
import { undoErrors } from '../../shared/contract/history'
import type { AttachmentsDeps } from './attachments.deps'

type Fields = Readonly<Record<string, unknown>>

/** What an undo asks before it writes notes and attachments (conventions §6). */
export function restoreAttachments({ owners, repository }: AttachmentsDeps) {
  function assertReach({ caller }: Act, record: Fields): void {
    const entity = NotedEntity.parse(record['entity'])
    owners.assertReadable(caller, { entity, recordId: String(record['recordId']) })
  }
  return {
    note: { assertReach },
    attachment: {
      assertReach,
      /** Throws NOT_UNDOABLE when the content has been swept meanwhile. */
      check(_act: Act, { after, before }: { before: Fields | undefined; after: Fields | undefined }): void {
        const sha256 = after?.['sha256']
        if (!before && typeof sha256 === 'string' && !repository.contents.has(sha256))
          throw domainError(undoErrors, 'NOT_UNDOABLE', { reversal: 'removedValue' })
      },
    },
  }
}
