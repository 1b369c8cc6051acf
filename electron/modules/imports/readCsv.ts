import Papa from 'papaparse'
import { domainError } from '../../shared/contract/domainError'
import { importsErrors, type ImportEncoding } from '../../shared/contract/imports'
import type { TableRow } from './table'

/** Short enough that no step blocks its thread. */
const stepBytes = 96 * 1024

function* slices(parts: Iterable<Uint8Array>): Generator<Uint8Array> {
  for (const part of parts)
    for (let at = 0; at < part.length; at += stepBytes) yield part.subarray(at, at + stepBytes)
}

/** Decodes piece by piece; a byte order mark disappears, CRLF becomes LF. */
function* texts(parts: Iterable<Uint8Array>, encoding: ImportEncoding): Generator<string> {
  const decoder = new TextDecoder(encoding === 'utf8' ? 'utf-8' : 'windows-1252', { fatal: true })
  let held = ''
  for (const slice of slices(parts)) {
    const text = held + decoded(() => decoder.decode(slice, { stream: true }))
    held = text.endsWith('\r') ? '\r' : ''
    yield unified(held === '' ? text : text.slice(0, -1))
  }
  yield unified(held + decoded(() => decoder.decode()))
}

function unified(text: string): string {
  return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text
}

/** @throws ENCODING_UNKNOWN when the bytes are not what the encoding says */
function decoded(decode: () => string): string {
  try {
    return decode()
  } catch (error) {
    if (error instanceof TypeError)
      throw domainError(importsErrors, 'ENCODING_UNKNOWN', { field: 'encoding' })
    throw error
  }
}

/** Cuts the text after the last line break that is not inside quotes. */
function* wholeRows(pieces: Iterable<string>): Generator<string> {
  let pending = ''
  for (const piece of pieces) {
    pending += piece
    const cut = lastRowEnd(pending)
    if (cut === 0) continue
    yield pending.slice(0, cut - 1)
    pending = pending.slice(cut)
  }
  if (pending !== '') yield pending
}

/** The place after the last line break outside quotes; `text` begins outside them. */
function lastRowEnd(text: string): number {
  let end = 0
  let at = 0
  for (;;) {
    const open = text.indexOf('"', at)
    const until = open === -1 ? text.length : open
    const line = text.lastIndexOf('\n', until - 1)
    if (until > at && line >= at) end = line + 1
    if (open === -1) return end
    const close = text.indexOf('"', open + 1)
    if (close === -1) return end
    at = close + 1
  }
}

function lineBreaksIn(cells: readonly string[]): number {
  let count = 0
  for (const cell of cells)
    for (let at = cell.indexOf('\n'); at !== -1; at = cell.indexOf('\n', at + 1)) count += 1
  return count
}

const delimiters = [',', ';', '\t'] as const

/** The separator that the header has most of, outside quotes (R01-15). */
function delimiterOf(text: string): string {
  const end = text.indexOf('\n')
  const header = (end === -1 ? text : text.slice(0, end)).replaceAll(/"[^"]*"/g, '')
  const counted = delimiters.map((sign) => ({ sign, count: header.split(sign).length }))
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).sign
}

/** Trimmed, and without the apostrophe that an export puts before what looks like a formula (R01-20). */
function plainText(cell: string): string {
  const text = cell.trim()
  return /^'+[=+\-@]/.test(text) ? text.slice(1) : text
}

/**
 * Reads a CSV file in short steps: separator `,` `;` or tab, doubled quotes, line breaks inside quotes, CRLF or LF;
 * empty lines are left out (R01-15). The first row is the header.
 *
 * @throws ENCODING_UNKNOWN
 */
export function* readCsv(parts: Iterable<Uint8Array>, encoding: ImportEncoding): Generator<TableRow[]> {
  let line = 1
  let delimiter: string | undefined
  for (const text of wholeRows(texts(parts, encoding))) {
    delimiter ??= text.trim() === '' ? undefined : delimiterOf(text.trimStart())
    const { data } = Papa.parse<string[]>(text, { delimiter: delimiter ?? ',', newline: '\n' })
    const rows: TableRow[] = []
    for (const cells of data) {
      const isEmpty = cells.length === 1 && cells[0]?.trim() === ''
      if (!isEmpty) rows.push({ line, cells: cells.map(plainText) })
      line += 1 + lineBreaksIn(cells)
    }
    // An empty piece is one empty line, which has no cells.
    if (data.length === 0) line += 1
    yield rows
  }
}
