import type { Act } from '../../db/act'
import type { Outcome } from '../../db/changeLog'
import type { WriteLocal } from '../../db/unitOfWork'
import type { ChangeEvent } from '../../shared/contract/changes'
import type { AgreementWorkDeps } from './agreementDeps'
import { dueAlerts } from './renewal.rules'
import { runRenewals } from './runRenewals'
import type { StoredAgreement } from './serviceAgreements.repository'

/** Tells people that an agreement ends, and takes back what was said of another end; whether anything changed. */
export type TellExpiry = (
  agreement: StoredAgreement,
  days: number | undefined,
  said: readonly number[],
  at: number,
) => boolean

export interface AgreementWatchDeps {
  readonly work: AgreementWorkDeps
  readonly tell: TellExpiry
  readonly now: () => number
  readonly local: WriteLocal
  readonly officeIds: () => readonly string[]
  /** An act of the program itself, in the office of the agreement. */
  readonly write: <Result>(officeId: string, useCase: (act: Pick<Act, 'at'>) => Outcome<Result>) => Result
  /** Tells the windows that alerts came or went. */
  readonly announce: () => void
  readonly report: (cause: unknown) => void
}

const lookEveryMs = 60_000
/** The renewals of a day begin five minutes after midnight in the office (R02-25). */
const afterMidnightMs = 5 * 60_000
const atOnce = 100

/**
 * Renews agreements and tells of those that end: at program start, once a day in each office, and of one that changed
 * soon after that (R02-25, R02-28).
 */
export function startAgreementWatch(deps: AgreementWatchDeps) {
  const { agreements, localDate } = deps.work
  let turn: ReturnType<typeof setImmediate> | undefined
  let isStopped = false
  /** The day each office was looked at last. */
  const days = new Map<string, string>()
  const waiting = new Set<string>()

  function wake(): void {
    if (!isStopped) turn ??= setImmediate(step)
  }

  function step(): void {
    turn = undefined
    try {
      if (work()) wake()
    } catch (error) {
      deps.report(error) // tried again with the next change or at the next look
    }
  }

  /** One short step; whether there is more. */
  function work(): boolean {
    const at = deps.now()
    const offices = deps.officeIds().filter((officeId) => {
      const day = localDate(officeId, at - afterMidnightMs)
      const isNew = days.get(officeId) !== day
      days.set(officeId, day)
      return isNew
    })
    if (offices.length > 0) {
      runRenewals(deps.work, offices, (officeId) => localDate(officeId, at), deps.write)
      for (const id of agreements.ending(offices)) waiting.add(id)
    }
    return tellSome(at)
  }

  function tellSome(at: number): boolean {
    const ids = [...waiting].slice(0, atOnce)
    if (ids.length === 0) return false
    for (const id of ids) waiting.delete(id)
    const changed = deps.local(() => ids.map((id) => tellOf(id, at)))
    if (changed.includes(true)) deps.announce()
    return waiting.size > 0
  }

  function tellOf(id: string, at: number): boolean {
    const agreement = agreements.records.find(id)
    if (!agreement) return false
    const { alertDays, endDate, isTemplate, officeId, status, terminationDate } = agreement
    const isSilent = isTemplate || status === 'draft' || status === 'closed' || terminationDate !== undefined
    if (isSilent || endDate === undefined) return deps.tell(agreement, undefined, [], at)
    const due = dueAlerts(endDate, alertDays, localDate(officeId, at))
    return deps.tell(agreement, due[0], due, at)
  }

  const timer = setInterval(wake, lookEveryMs)
  timer.unref()
  wake()

  return {
    /** A save has been committed. */
    note(events: readonly ChangeEvent[]): void {
      const changed = events.filter(({ entity }) => entity === 'agreement')
      for (const { id } of changed) if (id !== undefined) waiting.add(id)
      // Very many changes are announced without their ids.
      if (changed.some(({ id }) => id === undefined)) days.clear()
      if (changed.length > 0) wake()
    },
    look: wake,
    stop(): void {
      isStopped = true
      clearInterval(timer)
      if (turn) clearImmediate(turn)
    },
  }
}
