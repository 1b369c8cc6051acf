/** A row that holds over a range of local dates, both ends included; open without an end. */
export interface Validity {
  readonly id: string
  readonly validFrom: string
  readonly validTo?: string | undefined
}

/** The row of a date, never the nearest one (01 §2.5). */
export function rowOn<Row extends Validity>(rows: readonly Row[], date: string): Row | undefined {
  return rows.find(
    ({ validFrom, validTo }) => validFrom <= date && (validTo === undefined || validTo >= date),
  )
}

/** Rows that share a date with the new one. */
export function overlapping<Row extends Validity>(rows: readonly Row[], added: Validity): Row[] {
  return rows.filter(
    ({ id, validFrom, validTo }) =>
      id !== added.id &&
      validFrom <= (added.validTo ?? validFrom) &&
      added.validFrom <= (validTo ?? added.validFrom),
  )
}

/** The open row before the new one, which `endEarlier` ends on the day before it. */
export function openEarlier<Row extends Validity>(rows: readonly Row[], added: Validity): Row | undefined {
  return rows.find(
    ({ id, validFrom, validTo }) => id !== added.id && validTo === undefined && validFrom < added.validFrom,
  )
}

/** The day before a date. */
export function dayBefore(date: string): string {
  return new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10)
}

/** Whether a quantity in milli-units has no more decimals than its unit. */
export function fitsUnit(quantity: number, decimals: number): boolean {
  return quantity % 10 ** (3 - decimals) === 0
}
