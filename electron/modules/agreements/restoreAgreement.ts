import { isDeepStrictEqual } from 'node:util'
import { assertMay } from '../../db/act'
import { restored } from '../../db/restored'
import { refuseAll } from '../../shared/contract/domainError'
import { Permission } from '../../shared/contract/permission'
import type { RestoreRules } from '../history/index'
import { assertReachesAgreement } from './agreementAccess'
import type { AgreementWorkDeps } from './agreementDeps'
import type {
  StoredAgreementLine,
  StoredAgreementObject,
  StoredAgreementTask,
} from './agreementParts.repository'
import { withDerivedDates } from './completeAgreement'
import { completeAgreementLine } from './completeAgreementLine'
import { relatedTo } from './createAgreement'
import { openLineLookup } from './lineLookup'
import type { StoredAgreement } from './serviceAgreements.repository'

/** What of a line was priced by hand: to change it needs agreements.setPrice. */
const setByHand = ({ costOverride, discount, priceOverride }: StoredAgreementLine) => ({
  costOverride,
  discount,
  priceOverride,
})

/** How an undo brings agreements back: their own commands' rules hold, and what is derived is derived anew. */
export function createRestoreAgreements(deps: AgreementWorkDeps): Readonly<Record<string, RestoreRules>> {
  return {
    agreement: {
      assertReach({ caller }, record, permission) {
        const asked = Permission.safeParse(permission).data
        if (asked) assertReachesAgreement(deps, caller, asked, restored<StoredAgreement>(record))
      },
      complete: (_act, record) => ({ ...withDerivedDates(restored<StoredAgreement>(record)) }),
      overwrite: (before, after) =>
        deps.agreements.overwrite(restored<StoredAgreement>(before), restored<StoredAgreement>(after)).change,
    },
    agreementLine: {
      check(act, { after, before }, plan) {
        const held = before && restored<StoredAgreementLine>(before)
        const line = after && restored<StoredAgreementLine>(after)
        if (held && line && !isDeepStrictEqual(setByHand(held), setByHand(line)))
          assertMay(act.caller, 'agreements.setPrice')
        const head = line && plan.after('agreement', line.agreementId)
        if (!line || !head) return
        const objects = plan
          .partsAfter('agreementObjectRelation', line.agreementId)
          .map((part) => restored<StoredAgreementObject>(part))
        const tasks = plan
          .partsAfter('agreementTaskRelation', line.agreementId)
          .map((part) => restored<StoredAgreementTask>(part))
        const work = {
          deps,
          lookup: openLineLookup(deps),
          act,
          agreement: restored<StoredAgreement>(head),
          ...relatedTo({ objects, tasks }),
        }
        const [first, ...rest] = completeAgreementLine(work, line, line).failures
        if (first) throw refuseAll([first, ...rest])
      },
    },
  }
}
