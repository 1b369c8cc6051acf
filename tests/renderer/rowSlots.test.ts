import { describe, expect, it } from 'vitest'
import { computed, ref } from 'vue'
import { createRowSlots, useDrawnRows } from '@/components/rowSlots'

describe('the elements of rows', () => {
  it('stay with their row as long as it is drawn, and are used again by rows that come', () => {
    const slotsOf = createRowSlots()
    const [, second, third] = slotsOf([0, 1, 2])
    const after = slotsOf([1, 2, 3])

    expect(after.slice(0, 2)).toEqual([second, third])
    expect(new Set([...after, ...slotsOf([7, 8, 9])])).toEqual(new Set([0, 1, 2]))
  })

  it('are never shared, also where the focused row is far from the others', () => {
    const slotsOf = createRowSlots()
    slotsOf([0, 1, 2])
    const jumped = slotsOf([100, 101, 102, 1])

    expect(new Set(jumped).size).toBe(4)
    expect(jumped[3]).toBe(1)
  })
})

describe('the rows that are drawn', () => {
  it('are those in view and the focused one, which keeps its element wherever it is scrolled to', () => {
    const first = ref(0)
    const drawn = useDrawnRows({
      first: computed(() => first.value),
      last: computed(() => first.value + 2),
      active: () => 1,
      total: () => 200,
    })
    const focused = drawn.value.find(({ row }) => row === 1)

    first.value = 100

    expect(drawn.value.map(({ row }) => row)).toEqual([100, 101, 102, 1])
    expect(drawn.value.at(-1)).toEqual(focused)
    expect(new Set(drawn.value.map(({ slot }) => slot)).size).toBe(4)
  })

  it('are none of an empty list', () => {
    const drawn = useDrawnRows({
      first: computed(() => 0),
      last: computed(() => -1),
      active: () => 0,
      total: () => 0,
    })

    expect(drawn.value).toEqual([])
  })
})
