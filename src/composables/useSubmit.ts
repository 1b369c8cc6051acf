import { ref, shallowRef } from 'vue'
import { refusalOf, type Refusal } from './refusal'

/**
 * Runs a write, one at a time. What the domain refuses, and a broken connection, become a refusal to show; the write
 * says by its result whether it was done.
 */
export function useSubmit<Args extends readonly unknown[]>(write: (...args: Args) => Promise<unknown>) {
  const isRunning = ref(false)
  const refusal = shallowRef<Refusal>()

  /** Whether the write went through. */
  async function run(...args: Args): Promise<boolean> {
    if (isRunning.value) return false
    isRunning.value = true
    refusal.value = undefined
    try {
      await write(...args)
      return true
    } catch (error) {
      refusal.value = refusalOf(error)
      return false
    } finally {
      isRunning.value = false
    }
  }

  function clear(): void {
    refusal.value = undefined
  }

  return { run, isRunning, refusal, clear }
}
