import type { EntityChange } from '../../db/changeLog'
import type { Records } from '../../db/records'
import { domainError, refuseAll, type Failure } from '../../shared/contract/domainError'
import { repairCodeErrors } from '../../shared/contract/repairCodes'
import type { StoredCode } from './codes.repository'

interface Coded {
  isTaken(field: 'code', value: string, exceptId: string): boolean
}
const noChanges: readonly EntityChange[] = []

/** Codes are unique in their table, whatever their case. @throws CODE_TAKEN */
export function uniqueIn({ records }: { readonly records: Coded }) {
  return ({ code, id }: StoredCode): readonly EntityChange[] => {
    if (records.isTaken('code', code, id))
      throw domainError(repairCodeErrors, 'CODE_TAKEN', { field: 'code', code })
    return noChanges
  }
}

/** Codes of an area are unique in it, and stay in it once they are used (R08-08). @throws CODE_TAKEN, AREA_FIXED */
export function areaChecks<R extends StoredCode>(
  { records }: { readonly records: Pick<Records<R>, 'isUsed' | 'where'> },
  field: Extract<keyof R, string>,
) {
  return (after: R, before?: R): readonly EntityChange[] => {
    const failures: Failure[] = []
    const isTaken = records
      .where(field, after[field])
      .some(({ code, id }) => id !== after.id && code === after.code)
    if (isTaken) failures.push({ code: 'CODE_TAKEN', field: 'code' })
    if (before && before[field] !== after[field] && records.isUsed(before.id))
      failures.push({ code: 'AREA_FIXED', field, ids: [before.id] })
    const [first, ...rest] = failures
    if (first) throw refuseAll([first, ...rest])
    return noChanges
  }
}
