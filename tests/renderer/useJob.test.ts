import type { Job } from '@contract/jobs'
import { createPinia, setActivePinia } from 'pinia'
import { v7 } from 'uuid'
import { beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick } from 'vue'
import { useJob } from '@/composables/useJob'
import { useJobsStore } from '@/stores/jobs.store'

const service = vi.hoisted(() => ({ states: [] as string[] }))
vi.mock('@/rpc/client', () => ({
  client: {
    jobs: {
      getJob: async ({ jobId }: { jobId: string }) => {
        await Promise.resolve()
        return { id: jobId, state: service.states.shift() ?? 'done' }
      },
    },
  },
}))

beforeEach(() => {
  vi.stubGlobal('sessionStorage', { getItem: () => null, setItem: () => undefined })
  setActivePinia(createPinia())
})

async function run(states: string[], isSeenBefore: boolean): Promise<Job[]> {
  service.states = states
  const ended: Job[] = []
  const scope = effectScope()
  const followed = scope.run(() => useJob(() => 'export orders', (job) => ended.push(job))) // prettier-ignore
  const jobId = v7()
  const started = followed?.start(Promise.resolve({ jobId } as never))
  await Promise.resolve()
  // An event of the service comes between the start and the first look.
  if (isSeenBefore) useJobsStore().jobs.set(jobId, { id: jobId, state: 'running' } as Job)
  await started
  await nextTick()
  await nextTick()
  scope.stop()
  return ended
}

it('conventions §6: the end of a job is told once, whoever sees it first', async () => {
  expect(await run(['done'], false)).toMatchObject([{ state: 'done' }])
  expect(await run(['done'], true)).toMatchObject([{ state: 'done' }])
})
