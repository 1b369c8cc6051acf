import { watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/**
 * Opens the dialog whose draft the address names, as the home page links to it: `?draft=orders.copy:<id>` (ux §1).
 *
 * @param record - what the dialogs are about; undefined until it is there
 * @param dialogs - by what their drafts' keys begin with
 */
export function useDraftLinks(
  record: () => string | undefined,
  dialogs: Readonly<Record<string, () => void>>,
): void {
  const route = useRoute()
  const router = useRouter()
  watch(
    [() => route.query['draft'], record],
    ([wanted, id]) => {
      const open = Object.entries(dialogs).find(([form]) => wanted === `${form}:${String(id)}`)?.[1]
      if (!open || id === undefined) return
      const { draft: _opened, ...query } = route.query
      void router.replace({ query, hash: route.hash })
      open()
    },
    { immediate: true },
  )
}
