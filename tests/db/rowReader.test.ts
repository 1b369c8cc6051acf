import { describe, expect, it } from 'vitest'
import { bool, int, ref, text } from '../../electron/db/entityTable'
import { toBytes } from '../../electron/db/ids'
import { columnNames, joinedList, joinedRowReader, rowReader } from '../../electron/db/rowReader'

const id = '01950000-0000-7000-8000-000000000001'
const itemId = '01950000-0000-7000-8000-000000000002'

interface Line {
  readonly id: string
  readonly itemId?: string | undefined
  readonly salesAmount: number
  readonly isManual: boolean
}
const columns = { itemId: ref(), salesAmount: int({ column: 'sales_amount_minor' }), isManual: bool() }
const joined = { itemName: { sql: 'i.name', kind: 'text' } } as const

describe('rows of declared columns', () => {
  it('architecture: are selected by their names and read as their kinds; NULL is absent', () => {
    const row = { id: toBytes(id), item_id: null, sales_amount_minor: 250, is_manual: 1 }

    expect(columnNames(columns)).toEqual(['id', 'item_id', 'sales_amount_minor', 'is_manual'])
    expect(rowReader<Line>(columns)(row)).toEqual({ id, salesAmount: 250, isManual: true })
  })

  it('architecture: bring what is joined to them under the name of its field', () => {
    const read = joinedRowReader<Line, { readonly itemName?: string | undefined }>(columns, joined)
    const row = { id: toBytes(id), item_id: toBytes(itemId), sales_amount_minor: 0, is_manual: 0 }

    expect(joinedList({ ...joined, code: { sql: 'c.code', kind: text().kind } })).toBe(
      'i.name AS "itemName", c.code AS "code"',
    )
    expect(read({ ...row, itemName: 'Belt' })).toEqual({
      ...{ id, itemId, salesAmount: 0, isManual: false, itemName: 'Belt' },
    })
  })
})
