interface Term {
  readonly startDate: string
  readonly endDate?: string | undefined
}

function shifted(date: string, from: string, to: string): string {
  return new Date(Date.parse(date) - Date.parse(from) + Date.parse(to)).toISOString().slice(0, 10)
}

/**
 * A line's dates in the agreement it is copied to (R02-12): as many days after the start as before, cut to the period.
 *
 * @returns undefined when no day of it lies in the period
 */
export function shiftedTerm(line: Term, source: Term, target: Term): Term | undefined {
  const startDate = shifted(line.startDate, source.startDate, target.startDate)
  const endDate =
    line.endDate === undefined ? undefined : shifted(line.endDate, source.startDate, target.startDate)
  if (target.endDate !== undefined && startDate > target.endDate) return undefined
  if (endDate !== undefined && endDate < target.startDate) return undefined
  return {
    startDate: startDate < target.startDate ? target.startDate : startDate,
    endDate:
      endDate !== undefined && target.endDate !== undefined && endDate > target.endDate
        ? target.endDate
        : endDate,
  }
}
