import type { Caller } from '../../db/act'
import type { Condition } from '../../db/listQuery'
import { notFound } from '../../db/version'
import type { ListedBom, ServiceBomLists } from './serviceBomLists.repository'

/** The office of a list: that of its agreement or order. */
const officeOf = (bom: string) =>
  `(SELECT coalesce(a.office_id, o.office_id) FROM service_bom x LEFT JOIN agreement a ON a.id = x.agreement_id
    LEFT JOIN service_order o ON o.id = x.order_id WHERE x.id = ${bom})`

/** A condition for statements by hand: `:offices` is a JSON array of ids, or null for who sees all (§7). */
export const ofOffices = (bom: string) =>
  `(:offices IS NULL OR ${officeOf(bom)} IN (SELECT unhex(value, '-') FROM json_each(:offices)))`

/** What `:offices` is for a caller. */
export function officesOf(
  { officeCount }: Pick<ServiceBomLists, 'officeCount'>,
  { officeIds }: Pick<Caller, 'officeIds'>,
): string | null {
  return officeIds.length >= officeCount() ? null : JSON.stringify(officeIds)
}

/** Only what hangs on the own offices' lists is listed; `bom` is the column that names the list. */
export function bomScope(
  lists: Pick<ServiceBomLists, 'officeCount'>,
  caller: Pick<Caller, 'officeIds'>,
  bom: string,
): Condition[] {
  const offices = officesOf(lists, caller)
  return offices === null ? [] : [{ sql: ofOffices(bom), params: { offices } }]
}

/** Whether a list is of the caller's offices. */
export function seesBom({ officeIds }: Pick<Caller, 'officeIds'>, { officeId }: ListedBom): boolean {
  return officeIds.some((id) => id === officeId)
}

/** A list that the caller may read. @throws NOT_FOUND */
export function readBom(
  { bomList }: Pick<ServiceBomLists, 'bomList'>,
  caller: Pick<Caller, 'officeIds'>,
  bomId: string,
): ListedBom {
  const bom = bomList.find(bomId)
  if (!bom || !seesBom(caller, bom)) throw notFound('serviceBom', bomId)
  return bom
}
