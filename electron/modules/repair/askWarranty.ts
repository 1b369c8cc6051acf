import type { Caller } from '../../db/act'
import type { WarrantyCheck } from '../../shared/contract/repairLines'
import { assertReadsLines, lineOf } from './access'
import { checkWarranty } from './assess'
import type { LineDeps, LinesInput } from './lines.deps'

/** The verdict for an object as if it were reported then, before a line is written, and why (R08-10). */
export function askWarranty(
  deps: LineDeps,
  caller: Caller,
  now: number,
  { diagnosisAreaId, itemId, lineId, objectId, reportedAt = now }: LinesInput<'checkWarranty'>,
): WarrantyCheck {
  assertReadsLines(caller)
  const line = lineId === undefined ? undefined : lineOf(deps, caller, lineId)
  return checkWarranty(deps, {
    ...{ object: deps.objectOf(objectId), reportedAt, diagnosisAreaId, lineId, itemId },
    place: line
      ? deps.orders.placeOf(line.orderId)
      : { siteZone: deps.officeZone(caller.officeId), officeId: caller.officeId },
  })
}
