import { decimalText, offsetText, wallText, type Cell } from './exportCells.rules'

/** How a language separates values and decimals (12 §5). */
export interface CsvForm {
  readonly delimiter: ',' | ';'
  readonly decimal: '.' | ','
}

/** Comma and point for English, semicolon and comma for the others. */
export function csvFormOf(language: string): CsvForm {
  return language === 'en' ? { delimiter: ',', decimal: '.' } : { delimiter: ';', decimal: ',' }
}

/** What a spreadsheet would run as a formula is kept as text (R01-20); an import takes the apostrophe off again. */
export function csvText(text: string, { delimiter }: CsvForm): string {
  const safe = /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return safe.includes(delimiter) || /["\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One cell: numbers bare, dates and times in ISO form, text guarded (12 §5). */
export function csvCell(cell: Cell, form: CsvForm): string {
  switch (cell.type) {
    case 'empty':
      return ''
    case 'text':
      return csvText(cell.text, form)
    case 'number':
      return numeric(cell.text, form)
    case 'percent':
      return numeric(decimalText(cell.basisPoints, 2), form)
    case 'boolean':
      return cell.value ? 'true' : 'false'
    case 'date':
      return cell.text
    case 'instant':
      return `${wallText(cell.wall)}${offsetText(cell.offset)}`
  }
}

/** A decimal comma where values are separated by commas needs quotes. */
function numeric(text: string, { delimiter, decimal }: CsvForm): string {
  const written = text.replace('.', decimal)
  return written.includes(delimiter) ? `"${written}"` : written
}

export function csvLine(cells: readonly Cell[], form: CsvForm): string {
  return `${cells.map((cell) => csvCell(cell, form)).join(form.delimiter)}\r\n`
}
