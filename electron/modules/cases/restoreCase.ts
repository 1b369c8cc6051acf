import { restored } from '../../db/restored'
import { Permission } from '../../shared/contract/permission'
import type { RestoreRules } from '../history/index'
import { assertReachesCase } from './access'
import type { CaseDeps } from './cases.deps'
import type { StoredCase } from './cases.repository'

/** How an undo brings cases back: its own commands are asked, and its version grows whatever differs. */
export function createRestoreCases(deps: CaseDeps): Readonly<Record<string, RestoreRules>> {
  return {
    case: {
      assertReach({ caller }, record, permission) {
        const { id } = restored<StoredCase>(record)
        const asked = Permission.safeParse(permission).data
        if (asked && deps.cases.cases.find(id)) assertReachesCase(deps, caller, asked, { id })
      },
      complete(_act, record) {
        const held = restored<StoredCase>(record)
        const helpedCount = deps.cases.cases.find(held.id)?.helpedCount ?? 0
        return { ...record, helpedCount, dueAt: deps.times.dueAt(held) }
      },
      overwrite(before, after) {
        return deps.cases.overwrite(restored<StoredCase>(before), restored<StoredCase>(after))
      },
    },
  }
}
