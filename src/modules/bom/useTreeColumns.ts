import { computed, shallowRef, watch } from 'vue'
import { z } from 'zod'
import type { TreeColumn, TreeNode } from '@/components/tree/tree.types'
import { useSessionStore } from '@/stores/session.store'

const Kept = z.array(z.string())

/** The columns of a tree that this user wants to see (L-09.04); the first one always stays. */
export function useTreeColumns<Node extends TreeNode>(
  name: string,
  all: () => readonly TreeColumn<Node>[],
  standard: readonly string[],
) {
  const session = useSessionStore()
  const key = `aftercare.treeColumns.${session.user?.id ?? ''}.${name}`
  const chosen = shallowRef<readonly string[]>(read())

  function read(): readonly string[] {
    const text = localStorage.getItem(key)
    return Kept.catch([...standard]).parse(text === null ? standard : JSON.parse(text))
  }
  watch(chosen, (now) => localStorage.setItem(key, JSON.stringify(now)))

  const shown = computed(() =>
    all().filter(({ key: column }, at) => at === 0 || chosen.value.includes(column)),
  )
  function toggle(column: string): void {
    chosen.value = chosen.value.includes(column)
      ? chosen.value.filter((other) => other !== column)
      : [...chosen.value, column]
  }
  return { all: computed(all), shown, toggle }
}
export type TreeColumns = Pick<ReturnType<typeof useTreeColumns<TreeNode>>, 'toggle'> & {
  readonly all: { readonly value: readonly { readonly key: string; readonly title: string }[] }
  readonly shown: { readonly value: readonly { readonly key: string }[] }
}
