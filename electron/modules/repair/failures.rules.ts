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
const noFailure: ReadonlySet<OutcomeClass | undefined> = new Set<OutcomeClass>(['canceled', 'noFaultFound'])

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
  const uptime = emptyMean()
  const repair = emptyMean()
  let count = 0
  for (const failures of objects) {
    count += failures.length
    let before: Failure | undefined
    for (const failure of failures) {
      if (before) add(uptime, failure.start - before.end)
      if (failure.isFinished) add(repair, failure.end - failure.start)
      before = failure
    }
  }
  return {
    failures: count,
    ...(uptime.count > 0 ? { mtbfMinutes: minutesOf(uptime) } : {}),
    ...(repair.count > 0 ? { mttrMinutes: minutesOf(repair) } : {}),
    ...(uptime.count > 0 && repair.count > 0 ? { availability: availabilityOf(uptime, repair) } : {}),
  }
}

interface Mean {
  sum: number
  count: number
}
const emptyMean = (): Mean => ({ sum: 0, count: 0 })

function add(mean: Mean, milliseconds: number): void {
  mean.sum += milliseconds
  mean.count += 1
}

const minuteMs = 60_000n

function minutesOf({ count, sum }: Mean): number {
  return Number(divideRounded(BigInt(sum), BigInt(count) * minuteMs))
}

/** From the exact means: rounding them first would shift short ones. */
function availabilityOf(uptime: Mean, repair: Mean): number {
  const up = BigInt(uptime.sum) * BigInt(repair.count)
  const down = BigInt(repair.sum) * BigInt(uptime.count)
  return Number(divideRounded(up * 10_000n, up + down))
}
