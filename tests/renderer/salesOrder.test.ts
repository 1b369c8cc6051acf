import { describe, expect, it } from 'vitest'
import { readItems } from '@/modules/orders/salesOrder.items'

const item = (row: number, number: string, quantity: number, description?: string) => ({
  ...{ row, number, quantity, description },
})

describe('items of a sales order', () => {
  it('R04-26: pasted from a spreadsheet, typed with semicolons or with spaces', () => {
    const text = 'P-1\t2\t"Pump ""A"""\nP-2;1,5;Oil; clean\nP-3 4 two words\n\nP-4\n'
    expect(readItems(text)).toEqual({
      items: [
        item(1, 'P-1', 2000, 'Pump "A"'),
        item(2, 'P-2', 1500, 'Oil'),
        item(3, 'P-3', 4000, 'two words'),
        item(5, 'P-4', 1000),
      ],
      unread: [],
    })
  })

  it('R04-26: rows without a number or with a quantity that is none are named', () => {
    expect(readItems('P-1\tmany\n\t3\nP-2\t-1\nP-3\t0\nP-4 1')).toEqual({
      items: [item(5, 'P-4', 1000)],
      unread: [1, 2, 3, 4],
    })
    expect(readItems('')).toEqual({ items: [], unread: [] })
  })
})
