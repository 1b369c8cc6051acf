import { ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Column, Row } from '@/composables/list'
import type { PagedList } from '@/composables/usePagedList'
import { fromTsv } from './tsv'
import type { CellEdit } from './useCellEdit'
import type { Cells } from './useCells'

/** A cell of a pasted text: what it would change, or why it cannot. */
export interface PastedCell {
  readonly field: string
  readonly titleKey: string
  readonly before: string
  readonly after: string
  readonly value: unknown
  readonly problem: string | undefined
}

/** A row of the list that a pasted text concerns. */
export interface PastedRow<Item extends Row> {
  readonly item: Item
  readonly name: string
  readonly cells: readonly PastedCell[]
  /** The text of the refusal, once it was tried. */
  readonly refused?: string | undefined
}

interface PasteOptions<Item extends Row> {
  readonly list: PagedList<Item>
  readonly columns: () => readonly Column<Item>[]
  readonly cells: Cells<Item>
  readonly edit: CellEdit<Item>
}

const mostRows = 200

/** Pasted cells: shown first, then written record by record; what is refused is named (ux §3). */
export function usePaste<Item extends Row>({ list, columns, cells, edit }: PasteOptions<Item>) {
  const { t } = useI18n()
  const planned = shallowRef<readonly PastedRow<Item>[]>()
  /** Rows of the text that found no place: below the list's end, or more than at once. */
  const left = ref(0)
  const done = ref(0)
  const isRunning = ref(false)
  const isDone = ref(false)

  async function plan(text: string): Promise<void> {
    const range = cells.range.value
    if (!range) return
    const { first, last } = range
    const rows = filled(fromTsv(text), last.row - first.row + 1, last.column - first.column + 1)
    const items = await rowsFrom(first.row, Math.min(rows.length, mostRows))
    isDone.value = false
    done.value = 0
    left.value = rows.length - items.length
    planned.value = items.flatMap((item, at) => rowOf(item, rows[at] ?? [], first.column))
  }

  /** The rows of the list wherever they are; those in view are there already. */
  async function rowsFrom(first: number, count: number): Promise<readonly Item[]> {
    const held = Array.from({ length: count }, (_, step) => list.rowAt(first + step))
    const known = held.filter((item) => item !== undefined)
    if (known.length === count) return known
    const page = await list.source.load({ ...list.query, offset: first, limit: count })
    return page.items
  }

  function rowOf(item: Item, texts: readonly string[], from: number): PastedRow<Item>[] {
    const [head] = columns()
    const pasted = texts.flatMap((text, step) => {
      const column = columns()[from + step]
      return column ? cellOf(column, item, text) : []
    })
    return pasted.length === 0
      ? []
      : [{ item, name: head ? edit.textAt(head, item) : item.id, cells: pasted }]
  }

  /** Nothing where the cell stays as it is. */
  function cellOf(column: Column<Item>, item: Item, text: string): PastedCell[] {
    const before = edit.textAt(column, item)
    if (text.trim() === before.trim()) return []
    const { key: field, titleKey } = column
    const cell = { field, titleKey, before, after: text.trim() }
    if (!edit.canEdit(column) || item.version === undefined)
      return [{ ...cell, value: undefined, problem: t('views.edit.notHere') }]
    const entry = edit.read(column, item, text)
    return [
      entry.ok
        ? { ...cell, value: entry.value, problem: undefined }
        : { ...cell, value: undefined, problem: t(entry.problem) },
    ]
  }

  async function apply(): Promise<void> {
    const rows = planned.value ?? []
    isRunning.value = true
    const refused: PastedRow<Item>[] = []
    for (const row of rows) {
      const sound = row.cells.filter(({ problem }) => problem === undefined)
      const wrong = row.cells.filter(({ problem }) => problem !== undefined)
      const answer =
        sound.length === 0
          ? undefined
          : await edit.write(row.item, Object.fromEntries(sound.map(({ field, value }) => [field, value])))
      if (answer !== undefined) refused.push({ ...row, refused: answer })
      else if (wrong.length > 0) refused.push({ ...row, cells: wrong })
      if (sound.length > 0 && answer === undefined) done.value += 1
    }
    planned.value = refused
    isRunning.value = false
    isDone.value = true
    if (refused.length === 0 && left.value === 0) close()
  }

  function close(): void {
    planned.value = undefined
  }

  return { planned, left, done, isRunning, isDone, plan, apply, close }
}
export type Paste<Item extends Row> = ReturnType<typeof usePaste<Item>>

/** A single copied cell fills all that are chosen. */
function filled(rows: string[][], height: number, width: number): string[][] {
  const [only] = rows
  const value = only?.[0]
  if (rows.length !== 1 || only?.length !== 1 || value === undefined) return rows
  return Array.from({ length: height }, () => Array.from({ length: width }, () => value))
}
