import { nextTick, ref, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { TreeRow } from './treeNodes'

interface TreeKeysOptions {
  readonly rows: ComputedRef<readonly TreeRow[]>
  readonly closed: Ref<ReadonlySet<string>>
  readonly root: Readonly<ShallowRef<HTMLElement | null>>
  readonly choose: (row: TreeRow) => void
}

/** The keys of a tree (WAI-ARIA): arrows move, open and close, letters find, Enter and Space choose. */
export function useTreeKeys({ rows, closed, root, choose }: TreeKeysOptions) {
  const active = ref<string>()
  let typed = ''
  let timer: ReturnType<typeof setTimeout> | undefined

  function focus(row: TreeRow | undefined): void {
    if (!row) return
    active.value = row.stage.id
    void nextTick(() => root.value?.querySelector<HTMLElement>(`[data-stage="${row.stage.id}"]`)?.focus())
  }

  function setClosed(id: string, isClosed: boolean): void {
    const next = new Set(closed.value)
    if (isClosed) next.add(id)
    else next.delete(id)
    closed.value = next
  }

  function open(row: TreeRow, index: number): void {
    if (!row.hasChildren) return
    if (closed.value.has(row.stage.id)) setClosed(row.stage.id, false)
    else focus(rows.value[index + 1])
  }

  function close(row: TreeRow): void {
    const { id, parentId } = row.stage
    if (row.hasChildren && !closed.value.has(id)) setClosed(id, true)
    else focus(rows.value.find(({ stage }) => stage.id === parentId))
  }

  /** Type-ahead: the next row whose name begins with what was typed within half a second. */
  function find(letter: string, index: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => (typed = ''), 500)
    typed += letter.toLocaleLowerCase()
    const from = typed.length === 1 ? index + 1 : index
    const order = [...rows.value.slice(from), ...rows.value.slice(0, from)]
    focus(
      order.find(({ stage }) =>
        [stage.name, stage.code].some((text) => text.toLocaleLowerCase().startsWith(typed)),
      ),
    )
  }

  function isHandled(key: string, row: TreeRow, index: number): boolean {
    if (key === 'ArrowDown') focus(rows.value[index + 1])
    else if (key === 'ArrowUp') focus(rows.value[index - 1])
    else if (key === 'ArrowRight') open(row, index)
    else if (key === 'ArrowLeft') close(row)
    else if (key === 'Home') focus(rows.value[0])
    else if (key === 'End') focus(rows.value.at(-1))
    else if (key === 'Enter' || key === ' ') choose(row)
    else if (/^\p{L}$/u.test(key)) find(key, index)
    else return false
    return true
  }

  function onKeydown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const index = rows.value.findIndex(({ stage }) => stage.id === active.value)
    const row = rows.value[Math.max(0, index)]
    if (!row || !isHandled(event.key, row, Math.max(0, index))) return
    event.preventDefault()
    event.stopPropagation()
  }

  return { active, onKeydown, setClosed }
}
