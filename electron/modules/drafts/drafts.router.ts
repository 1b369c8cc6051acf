import { implementer } from '../../rpc/implementer'
import { domainError } from '../../shared/contract/domainError'
import { draftsErrors, mostDrafts } from '../../shared/contract/drafts'
import type { DraftsRepository } from './drafts.repository'

const { drafts } = implementer

/** What users typed: kept on this machine for them alone, without a log entry. */
export function createDraftsRouter(repository: DraftsRepository) {
  return drafts.router({
    saveDraft: drafts.saveDraft.handler(({ context, input }) => {
      const { userId } = context.caller
      const { content, ...head } = input
      const savedAt = context.now()
      context.local(() => {
        if (!repository.has(userId, input.id) && repository.count(userId) >= mostDrafts)
          throw domainError(draftsErrors, 'TOO_MANY_DRAFTS', { limit: mostDrafts })
        repository.put(userId, { ...head, content, savedAt })
      })
      return { ...head, savedAt }
    }),
    discardDraft: drafts.discardDraft.handler(({ context, input }) => {
      context.local(() => {
        repository.remove(context.caller.userId, input.id)
      })
      return input
    }),
    listDrafts: drafts.listDrafts.handler(({ context, input }) => ({
      items: repository.of(context.caller.userId, input?.form),
    })),
  })
}
