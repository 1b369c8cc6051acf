import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Column, Row } from '@/composables/list'
import type { PagedList } from '@/composables/usePagedList'
import { refusalOf, refusalText, type Refusal } from '@/composables/refusal'
import { todayIn } from '@/format/time'
import { useDraftsStore } from '@/stores/drafts.store'
import { usePlaceStore } from '@/stores/place.store'
import { useSessionStore } from '@/stores/session.store'
import { cellValue } from './cellText'
import { entryText, readEntry, type Entry, type EntryPlace } from './cellEntry'

/** A cell by its row in the list and its column on the screen. */
export interface CellPlace {
  readonly row: number
  readonly column: number
}

/** The cell that is typed in: the record goes with it, as a list that is read again may show it elsewhere. */
interface EditedCell extends CellPlace {
  readonly id: string
  /** What stood in it when the typing began, and as it was typed. */
  readonly before: unknown
  readonly beforeText: string
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
  const drafts = useDraftsStore()
  const editing = shallowRef<EditedCell>()
  /** The draft that holds a value on which both sides disagree. */
  let draftKey: string | undefined
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
    const held = { before: cellValue(shown, item), beforeText: typed.value }
    editing.value = { row, column, id: item.id, ...held }
    return true
  }

  function cancel(): void {
    const at = editing.value
    dropDraft()
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

  async function attempt(
    { id, version }: Item,
    patch: Record<string, unknown>,
  ): Promise<Refusal | undefined> {
    if (!list.source.edit || version === undefined) return refusalOf(undefined)
    try {
      const answer = await list.source.edit.update({ id, version }, patch)
      if (answer instanceof Object) list.putRow(id, answer)
      return undefined
    } catch (error) {
      return refusalOf(error)
    }
  }

  /** Writes values of one record; the text of the refusal where they are refused. */
  async function write(item: Item, patch: Record<string, unknown>): Promise<string | undefined> {
    if (!list.source.edit || item.version === undefined) return t('views.edit.notHere')
    const refusal = await attempt(item, patch)
    return refusal && refusalText(refusal.code, refusal.data)
  }

  /** Commits what was typed; true when the cell is left. */
  async function commit(): Promise<boolean> {
    if (isSaving.value || !editing.value) return false
    if (typed.value === editing.value.beforeText && draftKey === undefined) return true
    isSaving.value = true
    const isDone = await commitTyped(editing.value)
    isSaving.value = false
    if (isDone) dropDraft()
    return isDone
  }

  /** What others did to other fields merges by itself; with the same field a choice is asked for (R01-04). */
  async function commitTyped(at: EditedCell): Promise<boolean> {
    for (let version = 0; ;) {
      const item = list.heldRows().find(({ id }) => id === at.id)
      const column = columns()[at.column]
      if (!item || !column) return false
      if (typed.value === textAt(column, item)) return true
      const entry = read(column, item, typed.value)
      if (!entry.ok) return refuse(t(entry.problem))
      if (textAt(column, item) !== at.beforeText) return choose(at, column, item, entry.value)
      const refusal = await attempt(item, { [column.key]: entry.value })
      if (!refusal) return true
      const isOld = refusal.code === 'CONFLICT' && (item.version ?? 0) > version
      if (!isOld) return refuse(refusalText(refusal.code, refusal.data))
      version = item.version ?? 0
      await list.reload()
    }
  }

  function refuse(text: string): false {
    problem.value = text
    return false
  }

  /** Says what others wrote meanwhile: Enter writes mine over it, Esc leaves theirs; until then mine is a draft. */
  function choose(at: EditedCell, column: Column<Item>, item: Item, mine: unknown): false {
    const key = `${list.entity}:${at.id}`
    if (!drafts.has(key) || draftKey === key) {
      draftKey = key
      drafts.put(key, {
        changed: { [column.key]: mine },
        before: { [column.key]: at.before },
        version: item.version,
      })
    }
    const theirs = textAt(column, item)
    editing.value = { ...at, before: cellValue(column, item), beforeText: theirs }
    return refuse(t('views.edit.conflict', { value: theirs === '' ? t('conflict.empty') : theirs }))
  }

  function dropDraft(): void {
    if (draftKey !== undefined) drafts.drop(draftKey)
    draftKey = undefined
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

  function type(text: string): void {
    typed.value = text
  }

  return { editing, typed, type, problem, isSaving, canEdit, begin, cancel, commitAndGo, textAt, read, write }
}
export type CellEdit<Item extends Row> = ReturnType<typeof useCellEdit<Item>>
