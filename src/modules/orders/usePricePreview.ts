import { PreviewPriceInput, type FoundPrice } from '@contract/agreements'
import { onScopeDispose, shallowRef, watch } from 'vue'
import { client } from '@/rpc/client'

/** What the price search finds for a line as it is typed (R04-30); nothing while it cannot be asked yet. */
export function usePricePreview(of: () => unknown) {
  const found = shallowRef<FoundPrice>()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function find(asked: string): Promise<void> {
    const input = PreviewPriceInput.safeParse(of())
    if (!input.success) {
      found.value = undefined
      return
    }
    const price = await client.agreements.previewPrice(input.data).catch(() => undefined)
    if (asked === JSON.stringify(of())) found.value = price
  }

  watch(
    () => JSON.stringify(of()),
    (asked) => {
      clearTimeout(timer)
      timer = setTimeout(() => void find(asked), 150)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  return { found }
}
