import { domainError } from '../../shared/contract/domainError'
import { jobsErrors, type Job } from '../../shared/contract/jobs'
import type { ListRequest, Page } from '../../shared/contract/page'
import { notFound } from '../../db/version'
import { implementer } from '../../rpc/implementer'
import type { Caller } from '../../db/act'
import type { JobsRepository } from './jobs.repository'

const { jobs } = implementer

export function createJobsRouter(repository: JobsRepository) {
  return jobs.router({
    getJob: jobs.getJob.handler(({ context, input }) => visibleJob(repository, context.caller, input.jobId)),
    listJobs: jobs.listJobs.handler(({ context, input }) => listJobs(repository, context.caller, input)),
    cancelJob: jobs.cancelJob.handler(({ context, input }) => {
      visibleJob(repository, context.caller, input.jobId)
      return context.local(() => cancelJob(repository, input.jobId))
    }),
  })
}

function seesAll({ roles }: Caller): boolean {
  return roles.includes('administrator')
}

/** A user sees own jobs, an administrator all. */
function visibleJob(repository: JobsRepository, caller: Caller, jobId: string): Job {
  const { job, userId } = repository.get(jobId)
  if (userId !== caller.userId && !seesAll(caller)) throw notFound('job', jobId)
  return job
}

function listJobs(repository: JobsRepository, caller: Caller, { after, limit }: ListRequest): Page<Job> {
  const userId = seesAll(caller) ? undefined : caller.userId
  const beforeKey = after === undefined ? undefined : Number(after)
  const rows = repository.list({
    userId,
    beforeKey: Number.isNaN(beforeKey) ? undefined : beforeKey,
    limit: limit + 1,
  })
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return {
    items: items.map(({ job }) => job),
    ...(rows.length > limit && last ? { next: String(last.key) } : {}),
  }
}

function cancelJob(repository: JobsRepository, jobId: string): Job {
  if (!repository.askCancel(jobId)) throw domainError(jobsErrors, 'JOB_ENDED', { entity: 'job', id: jobId })
  return repository.get(jobId).job
}
