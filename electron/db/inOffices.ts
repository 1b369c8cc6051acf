import type { Caller } from './act'
import type { Condition } from './listConditions'

/** Only the records of the caller's offices are listed or counted; one without an office is the company's (§7). */
export function inOffices(column: string, { officeIds }: Pick<Caller, 'officeIds'>): Condition {
  return {
    sql: `${column} IS NULL OR ${column} IN (SELECT unhex(value, '-') FROM json_each(:in_offices))`,
    params: { in_offices: JSON.stringify(officeIds) },
  }
}
