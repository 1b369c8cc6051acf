export { createDraftsRepository, type DraftsRepository } from './drafts.repository'
export { createDraftsRouter } from './drafts.router'
