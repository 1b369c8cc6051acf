import type { z } from 'zod'
import { assertMay, type Caller, type JobControl } from '../../db/act'
import { commonErrors, domainError } from '../../shared/contract/domainError'
import type { StoredFile } from '../../shared/contract/files'
import {
  reportsErrors,
  type ExportColumn,
  type ExportKind,
  type reportsContract,
} from '../../shared/contract/reports'
import { cellOf, type CellColumn, type OffsetAt } from './exportCells.rules'
import { kindOfSchema, listProcedureOf, type ListProcedure } from './listProcedures'
import { createCsvWriter, createSheetWriter, type Put, type RowWriter } from './writers'

export type ExportInput = z.output<
  NonNullable<(typeof reportsContract)['exportList']['~orpc']['inputSchema']>
>

/** A file while it is written, as `files` makes them. */
export interface FileMaker {
  begin(userId: string, name: string): { readonly put: Put; finish(): StoredFile; abandon(): void }
}

export interface ReportsDeps {
  readonly files: FileMaker
  /** Answers a list of the contract as this user: rows, order and rights are those of the screen. */
  readonly listAs: (caller: Caller, path: readonly [string, string], input: unknown) => unknown
  readonly officeZone: (officeId: string) => string
  readonly offsetAt: (zone: string, instant: number) => number
  /** Lists that can be written as the files which their imports read, by procedure. */
  readonly importSheets: ReadonlyMap<string, ImportSheet>
  /** Data rows that a sheet takes. */
  readonly sheetRows: number
}

/** The columns of an import file and its rows of a list's records (R01-26). */
export interface ImportSheet {
  readonly columns: readonly { readonly field: string; readonly kind: ExportKind }[]
  rowsOf(caller: Caller, items: readonly Row[]): readonly Row[]
}

/** Rows read at once; some lists answer fewer. */
const pageSizes = [200, 50] as const
type Row = Readonly<Record<string, unknown>>
interface Page {
  readonly items: readonly Row[]
  readonly next: string | undefined
  readonly count: number | undefined
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null

/** What a list has answered: a page, or a short list as a whole. Looked at by hand, because rows come by the million. */
function pageOf(answer: unknown): Page {
  if (Array.isArray(answer)) return { items: answer.filter(isRow), next: undefined, count: answer.length }
  if (!isRow(answer) || !Array.isArray(answer['items'])) throw new Error('a list answers a page')
  const { count, items, next } = answer
  return {
    items: items.filter(isRow),
    next: typeof next === 'string' ? next : undefined,
    count: typeof count === 'number' ? count : undefined,
  }
}

/** An export whose question has been looked at. */
export interface PreparedExport {
  readonly input: ExportInput
  readonly list: ListProcedure
  readonly columns: readonly CellColumn[]
  readonly pageRows: number
  readonly sheet?: ImportSheet
}

/**
 * Looks at what an export asks for before its job begins.
 *
 * @throws INVALID_INPUT for what is no list, an unknown field or a filter that the list does not take, FORBIDDEN
 */
export function prepareExport(
  { importSheets }: Pick<ReportsDeps, 'importSheets'>,
  caller: Caller,
  input: ExportInput,
): PreparedExport {
  const list = listProcedureOf(input.procedure)
  if (!list) throw invalid([{ path: ['procedure'], message: 'no list' }])
  if (list.permission !== 'none') assertMay(caller, list.permission)
  const pageRows = pageSizes.find((rows) => issuesOf(list, input, rows).length === 0) ?? pageSizes[0]
  const issues = issuesOf(list, input, pageRows)
  if (issues.length > 0) throw invalid(issues)
  if (input.asImport) {
    const sheet = importSheets.get([input.procedure, input.importKind ?? ''].join(' ').trim())
    if (!sheet) throw invalid([{ path: ['asImport'], message: 'no import file' }])
    sheet.rowsOf(caller, [])
    const columns = sheet.columns.map((column) => ({ ...column, title: column.field }))
    return { input, list, pageRows, columns, sheet }
  }
  const asked = input.columns ?? Object.keys(list.fields).map((field) => ({ field }))
  return { input, list, pageRows, columns: asked.flatMap((column, at) => columnsOf(list, column, at)) }
}

/** What the list's own schema minds. */
function issuesOf({ input: schema }: ListProcedure, input: ExportInput, rows: number) {
  const { error } = schema?.safeParse(questionOf(input, rows)) ?? {}
  return (error?.issues ?? []).map(({ message, path }) => ({ path: path.map(String), message }))
}

function invalid(issues: { path: string[]; message: string }[]): Error {
  return domainError(commonErrors, 'INVALID_INPUT', { issues })
}

/** Amounts take two columns: figures align, and the currency can be filtered (12 §5). */
function columnsOf({ fields }: ListProcedure, column: ExportColumn, at: number): CellColumn[] {
  const { field, kindBy, texts, title = field } = column
  const zoneField = column.zoneField ?? (Object.hasOwn(fields, 'siteZone') ? 'siteZone' : undefined)
  if (!Object.hasOwn(fields, field))
    throw invalid([{ path: ['columns', String(at), 'field'], message: 'unknown field' }])
  const kind = column.kind ?? kindOfSchema(fields[field])
  const cells = { field, title, kind, kindBy, texts, zoneField }
  if (kind !== 'money') return [cells]
  const currencyTitle = column.currencyTitle ?? `${title}.currency`
  return [
    { ...cells, part: 'amount' },
    { ...cells, title: currencyTitle, part: 'currency' },
  ]
}

/** Only what was asked: lists without search or sort know no such fields. */
function questionOf({ filter, of, sort, text }: ExportInput, limit: number, after?: string): object {
  return {
    ...of,
    ...(filter ? { filter } : {}),
    ...(text === undefined ? {} : { text }),
    ...(sort ? { sort } : {}),
    ...(after === undefined ? { withCount: true } : { after }),
    limit,
  }
}

/**
 * Writes a list of any length to a file, page by page by key, as the caller sees it (12 §5). The file has its name only
 * when it is whole; canceled or killed, nothing is there.
 *
 * @throws TOO_MANY_ROWS for more rows than a sheet takes
 */
export function* exportList(
  deps: ReportsDeps,
  { caller, progress }: JobControl,
  prepared: PreparedExport,
): Generator<void, StoredFile> {
  const { columns, input, list, pageRows, sheet } = prepared
  const offsetAt = zoned(deps, caller)
  const file = deps.files.begin(caller.userId, `${input.fileName ?? list.path[1]}.${input.format}`)
  try {
    const writer = writerOf(prepared, caller, file.put)
    let done = 0
    let total = 0
    let written = 0
    let after: string | undefined
    do {
      const page = pageOf(
        deps.listAs(caller, list.path, list.input?.parse(questionOf(input, pageRows, after))),
      )
      done += page.items.length
      total = page.count ?? Math.max(total, done)
      const rows = sheet ? sheet.rowsOf(caller, page.items) : page.items
      written += rows.length
      assertFits(deps, input, Math.max(total, written))
      writer.rows(rows.map((row) => columns.map((column) => cellOf(column, row, offsetAt))))
      progress(done, Math.max(total, done))
      after = page.next
      yield
    } while (after !== undefined)
    writer.end()
    return file.finish()
  } finally {
    file.abandon()
  }
}

function assertFits({ sheetRows }: ReportsDeps, { format }: ExportInput, rows: number): void {
  if (format === 'xlsx' && rows > sheetRows)
    throw domainError(reportsErrors, 'TOO_MANY_ROWS', { field: 'format', rows, limit: sheetRows })
}

function writerOf({ columns, input, list }: PreparedExport, { language }: Caller, put: Put): RowWriter {
  if (input.format === 'csv') return createCsvWriter(columns, input.language ?? language, put)
  const { rows, about } = input.sheets ?? { rows: list.path[1], about: 'filter' }
  return createSheetWriter(columns, { rows, about, asked: input.about ?? rawQuestion(input) }, put)
}

/** What was asked for in the contract's own words, where the caller has no others. */
function rawQuestion({ filter = {}, procedure, sort = [], text }: ExportInput) {
  return [
    { title: 'procedure', text: procedure },
    ...(text === undefined ? [] : [{ title: 'text', text }]),
    ...Object.entries(filter).map(([title, value]) => ({ title, text: JSON.stringify(value) })),
    ...sort.map(({ direction, field }) => ({ title: 'sort', text: `${field} ${direction}` })),
  ]
}

/** Offsets change at quarters of an hour at most: each is asked for once. */
function zoned({ officeZone, offsetAt }: ReportsDeps, { officeId }: Caller): OffsetAt {
  const home = officeZone(officeId)
  const known = new Map<string, number>()
  return (zone = home, instant) => {
    const key = `${zone} ${String(Math.floor(instant / 900_000))}`
    const held = known.get(key)
    if (held !== undefined) return held
    if (known.size > 50_000) known.clear()
    const offset = offsetAt(zone, instant)
    known.set(key, offset)
    return offset
  }
}
