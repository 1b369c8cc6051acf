import type { ListRequest, Page } from '@contract/page'
import type { SavedView, ViewContent } from '@contract/views'
import { computed, onScopeDispose, proxyRefs, ref, shallowReactive, shallowRef, watch } from 'vue'
import { instantRange } from '@/format/time'
import { onChange } from '@/rpc/changes'
import { useListStatesStore } from '@/stores/listStates.store'
import type { Column, ColumnKind, Filter, ListSource, ListView, Row, Sort } from './list'
import { plainLayout, useListLayout } from './listLayout'
import { cursorOf, knownRows, windowSize, windowsOf, withWindow, type PageWindows } from './pageWindows'
import { refusalOf, type Refusal } from './refusal'

export interface PagedListOptions<Item extends Row> {
  /** Name of the list: under it scroll, filter and selection are kept for the way back. */
  readonly key: string
  /** Entities whose changes the list shows. */
  readonly entities: readonly string[]
  readonly source: ListSource<Item>
  readonly columns: readonly Column<Item>[]
  readonly views?: readonly ListView[]
  readonly sort: readonly Sort[]
  /** Always applies, beneath what the user filters: the customer of a tab. */
  readonly scope?: () => Filter
  /** The zone in which dates of instants are read. */
  readonly zone?: () => string
}

/**
 * A list of any length, by pages of 100 by key; about 300 rows are held. It follows changes without jumping, because
 * each window is read again from its own key, and is found again as it was left.
 */
export function usePagedList<Item extends Row>(options: PagedListOptions<Item>) {
  const { key, entities, source, columns, views = [], scope = () => ({}), zone = () => 'UTC' } = options
  const states = useListStatesStore()
  const left = states.get(key)

  const view = ref(left?.view ?? views[0]?.key)
  const text = ref(left?.text ?? '')
  const filter = shallowRef<Filter>(left?.filter ?? {})
  const sort = shallowRef<readonly Sort[]>(left?.sort ?? sortOf(view.value))
  const selected = shallowReactive(new Set<string>(left?.selected))
  const isAllMatching = ref(false)
  const saved = shallowRef<SavedView | undefined>(left?.saved)
  /** Those that are a filter and nothing to show are left out. */
  const showable = columns.filter(
    ({ key: name, value }) => value !== undefined || (source.holds?.(name) ?? true),
  )
  const { layout, ...columnsAsShown } = useListLayout(showable, left?.layout, () => view.value)
  const top = ref(left?.top ?? 0)
  const active = ref(left?.active ?? 0)

  const windows = shallowRef<PageWindows<Item>>(new Map())
  const count = ref<number>()
  const isLoading = ref(true)
  const refusal = shallowRef<Refusal>()
  let generation = 0
  let inView: readonly number[] = [0]
  const pending = new Set<number>()

  function sortOf(viewKey: string | undefined): readonly Sort[] {
    return views.find((candidate) => candidate.key === viewKey)?.sort ?? options.sort
  }

  const grouped = computed(() => columns.find(({ key: name }) => name === layout.value.groupBy))
  /** Rows of one group stand together: the group's field comes first. */
  const sortedBy = computed<readonly Sort[]>(() => {
    const { key: name, sortKey } = grouped.value ?? {}
    const field = sortKey === undefined ? name : sortKey
    if (field === undefined || field === null || !source.canSort(field)) return sort.value
    const { direction } = sort.value.find((one) => one.field === field) ?? { direction: 'asc' }
    return [{ field, direction }, ...sort.value.filter((one) => one.field !== field)].slice(0, 4)
  })

  const query = computed<Pick<ListRequest, 'filter' | 'text' | 'sort'>>(() => {
    const ofView = views.find((candidate) => candidate.key === view.value)?.filter
    const all = { ...ofView, ...requestFilter(filter.value, columns, zone()), ...scope() }
    const words = text.value.trim()
    return {
      ...(Object.keys(all).length > 0 ? { filter: all } : {}),
      ...(words === '' ? {} : { text: words }),
      sort: sortedBy.value,
    }
  })
  const isFiltered = computed(() => text.value.trim() !== '' || Object.keys(filter.value).length > 0)
  const known = computed(() => knownRows(windows.value))
  const total = computed(() => (known.value.isEnd ? known.value.rows : (count.value ?? known.value.rows)))
  const isEmpty = computed(() => windows.value.size > 0 && total.value === 0)

  function fetch(at: number, held: PageWindows<Item>): Promise<Page<Item>> {
    return source.load({ ...query.value, ...cursorOf(held, at), limit: windowSize })
  }

  /** Reads the list anew; what is shown stays until the answer is there. */
  async function reload(): Promise<void> {
    const mine = ++generation
    pending.clear()
    isLoading.value = true
    void loadCount(mine)
    try {
      const places = windowsOf(rowsInView.first, rowsInView.last)
      const first = places[0] ?? 0
      const page = await fetch(first, new Map())
      if (mine !== generation) return
      refusal.value = undefined
      windows.value = new Map([[first, page]])
      if (page.items.length === 0 && first > 0) goTo(0)
    } catch (error) {
      if (mine === generation) refusal.value = refusalOf(error)
    } finally {
      if (mine === generation) isLoading.value = false
    }
    if (mine === generation) ensure(rowsInView.first, rowsInView.last)
  }

  async function loadCount(mine: number): Promise<void> {
    try {
      const page = await source.load({ ...query.value, limit: 1, withCount: true })
      if (mine === generation) count.value = page.count
    } catch {
      if (mine === generation) count.value = undefined // the page says what is wrong
    }
  }

  let rowsInView = { first: Math.floor(top.value / 32), last: Math.floor(top.value / 32) + 40 }

  /** Sees to it that these rows are there; called while scrolling. */
  function ensure(first: number, last: number): void {
    rowsInView = { first, last: Math.max(first, last) }
    inView = windowsOf(first, last)
    for (const at of inView) if (isMissing(at)) void loadWindow(at)
  }

  function isMissing(at: number): boolean {
    return !windows.value.has(at) && !pending.has(at) && at * windowSize < Math.max(1, total.value)
  }

  async function loadWindow(at: number): Promise<void> {
    const mine = generation
    pending.add(at)
    try {
      const cursor = cursorOf(windows.value, at)
      // A place is dear to reach: who drags the thumb past it does not ask for it.
      if (cursor.offset !== undefined) await new Promise((resolve) => setTimeout(resolve, 60))
      if (mine !== generation || !inView.includes(at)) return
      const page = await fetch(at, windows.value)
      if (mine !== generation) return
      windows.value = withWindow(windows.value, at, page, inView)
      refusal.value = undefined
    } catch (error) {
      if (mine === generation) refusal.value = refusalOf(error)
    } finally {
      pending.delete(at)
      if (mine === generation && inView.some((place) => isMissing(place)) && !refusal.value)
        ensure(rowsInView.first, rowsInView.last)
    }
  }

  /** Reads the held windows again, each behind the one before it, so that nothing in view moves. */
  async function refresh(): Promise<void> {
    const mine = generation
    const fresh = new Map<number, Page<Item>>()
    try {
      for (const at of [...windows.value.keys()].sort((left, right) => left - right))
        fresh.set(at, await fetch(at, fresh.has(at - 1) ? fresh : windows.value))
    } catch (error) {
      if (mine === generation) refusal.value = refusalOf(error)
      return
    }
    if (mine !== generation) return
    windows.value = fresh
    void loadCount(mine)
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  function refreshSoon(): void {
    timer ??= setTimeout(() => {
      timer = undefined
      void refresh()
    }, 300)
  }

  function rowAt(index: number): Item | undefined {
    return windows.value.get(Math.floor(index / windowSize))?.items[index % windowSize]
  }

  function heldRows(): Item[] {
    return [...windows.value].sort(([left], [right]) => left - right).flatMap(([, { items }]) => items)
  }

  function goTo(index: number): void {
    active.value = index
    top.value = index * 32
    rowsInView = { first: index, last: index + 40 }
  }

  /** Keeps how far the rows are scrolled, in pixels. */
  function moveTop(next: number): void {
    top.value = next
  }

  function startOver(): void {
    selected.clear()
    isAllMatching.value = false
    goTo(0)
  }

  function setView(next: string | undefined): void {
    if (next === view.value && !saved.value) return
    if (saved.value) clearFilter()
    saved.value = undefined
    view.value = next
    sort.value = sortOf(next)
    layout.value = plainLayout
  }

  /** The list's own view as it is, without filter, search and changed columns. */
  function resetView(): void {
    clearFilter()
    sort.value = sortOf(view.value)
    layout.value = plainLayout
  }

  /** What a saved view keeps of the list as it stands. */
  const content = computed<ViewContent>(() => ({
    ...(view.value === undefined ? {} : { base: view.value }),
    filter: filter.value,
    ...(text.value.trim() === '' ? {} : { text: text.value.trim() }),
    sort: [...sort.value],
    columns: [...layout.value.columns],
    frozen: layout.value.frozen,
    ...(layout.value.groupBy === undefined ? {} : { groupBy: layout.value.groupBy }),
  }))

  /** Shows the list as a saved view has it; what the list no longer knows is passed over. */
  function showSaved(next: SavedView): void {
    saved.value = next
    view.value = views.some((one) => one.key === next.base) ? next.base : views[0]?.key
    filter.value = Object.fromEntries(
      Object.entries(next.filter).filter(([field]) =>
        columns.some((column) => (column.filterKey ?? column.key) === field),
      ),
    )
    text.value = next.text ?? ''
    const sorted = next.sort.filter(({ field }) => source.canSort(field))
    sort.value = sorted.length > 0 ? sorted : sortOf(view.value)
    layout.value = { columns: next.columns, frozen: next.frozen, groupBy: next.groupBy }
  }

  /** Puts what an update answered into the row, until the list is read again. */
  function putRow(id: string, record: object): void {
    windows.value = new Map(
      [...windows.value].map(([at, page]) => [
        at,
        { ...page, items: page.items.map((row) => (row.id === id ? { ...row, ...record } : row)) },
      ]),
    )
  }

  /** Sorts by the field; again in the other direction. */
  function sortBy(field: string): void {
    const [current] = sort.value
    const direction = current?.field === field && current.direction === 'asc' ? 'desc' : 'asc'
    sort.value = [{ field, direction }]
  }

  function setFilter(field: string, value: unknown): void {
    const rest = Object.fromEntries(Object.entries(filter.value).filter(([name]) => name !== field))
    filter.value = value === undefined ? rest : { ...rest, [field]: value }
  }

  function clearFilter(): void {
    text.value = ''
    filter.value = {}
  }

  function toggle(id: string): void {
    isAllMatching.value = false
    if (!selected.delete(id)) selected.add(id)
  }

  /** Ticks the rows that are held; `isAllMatching` then stands for all that match. */
  function selectHeld(): void {
    for (const { id } of heldRows()) selected.add(id)
  }

  function clearSelection(): void {
    selected.clear()
    isAllMatching.value = false
  }

  watch(query, (now, old) => {
    if (JSON.stringify(now) === JSON.stringify(old)) return
    startOver()
    void reload()
  })
  for (const entity of entities)
    onChange(entity, ({ id, version }) => {
      const held = id === undefined ? undefined : heldRows().find((row) => row.id === id)
      if (!held || version === undefined || held.version === undefined || held.version < version)
        refreshSoon()
    })
  onScopeDispose(() => {
    clearTimeout(timer)
    generation++
    states.put(key, {
      view: view.value, text: text.value, filter: filter.value, sort: sort.value,
      top: top.value, active: active.value, selected: [...selected], layout: layout.value, saved: saved.value,
    }) // prettier-ignore
  })
  void reload()

  return proxyRefs({
    /** Whether it shows where somebody stood before. */
    isRestored: left !== undefined,
    /** Whose records the rows are: their unsaved changes show a pencil. */
    entity: entities[0] ?? '',
    /** Under this name views are saved: the list's, whatever record it stands in. */
    name: key.split(' of ')[0] ?? key,
    ownSort: options.sort,
    columns, showable, views, saved, content, layout, grouped, ...columnsAsShown, source, view, text, filter, sort, query, selected, isAllMatching, top, active,
    count, total, isLoading, isEmpty, isFiltered, refusal,
    rowAt, heldRows, putRow, showSaved, resetView, ensure, reload, refresh, goTo, moveTop,
    setView, sortBy, setFilter, clearFilter, toggle, selectHeld, clearSelection,
  }) // prettier-ignore
}
export type PagedList<Item extends Row> = ReturnType<typeof usePagedList<Item>>

/** Dates of instants become half-open ranges in the zone, amounts lose the currency they were typed in (conventions §7). */
function requestFilter<Item extends Row>(
  filter: Filter,
  columns: readonly Column<Item>[],
  zone: string,
): Filter {
  const kinds = new Map(columns.map(({ key, filterKey, kind }) => [filterKey ?? key, kind]))
  return Object.fromEntries(
    Object.entries(filter).map(([field, value]) => [field, requested(kinds.get(field), value, zone)]),
  )
}

function requested(kind: ColumnKind | undefined, value: unknown, zone: string): unknown {
  if (kind === 'instant') return toInstants(value, zone)
  return kind === 'money' ? toMinor(value) : value
}

function toMinor(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'currency'))
}

function toInstants(value: unknown, zone: string): unknown {
  if (typeof value !== 'object' || value === null) return value
  const from = 'from' in value && typeof value.from === 'string' ? value.from : undefined
  const to = 'to' in value && typeof value.to === 'string' ? value.to : undefined
  return from === undefined && to === undefined ? value : instantRange({ from, to }, zone)
}
