import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Column, Row } from '@/composables/list'
import type { PagedList } from '@/composables/usePagedList'
import { refusalOf, refusalText } from '@/composables/refusal'
import { todayIn } from '@/format/time'
import { usePlaceStore } from '@/stores/place.store'
import { useSessionStore } from '@/stores/session.store'
import { entryText, readEntry, type Entry, type EntryPlace } from './cellEntry'

/** A cell by its row in the list and its column on the screen. */
export interface CellPlace {
  readonly row: number
  readonly column: number
}

const untyped = new Set(['ref', 'instant'])

/** Changes records in the rows of a list: one cell at a time, by the update of the contract with the row's version. */
export function useCellEdit<Item extends Row>(
  list: PagedList<Item>,
  columns: () => readonly Column<Item>[],
  focusCell: (place: CellPlace, hasEditor: boolean) => void,
) {
  const { locale, t } = useI18n()
  const place = usePlaceStore()
  const session = useSessionStore()
  /** The record goes with it: a list that is read again may show it elsewhere. */
  const editing = shallowRef<CellPlace & { readonly id: string }>()
  const typed = ref('')
  const problem = shallowRef<string>()
  const isSaving = shallowRef(false)
  const entryPlace = computed<EntryPlace>(() => ({
    language: locale.value,
    today: todayIn(place.zone),
    currency: place.currency,
    t,
  }))

  function canEdit(column: Column<Item> | undefined): boolean {
    const edit = list.source.edit
    if (!edit || !column || column.value || untyped.has(column.kind)) return false
    return edit.hasField(column.key) && session.can(edit.permission)
  }

  function begin({ row, column }: CellPlace): boolean {
    const item = list.rowAt(row)
    const shown = columns()[column]
    if (item?.version === undefined || !shown || !canEdit(shown)) return false
    problem.value = undefined
    typed.value = textAt(shown, item)
    editing.value = { row, column, id: item.id }
    return true
  }

  function cancel(): void {
    const at = editing.value
    editing.value = undefined
    problem.value = undefined
    if (at) focusCell(at, false)
  }

  function textAt(column: Column<Item>, item: Item): string {
    return entryText(column, item, entryPlace.value)
  }

  /** What a cell would become; the update's own schema has the last word. */
  function read(column: Column<Item>, item: Item, text: string): Entry {
    const entry = readEntry(column, item, text, entryPlace.value)
    if (!entry.ok || list.source.edit?.takes(column.key, entry.value)) return entry
    return { ok: false, problem: entry.value === null ? 'validation.required' : 'validation.invalid' }
  }

  /** Writes values of one record; the text of the refusal where they are refused. */
  async function write(item: Item, patch: Record<string, unknown>): Promise<string | undefined> {
    const { id, version } = item
    if (!list.source.edit || version === undefined) return t('views.edit.notHere')
    try {
      const answer = await list.source.edit.update({ id, version }, patch)
      if (answer instanceof Object) list.putRow(id, answer)
      return undefined
    } catch (error) {
      const { code, data } = refusalOf(error)
      return refusalText(code, data)
    }
  }

  /** Commits what was typed; true when the cell is left. */
  async function commit(): Promise<boolean> {
    const text = typed.value
    const at = editing.value
    const item = at && list.heldRows().find(({ id }) => id === at.id)
    const column = at && columns()[at.column]
    if (!item || !column || isSaving.value) return false
    if (text === textAt(column, item)) return true
    const entry = read(column, item, text)
    if (!entry.ok) {
      problem.value = t(entry.problem)
      return false
    }
    isSaving.value = true
    problem.value = await write(item, { [column.key]: entry.value })
    isSaving.value = false
    return problem.value === undefined
  }

  /** Commits and goes on: down or to the right, to the next cell that can be changed. */
  async function commitAndGo(towards: 'down' | 'right' | 'left' | 'stay'): Promise<void> {
    const at = editing.value
    if (!at || !(await commit())) return
    editing.value = undefined
    const next =
      towards === 'down' ? { ...at, row: Math.min(list.total - 1, at.row + 1) } : beside(at, towards)
    const isMoved = next.row !== at.row || next.column !== at.column
    focusCell(next, isMoved && begin(next))
  }

  function beside(at: CellPlace, towards: 'right' | 'left' | 'stay'): CellPlace {
    const step = towards === 'right' ? 1 : towards === 'left' ? -1 : 0
    if (step === 0) return at
    const all = columns()
    for (let column = at.column + step; column >= 0 && column < all.length; column += step)
      if (canEdit(all[column])) return { ...at, column }
    return at
  }

  return { editing, typed, problem, isSaving, canEdit, begin, cancel, commitAndGo, textAt, read, write }
}
export type CellEdit<Item extends Row> = ReturnType<typeof useCellEdit<Item>>
