import { z } from 'zod'
import { refusals } from './domainError'
import { JobId } from './id'
import { listInput, pageOf } from './page'
import { command, query } from './procedure'
import { Instant } from './time'

export const JobState = z.enum(['queued', 'running', 'done', 'failed', 'canceled'])
export type JobState = z.infer<typeof JobState>

/** Long work with progress; local to the machine, neither logged nor sent (conventions §6). */
export const Job = z.object({
  id: JobId,
  version: z.int().positive(),
  /** The procedure that started it, e.g. `imports.commitImport`. */
  kind: z.string(),
  state: JobState,
  done: z.int().min(0),
  total: z.int().min(0),
  startedAt: Instant,
  endedAt: Instant.optional(),
  /** What the procedure's output would be, once it is done. */
  result: z.unknown().optional(),
  /** The refusal of a failed job: a declared code with its data. */
  error: z.object({ code: z.string(), data: z.unknown().optional() }).optional(),
  /** While its last, indivisible transaction runs, saves of others wait for it. */
  isCommitting: z.boolean(),
})
export type Job = z.infer<typeof Job>

/** What starting a job answers. */
export const JobStarted = z.object({ jobId: JobId })
export type JobStarted = z.infer<typeof JobStarted>

export const jobsErrors = refusals('JOB_ENDED')

export const jobsContract = {
  getJob: query('session.use')
    .input(z.object({ jobId: JobId }))
    .output(Job),
  listJobs: query('session.use').input(listInput(Job.shape)).output(pageOf(Job)),
  cancelJob: command('session.use')
    .input(z.object({ jobId: JobId }))
    .output(Job)
    .errors(jobsErrors),
}
