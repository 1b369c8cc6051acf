export { createJobsRepository, type JobsRepository } from './jobs.repository'
export { createJobsRouter } from './jobs.router'
export { runJob } from './runJob'
