import { localDate } from '../calendars/index'
import { warrantyUntil } from '../objects/index'
import type { StoredOrder } from '../orders/index'
import type { LineDeps } from './lines.deps'
import type { StoredRepairLine } from './lines.repository'

/** The line with its warranty verdict, unless a manager gave one (R08-10). */
export function assessed(deps: LineDeps, order: StoredOrder, line: StoredRepairLine): StoredRepairLine {
  if (line.verdictReason !== undefined) return line
  const object = deps.objectOf(line.objectId)
  const zone = object.siteId === undefined ? order.siteZone : deps.siteZone(object.siteId)
  const on = localDate(zone, line.reportedAt)
  const start = object.warrantyStart ?? object.installedDate
  const until = warrantyUntil(object)
  const isCovered = start !== undefined && until !== undefined && start <= on && on <= until
  return { ...line, warrantyVerdict: isCovered ? 'product' : 'none' }
}
