import { commonErrors, domainError } from '../shared/contract/domainError'
import type { Permission } from '../shared/contract/permission'
import type { Caller } from './act'
import type { Condition } from './listConditions'

/** Only the records of the caller's offices are listed or counted; one without an office is the company's (§7). */
export function inOffices(column: string, { officeIds }: Pick<Caller, 'officeIds'>): Condition {
  return {
    sql: `${column} IS NULL OR ${column} IN (SELECT unhex(value, '-') FROM json_each(:in_offices))`,
    params: { in_offices: JSON.stringify(officeIds) },
  }
}

/** Throws FORBIDDEN for what belongs to an office that the caller does not see; without an office it is the company's. */
export function assertInOffices(
  { officeIds }: Pick<Caller, 'officeIds'>,
  permission: Permission,
  officeId: string | undefined,
): void {
  if (officeId !== undefined && !officeIds.some((id) => id === officeId))
    throw domainError(commonErrors, 'FORBIDDEN', { permission })
}
