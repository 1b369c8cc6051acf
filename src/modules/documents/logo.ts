import type { Company } from '@contract/people'
import { onScopeDispose, shallowRef, watch } from 'vue'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { base64Of } from '@/composables/transferFile'
import { client } from '@/rpc/client'

/** The company's logo as an address that an image shows; it follows the company. */
export function useLogo(sha256: () => string | undefined) {
  const address = shallowRef<string>()
  const refusal = shallowRef<Refusal>()
  let isGone = false

  function show(next: string | undefined): void {
    if (address.value !== undefined) URL.revokeObjectURL(address.value)
    address.value = next
  }
  async function load(): Promise<void> {
    try {
      const { logo } = await client.documents.getLogo()
      refusal.value = undefined
      if (isGone || logo?.sha256 !== sha256()) return
      const bytes = logo && Uint8Array.from(atob(logo.content), (letter) => letter.charCodeAt(0))
      show(bytes && URL.createObjectURL(new Blob([bytes], { type: logo.type })))
    } catch (error) {
      refusal.value = refusalOf(error)
    }
  }

  watch(sha256, () => void load(), { immediate: true })
  onScopeDispose(() => {
    isGone = true
    show(undefined)
  })
  return { address, refusal }
}

/** Puts the image of a file on the company's documents. */
export async function chooseLogo({ version }: Company, file: File): Promise<void> {
  // Beyond what any logo may have the content need not travel to be refused.
  const content = await base64Of(file.slice(0, 5_000_000))
  await client.documents.setLogo({ expectedVersion: version, content })
}

/** Takes the logo off the company's documents. */
export async function removeLogo({ version }: Company): Promise<void> {
  await client.documents.removeLogo({ expectedVersion: version })
}
