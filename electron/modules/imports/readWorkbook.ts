import readWorkbookFile from 'read-excel-file/node'
import { domainError } from '../../shared/contract/domainError'
import { importsErrors } from '../../shared/contract/imports'
import type { TableRow } from './table'

/** A workbook is a ZIP archive. */
export function isWorkbook(start: Uint8Array): boolean {
  return start[0] === 0x50 && start[1] === 0x4b && start[2] === 0x03 && start[3] === 0x04
}

/**
 * Reads the first or the named sheet; formula cells by stored value, date cells as dates (R01-15).
 *
 * @throws FILE_UNREADABLE, SHEET_UNKNOWN
 */
export async function readWorkbook(bytes: Uint8Array, sheet: string | undefined): Promise<TableRow[]> {
  const sheets = await sheetsOf(bytes)
  const found = sheet === undefined ? sheets[0] : sheets.find((one) => one.sheet === sheet)
  if (!found)
    throw domainError(importsErrors, 'SHEET_UNKNOWN', {
      field: 'sheet',
      sheets: sheets.map((one) => one.sheet),
    })
  const width = Math.max(0, ...found.data.map((row) => row.length))
  return found.data.flatMap((row, index) => {
    const cells = Array.from({ length: width }, (_, column) => textOf(row[column]))
    return cells.every((cell) => cell === '') ? [] : [{ line: index + 1, cells }]
  })
}

async function sheetsOf(bytes: Uint8Array) {
  try {
    return await readWorkbookFile(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  } catch (error) {
    // The library names its refusals; whatever the file holds, it cannot be read as a workbook.
    if (error instanceof Error) throw domainError(importsErrors, 'FILE_UNREADABLE', { field: 'content' })
    throw error
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return dateText(value)
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (typeof value === 'number') return numberText(value)
  return typeof value === 'string' ? value.trim() : ''
}

const firstDay = Date.UTC(1899, 11, 31)
const afterLeap = Date.UTC(1900, 2, 1)
const dayMs = 86_400_000

/** Spreadsheets count a 29 February 1900 that never was: the days before it are one later than their count says. */
function dateText(value: Date): string {
  const at = value.getTime()
  const text = new Date(at >= firstDay && at < afterLeap ? at + dayMs : at).toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text
}

/** Spreadsheets keep fifteen significant digits; more would be noise of the binary form. */
function numberText(value: number): string {
  return String(Number(value.toPrecision(15)))
}
