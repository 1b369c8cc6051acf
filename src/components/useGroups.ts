import type { Row } from '@/composables/list'
import type { PagedList } from '@/composables/usePagedList'
import { cellValue } from './cellText'

/** Where groups begin in a grouped list: rows of equal values stand together. */
export function useGroups<Item extends Row>(list: PagedList<Item>) {
  function valueAt(index: number): string | undefined {
    const item = list.rowAt(index)
    return list.grouped && item ? JSON.stringify(cellValue(list.grouped, item) ?? null) : undefined
  }

  function isStart(index: number): boolean {
    if (!list.grouped || index === 0) return false
    const before = valueAt(index - 1)
    return before !== undefined && before !== valueAt(index)
  }

  return {
    isStart,
    /** The value is that of the row above: shown, but quietly. */
    isRepeated: (index: number, key: string) =>
      list.grouped?.key === key && index > 0 && valueAt(index - 1) === valueAt(index),
  }
}
