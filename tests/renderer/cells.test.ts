import { describe, expect, it } from 'vitest'
import type { Column } from '@/composables/list'
import { editOf } from '@/composables/listEdit'
import { useListLayout } from '@/composables/listLayout'
import { entryText, readEntry, type EntryPlace } from '@/components/cellEntry'
import { fromTsv, toTsv } from '@/components/tsv'

interface Thing {
  readonly id: string
  readonly version: number
  readonly value?: unknown
}
const place: EntryPlace = { language: 'de', today: '2026-03-02', currency: 'NOK', t: (key) => key }
const column = (kind: Column<Thing>['kind'], more: Partial<Column<Thing>> = {}): Column<Thing> => ({
  key: 'value', titleKey: 'x', kind, ...more,
}) // prettier-ignore
const thing = (value?: unknown): Thing => ({ id: 'a', version: 1, value })

describe('cells as tab-separated text (ux §3)', () => {
  it('ux §3: what is copied is read back, also with tabs, breaks and quotes in a cell', () => {
    const rows = [
      ['a', 'b\tc', 'd "e"'],
      ['', 'two\nlines', 'x'],
    ]
    expect(fromTsv(toTsv(rows))).toEqual(rows)
    expect(fromTsv('a\tb\n\tc\n')).toEqual([
      ['a', 'b'],
      ['', 'c'],
    ])
    expect(fromTsv('one')).toEqual([['one']])
  })
})

describe('a typed cell', () => {
  it.each([
    ['text', ' Fjord ', 'Fjord'],
    ['number', '12', 12],
    ['quantity', '1,5', 1500],
    ['unitPrice', '33,6442', 336442],
    ['percent', '12,5 %', 1250],
    ['minutes', '1:30', 90],
    ['date', '25.11.2026', '2026-11-25'],
    ['boolean', 'common.yes', true],
    ['money', '1 250,50 SEK', { minor: 125050, currency: 'SEK' }],
    ['money', '7', { minor: 700, currency: 'NOK' }],
    ['text', '  ', null],
  ] as const)('R01-13: %s reads %j as %j', (kind, typed, value) => {
    expect(readEntry(column(kind), thing(), typed, place)).toEqual({ ok: true, value })
  })

  it('R01-13: what cannot be read says why', () => {
    expect(readEntry(column('number'), thing(), 'many', place)).toEqual({
      ok: false,
      problem: 'validation.number',
    })
    expect(readEntry(column('enum', { options: ['a'] }), thing(), 'b', place)).toMatchObject({ ok: false })
    expect(readEntry(column('ref'), thing(), 'b', place)).toMatchObject({ ok: false })
  })

  it.each([
    ['quantity', 1500, '1,5'],
    ['money', { minor: -500, currency: 'NOK' }, '-5'],
    ['minutes', 90, '1,5'],
    ['unitPrice', 336442, '33,6442'],
  ] as const)('R01-13: %s %j is typed as %j and reads back the same', (kind, value, typed) => {
    expect(entryText(column(kind), thing(value), place)).toBe(typed)
    expect(readEntry(column(kind), thing(value), typed, place)).toEqual({ ok: true, value })
  })
})

describe('what a list changes in place', () => {
  it('ux §3: by the update of the same capability, where it has one', () => {
    const edit = editOf(['agreements', 'listCategories'])
    expect(edit?.permission).toBe('agreements.setUp')
    expect(edit?.hasField('name')).toBe(true)
    expect(edit?.takes('name', null)).toBe(false)
    expect(edit?.hasField('linePropertyCode')).toBe(false)
    expect(editOf(['stock', 'listBalances'])).toBeUndefined()
  })
})

describe('the columns of a list', () => {
  const all = ['a', 'b', 'c'].map((key) => ({ ...column('text'), key }))
  it('ux §3: are hidden, moved, made wider and frozen; one always stays', () => {
    const list = useListLayout<Thing>([...all, { ...column('text'), key: 'd', isHidden: true }], undefined)
    const keys = () => list.shown.value.map(({ key }) => key)
    expect(keys()).toEqual(['a', 'b', 'c'])
    list.toggleColumn('b')
    list.toggleColumn('d')
    list.moveColumn('d', -9)
    expect(keys()).toEqual(['d', 'a', 'c'])
    list.resizeColumn('a', 5)
    expect(list.shown.value[1]?.width).toBe(48)
    list.freeze(9)
    expect(list.frozen.value).toBe(2)
    for (const key of keys()) list.toggleColumn(key)
    expect(keys()).toHaveLength(1)
  })
})
