import { computed, ref, watch } from 'vue'
import { hitsOf, nextHit, treeTexts } from '@/components/tree/treeSearch'
import { searchText, type PartNode } from './partNodes'

/** The search inside a tree of parts: what was read is searched here, so that each key answers at once. */
export function usePartSearch(nodes: () => readonly PartNode[], show: (key: string) => void) {
  const text = ref('')
  const shown = ref<string>()
  const texts = computed(() => treeTexts(nodes(), searchText))
  const hits = computed(() => hitsOf(texts.value, text.value))
  const hitKeys = computed(() => new Set(hits.value))
  const place = computed(() => (shown.value === undefined ? 0 : hits.value.indexOf(shown.value) + 1))

  function go(step: 1 | -1): void {
    const next = nextHit(hits.value, shown.value, step)
    if (next === undefined) return
    shown.value = next
    show(next)
  }

  watch(text, () => {
    shown.value = undefined
    go(1)
  })
  return { text, hits, hitKeys, place, go }
}
export type PartSearch = ReturnType<typeof usePartSearch>
