import type { Store } from '../../db/records'
import { createItemBomsRepository } from './itemBoms.repository'

export type { StoredBomLine } from './itemBoms.repository'

/** All SQL of bills of materials. */
export function createBomRepository(store: Store) {
  return { ...createItemBomsRepository(store) }
}
export type BomRepository = ReturnType<typeof createBomRepository>
