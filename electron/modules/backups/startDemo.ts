import { StoreError } from '../../db/migrate'
import { localDate } from '../calendars/index'
import type { DemoDeps } from './demo/demo.deps'
import { loadDemo } from './demo/loadDemo'
import { demoZone } from './demo/makeCompany'

/**
 * `--demo`: loads the demo company into a store that nothing has been done with, starts a demo store as it is, and
 * refuses any other (R01-32).
 *
 * @throws StoreError NOT_DEMO
 */
export function startDemo(deps: DemoDeps, at: number, inOne: (work: () => void) => void): void {
  if (deps.people.company().isDemo) return
  if (!deps.repository.isUntouched())
    throw new StoreError(
      'NOT_DEMO',
      'The data folder holds data of its own. Choose an empty folder for the demo company (--data <folder>).',
    )
  inOne(() => void loadDemo(deps, { seed: 1, date: localDate(demoZone, at) }))
}
