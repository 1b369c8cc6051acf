import type { JobControl } from '../../db/act'
import { domainError } from '../../shared/contract/domainError'
import type { StoredFile } from '../../shared/contract/files'
import {
  pdfRows,
  reportRunErrors,
  type ReportColumn,
  type ReportFormat,
} from '../../shared/contract/reportRuns'
import type { Language } from '../../shared/contract/session'
import { cellOf, type CellColumn } from './exportCells.rules'
import type { FileMaker } from './exportList'
import type { ReportRow } from './reportDefinitions'
import { createCsvWriter, createSheetWriter, type RowWriter } from './writers'

/** A report as a document: its rows as they are, to be written by its language. */
export interface ReportPaper {
  readonly title: string
  readonly language: Language
  readonly zone: string
  readonly at: number
  readonly about: readonly AskedText[]
  readonly columns: readonly (ReportColumn & { readonly title: string })[]
  readonly rows: readonly ReportRow[]
  readonly totals: readonly ReportRow[]
  readonly total: string
}
interface AskedText {
  readonly title: string
  readonly text: string
}

export interface ReportFileDeps {
  readonly files: FileMaker
  readonly renderReport: (paper: ReportPaper) => Promise<Uint8Array>
  readonly officeZone: (officeId: string) => string
  readonly sheetRows: number
}

/** What a file is called and how it reads. */
export interface ReportTexts {
  readonly title: string
  readonly language: Language
  /** Heads of the columns by field; default: the fields. */
  readonly titles: Readonly<Record<string, string>>
  /** What the row of totals is called. */
  readonly total: string | undefined
  /** What was asked for, in words. */
  readonly about: readonly AskedText[]
}

/** Where the rows of a report go; a file has its name only when it is whole. */
export interface Sink<Result> {
  rows(rows: readonly ReportRow[]): void
  end(totals: ReportRow[]): Promise<Result> | Result
  abandon(): void
}

/** The file of a report. @throws TOO_MANY_ROWS while it is written */
export function createReportFile(
  deps: ReportFileDeps,
  control: JobControl,
  columns: readonly ReportColumn[],
  texts: ReportTexts,
  format: ReportFormat,
): Sink<StoredFile> {
  return format === 'pdf'
    ? paperSink(deps, control, columns, texts)
    : tableSink(deps, control, columns, texts, format)
}

const fileNameOf = (title: string, ending: string) => `${title.replaceAll(/[\\/:*?"<>|]/g, ' ')}.${ending}`

function tableSink(
  { files, sheetRows }: ReportFileDeps,
  { caller }: JobControl,
  columns: readonly ReportColumn[],
  texts: ReportTexts,
  format: 'csv' | 'xlsx',
): Sink<StoredFile> {
  const file = files.begin(caller.userId, fileNameOf(texts.title, format))
  const cellsOf = cellColumns(columns, texts)
  const writer = writerOf(cellsOf, texts, format, (bytes) => file.put(bytes))
  const cells = (row: ReportRow) => cellsOf.map((column) => cellOf(column, row, () => 0))
  let count = 0
  return {
    rows(rows) {
      count += rows.length
      if (format === 'xlsx' && count >= sheetRows) throw tooMany(count, sheetRows)
      if (rows.length > 0) writer.rows(rows.map(cells))
    },
    end(totals) {
      const [first] = columns
      const named = first && texts.total !== undefined ? { [first.field]: texts.total } : {}
      if (totals.length > 0) writer.rows(totals.map((row) => cells({ ...row, ...named })))
      writer.end()
      return file.finish()
    },
    abandon: () => file.abandon(),
  }
}

function writerOf(
  columns: readonly CellColumn[],
  { about, language, title }: ReportTexts,
  format: 'csv' | 'xlsx',
  put: (bytes: Uint8Array) => void,
): RowWriter {
  if (format === 'csv') return createCsvWriter(columns, language, put)
  return createSheetWriter(columns, { rows: title.slice(0, 31), about: 'Filter', asked: about }, put)
}

/** Amounts take two columns: figures align, and the currency can be filtered (12 §5). */
function cellColumns(columns: readonly ReportColumn[], { titles }: ReportTexts): CellColumn[] {
  return columns.flatMap(({ field, kind }): CellColumn[] => {
    const column = { field, kind, title: titles[field] ?? field }
    if (kind !== 'money') return [column]
    return [
      { ...column, part: 'amount' },
      { ...column, title: `${column.title} (ISO 4217)`, part: 'currency' },
    ]
  })
}

function paperSink(
  deps: ReportFileDeps,
  { caller, startedAt }: JobControl,
  columns: readonly ReportColumn[],
  { about, language, title, titles, total = '' }: ReportTexts,
): Sink<StoredFile> {
  const held: ReportRow[] = []
  return {
    rows(rows) {
      if (held.length + rows.length > pdfRows) throw tooMany(held.length + rows.length, pdfRows)
      held.push(...rows)
    },
    async end(totals) {
      const bytes = await deps.renderReport({
        ...{ title, language, about, total, totals },
        ...{ zone: deps.officeZone(caller.officeId), at: startedAt, rows: held },
        columns: columns.map((column) => ({ ...column, title: titles[column.field] ?? column.field })),
      })
      const file = deps.files.begin(caller.userId, fileNameOf(title, 'pdf'))
      try {
        file.put(bytes)
        return file.finish()
      } finally {
        file.abandon()
      }
    },
    abandon: () => undefined,
  }
}

function tooMany(rows: number, limit: number): Error {
  return domainError(reportRunErrors, 'TOO_MANY_ROWS', { field: 'format', rows, limit })
}
