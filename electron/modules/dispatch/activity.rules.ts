/** Real minutes that an activity may take (07 §2.4). */
export const shortestMinutes = 5
export const longestMinutes = 1440
/** Of an activity without a type whose line has no estimate. */
export const standardMinutes = 60

/** No activity is longer than this: what reaches into a range has begun so long before it at most. */
export const longestMs = longestMinutes * 60_000

/** The duration that a line's estimate gives; undefined: too long for one activity (R07-02, B5). */
export function durationOf(minutes: number | undefined, standard = standardMinutes): number | undefined {
  if (minutes === undefined) return standard
  return minutes > longestMinutes ? undefined : Math.max(shortestMinutes, minutes)
}

export function isDuration(minutes: number): boolean {
  return minutes >= shortestMinutes && minutes <= longestMinutes
}

/** What of an order's line decides about its activity. */
export interface WorkLine {
  readonly id: string
  readonly type: string
  readonly status: 'created' | 'canceled' | 'posted'
  readonly description: string
  readonly workerId?: string | undefined
  readonly estimatedQty?: number | undefined
  readonly reversalOfId?: string | undefined
  readonly signOffId?: string | undefined
}

/** Whether a line asks for someone's time: an hour line that is open and takes nothing back. */
export function isWork({ reversalOfId, signOffId, status, type }: WorkLine): boolean {
  return type === 'hour' && status === 'created' && reversalOfId === undefined && signOffId === undefined
}

/** The estimate of all hours that an activity does; undefined where none has one. */
export function estimateOf(lines: readonly WorkLine[]): number | undefined {
  const known = lines.flatMap(({ estimatedQty, status, type }) =>
    type === 'hour' && status !== 'canceled' && estimatedQty !== undefined ? [estimatedQty] : [],
  )
  return known.length === 0 ? undefined : known.reduce((sum, minutes) => sum + minutes, 0)
}

/** What the lines of an activity have come to: all taken back, all done, or work is left. */
export function stateOfLines(lines: readonly Pick<WorkLine, 'status'>[]): 'canceled' | 'posted' | 'open' {
  if (lines.some(({ status }) => status === 'created')) return 'open'
  return lines.some(({ status }) => status === 'posted') ? 'posted' : 'canceled'
}
