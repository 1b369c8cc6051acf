import { fromTsv } from '@/components/tsv'
import { parseDecimal } from '@/format/parse'

/** An item line of a sales order as it was typed or pasted. */
export interface TypedItem {
  /** Counted from 1, as the text shows it. */
  readonly row: number
  readonly number: string
  /** In thousandths. */
  readonly quantity: number
  readonly description: string | undefined
}
export interface TypedItems {
  readonly items: readonly TypedItem[]
  /** Rows that cannot be read. */
  readonly unread: readonly number[]
}

/**
 * Reads the items of a sales order, one a row: number, quantity, description. Cells come from a spreadsheet, or are
 * typed with semicolons or spaces between; without a quantity it is one (R04-26).
 */
export function readItems(text: string): TypedItems {
  const items: TypedItem[] = []
  const unread: number[] = []
  for (const [at, cells] of fromTsv(text).entries()) {
    const [number = '', amount = '', ...words] = (cells.length > 1 ? cells : typedCells(cells[0] ?? '')).map(
      (cell) => cell.trim(),
    )
    if (number === '' && amount === '') continue
    const quantity = amount === '' ? 1000 : quantityOf(amount)
    const row = at + 1
    if (number === '' || quantity === undefined) unread.push(row)
    else items.push({ row, number, quantity, description: words.find((word) => word !== '') })
  }
  return { items, unread }
}

function typedCells(line: string): string[] {
  if (line.includes(';')) return line.split(';')
  const [, number = '', amount = '', words = ''] = /^(\S*)\s*(\S*)\s*(.*)$/.exec(line.trim()) ?? []
  return [number, amount, words]
}

function quantityOf(text: string): number | undefined {
  const parsed = parseDecimal(text, { scale: 3 })
  return parsed.ok && parsed.value > 0 ? parsed.value : undefined
}
