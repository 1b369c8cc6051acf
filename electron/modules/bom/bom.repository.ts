import type { Store } from '../../db/records'
import { createItemBomsRepository } from './itemBoms.repository'
import { createTemplatesRepository } from './templates.repository'
import { createWhereUsedRepository } from './whereUsed.repository'

export type { StoredBomLine } from './itemBoms.repository'

/** All SQL of bills of materials of items and templates. */
export function createBomRepository(store: Store) {
  return {
    ...createItemBomsRepository(store),
    ...createTemplatesRepository(store),
    whereUsed: createWhereUsedRepository(store),
  }
}
export type BomRepository = ReturnType<typeof createBomRepository>
