import type { Store } from '../../db/records'
import { createCodesRepository } from './codes.repository'
import { createLinesOfRepair } from './lines.repository'

/** All SQL of repair lines and their codes. */
export function createRepairRepository(store: Store) {
  return { codes: createCodesRepository(store), ...createLinesOfRepair(store) }
}
export type RepairRepository = ReturnType<typeof createRepairRepository>
