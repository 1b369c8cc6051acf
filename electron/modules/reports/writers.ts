import { strToU8, Zip, ZipDeflate } from 'fflate'
import { csvFormOf, csvLine, csvText } from './csv.rules'
import type { Cell, CellColumn } from './exportCells.rules'
import { askedRow, headRow, sheetEnd, sheetRow, sheetStart, workbookParts } from './sheet.rules'

/** Turns rows into the bytes of a file, a page at a time: never more than a page is held. */
export interface RowWriter {
  rows(cells: readonly (readonly Cell[])[]): void
  end(): void
}
export type Put = (bytes: Uint8Array) => void

/** CSV as 12 §5 says: UTF-8 with BOM, RFC 4180, CRLF, separators by language. */
export function createCsvWriter(columns: readonly CellColumn[], language: string, put: Put): RowWriter {
  const form = csvFormOf(language)
  const titles = columns.map(({ title }) => csvText(title, form)).join(form.delimiter)
  put(strToU8(`\uFEFF${titles}\r\n`))
  return {
    rows: (cells) => put(strToU8(cells.map((row) => csvLine(row, form)).join(''))),
    end: () => undefined,
  }
}

export interface SheetTexts {
  readonly rows: string
  readonly about: string
  readonly asked: readonly { readonly title: string; readonly text: string }[]
}

/** A workbook: the rows, and a second sheet that says what was asked for (12 §5). */
export function createSheetWriter(columns: readonly CellColumn[], texts: SheetTexts, put: Put): RowWriter {
  let count = 0
  const zip = new Zip((error, data) => {
    if (error) throw error
    put(data)
  })
  // Level 1 is a third of the work for a file a fifth larger.
  const sheet = new ZipDeflate('xl/worksheets/sheet1.xml', { level: 1 })
  zip.add(sheet)
  sheet.push(strToU8(sheetStart(columns.map(widthOf), true)))
  sheet.push(strToU8(headRow(columns.map(({ title }) => title))))

  function part(path: string, content: string): void {
    const file = new ZipDeflate(path, { level: 1 })
    zip.add(file)
    file.push(strToU8(content), true)
  }

  return {
    rows(cells) {
      const first = count + 2
      count += cells.length
      sheet.push(strToU8(cells.map((row, at) => sheetRow(first + at, row)).join('')))
    },
    end() {
      sheet.push(strToU8(sheetEnd(columns.length, count, true)), true)
      const lines = texts.asked.map(({ title, text }, at) => askedRow(at + 1, title, text))
      part(
        'xl/worksheets/sheet2.xml',
        `${sheetStart([28, 60], false)}${lines.join('')}${sheetEnd(2, 0, false)}`,
      )
      for (const [path, content] of Object.entries(workbookParts(texts.rows, texts.about)))
        part(path, content)
      zip.end()
    },
  }
}

/** In characters; wide enough for what such a column usually holds. */
function widthOf({ kind, part, title }: CellColumn): number {
  const usual = kind === 'text' && part === undefined ? 24 : kind === 'instant' ? 17 : 12
  return Math.max(usual, Math.min(40, title.length + 4))
}
