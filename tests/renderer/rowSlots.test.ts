import { describe, expect, it } from 'vitest'
import { createRowSlots } from '@/components/rowSlots'

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
