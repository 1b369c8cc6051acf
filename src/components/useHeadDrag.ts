import { ref } from 'vue'
import type { Column, Row } from '@/composables/list'
import type { PagedList } from '@/composables/usePagedList'

/** Columns by the mouse: a head is taken to another place, its edge makes it wider. */
export function useHeadDrag<Item extends Row>(list: PagedList<Item>) {
  const taken = ref<string>()
  const target = ref<string>()

  function end(): void {
    taken.value = undefined
    target.value = undefined
  }

  return {
    target,
    end,
    take(key: string, event: DragEvent): void {
      taken.value = key
      event.dataTransfer?.setData('text/plain', key)
    },
    over(key: string): void {
      target.value = taken.value === key ? undefined : key
    },
    drop(columns: readonly Column<Item>[], key: string): void {
      const from = columns.findIndex((column) => column.key === taken.value)
      const to = columns.findIndex((column) => column.key === key)
      const moved = columns[from]
      if (moved && to >= 0) list.moveColumn(moved.key, to - from)
      end()
    },
    stretch(key: string, width: number, { clientX }: PointerEvent): void {
      const move = (event: PointerEvent) => list.resizeColumn(key, width + event.clientX - clientX)
      const stop = () => {
        window.removeEventListener('pointermove', move)
        window.removeEventListener('pointerup', stop)
      }
      window.addEventListener('pointermove', move)
      window.addEventListener('pointerup', stop)
    },
  }
}
