import { TouchedOrder, type GenerationRun, type UndoRunMode } from '@contract/generationRuns'
import { computed, proxyRefs, ref, shallowRef, watch } from 'vue'
import { z } from 'zod'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { onChange } from '@/rpc/changes'
import { readRun, undoRun } from './runs.sources'

const Touched = z.object({ orders: z.array(TouchedOrder) })

/** One run, followed as it changes, and its undo (R03-23, R03-25). */
export function useRun(id: () => string, undone: (run: GenerationRun) => void) {
  const run = shallowRef<GenerationRun>()
  const failure = shallowRef<Refusal>()
  const refusal = shallowRef<Refusal>()
  const isRunning = ref(false)

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
      isRunning.value = true
      run.value = await undoRun(run.value, mode, reason)
      undone(run.value)
    } catch (error) {
      refusal.value = refusalOf(error)
    } finally {
      isRunning.value = false
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
  return proxyRefs({ run, failure, refusal, touched, isRunning, load, undo })
}
export type RunPage = ReturnType<typeof useRun>
