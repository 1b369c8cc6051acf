import { GenerationRun, TouchedOrder, type UndoRunMode } from '@contract/generationRuns'
import { computed, proxyRefs, shallowRef, watch } from 'vue'
import { z } from 'zod'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { refusalOfJob, useJob } from '@/composables/useJob'
import { onChange } from '@/rpc/changes'
import { readRun, startUndo } from './runs.sources'

const Touched = z.object({ orders: z.array(TouchedOrder) })

/** One run, followed as it changes, and its undo (R03-23, R03-25). */
export function useRun(id: () => string, undone: (run: GenerationRun) => void) {
  const run = shallowRef<GenerationRun>()
  const failure = shallowRef<Refusal>()
  const refusal = shallowRef<Refusal>()
  const { cancel, isCanceling, isRunning, job, start } = useJob(id, (ended) => {
    refusal.value = refusalOfJob(ended)
    if (ended.state !== 'done') return
    const after = GenerationRun.parse(ended.result)
    run.value = after
    undone(after)
  })

  async function load(): Promise<void> {
    try {
      run.value = await readRun(id())
      failure.value = undefined
    } catch (error) {
      failure.value = refusalOf(error)
    }
  }

  async function undo(mode: UndoRunMode, reason: string): Promise<void> {
    if (!run.value || isRunning.value) return
    refusal.value = undefined
    try {
      await start(startUndo(run.value, mode, reason))
    } catch (error) {
      refusal.value = refusalOf(error)
    }
  }

  /** Orders that somebody has worked on: they stand in the way of undoing all. */
  const touched = computed(() =>
    refusal.value?.code === 'RUN_HAS_TOUCHED_ORDERS'
      ? (Touched.safeParse(refusal.value.data).data?.orders ?? [])
      : [],
  )
  onChange('generationRun', (change) => {
    if (change.id === id()) void load()
  })
  watch(id, () => void load(), { immediate: true })
  return proxyRefs({ run, failure, refusal, touched, job, isRunning, isCanceling, load, undo, cancel })
}
export type RunPage = ReturnType<typeof useRun>
