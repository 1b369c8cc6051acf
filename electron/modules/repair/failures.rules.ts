import { divideRounded } from '../../shared/contract/money'
import type { OutcomeClass } from '../../shared/contract/repair'

/** What of a repair line says when its object was broken. */
export interface RepairSpan {
  readonly reportedAt: number
  /** Empty while it is open. */
  readonly finishedAt?: number | undefined
  readonly outcome?: OutcomeClass | undefined
}

/** One failure of an object: from the first report to the last finish of the lines that run into one another. */
export interface Failure<Line extends RepairSpan = RepairSpan> {
  readonly start: number
  /** The instant asked for, while a line is open. */
  readonly end: number
  readonly isFinished: boolean
  readonly lines: readonly Line[]
}

/** A fault that was none: it neither begins nor prolongs a failure (R08-16). */
export const noFailure: ReadonlySet<OutcomeClass | undefined> = new Set<OutcomeClass>([
  'canceled',
  'noFaultFound',
])

/**
 * The failures of one object, oldest first: maximal groups of lines whose times overlap or touch (R08-16).
 *
 * @param lines - of one object, in any order
 * @param at - the instant of the report: open lines reach to it, later ones are not yet
 */
export function failuresOf<Line extends RepairSpan>(lines: readonly Line[], at: number): Failure<Line>[] {
  const counted = lines
    .filter(({ outcome, reportedAt }) => reportedAt <= at && !noFailure.has(outcome))
    .sort((a, b) => a.reportedAt - b.reportedAt)
  const failures: Failure<Line>[] = []
  for (const line of counted) {
    const end = Math.min(line.finishedAt ?? at, at)
    const isFinished = line.finishedAt !== undefined && line.finishedAt <= at
    const last = failures.at(-1)
    if (last && line.reportedAt <= last.end)
      failures[failures.length - 1] = {
        start: last.start,
        end: Math.max(last.end, end),
        isFinished: last.isFinished && isFinished,
        lines: [...last.lines, line],
      }
    else failures.push({ start: line.reportedAt, end, isFinished, lines: [line] })
  }
  return failures
}

/** How reliable an object is; a figure is absent where there is not enough data, never 0. */
export interface Reliability {
  readonly failures: number
  /** Mean minutes from the end of a failure to the start of the next; of two failures on. */
  readonly mtbfMinutes?: number
  /** Mean minutes of the finished failures. */
  readonly mttrMinutes?: number
  /** Basis points: MTBF / (MTBF + MTTR). */
  readonly availability?: number
}

/** MTBF, MTTR and availability of one object (R08-17). */
export function reliability(failures: readonly Failure[]): Reliability {
  return pooledReliability([failures])
}

/**
 * The same of several objects, as of an item: all their uptimes and all their repair times are pooled before they are
 * averaged (R08-17).
 *
 * @param objects - the failures of each object, oldest first
 */
export function pooledReliability(objects: readonly (readonly Failure[])[]): Reliability {
  const pool = emptyPool()
  for (const failures of objects) {
    let before: number | undefined
    for (const { end, isFinished, start } of failures) {
      addFailure(pool, { start, end, isFinished }, before)
      before = end
    }
  }
  return reliabilityOf(pool)
}

interface Mean {
  /** What does not fit a number exactly any more: years in milliseconds, of a million lines. */
  carried: bigint
  sum: number
  count: number
}
const emptyMean = (): Mean => ({ carried: 0n, sum: 0, count: 0 })
const mostExact = 2 ** 52

function add(mean: Mean, milliseconds: number): void {
  mean.count += 1
  mean.sum += milliseconds
  if (mean.sum < mostExact) return
  mean.carried += BigInt(mean.sum)
  mean.sum = 0
}

const sumOf = ({ carried, sum }: Mean) => carried + BigInt(sum)

/** Uptimes and repair times of many failures, added up one by one. */
export interface Pool {
  failures: number
  readonly uptime: Mean
  readonly repair: Mean
}
export const emptyPool = (): Pool => ({ failures: 0, uptime: emptyMean(), repair: emptyMean() })

/**
 * Adds one failure of an object.
 *
 * @param before - when the object's failure before it ended
 */
export function addFailure(
  pool: Pool,
  { end, isFinished, start }: Omit<Failure, 'lines'>,
  before: number | undefined,
): void {
  pool.failures += 1
  if (before !== undefined) add(pool.uptime, start - before)
  if (isFinished) add(pool.repair, end - start)
}

/** What a pool amounts to (R08-17). */
export function reliabilityOf({ failures, repair, uptime }: Pool): Reliability {
  return {
    failures,
    ...(uptime.count > 0 ? { mtbfMinutes: minutesOf(uptime) } : {}),
    ...(repair.count > 0 ? { mttrMinutes: minutesOf(repair) } : {}),
    ...(uptime.count > 0 && repair.count > 0 ? { availability: availabilityOf(uptime, repair) } : {}),
  }
}

const minuteMs = 60_000n

function minutesOf(mean: Mean): number {
  return Number(divideRounded(sumOf(mean), BigInt(mean.count) * minuteMs))
}

/** From the exact means: rounding them first would shift short ones. */
function availabilityOf(uptime: Mean, repair: Mean): number {
  const up = sumOf(uptime) * BigInt(repair.count)
  const down = sumOf(repair) * BigInt(uptime.count)
  return Number(divideRounded(up * 10_000n, up + down))
}
