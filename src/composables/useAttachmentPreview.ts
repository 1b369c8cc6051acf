import type { Attachment } from '@contract/attachments'
import { onBeforeUnmount, onMounted, proxyRefs, ref, shallowRef } from 'vue'
import { refusalOf, type Refusal } from './refusal'
import { saveBlob } from './saveFile'
import { readAttachment } from './useAttachments'
import { useSubmit } from './useSubmit'

const shownText = 200_000

/**
 * The content of an attachment for showing and saving. Only pictures and PDF get an address, as the type that the domain
 * found; a text is shown as words, whatever stands in it, and everything else not at all: nothing can run.
 */
export function useAttachmentPreview(of: () => Attachment) {
  const address = ref<string>()
  const text = ref<string>()
  const isCut = ref(false)
  const isLoading = ref(false)
  const refusal = shallowRef<Refusal>()
  let content: Promise<Blob> | undefined
  let isGone = false

  const read = () => (content ??= readAttachment(of().id))
  const isAddressed = () => of().kind === 'image' || (of().kind === 'pdf' && navigator.pdfViewerEnabled)

  async function show(): Promise<void> {
    if (!isAddressed() && of().kind !== 'text') return
    isLoading.value = true
    try {
      const blob = await read()
      if (isGone) return
      if (isAddressed()) address.value = URL.createObjectURL(blob)
      else {
        isCut.value = blob.size > shownText
        text.value = await blob.slice(0, shownText).text()
      }
    } catch (error) {
      content = undefined
      refusal.value = refusalOf(error)
    } finally {
      isLoading.value = false
    }
  }

  const saving = useSubmit(async () => {
    try {
      saveBlob((await read()).slice(0, undefined, 'application/octet-stream'), of().fileName)
    } catch (error) {
      content = undefined
      refusal.value = refusalOf(error)
    }
  })

  onMounted(show)
  onBeforeUnmount(() => {
    isGone = true
    if (address.value !== undefined) URL.revokeObjectURL(address.value)
  })
  return proxyRefs({ address, text, isCut, isLoading, refusal, save: saving.run, isSaving: saving.isRunning })
}
