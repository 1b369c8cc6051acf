import type { Folders } from '@contract/settings'
import { onMounted, shallowRef } from 'vue'
import { useSubmit } from '@/composables/useSubmit'
import { client } from '@/rpc/client'

/** Where this installation's data lie; the log only where the program writes one of its own. */
export function useFolders() {
  const folders = shallowRef<Folders>()
  const isDesktop = window.aftercare?.shell === 'electron'
  const { run, refusal } = useSubmit(async () => {
    folders.value = await client.settings.getFolders()
  })
  onMounted(run)
  return { folders, isDesktop, refusal }
}
