import type { ImportDetail, ImportEncoding, ImportKind } from '@contract/imports'
import { computed, proxyRefs, ref, shallowRef } from 'vue'
import { useSubmit } from '@/composables/useSubmit'
import { kindOfName } from './kinds'
import { uploadFile } from './uploadFile'

/** The choice of a file with what it holds and how it is to be read (R01-15). */
export function useUpload(done: (taken: ImportDetail) => void) {
  const file = shallowRef<File>()
  const kind = ref<ImportKind>()
  const encoding = ref<ImportEncoding>('utf8')
  const sheet = ref('')
  const arrived = ref(0)

  const isWorkbook = computed(() => file.value?.name.toLowerCase().endsWith('.xlsx') === true)
  const { run, isRunning, refusal, clear } = useSubmit(async (acceptAgain: boolean) => {
    if (!file.value || !kind.value) return
    arrived.value = 0
    const taken = await uploadFile(
      {
        file: file.value,
        kind: kind.value,
        ...(isWorkbook.value
          ? sheet.value.trim() === '' ? {} : { sheet: sheet.value.trim() }
          : { encoding: encoding.value }),
        ...(acceptAgain ? { acceptAgain } : {}),
      },
      (bytes) => (arrived.value = bytes),
    )
    done(taken)
  }) // prettier-ignore

  /** Takes a file; its name proposes what it holds unless that is chosen. */
  function choose(next: File | undefined): void {
    clear()
    if (!next) return
    file.value = next
    encoding.value = 'utf8'
    sheet.value = ''
    kind.value = kindOfName(next.name) ?? kind.value
  }

  return proxyRefs({
    file,
    kind,
    encoding,
    sheet,
    arrived,
    isWorkbook,
    isRunning,
    refusal,
    choose,
    run,
    clear,
  })
}
