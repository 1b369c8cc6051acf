import { JobId } from '@contract/id'
import type { Job } from '@contract/jobs'
import { defineStore } from 'pinia'
import { computed, shallowReactive } from 'vue'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'
import { waitingSaves } from '@/rpc/waiting'

const storageKey = 'aftercare.jobs'
const lookEveryMs = 1000

/** Long work of this user: what runs, how far it is, and of which record (conventions §6). */
export const useJobsStore = defineStore('jobs', () => {
  const jobs = shallowReactive(new Map<string, Job>())
  const subjects = shallowReactive(new Map<string, string>(readSubjects()))
  let timer: ReturnType<typeof setTimeout> | undefined

  const running = computed(() => [...jobs.values()].filter(isUnderWay))
  /** While it is set, saves wait for a job's last transaction. */
  const committing = computed(() => running.value.find(({ isCommitting }) => isCommitting))

  /** Whether a save of this window waits, for a job or for somebody else's save. */
  const isSaveWaiting = computed(() => waitingSaves.value > 0)

  async function read(jobId: string): Promise<void> {
    try {
      jobs.set(jobId, await client.jobs.getJob({ jobId: JobId.parse(jobId) }))
    } catch {
      jobs.delete(jobId) // somebody else's, or the connection tells it
    }
    watchRunning()
  }

  /** Events tell the progress; a look a second catches what a broken connection has missed. */
  function watchRunning(): void {
    if (timer !== undefined || running.value.length === 0) return
    timer = setTimeout(() => {
      timer = undefined
      for (const { id } of running.value) void read(id)
    }, lookEveryMs)
  }

  /** Remembers which record a job works on, so that its page finds it again. */
  async function follow(subject: string, jobId: string): Promise<void> {
    subjects.set(subject, jobId)
    sessionStorage.setItem(storageKey, JSON.stringify([...subjects].slice(-20)))
    await read(jobId)
  }

  function jobOf(subject: string): Job | undefined {
    const jobId = subjects.get(subject)
    return jobId === undefined ? undefined : jobs.get(jobId)
  }

  async function cancel(jobId: string): Promise<void> {
    jobs.set(jobId, await client.jobs.cancelJob({ jobId: JobId.parse(jobId) }))
  }

  onChange('job', ({ id }) => {
    if (id !== undefined) void read(id)
  })
  for (const jobId of subjects.values()) void read(jobId)

  return { jobs, running, committing, isSaveWaiting, follow, jobOf, cancel }
})

/** Whether a job has still something to do. */
export function isUnderWay({ state }: Job): boolean {
  return state === 'queued' || state === 'running'
}

function readSubjects(): [string, string][] {
  try {
    const held: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]')
    return Array.isArray(held) ? held.filter(isPair) : []
  } catch {
    return [] // written by somebody else
  }
}

function isPair(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string')
}
