import type { Role } from '@contract/permission'
import { ViewId } from '@contract/id'
import type { SavedView, ViewContent } from '@contract/views'
import { computed, onMounted, shallowRef } from 'vue'
import { onChange } from '@/rpc/changes'
import { client } from '@/rpc/client'
import { useSessionStore } from '@/stores/session.store'
import type { Row } from './list'
import { mintId } from './mintId'
import type { PagedList } from './usePagedList'

/** The saved views of a list: those of the user and those shared with them (01 §2.8). */
export function useSavedViews<Item extends Row>(list: PagedList<Item>, isFollowing: boolean) {
  const session = useSessionStore()
  const views = shallowRef<readonly SavedView[]>([])
  const canShare = computed(() => session.can('views.share'))

  async function load(): Promise<void> {
    try {
      const { items } = await client.views.listViews({ filter: { list: list.name }, limit: 200 })
      views.value = items.filter((view) => view.list === list.name)
    } catch {
      views.value = [] // the list itself says what is wrong
    }
    const { saved } = list
    if (saved) list.saved = views.value.find(({ id }) => id === saved.id)
  }

  /** The view that opens the list: one's own before one that is shared. */
  async function open(): Promise<void> {
    await load()
    if (!isFollowing || list.isRestored || list.isFiltered) return
    const chosen = views.value.filter(({ isDefault }) => isDefault)
    const own = chosen.find(({ ownerId }) => ownerId === session.user?.id)
    const first = own ?? chosen[0]
    if (first) list.showSaved(first)
  }

  /** What differs from the view as it was saved; of the list's own views, from how they are. */
  const isChanged = computed(() => {
    const { content, saved, sort } = list
    if (saved) return !isSame(content, contentOf(saved))
    const own = list.views.find(({ key }) => key === list.view)
    const isSorted = isSame(sort, own?.sort ?? list.ownSort)
    return list.isFiltered || !isSorted || !isSame(list.layout, { columns: [], frozen: 0 })
  })

  async function create(name: string, isDefault: boolean): Promise<void> {
    const made = await client.views.saveView({
      viewId: mintId(ViewId), name, list: list.name, ...list.content, isDefault,
    }) // prettier-ignore
    list.showSaved(made)
    await load()
  }

  async function change(
    view: SavedView,
    fields: Partial<ViewContent & { name: string; isDefault: boolean }>,
  ): Promise<void> {
    const { id: viewId, version: expectedVersion, name, isDefault } = view
    const saved = await client.views.saveView({
      viewId, expectedVersion, name, list: view.list, ...contentOf(view), isDefault, ...fields,
    }) // prettier-ignore
    if (list.saved?.id === view.id) list.saved = saved
    await load()
  }

  async function share(
    { id: viewId, version: expectedVersion }: SavedView,
    roles: readonly Role[],
    withOffice: boolean,
  ): Promise<void> {
    const saved = await client.views.shareView({ viewId, expectedVersion, roles: [...roles], withOffice })
    if (list.saved?.id === viewId) list.saved = saved
    await load()
  }

  async function remove({ id: viewId, version: expectedVersion }: SavedView): Promise<void> {
    await client.views.deleteView({ viewId, expectedVersion })
    if (list.saved?.id === viewId) list.setView(list.view ?? list.views[0]?.key)
    await load()
  }

  /** Back to the view as it was saved. */
  function reset(): void {
    if (list.saved) list.showSaved(list.saved)
    else list.resetView()
  }

  onChange('savedView', () => void load())
  onMounted(() => void open())
  return { views, canShare, isChanged, create, change, share, remove, reset }
}
export type SavedViews = ReturnType<typeof useSavedViews>

function contentOf({ base, columns, filter, frozen, groupBy, sort, text }: SavedView): ViewContent {
  return {
    ...(base === undefined ? {} : { base }),
    filter, columns, sort, frozen,
    ...(text === undefined ? {} : { text }),
    ...(groupBy === undefined ? {} : { groupBy }),
  } // prettier-ignore
}

/** Whether two values say the same, whatever the order of their fields. */
function isSame(left: unknown, right: unknown): boolean {
  return canonical(left) === canonical(right)
}
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part instanceof Object && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
