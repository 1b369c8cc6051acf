import { ORPCError } from '@orpc/client'
import type { Job, JobStarted } from '@contract/jobs'
import { computed, ref, watch } from 'vue'
import { isUnderWay, useJobsStore } from '@/stores/jobs.store'
import { refusalOf, type Refusal } from './refusal'

/**
 * The long work on one record: starts it, follows it over page changes, and tells its end once.
 *
 * @param subject - the record's id
 * @param ended - called when a job that was under way has ended
 */
export function useJob(subject: () => string, ended: (job: Job) => void) {
  const store = useJobsStore()
  const job = computed(() => store.jobOf(subject()))
  const isRunning = computed(() => job.value !== undefined && isUnderWay(job.value))
  const isCanceling = ref(false)
  /** The last job whose end was told: its first look and the watch below may both find it ended. */
  let toldId: string | undefined

  function tell(over: Job): void {
    if (toldId === over.id) return
    toldId = over.id
    ended(over)
  }

  async function start(begin: Promise<JobStarted>): Promise<void> {
    isCanceling.value = false
    const { jobId } = await begin
    await store.follow(subject(), jobId)
    if (job.value && !isRunning.value) tell(job.value) // it was done before the first look
  }

  async function cancel(): Promise<void> {
    if (!job.value) return
    isCanceling.value = true
    try {
      await store.cancel(job.value.id)
    } catch {
      isCanceling.value = false // it has ended meanwhile, as the next look shows
    }
  }

  watch(job, (now, before) => {
    if (now && before && now.id === before.id && isUnderWay(before) && !isUnderWay(now)) tell(now)
  })
  return { job, isRunning, isCanceling, start, cancel }
}

/** The refusal with which a job has failed. */
export function refusalOfJob({ error }: Job): Refusal | undefined {
  if (!error) return undefined
  const isBug = error.code === 'INTERNAL_SERVER_ERROR'
  return refusalOf(new ORPCError(error.code, { status: isBug ? 500 : 409, data: error.data }))
}
