import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Caller, JobControl, JobWork } from '../../db/act'
import type { WriteLocal } from '../../db/unitOfWork'
import type { ChangeEvent } from '../../shared/contract/changes'
import { DomainError } from '../../shared/contract/domainError'
import type { JobsRepository } from './jobs.repository'

export interface RunOptions {
  readonly id: string
  readonly jobs: JobsRepository
  readonly caller: Caller
  readonly startedAt: number
  readonly now: () => number
  readonly local: WriteLocal
  readonly announce: (events: readonly ChangeEvent[]) => void
  readonly report: (cause: unknown) => void
  readonly commit: JobControl['commit']
}

const announceEveryMs = 250

/**
 * Runs one job step by step: gives way after each, notices a cancel between them, tells its progress at most four times
 * a second, and ends in `done`, `failed` with the refusal's code, or `canceled` (conventions §6).
 */
export async function runJob(options: RunOptions, work: JobWork): Promise<void> {
  const { id, jobs, local, now, announce, report } = options
  let place = { done: 0, total: 0 }
  let toldAt = 0
  let kept: (() => unknown) | undefined

  function tell(isCommitting: boolean): void {
    toldAt = now()
    local(() => jobs.progress(id, place.done, place.total, isCommitting))
    announce([{ entity: 'job', id }])
  }
  const control: JobControl = {
    jobId: id,
    caller: options.caller,
    startedAt: options.startedAt,
    local,
    progress(done, total) {
      place = { done, total }
      if (now() - toldAt >= announceEveryMs) tell(false)
    },
    keep(result) {
      kept = result
    },
    commit(command, reason, useCase) {
      tell(true)
      return options.commit(command, reason, useCase)
    },
  }

  const steps = work(control)
  try {
    for (;;) {
      const step = await steps.next()
      if (step.done) {
        local(() => {
          jobs.progress(id, place.done, place.total, false)
          jobs.end(id, { state: 'done', at: now(), result: step.value })
        })
        break
      }
      await nextTurn()
      if (jobs.isCancelAsked(id)) {
        await steps.return(undefined)
        local(() => jobs.end(id, { state: 'canceled', at: now(), result: kept?.() }))
        break
      }
    }
  } catch (error) {
    const known = error instanceof DomainError
    if (!known) report(error)
    const refusal = known ? { code: error.code, data: error.data } : { code: 'INTERNAL_SERVER_ERROR' }
    local(() => jobs.end(id, { state: 'failed', at: now(), error: refusal }))
  }
  announce([{ entity: 'job', id }])
}
