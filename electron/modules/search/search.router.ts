import type { Db } from '../../db/database'
import type { SearchSource } from '../../db/searchIndex'
import { implementer } from '../../rpc/implementer'
import { listRecords } from './listRecords'
import { createSearchRepository } from './search.repository'

const { search } = implementer

export function createSearchRouter(db: Db, sources: readonly SearchSource[]) {
  const deps = { repository: createSearchRepository(db), sources }
  return search.router({
    listRecords: search.listRecords.handler(({ context, input }) => listRecords(deps, context.caller, input)),
  })
}
