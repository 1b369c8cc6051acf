import { SearchHit } from '@contract/search'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { z } from 'zod'
import { useSessionStore } from './session.store'

const limit = 30
const keyOf = (userId: string) => `aftercare.recent.${userId}`

/** The records this user opened last on this machine, newest first. */
export const useRecentsStore = defineStore('recents', () => {
  const session = useSessionStore()
  const userId = computed(() => session.user?.id)
  const recents = shallowRef<readonly SearchHit[]>([])

  watch(userId, (id) => (recents.value = id === undefined ? [] : read(id)), { immediate: true })

  function note(hit: SearchHit): void {
    if (userId.value === undefined) return
    recents.value = [hit, ...recents.value.filter(({ id }) => id !== hit.id)].slice(0, limit)
    localStorage.setItem(keyOf(userId.value), JSON.stringify(recents.value))
  }

  function forget(id: string): void {
    if (userId.value === undefined || !recents.value.some((hit) => hit.id === id)) return
    recents.value = recents.value.filter((hit) => hit.id !== id)
    localStorage.setItem(keyOf(userId.value), JSON.stringify(recents.value))
  }
  return { recents, note, forget }
})

function read(userId: string): SearchHit[] {
  const kept = localStorage.getItem(keyOf(userId))
  if (kept === null) return []
  try {
    return z.array(SearchHit).catch([]).parse(JSON.parse(kept))
  } catch {
    return [] // what another program wrote there is none of ours
  }
}
