import { onScopeDispose, watch } from 'vue'
import { usePlaceNameStore } from '@/stores/placeName.store'

/** Names the open record in the breadcrumb and in the window's title, as long as its page is there. */
export function usePlaceName(name: () => string | undefined): void {
  const placeName = usePlaceNameStore()
  watch(name, (now) => (placeName.name = now), { immediate: true })
  onScopeDispose(() => (placeName.name = undefined))
}
