import type { SearchHit } from '@contract/search'
import { computed, proxyRefs, ref, shallowRef, watch } from 'vue'
import { useRouter } from 'vue-router'
import { refusalOf, type Refusal } from '@/composables/refusal'
import { useActionsStore, type PaletteAction } from '@/stores/actions.store'
import { useRecentsStore } from '@/stores/recents.store'
import { useSessionStore } from '@/stores/session.store'
import { rankEntries, type PaletteEntry } from './ranking'
import { placeOf } from './records'
import { findRecords } from './search.sources'

/** What the palette shows for what is typed, and what its lines do (ux §2). */
export function usePalette(goActions: () => readonly PaletteAction[], close: () => void) {
  const router = useRouter()
  const session = useSessionStore()
  const store = useActionsStore()
  const recents = useRecentsStore()
  const text = ref('')
  const hits = shallowRef<readonly SearchHit[]>([])
  const active = ref(0)
  const isLoading = ref(false)
  const refusal = shallowRef<Refusal>()

  const entries = computed(() =>
    rankEntries({
      text: text.value,
      hits: hits.value,
      recents: recents.recents,
      actions: [...store.actions, ...goActions()],
    }),
  )

  /** One question at a time: what is typed meanwhile is asked next, so that no answer comes late. */
  async function ask(): Promise<void> {
    if (isLoading.value || !session.can('search.use')) return
    isLoading.value = true
    let asked: string
    do {
      asked = text.value
      refusal.value = undefined
      try {
        hits.value = asked.trim() === '' ? [] : await findRecords(asked)
      } catch (error) {
        refusal.value = refusalOf(error)
        hits.value = []
      }
    } while (asked !== text.value)
    isLoading.value = false
  }
  watch(text, () => {
    active.value = 0
    void ask()
  })
  watch(entries, ({ length }) => (active.value = Math.min(active.value, Math.max(0, length - 1))))

  function move(steps: number): void {
    const { length } = entries.value
    if (length > 0) active.value = (active.value + steps + length) % length
  }

  function openBeside(entry: PaletteEntry): void {
    const to = entry.kind === 'record' ? placeOf(entry.hit) : entry.action.to
    if (to === undefined) return
    close()
    // Where the program allows no other window, it opens here.
    if (!window.open(router.resolve(to).href, '_blank')) void router.push(to)
  }

  function open(entry: PaletteEntry | undefined, isBeside: boolean): void {
    if (!entry) return
    if (entry.kind === 'action' && entry.action.why !== undefined) return
    if (entry.kind === 'record') recents.note(entry.hit)
    if (isBeside) {
      openBeside(entry)
      return
    }
    close()
    if (entry.kind === 'record') void router.push(placeOf(entry.hit))
    else entry.action.run()
  }

  return proxyRefs({ text, entries, active, isLoading, refusal, ask, move, open })
}
