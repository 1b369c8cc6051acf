import type { Store } from '../../db/records'
import { createAttempts } from './attempts.repository'
import { createCodesRepository } from './codes.repository'
import { createEarlierRepairs } from './earlier.repository'
import { createLinesOfRepair } from './lines.repository'

/** All SQL of repair lines and their codes. */
export function createRepairRepository(store: Store) {
  return {
    codes: createCodesRepository(store),
    ...createLinesOfRepair(store),
    ...createEarlierRepairs(store),
    ...createAttempts(store),
  }
}
export type RepairRepository = ReturnType<typeof createRepairRepository>
