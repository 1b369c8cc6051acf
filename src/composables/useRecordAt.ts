import type { RecordAt } from '@contract/history'
import { ref, shallowRef, watch } from 'vue'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { client } from '@/rpc/client'

/** A record as it stood at an instant; an answer that comes after the next question is dropped. */
export function useRecordAt(
  asked: () => {
    readonly entity: string
    readonly recordId: string
    readonly at: number
    readonly parts: readonly string[]
  },
) {
  const record = shallowRef<RecordAt>()
  const refusal = shallowRef<Refusal>()
  const isLoading = ref(false)

  async function load(): Promise<void> {
    const question = asked()
    isLoading.value = true
    refusal.value = undefined
    try {
      const found = await client.history.getRecordAt({ ...question, parts: [...question.parts] })
      if (asked().at === question.at) record.value = found
    } catch (error) {
      record.value = undefined
      refusal.value = refusalOf(error)
    } finally {
      isLoading.value = false
    }
  }

  watch(() => Object.values(asked()), load, { immediate: true })
  return { record, refusal, isLoading }
}
