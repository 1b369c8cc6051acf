import { ref } from 'vue'
import { onChange } from '@/rpc/changes'
import type { HomeTile } from '@/router/tiles'

/** A tile's count; follows the changes of its entities. */
export function useTile({ count, entities }: HomeTile) {
  const value = ref<number>()
  const isFailed = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    try {
      value.value = await count()
      isFailed.value = false
    } catch {
      isFailed.value = true // the tile says so; its list tells why
    }
  }
  for (const entity of entities)
    onChange(entity, () => {
      clearTimeout(timer)
      timer = setTimeout(() => void load(), 500)
    })
  void load()
  return { value, isFailed }
}
