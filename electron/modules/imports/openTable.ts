import { domainError } from '../../shared/contract/domainError'
import { importsErrors, type ImportEncoding } from '../../shared/contract/imports'
import { readCsv } from './readCsv'
import { isWorkbook, readWorkbook } from './readWorkbook'
import { rowLimit, type TableRow } from './table'

export interface TableSource {
  /** The file's bytes in order; read once per call. */
  readonly parts: () => Iterable<Uint8Array>
  readonly encoding: ImportEncoding
  readonly sheet: string | undefined
}

export interface TableStep {
  readonly header: readonly string[]
  readonly rows: readonly TableRow[]
}

const workbookStep = 2000

async function* rowSteps({ parts, encoding, sheet }: TableSource): AsyncGenerator<TableRow[]> {
  const [start] = parts()
  if (!start || !isWorkbook(start)) {
    yield* readCsv(parts(), encoding)
    return
  }
  const rows = await readWorkbook(Buffer.concat([...parts()]), sheet)
  for (let at = 0; at < rows.length; at += workbookStep) yield rows.slice(at, at + workbookStep)
}

/**
 * Reads a file in short steps and checks its form; the first row is the header.
 *
 * @throws FILE_EMPTY, COLUMN_COUNT with the first line and counts, TOO_MANY, ENCODING_UNKNOWN, FILE_UNREADABLE,
 * SHEET_UNKNOWN
 */
export async function* openTable(source: TableSource): AsyncGenerator<TableStep> {
  let header: readonly string[] | undefined
  let count = 0
  for await (const step of rowSteps(source)) {
    const rows = header === undefined ? step.slice(1) : step
    header ??= step[0]?.cells
    if (header === undefined) continue
    count += rows.length
    if (count > rowLimit) throw domainError(importsErrors, 'TOO_MANY', { field: 'content', limit: rowLimit })
    assertWidth(header, rows)
    yield { header, rows }
  }
  if (header === undefined) throw domainError(importsErrors, 'FILE_EMPTY', { field: 'content' })
}

function assertWidth({ length }: readonly string[], rows: readonly TableRow[]): void {
  const odd = rows.find(({ cells }) => cells.length !== length)
  if (odd)
    throw domainError(importsErrors, 'COLUMN_COUNT', {
      field: 'content',
      line: odd.line,
      expected: length,
      found: odd.cells.length,
    })
}
